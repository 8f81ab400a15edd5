package output_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
)

func TestGitHub(t *testing.T) {
	want := `::error title=SM001 a spec says what can be read%2C rendered and sent,file=specs/stacks/a/stack.cue,line=3,col=2::got "a", want an image%0Afield: jobs.a.image%0Astacks/a/stack.cue:1:1: the package%0Ahelp: write b: "c"
::warning title=ACME001 a rule of this repository,file=specs/stacks/a/stack.cue,line=3,col=24::ask @somebody | [x](http://y)%0Afield: owner
::notice title=SM001 a spec says what can be read%2C rendered and sent::no place
`
	if diff := cmp.Diff(want, written(t, output.GitHub{}, repository(t, source, sample()...))); diff != "" {
		t.Errorf("Write (-want +got):\n%s", diff)
	}
}

// TestGitHubShowsTen has as many annotations of each kind as GitHub shows, the
// worst first, and counts the rest in the last.
func TestGitHubShowsTen(t *testing.T) {
	list := many(12)
	list = append(list, diag.Diagnostic{Message: strings.Repeat("日", 70_000), Rule: strings.Repeat("R", 300)})
	lines := strings.Split(strings.TrimSpace(written(t, output.GitHub{}, repository(t, "", list...))), "\n")
	var kinds []string
	for _, line := range lines {
		kind, _, _ := strings.Cut(strings.TrimPrefix(line, "::"), " ")
		if len(kinds) == 0 || kinds[len(kinds)-1] != kind {
			kinds = append(kinds, kind)
		}
	}
	if diff := cmp.Diff([]string{"error", "warning", "notice"}, kinds); diff != "" {
		t.Errorf("the order of kinds (-want +got):\n%s", diff)
	}
	for i, want := range map[int]string{
		9:  "::error title=smgen::and 4 more errors, which GitHub would not show; smgen vet lists all of them",
		19: "::warning title=smgen::and 3 more warnings, which GitHub would not show; smgen vet lists all of them",
		29: "::notice title=smgen::and 3 more notes, which GitHub would not show; smgen vet lists all of them",
	} {
		if len(lines) != 30 || lines[i] != want {
			t.Fatalf("%d lines, line %d is %q, want %q", len(lines), i+1, lines[i], want)
		}
	}
	long := written(t, output.GitHub{}, repository(t, "", list[len(list)-1]))
	title, message, _ := strings.Cut(strings.TrimPrefix(long, "::error title="), "::")
	if n := len([]rune(title)); n != 255 {
		t.Errorf("the title has %d characters, and GitHub takes 255", n)
	}
	if n := len(message); n > 64<<10 {
		t.Errorf("the message has %d bytes, and GitHub takes 64 KB", n)
	}
}
