package plan_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// accessGoldens reads the text of every committed template, by its path.
func accessGoldens(tb testing.TB) map[string][]byte {
	tb.Helper()
	found := map[string][]byte{}
	err := filepath.WalkDir("../../testdata/golden", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() != "template.json" {
			return err
		}
		found[name], err = os.ReadFile(name)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	if len(found) < 20 {
		tb.Fatalf("found %d templates; want all goldens", len(found))
	}
	return found
}

// TestCompareAccessGoldens compares each golden with itself.
func TestCompareAccessGoldens(t *testing.T) {
	for name, text := range accessGoldens(t) {
		d := parsedTemplate(t, string(text))
		gained, lost, tripwires := texts(plan.CompareAccess(d, parsedTemplate(t, string(text))))
		if len(gained)+len(lost)+len(tripwires) > 0 {
			t.Errorf("%s: gained %q, lost %q, tripwires %q", name, gained, lost, tripwires)
		}
		none := &template.Document{}
		if a := plan.CompareAccess(none, d); len(a.Gained) == 0 || len(a.Lost) > 0 {
			t.Errorf("%s: from nothing, %d grants are gained and %d lost", name, len(a.Gained), len(a.Lost))
		}
		if a := plan.CompareAccess(d, none); len(a.Lost) == 0 || a.Broadened() {
			t.Errorf("%s: to nothing, %d grants are gained and %d lost", name, len(a.Gained), len(a.Lost))
		}
	}
}

// effect is what an edit of a policy does to access.
type effect int

const (
	same effect = iota
	wider
	narrower
	other // gains and loses
)

// editsOf calls yield with each edit of a statement: what it is, what it does,
// and a function that makes it and one that takes it back.
func editsOf(statement map[string]any, yield func(what string, does effect, apply func(), undo func())) {
	set := func(what string, does effect, element string, value any) {
		was, had := statement[element]
		yield(what, does, func() {
			statement[element] = value
			if value == nil {
				delete(statement, element)
			}
		}, func() {
			statement[element] = was
			if !had {
				delete(statement, element)
			}
		})
	}
	for _, element := range []string{"Action", "Resource"} {
		list, _ := statement[element].([]any)
		if list == nil {
			continue
		}
		reversed := slices.Clone(list)
		slices.Reverse(reversed)
		set(element+" in another order, and twice", same, element, append(reversed, list...))
		for i, item := range list {
			if len(list) == 1 {
				set(element+" as a string", same, element, item)
			} else if element == "Action" {
				set("without "+fmt.Sprint(item), narrower, element, slices.Delete(slices.Clone(list), i, i+1))
			}
			if text, isText := item.(string); isText && element == "Action" {
				set("letter case of "+text, same, element, replacedAt(list, i, strings.ToUpper(text)))
				service := text[:strings.IndexByte(text, ':')] + ":*"
				if len(iam.ExpandWildcard(service)) == len(list) {
					continue // it says all of them
				}
				set("the service of "+text, wider, element, replacedAt(list, i, service))
			} else if isText && text != "*" && !isInside(list, i) {
				set("the start of "+text, wider, element, replacedAt(list, i, strings.TrimSuffix(text[:len(text)-2], "*")+"*"))
			}
			if item != "*" && element == "Resource" && !isInside(list, i) {
				set("another resource for "+fmt.Sprint(item), other, element, replacedAt(list, i, "arn:aws:s3:::somebody-elses"))
			}
		}
		if list[0] == "*" {
			continue
		}
		set("a further "+element, wider, element, append(slices.Clone(list), map[string]any{"Action": "ec2:RunInstances", "Resource": "arn:aws:s3:::somebody-elses"}[element]))
	}
	conditions, _ := statement["Condition"].(map[string]any)
	if conditions != nil {
		set("no condition", wider, "Condition", nil)
	}
	further := maps.Clone(conditions)
	if further == nil {
		further = map[string]any{}
	}
	further["Null"] = map[string]any{"aws:TokenIssueTime": "false"}
	set("a further condition", narrower, "Condition", further)
	for operator, keys := range conditions {
		for key, values := range keys.(map[string]any) {
			edited := maps.Clone(conditions)
			edited[operator] = map[string]any{key: append(slices.Clone(values.([]any)), "somebody-elses")}
			maps.Copy(edited[operator].(map[string]any), without(keys.(map[string]any), key))
			set("a further value of "+key, wider, "Condition", edited)
		}
	}
	if statement["Principal"] != nil {
		set("everyone", wider, "Principal", "*")
		set("another service", other, "Principal", map[string]any{"Service": "ec2.amazonaws.com"})
	}
	set("a denial", narrower, "Effect", "Deny")
}

func without(m map[string]any, key string) map[string]any {
	m = maps.Clone(m)
	delete(m, key)
	return m
}

func replacedAt(list []any, i int, value any) []any {
	list = slices.Clone(list)
	list[i] = value
	return list
}

// statementsOf calls yield with each statement of a template.
func statementsOf(value any, yield func(map[string]any)) {
	switch v := value.(type) {
	case map[string]any:
		if v["Effect"] != nil && v["Action"] != nil {
			yield(v)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			statementsOf(v[key], yield)
		}
	case []any:
		for _, item := range v {
			statementsOf(item, yield)
		}
	}
}

// isInside reports whether another item covers an item of a list.
func isInside(list []any, i int) bool {
	text, _ := list[i].(string)
	return slices.ContainsFunc(slices.Delete(slices.Clone(list), i, i+1), func(item any) bool {
		other, _ := item.(string)
		start, isPattern := strings.CutSuffix(other, "*")
		return isPattern && strings.HasPrefix(text, start)
	})
}

// isSaidTwice reports a statement that another one of the role covers.
func isSaidTwice(name string, sid any) bool {
	return strings.Contains(name, "/references/runs/") && sid == "WriteOutput" || strings.Contains(name, "/inputs/") && sid == "Access1"
}

// TestCompareAccessMutations edits every part of every policy of the goldens.
func TestCompareAccessMutations(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	edits, seen := 0, map[string]bool{}
	for name, text := range accessGoldens(t) {
		all, again := parsedTemplate(t, string(text)), parsedTemplate(t, string(text))
		for id, r := range again.Resources {
			before := &template.Document{Resources: map[string]template.Resource{id: all.Resources[id]}}
			after := &template.Document{Resources: map[string]template.Resource{id: r}}
			statementsOf(r.Properties, func(statement map[string]any) {
				said, _ := json.Marshal([]any{r.Type, statement})
				if seen[string(said)] || isSaidTwice(name, statement["Sid"]) {
					return
				}
				seen[string(said)] = true
				editsOf(statement, func(what string, does effect, apply, undo func()) {
					apply()
					defer undo()
					edits++
					a := plan.CompareAccess(before, after)
					gained, lost := len(a.Gained) > 0, len(a.Lost) > 0
					ok := map[effect]bool{same: !gained && !lost, wider: gained, narrower: !gained && lost, other: gained && lost}[does]
					if !ok {
						t.Errorf("%s %s: %s: gained %q, lost %q\n%s", name, id, what, a.Gained, a.Lost, said)
					}
				})
			})
		}
	}
	if edits < 1000 {
		t.Errorf("%d edits; want thousands", edits)
	}
}

// BenchmarkCompareAccess compares 300 pairs of roles, as the review of a large
// repository does: it has to stay well below a second.
func BenchmarkCompareAccess(b *testing.B) {
	text := string(accessGoldens(b)["../../testdata/golden/stacks/staging/ml-pipeline/template.json"])
	before := parsedTemplate(b, text)
	roles := strings.Count(text, `"AWS::IAM::Role"`)
	for name, after := range map[string]*template.Document{
		"same":    parsedTemplate(b, text),
		"changed": parsedTemplate(b, strings.ReplaceAll(text, "training-data/*", "*")),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for range 300 / roles {
					if a := plan.CompareAccess(before, after); a.Broadened() != (name == "changed") {
						b.Fatal(a.Gained)
					}
				}
			}
		})
	}
}

