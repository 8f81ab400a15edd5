package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// choice is a flag that takes one of a few words.
type choice struct {
	value   string
	allowed []string
}

// addTo adds the flag to a command, with completion of its words.
func (c *choice) addTo(cmd *cobra.Command, name, usage string) {
	cmd.Flags().Var(c, name, usage+": "+c.words())
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(c.allowed, cobra.ShellCompDirectiveNoFileComp))
}

func (c *choice) words() string {
	last := len(c.allowed) - 1
	return strings.Join(c.allowed[:last], ", ") + " or " + c.allowed[last]
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return "word" }

func (c *choice) Set(value string) error {
	if !slices.Contains(c.allowed, value) {
		return fmt.Errorf("want %s", c.words())
	}
	c.value = value
	return nil
}

// moment is a flag that takes a time; without it, it is the present.
type moment struct{ time.Time }

func (m *moment) Type() string { return "time" }

func (m *moment) String() string {
	if m.IsZero() {
		return ""
	}
	return m.Format(time.RFC3339)
}

func (m *moment) Set(value string) error {
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return errors.New("want a time such as 2027-01-31T00:00:00Z")
	}
	m.Time = t
	return nil
}

// duration is a flag that takes a duration of at least a second.
type duration struct{ time.Duration }

func (d *duration) Type() string { return "duration" }

func (d *duration) Set(value string) error {
	parsed, err := time.ParseDuration(value)
	if err != nil || parsed < time.Second {
		return errors.New("want a duration of at least 1s, such as 30s or 2m")
	}
	d.Duration = parsed
	return nil
}

// names is a flag that takes names, with commas between them or repeated. An empty one
// is refused: a variable that is not set must not mean all.
type names []string

func (n *names) Type() string   { return "strings" }
func (n *names) String() string { return strings.Join(*n, ",") }

func (n *names) Set(value string) error {
	for one := range strings.SplitSeq(value, ",") {
		if one = strings.TrimSpace(one); one == "" {
			return errors.New("want a name, and this is none; leave the flag out to mean all")
		}
		*n = append(*n, one)
	}
	return nil
}

// name is a flag that takes one name.
type name string

func (n *name) Type() string   { return "string" }
func (n *name) String() string { return string(*n) }

func (n *name) Set(value string) error {
	if *n = name(value); value == "" {
		return errors.New("want a name, and this is none; leave the flag out for the default")
	}
	return nil
}
