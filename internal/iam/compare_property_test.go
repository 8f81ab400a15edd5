package iam_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/iam"
)

// covers reports whether one of the changes speaks of the request.
func covers(changes []iam.Change, r iam.Request) bool {
	return slices.ContainsFunc(changes, func(c iam.Change) bool {
		s := c.Statement
		s.Effect = iam.EffectAllow
		return document(s).Decide(r) == iam.Allowed
	})
}

// TestCompareIsSound compares random policies, and asks Decide: what is allowed
// on one side only is covered by what was gained or lost.
func TestCompareIsSound(t *testing.T) {
	m := maker{Rand: rand.New(rand.NewPCG(1, 2))}
	gained, silent := 0, 0
	for n := range 1500 {
		m.hasPrincipal = n%2 == 0
		before := []iam.Document{m.document()}
		after := []iam.Document{m.document()}
		if n%4 > 0 {
			after[0] = m.changed(before[0])
		}
		delta := iam.Compare(before, after)
		if len(delta.Gained) == 0 {
			silent++
		}
		for range 25 {
			r := m.request()
			was, is := iam.Decide(r, before...) == iam.Allowed, iam.Decide(r, after...) == iam.Allowed
			if !was && is && !covers(delta.Gained, r) {
				t.Fatalf("run %d: nothing gained covers %+v\nbefore %s\nafter %s\ngained %+v", n, r, show(before...), show(after...), delta.Gained)
			}
			if was && !is && !covers(delta.Lost, r) {
				t.Fatalf("run %d: nothing lost covers %+v\nbefore %s\nafter %s\nlost %+v", n, r, show(before...), show(after...), delta.Lost)
			}
			if !was && is {
				gained++
			}
		}
	}
	if gained < 200 || silent < 150 {
		t.Errorf("%d requests gained, nothing gained in %d comparisons: the policies are too far apart", gained, silent)
	}
}

func show(documents ...iam.Document) string {
	var b strings.Builder
	for _, d := range documents {
		fmt.Fprintf(&b, "%s\n", d.Version)
		for _, s := range d.Statements {
			fmt.Fprintf(&b, "\t%+v\n", s)
		}
	}
	return b.String()
}

// TestCompareIsBlindToForm writes random policies differently: nothing changes.
func TestCompareIsBlindToForm(t *testing.T) {
	m := maker{Rand: rand.New(rand.NewPCG(3, 4))}
	for n := range 1000 {
		m.hasPrincipal = n%2 == 0
		before := m.document()
		after := m.rewritten(before)
		if delta := iam.Compare([]iam.Document{before}, after); len(delta.Gained)+len(delta.Lost) > 0 {
			t.Fatalf("run %d: %+v\nbefore %s\nafter %s", n, delta, show(before), show(after...))
		}
	}
}

// rewritten returns documents that say what d says: statements split, repeated,
// moved, in another order, with other Sids and letter case.
func (m maker) rewritten(d iam.Document) []iam.Document {
	list := []iam.Document{{Version: d.Version}, {Version: d.Version}}
	for i, s := range d.Statements {
		pieces := []iam.Statement{s}
		if len(s.Actions) > 1 && m.IntN(2) == 0 {
			a, b := s, s
			a.Actions, b.Actions = s.Actions[:1], s.Actions[1:]
			pieces = []iam.Statement{a, b}
		}
		if len(s.Resources) > 1 && m.IntN(2) == 0 {
			a, b := s, s
			a.Resources, b.Resources = s.Resources[1:], s.Resources[:1]
			pieces = append(pieces[1:], a, b)
			if len(pieces) > 2 {
				pieces = append(pieces, s)
			}
		}
		for _, p := range pieces {
			p.Sid = fmt.Sprintf("S%d", i)
			p.Actions = slices.Clone(p.Actions)
			for k, action := range p.Actions {
				p.Actions[k] = pick(m, action, strings.ToUpper(action))
			}
			slices.Reverse(p.Actions)
			list[m.IntN(2)].Add(p)
		}
	}
	for i := range list {
		m.Shuffle(len(list[i].Statements), func(k, l int) {
			list[i].Statements[k], list[i].Statements[l] = list[i].Statements[l], list[i].Statements[k]
		})
	}
	return list
}

// TestCompareIsSoundForReferences compares policies whose resources CloudFormation
// completes, and then fills in whatever the references might stand for.
func TestCompareIsSoundForReferences(t *testing.T) {
	m := maker{Rand: rand.New(rand.NewPCG(5, 6))}
	gained, silent := 0, 0
	for n := range 2000 {
		written := map[string][]string{} // the pieces of each resource
		before, after := m.withReferences(written), m.withReferences(written)
		if m.IntN(2) == 0 {
			after.Statements = append(after.Statements, before.Statements...)
		}
		delta := iam.Compare([]iam.Document{before}, []iam.Document{after})
		if len(delta.Gained) == 0 {
			silent++
		}
		for range 10 {
			values := map[string]string{"X": pick(m, "", "b", "a:b", "arn:aws:s3:::b", "b*", "a/b"), "Y": pick(m, "a", ":", "b:c:d", "arn:aws"), "AWS::Region": pick(m, "a", "eu-1")}
			fill := func(d iam.Document) iam.Document { return filledIn(d, written, values) }
			var said iam.Document
			for _, c := range delta.Gained {
				said.Add(c.Statement)
			}
			texts := []string{}
			for _, pieces := range written {
				texts = append(texts, strings.ReplaceAll(join(pieces, values), "*", pick(m, "", "a", "a:b", "/b")))
			}
			slices.Sort(texts)
			r := iam.Request{Action: "s3:GetObject", Resource: pick(m, texts...)}
			was, is := iam.Decide(r, fill(before)) == iam.Allowed, iam.Decide(r, fill(after)) == iam.Allowed
			if !was && is {
				gained++
			}
			if !was && is && iam.Decide(r, fill(said)) != iam.Allowed {
				t.Fatalf("run %d: nothing gained covers %+v with %v\nbefore %s\nafter %s\ngained %+v", n, r, values, show(before), show(after), delta.Gained)
			}
		}
	}
	if gained < 200 || silent < 150 {
		t.Errorf("%d requests gained, nothing gained in %d comparisons: the policies are too far apart", gained, silent)
	}
}

