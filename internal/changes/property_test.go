package changes_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/smgen/smgen/internal/source"
)

// TestKeyFollowsTemplate changes every byte of every file in the base, or some of
// each, and holds that a stack whose template changes is never called the same.
func TestKeyFollowsTemplate(t *testing.T) {
	files := base()
	dir := commit(t, files)
	repository, err := source.Open(dir)
	check(t, err)
	all := []string{"stacks/a", "stacks/b", "stacks/c"}
	want, _ := compiled(t, repository, all)
	step := 7
	if testing.Short() {
		step = 101
	}
	changed := 0
	for _, name := range slices.Sorted(maps.Keys(files)) {
		content := files[name]
		for i := 0; i < len(content); i += step {
			mutant := content[:i] + string(content[i]^1) + content[i+1:]
			write(t, dir, map[string]string{name: mutant})
			again, err := source.Open(dir)
			if err != nil {
				continue // nothing is compared then
			}
			same := compareWith(t, dir).Same
			got, _ := compiled(t, again, all)
			for _, s := range all {
				if got[s] != want[s] {
					changed++
					if slices.Contains(same, s) {
						t.Errorf("%s is the same with %q at byte %d of %s, and its template is not", s, mutant[i], i, name)
					}
				}
			}
		}
		write(t, dir, map[string]string{name: content})
	}
	if changed < 20 {
		t.Errorf("only %d templates changed; the test holds nothing", changed)
	}
}

// many are a thousand stacks, and ten of them with changes.
func many(t testing.TB) string {
	files := base()
	for i := range 1000 {
		files[fmt.Sprintf("stacks/team%d/s%d/stack.cue", i%20, i)] = stack(fmt.Sprint("s", i), `"../../shared"`)
	}
	dir := commit(t, files)
	for i := 0; i < 1000; i += 100 {
		write(t, dir, map[string]string{fmt.Sprintf("stacks/team%d/s%d/stack.cue", i%20, i): stack("x", `"../../shared"`)})
	}
	return dir
}

func TestMany(t *testing.T) {
	c := compareWith(t, many(t))
	// The eleventh is c, whose code is computed.
	if len(c.Changed) != 11 || len(c.Same) != 992 || len(c.Added)+len(c.Removed) != 0 {
		t.Errorf("%d changed, %d same, want 11 and 992", len(c.Changed), len(c.Same))
	}
}

func BenchmarkCompare(b *testing.B) {
	dir := many(b)
	for b.Loop() {
		compareWith(b, dir)
	}
}
