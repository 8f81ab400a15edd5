package main

import "github.com/spf13/cobra"

func newInitCmd(env environment) *cobra.Command { return &cobra.Command{Use: "init"} }
