package iam

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A span is what a statement says in one dimension: the actions, resources or
// principals that it names, or all but those.
type span struct {
	names  []name
	except bool
}

// name is one action, resource or principal as it is written, and as it is
// compared.
type name struct {
	kind    string // of a principal: AWS, Service, …, or * for everyone
	text    string
	pattern pattern
}

// relation is how the names of one dimension relate.
type relation struct {
	// includes reports that all that b means, a means as well; excludes that they
	// have nothing in common. Both may be false where that cannot be told.
	includes, excludes func(a, b name) bool
}

func amongActions() relation {
	return relation{
		includes: func(a, b name) bool { return a.pattern.includes(b.pattern) },
		excludes: func(a, b name) bool { return a.pattern.excludes(b.pattern) },
	}
}

func amongResources() relation {
	return relation{
		includes: func(a, b name) bool { return a.pattern.includesARN(b.pattern) },
		excludes: func(a, b name) bool { return a.pattern.excludes(b.pattern) },
	}
}

// amongPrincipals never tells two principals apart: who calls may be both, such
// as a role and its account.
func amongPrincipals() relation {
	return relation{includes: includesPrincipal, excludes: func(_, _ name) bool { return false }}
}

func includesPrincipal(a, b name) bool {
	switch {
	case a.kind == "*":
		return true
	case a.kind != b.kind:
		return false
	case a.pattern.equal(b.pattern):
		return true
	}
	return a.pattern.isFixed() && b.pattern.isFixed() && isPrincipal(a.kind, a.text, b.text)
}

// covers reports whether all that t says, s says as well.
func (s span) covers(t span, r relation) bool {
	covered := func(n name) bool {
		return slices.ContainsFunc(s.names, func(own name) bool { return own.text == n.text && own.kind == n.kind || r.includes(own, n) })
	}
	switch {
	case !s.except && !t.except:
		return all(t.names, covered)
	case !s.except: // t has no end
		return slices.ContainsFunc(s.names, func(own name) bool { return own.kind == "*" || own.pattern.isAll() })
	case t.except:
		return all(s.names, func(own name) bool {
			return slices.ContainsFunc(t.names, func(n name) bool { return r.includes(n, own) })
		})
	}
	return all(t.names, func(n name) bool {
		return all(s.names, func(own name) bool { return r.excludes(own, n) })
	})
}

func all(list []name, holds func(name) bool) bool {
	return !slices.ContainsFunc(list, func(n name) bool { return !holds(n) })
}

// split returns one span for each name, since each stands for itself; what is
// left out is left out together.
func (s span) split() []span {
	if s.except || len(s.names) == 1 {
		return []span{s}
	}
	list := make([]span, len(s.names))
	for i := range s.names {
		list[i] = span{names: s.names[i : i+1 : i+1]}
	}
	return list
}

// key is the span as a text that is the same for the same meaning, as far as that
// shows.
func (s span) key() string {
	texts := make([]string, 0, len(s.names)+1)
	for _, n := range s.names {
		texts = append(texts, quoted(n.kind, n.text))
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	if s.except {
		texts = append(texts, "except")
	}
	return strings.Join(texts, " ")
}

// quoted puts texts together so that no two lists give the same.
func quoted(texts ...string) string {
	size := 0
	for _, text := range texts {
		size += len(text) + 4
	}
	key := make([]byte, 0, size)
	for _, text := range texts {
		key = strconv.AppendInt(key, int64(len(text)), 10)
		key = append(key, ' ')
		key = append(key, text...)
	}
	return string(key)
}

// spanOf returns a span without the patterns, which most comparisons do without:
// see part.read.
func spanOf(texts, except []string) span {
	s := span{except: len(except) > 0}
	if s.except {
		texts = except
	}
	s.names = make([]name, len(texts))
	for i, text := range texts {
		s.names[i].text = text
	}
	return s
}

func actionPatternOf(text string) pattern {
	return reading{wildcards: true, fold: true}.pattern(text)
}

func resourcePatternOf(text string) pattern {
	return reading{wildcards: true, variables: true}.pattern(text)
}

// folded writes an action in lower case; an intrinsic stays as it is.
func folded(action string) string {
	if strings.HasPrefix(action, `{"`) {
		return action
	}
	return strings.ToLower(action)
}

// principalSpan reads a principal: a root's ARN as its account, and AWS "*" as
// everyone, which is what they mean.
func principalSpan(p, except Principal) span {
	s := span{except: except != nil}
	if s.except {
		p = except
	}
	for _, kind := range slices.Sorted(maps.Keys(p)) {
		for _, text := range p[kind] {
			n := name{kind: kind, text: text, pattern: reading{}.pattern(text)}
			switch account, isRoot := accountOf(n.pattern); {
			case kind == "*" || kind == "AWS" && text == "*":
				n = name{kind: "*", text: "*"}
			case kind == "AWS" && isRoot:
				if n.pattern = account; account.isFixed() {
					n.text = account.String()
				}
			}
			s.names = append(s.names, n)
		}
	}
	return s
}

// accountOf returns the account of which a pattern is the root's ARN.
func accountOf(p pattern) (account pattern, isRoot bool) {
	if p.hasReference() {
		return nil, false // which may have colons
	}
	parts := make([]pattern, 5)
	for i := range parts {
		found := false
		if parts[i], p, found = p.cut(); !found {
			return nil, false
		}
	}
	return parts[4], p.String() == "root" && parts[2].String() == "iam"
}