// withReferences returns a document, and notes the pieces of its resources.
func (m maker) withReferences(written map[string][]string) iam.Document {
	var d iam.Document
	for range 1 + m.IntN(2) {
		var resources []string
		for range 1 + m.IntN(2) {
			var pieces, items []string
			for range 1 + m.IntN(5) {
				p := pick(m, "<X>", "<X>", "<Y>", "<AWS::Region>", ":", ":", "a", "b", "*", "*", "/")
				pieces = append(pieces, p)
				if name, ok := strings.CutPrefix(p, "<"); ok {
					items = append(items, `{"Ref":"`+strings.TrimSuffix(name, ">")+`"}`)
				} else {
					items = append(items, `"`+p+`"`)
				}
			}
			text := `{"Fn::Join":["",[` + strings.Join(items, ",") + `]]}`
			written[text] = pieces
			resources = append(resources, text)
		}
		d.Add(iam.Allow("", resources, "s3:GetObject"))
	}
	return d
}

func join(pieces []string, values map[string]string) string {
	var b strings.Builder
	for _, p := range pieces {
		if name, ok := strings.CutPrefix(p, "<"); ok {
			p = values[strings.TrimSuffix(name, ">")]
		}
		b.WriteString(p)
	}
	return b.String()
}

func filledIn(d iam.Document, written map[string][]string, values map[string]string) iam.Document {
	var filled iam.Document
	for _, s := range d.Statements {
		resources := make([]string, len(s.Resources))
		for i, text := range s.Resources {
			resources[i] = join(written[text], values)
		}
		s.Resources = resources
		filled.Add(s)
	}
	return filled
}

// TestCompareIsSoundForConditions compares statements that differ in their
// conditions alone, of which it tries many.
func TestCompareIsSoundForConditions(t *testing.T) {
	m := maker{Rand: rand.New(rand.NewPCG(7, 8))}
	gained, silent := 0, 0
	kinds := [][]string{
		{"String", "Arn", "Equals", "NotEquals", "Like", "NotLike"}, {"Numeric", "Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan"},
		{"Date", "Equals", "LessThan", "GreaterThanEquals"}, {"Ip"}, {"Ignore"}, {"Bool", ""},
	}
	values := map[string][]string{
		"String": {"a", "a*", "?", "*", "a:b", "arn:*:s3:::b", "arn:aws:s3:::b", "arn:aws:*", "${*}", "${k}"}, "Numeric": {"5", "10", "7.5", "x"},
		"Date": {"2026-01-01", "2026-06-01T00:00:00Z", "1780000000"}, "Ip": {"10.0.0.0/8", "10.1.0.0/16", "10.1.0.0/23", "10.1.2.3", "::/0"}, "Ignore": {"a", "A", "b"}, "Bool": {"true", "True", "false"},
	}
	given := map[string][]string{
		"String": {"a", "ab", "*", "a:b", "arn:aws:s3:::b", "arn:x:y:s3:::b"}, "Numeric": {"4", "5", "6", "7.5", "9", "11", "x"},
		"Date": {"2025-01-01", "2026-01-01", "2026-02-01", "2027-01-01"}, "Ip": {"10.1.2.3", "10.2.2.2", "11.1.1.1", "::1"}, "Ignore": {"a", "A", "b", "c"}, "Bool": {"true", "TRUE", "false"},
	}
	for n := range 8000 {
		kind := pick(m, kinds...)
		make := func() iam.Document {
			name := kind[0]
			switch name {
			case "Ip":
				name = pick(m, "IpAddress", "NotIpAddress")
			case "Ignore":
				name = pick(m, "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringEquals")
			case "String":
				name = pick(m, "String", "Arn") + pick(m, kind[2:]...)
			default:
				name += pick(m, kind[1:]...)
			}
			s := iam.Allow("", iam.On("*"), "s3:GetObject").When(iam.Condition{
				Operator: pick(m, "", "", "ForAnyValue:", "ForAllValues:") + name + pick(m, "", "", "IfExists"), Key: "k", Values: slices.Clone(m.some(values[kind[0]]...)),
			})
			if m.IntN(8) == 0 {
				s = s.When(iam.Condition{Operator: "Null", Key: "k", Values: []string{pick(m, "true", "false")}})
			}
			return document(s)
		}
		before, after := make(), make()
		delta := iam.Compare([]iam.Document{before}, []iam.Document{after})
		if len(delta.Gained) == 0 {
			silent++
		}
		for range 8 {
			r := iam.Request{Action: "s3:GetObject", Resource: "x", Keys: map[string][]string{}}
			if m.IntN(6) > 0 {
				r.Keys["k"] = m.some(given[kind[0]]...)
			}
			if before.Decide(r) != iam.Allowed && after.Decide(r) == iam.Allowed {
				if gained++; !covers(delta.Gained, r) {
					t.Fatalf("run %d: nothing gained covers %+v\nbefore %s\nafter %s\ngained %+v", n, r, show(before), show(after), delta.Gained)
				}
			}
		}
	}
	if gained < 1000 || silent < 500 {
		t.Errorf("%d requests gained, nothing gained in %d comparisons: the conditions are too far apart", gained, silent)
	}
}
