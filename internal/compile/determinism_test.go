package compile_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/compile"
	"github.com/smgen/smgen/internal/source"
	"github.com/smgen/smgen/internal/template"
)

// TestSameBytes compiles all examples and goldens on one, two and eight
// processors, and in orders that bring them into evaluation contexts with other
// neighbours.
func TestSameBytes(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	repository, err := source.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	dirs, _ := repository.Find(repository.Dir, []string{"stacks/...", golden + "/..."})
	backwards := slices.Clone(dirs)
	slices.Reverse(backwards)
	shuffled := slices.Clone(dirs)
	random := rand.New(rand.NewPCG(1, 2))
	random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })

	runtime.GOMAXPROCS(1)
	want := digests(t, repository, dirs)
	if len(want) < 20 {
		t.Fatalf("compiled %d stacks; want the examples and the goldens", len(want))
	}
	for _, test := range []struct {
		name       string
		processors int
		dirs       []string
	}{
		{"again", 1, dirs},
		{"backwards", 1, backwards},
		{"two processors", 2, dirs},
		{"eight processors, shuffled", 8, shuffled},
		{"twice in a run", 2, slices.Concat(dirs, shuffled)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if testing.Short() && test.processors < 8 {
				t.Skip("takes seconds")
			}
			runtime.GOMAXPROCS(test.processors)
			if diff := cmp.Diff(want, digests(t, repository, test.dirs)); diff != "" {
				t.Errorf("other bytes (-first +now):\n%s", diff)
			}
		})
	}
}

// digests compiles the stacks and returns a digest of all that is written of
// each, by its directory.
func digests(t *testing.T, repository *source.Repository, dirs []string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	_, err := compile.Run(context.Background(), compile.Options{
		Repository: repository, Dirs: dirs, Version: "devel", Format: template.JSON,
	}, func(r *compile.Result) error {
		sum := fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s\n%v\n%v\n%s", r.Template, r.Origins, r.Assets, findings(r.Diags))))
		if first, again := sums[r.Dir]; again && first != sum {
			t.Errorf("%s: other bytes for the second time in a run", r.Dir)
		}
		sums[r.Dir] = sum
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}
