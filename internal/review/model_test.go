package review

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPairs matches the stacks of two ends.
func TestPairs(t *testing.T) {
	side := func(dir, name, region string) *Side {
		return &Side{Identity: Identity{Name: name, Account: "1", Region: region}, Dir: dir}
	}
	type link struct{ Before, After, From, To string }
	for name, test := range map[string]struct {
		before, after []*Side
		want          []link
	}{
		"the same":           {[]*Side{side("a", "x", "r")}, []*Side{side("a", "x", "r")}, []link{{Before: "a", After: "a"}}},
		"moved":              {[]*Side{side("a", "x", "r")}, []*Side{side("b", "x", "r")}, []link{{Before: "a", After: "b"}}},
		"renamed":            {[]*Side{side("a", "x", "r")}, []*Side{side("a", "y", "r")}, []link{{Before: "a", To: "y"}, {After: "a", From: "x"}}},
		"to another region":  {[]*Side{side("a", "x", "r")}, []*Side{side("a", "x", "s")}, []link{{Before: "a", To: "x"}, {After: "a", From: "x"}}},
		"new and gone":       {[]*Side{side("a", "x", "r")}, []*Side{side("b", "y", "r")}, []link{{Before: "a"}, {After: "b"}}},
		"two change places":  {[]*Side{side("a", "x", "r"), side("b", "y", "r")}, []*Side{side("a", "y", "r"), side("b", "x", "r")}, []link{{Before: "b", After: "a"}, {Before: "a", After: "b"}}},
		"two of one name":    {[]*Side{side("a", "x", "r"), side("b", "x", "r")}, []*Side{side("b", "x", "r")}, []link{{Before: "a"}, {Before: "b", After: "b"}}},
		"copied":             {[]*Side{side("a", "x", "r")}, []*Side{side("a", "x", "r"), side("b", "x", "r")}, []link{{Before: "a", After: "a"}, {After: "b"}}},
		"moved into another": {[]*Side{side("a", "x", "r"), side("b", "y", "r")}, []*Side{side("b", "x", "r")}, []link{{Before: "a", After: "b"}, {Before: "b"}}},
	} {
		var got []link
		for _, p := range pairs(test.before, test.after) {
			var l link
			if p.before != nil {
				l.Before = p.before.Dir
			}
			if p.after != nil {
				l.After = p.after.Dir
			}
			if p.renamedFrom != nil {
				l.From = p.renamedFrom.Name
			}
			if p.renamedTo != nil {
				l.To = p.renamedTo.Name
			}
			got = append(got, l)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestOverlaps compares places in S3.
func TestOverlaps(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"s3://b/models/", "s3://b/models/", true},
		{"s3://b/models", "s3://b/models/", true},
		{"s3://b/models/", "s3://b/models/churn/", true},
		{"s3://b/", "s3://b/models", true},
		{"s3://b/models", "s3://b/models-old", false},
		{"s3://b", "s3://bc", false},
	} {
		if one, other := overlaps(test.a)(test.b), overlaps(test.b)(test.a); one != test.want || other != test.want {
			t.Errorf("%s and %s: %v and %v, want %v", test.a, test.b, one, other, test.want)
		}
	}
}

// TestPointerOf reads the paths of values as pointers.
func TestPointerOf(t *testing.T) {
	for path, want := range map[string]string{
		"ResourceConfig.InstanceType":              "/ResourceConfig/InstanceType",
		"InputDataConfig[training].DataSource.Uri": "/InputDataConfig",
		"Environment.a/b~c":                        "/Environment/a~1b~0c",
		"":                                         "",
	} {
		if got := pointerOf(path); got != want {
			t.Errorf("pointerOf(%q) = %q, want %q", path, got, want)
		}
	}
}

// TestOwnNames replaces whole words alone.
func TestOwnNames(t *testing.T) {
	names := ownNames(&end{Side: &Side{Identity: Identity{Name: "churn"}, Dir: "s/churn"}}, &end{
		Side: &Side{Identity: Identity{Name: "churn"}}, launches: []launch{{job: "churn-nightly"}},
	})
	job, stack, dir := "\x02\x02", "\x01\x01", "\x01\x01\x01\x01\x01"
	want := job + " of " + stack + ", " + stack + "-x in " + dir + "/stack.cue, xchurn churn2 churn_3"
	if got := names.replace(`churn-nightly of churn, churn-x in s/churn/stack.cue, xchurn churn2 churn_3`); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestHide conceals what looks like a secret, and what it was before.
func TestHide(t *testing.T) {
	for _, test := range []struct{ before, after, wantBefore, wantAfter string }{
		{"slow", "fast", "slow", "fast"},
		{"AKIAABCDEFGHIJKLMNOP", "none", isSet, isChanged},
		{"", "AKIAABCDEFGHIJKLMNOP", "", isSet},
		{`["x","AKIAABCDEFGHIJKLMNOP"]`, "", isSet, ""},
	} {
		before, after := test.before, test.after
		if hide(&before, &after); before != test.wantBefore || after != test.wantAfter {
			t.Errorf("%q and %q become %q and %q", test.before, test.after, before, after)
		}
	}
}
