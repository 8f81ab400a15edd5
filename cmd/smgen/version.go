package main

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func newVersionCmd(env environment) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Long:    "version prints smgen's version, which a repository of specs may pin.",
		Example: "  smgen version",
		Args:    atMost(0),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(env.stdout, "smgen %s\n", version())
			return err
		},
	}
}

// unreleased is the version of a build that nobody else can install.
const unreleased = "devel"

// version is the version of the module that this program was built from, as Go
// recorded it: v1.2.3 for a release, v0.0.0-<time>-<commit> for another commit,
// devel for a checkout with changes and for a build without version control.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" || strings.Contains(info.Main.Version, "+dirty") {
		return unreleased
	}
	return info.Main.Version
}
