//go:build race

package main

// withRace reports whether the race detector is on.
const withRace = true