// FuzzCompareAccess looks for templates that make the comparison panic, or that
// differ from themselves.
func FuzzCompareAccess(f *testing.F) {
	for _, line := range []string{
		role("R", may(`"iam:PassRole"`, `{"Fn::Sub":"${B}*"}`, passed), `"ManagedPolicyArns":[{"Ref":"R"},7]`, `"PermissionsBoundary":[]`),
		permission("P", `{"Ref":"A"}`, `,"SourceArn":[{}],"Condition":null`), queue + "," + queuePolicy("Q", `{"AWS":[]}`, `,"NotAction":"x"`),
		`"P":{"Type":"AWS::IAM::Policy","Properties":{"Roles":{"Ref":"P"},"PolicyDocument":"{"}}`, `"K":{"Type":"AWS::KMS::Key","Condition":"C"}`,
	} {
		f.Add(`{"Conditions":{"C":{"Condition":"C"}},"Resources":{`+line+`}}`, `{"Conditions":{"C":[]},"Resources":{}}`)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		before, errBefore := template.Parse([]byte(first))
		after, errAfter := template.Parse([]byte(second))
		if errBefore != nil || errAfter != nil {
			return
		}
		if a := plan.CompareAccess(before, before); a.Broadened() || len(a.Lost) > 0 {
			t.Errorf("%s differs from itself: %+v", first, a)
		}
		there, back := plan.CompareAccess(before, after), plan.CompareAccess(after, before)
		if len(there.Gained) != len(back.Lost) || len(there.Lost) != len(back.Gained) {
			t.Errorf("%s and %s: there %+v, back %+v", first, second, there, back)
		}
	})
}
