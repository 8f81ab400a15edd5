package order_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/order"
	"github.com/smgen/smgen/internal/deploy/target"
)

// stacks reads targets from words: "name exports>imports", with names separated by
// commas, and with @region behind the name for another region.
func stacks(words ...string) []*target.Target {
	var list []*target.Target
	for _, w := range words {
		name, crossings, _ := strings.Cut(w, " ")
		name, region, _ := strings.Cut(name, "@")
		exports, imports, _ := strings.Cut(crossings, ">")
		split := func(s string) []string { return strings.FieldsFunc(s, func(r rune) bool { return r == ',' }) }
		list = append(list, &target.Target{Name: name, Account: "123456789012", Region: region, Dir: "stacks/" + name, Exports: split(exports), Imports: split(imports)})
	}
	return list
}

func TestBefore(t *testing.T) {
	for _, test := range []struct {
		name   string
		stacks []string
		want   map[string]string
	}{
		{"nothing in common", []string{"a x", "b y"}, map[string]string{"a": "", "b": ""}},
		{"importers wait", []string{"a >x,y", "b x", "c y>x"}, map[string]string{"a": "b c", "b": "", "c": "b"}},
		{"two values of one stack", []string{"a >x,y", "b x,y"}, map[string]string{"a": "b", "b": ""}},
		{"what nobody here exports", []string{"a >x"}, map[string]string{"a": ""}},
		{"another region", []string{"a@r1 >x", "b@r2 x"}, map[string]string{"a": "", "b": ""}},
		{"two exporters of one name", []string{"a >x", "c x", "b x"}, map[string]string{"a": "b c", "b": "", "c": ""}},
	} {
		list := stacks(test.stacks...)
		o, err := order.Of(list)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		got := map[string]string{}
		for _, s := range list {
			got[s.Name] = names(o.Before(s))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func names(list []*target.Target) string {
	var names []string
	for _, s := range list {
		names = append(names, s.Name)
	}
	return strings.Join(names, " ")
}

func TestReverse(t *testing.T) {
	list := stacks("a x", "b y>x", "c >x,y")
	o, err := order.Of(list)
	if err != nil {
		t.Fatal(err)
	}
	if got := names(o.Reverse().Before(list[0])); got != "b c" {
		t.Errorf("a is deleted after %q, want b c", got)
	}
	if got := names(o.Reverse().Before(list[2])); got != "" {
		t.Errorf("c is deleted after %q, want nothing", got)
	}
}

func TestCircle(t *testing.T) {
	for _, test := range []struct {
		name   string
		stacks []string
		want   string
	}{
		{"two", []string{"a x>y", "b y>x"}, "stacks/a imports y of stacks/b, stacks/b imports x of stacks/a"},
		{"itself", []string{"a x>x"}, "stacks/a imports x of stacks/a"},
		{"behind others", []string{"a >x", "b x>y", "c y>z", "d z>y"}, "stacks/c imports z of stacks/d, stacks/d imports y of stacks/c"},
	} {
		_, err := order.Of(stacks(test.stacks...))
		var circle *order.CircleError
		if !errors.As(err, &circle) {
			t.Errorf("%s: error %v, want a circle", test.name, err)
			continue
		}
		want := "no order of the stacks is right, as they wait for each other: " + test.want + "; take one of these imports out, or put what both need into a stack of its own"
		if diff := cmp.Diff(want, err.Error()); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestMoreEdges(t *testing.T) {
	list := stacks("a", "b y", "c >y")
	_, err := order.Of(list, order.Edge{First: list[2], Then: list[1], Why: "gives up x, which is imported by"})
	if err == nil || !strings.Contains(err.Error(), "stacks/b gives up x, which is imported by stacks/c, stacks/c imports y of stacks/b") {
		t.Errorf("error %v, want the circle with its reasons", err)
	}
}

func TestWith(t *testing.T) {
	list := stacks("a", "b", "c >x", "d x")
	plain, err := order.Of(list)
	if err != nil {
		t.Fatal(err)
	}
	o := plain.With(order.Edge{First: list[1], Then: list[0]}, order.Edge{First: list[2], Then: list[3]}, order.Edge{First: list[0], Then: list[2]})
	for i, want := range []string{"b", "", "a d", ""} {
		if got := names(o.Before(list[i])); got != want {
			t.Errorf("%s waits for %q, want %q", list[i].Name, got, want)
		}
	}
	if got := names(plain.Before(list[0])); got != "" {
		t.Errorf("the order without further edges was changed: a waits for %q", got)
	}
}

// TestWalk looks at the order of the calls, at their number at once, and at what
// those that follow a failure are told.
func TestWalk(t *testing.T) {
	o, err := order.Of(stacks("base x", "left l>x", "right r>x", "top >l,r", "alone"))
	if err != nil {
		t.Fatal(err)
	}
	var (
		mu       sync.Mutex
		ended    []string
		told     = map[string]string{}
		at, most atomic.Int32
	)
	o.Walk(2, func(s *target.Target, lacking []*target.Target) bool {
		most.Store(max(most.Load(), at.Add(1)))
		time.Sleep(time.Millisecond)
		at.Add(-1)
		mu.Lock()
		defer mu.Unlock()
		for _, before := range o.Before(s) {
			if !slices.Contains(ended, before.Name) {
				t.Errorf("%s begins before %s has ended", s.Name, before.Name)
			}
		}
		ended = append(ended, s.Name)
		told[s.Name] = names(lacking)
		return s.Name != "left" && len(lacking) == 0
	})
	if diff := cmp.Diff(map[string]string{"base": "", "left": "", "right": "", "top": "left", "alone": ""}, told); diff != "" {
		t.Error(diff)
	}
	if most.Load() != 2 {
		t.Errorf("%d at once, want 2", most.Load())
	}
}

func TestWalkNothing(t *testing.T) {
	o, err := order.Of(nil)
	if err != nil {
		t.Fatal(err)
	}
	o.Walk(3, func(*target.Target, []*target.Target) bool {
		t.Error("work without a stack")
		return true
	})
}
