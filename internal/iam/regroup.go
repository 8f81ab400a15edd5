package iam

import (
	"cmp"
	"slices"
	"strings"
)

// regroup puts changes together that differ in their actions only, then those
// that differ in their resources, then in their principals, and orders them.
func regroup(list []change) []Change {
	list = merge(list, func(c *change) *span { return &c.actions })
	list = merge(list, func(c *change) *span { return &c.on })
	list = merge(list, func(c *change) *span { return &c.whom })
	var changes []Change
	for i := range list {
		changes = append(changes, list[i].change())
	}
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Or(
			strings.Compare(string(a.Statement.Effect), string(b.Statement.Effect)),
			slices.Compare(a.Statement.Actions, b.Statement.Actions), slices.Compare(a.Statement.NotActions, b.Statement.NotActions),
			slices.Compare(a.Statement.Resources, b.Statement.Resources), slices.Compare(a.Statement.NotResources, b.Statement.NotResources),
		)
	})
	return changes
}

// merge puts changes together that are equal but for one dimension.
func merge(list []change, of func(*change) *span) []change {
	var merged []change
	at := map[string]int{}
	for _, c := range list {
		s := *of(&c)
		*of(&c) = span{}
		key := c.key()
		*of(&c) = s
		i, known := at[key]
		if !known || s.except || of(&merged[i]).except {
			at[key] = len(merged)
			of(&c).names = slices.Clone(s.names) // others share it
			merged = append(merged, c)
			continue
		}
		to := of(&merged[i])
		to.names = append(to.names, s.names...)
	}
	return merged
}

func (c *change) key() string {
	var unless []string
	for _, d := range c.unless {
		unless = append(unless, d.text())
	}
	partly := "whole"
	if c.partly {
		partly = "partly"
	}
	return quoted(string(c.effect), c.whom.key(), c.actions.key(), c.on.key(), c.demandKey, partly) + quoted(unless...)
}

// change returns the change as others read it.
func (c *change) change() Change {
	s := Statement{Effect: c.effect, Conditions: c.conditions.wire()}
	if len(c.conditions) == 0 {
		s.Conditions = nil
	}
	s.Actions, s.NotActions = c.actions.texts(spelled)
	s.Resources, s.NotResources = c.on.texts(func(text string) string { return text })
	if !c.attached {
		whom := Principal{}
		for _, n := range c.whom.names {
			whom[n.kind] = unique(append(whom[n.kind], n.text))
		}
		if s.Principal = whom; c.whom.except {
			s.Principal, s.NotPrincipal = nil, whom
		}
	}
	var unless Conditions
	if len(c.unless) > 0 {
		var t Statement
		for _, d := range c.unless {
			t = t.When(d.written)
		}
		unless = t.Conditions
	}
	return Change{Statement: s, Partly: c.partly, Unless: unless}
}

// texts returns the names that are meant, or those that are left out.
func (s span) texts(spell func(string) string) (names, except []string) {
	var list []string
	for _, n := range s.names {
		list = append(list, spell(n.text))
	}
	slices.Sort(list)
	if list = slices.Compact(list); s.except {
		return nil, list
	}
	return list, nil
}

// spelled writes an action as AWS does, if it is one that the catalogue has.
func spelled(action string) string {
	if a, ok := LookupAction(action); ok {
		return a.String()
	}
	return action
}
