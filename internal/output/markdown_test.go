package output_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/output"
)

func TestMarkdown(t *testing.T) {
	want := "### smgen: 1 error, 1 warning, 1 note, 1 waived\n" + `
1 stack checked.

| | Place | Finding |
|---|---|---|
| error | §specs/stacks/a/stack.cue:3:2 (jobs.a.image)§ | got §"a"§, want an image<br>§specs/stacks/a/stack.cue:1:1§ the package<br>help: write b: §"c"§ |
| warning | §specs/stacks/a/stack.cue:3:30 (owner)§ | ask <code>&#64;somebody&#32;&#124;&#32;&#91;x&#93;&#40;http&#58;&#47;&#47;y&#41;</code> §[ACME001]§ |
| note |  | no place |

<details>
<summary>1 waived</summary>

| Place | Finding | Reason | Until |
|---|---|---|---|
| §specs/stacks/a/stack.cue:3:30 (owner)§ | accepted §[SM101]§ | we know | §2027-01-31§ |

</details>
`
	got := strings.ReplaceAll(written(t, output.Markdown{}, repository(t, source, sample()...)), "`", "§")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Write (-want +got, with § for a backtick):\n%s", diff)
	}
}

// TestMarkdownFits stays below the size of a comment, and counts what is left.
func TestMarkdownFits(t *testing.T) {
	huge := diag.Diagnostic{Message: strings.Repeat("🙂 ", 40_000), Path: strings.Repeat("p", 40_000), Help: strings.Repeat("|", 40_000)}
	for name, test := range map[string]struct {
		findings []diag.Diagnostic
		counts   string
	}{
		"many":        {many(3334), "errors, 3,334 warnings, 3,334 notes more: `smgen vet` lists all of them."},
		"huge":        {[]diag.Diagnostic{huge, huge, huge, huge, huge}, "And 2 errors more: `smgen vet` lists all of them."},
		"many waived": {waived(5000), " more.\n\n</details>"},
	} {
		got := written(t, output.Markdown{}, repository(t, "", test.findings...))
		if len(got) > 65_536 {
			t.Errorf("%s: %d bytes", name, len(got))
		}
		if !strings.Contains(got, test.counts) {
			t.Errorf("%s: the end does not count the rest as %q: …%s", name, test.counts, got[len(got)-200:])
		}
	}
}

// TestMarkdownGroups names the places of what many stacks have in common.
func TestMarkdownGroups(t *testing.T) {
	var list []diag.Diagnostic
	for i := range 6 {
		list = append(list, diag.Diagnostic{Severity: diag.Note, Message: "alike", Pos: diag.Position{File: fmt.Sprintf("s/%d.cue", i)}})
	}
	want := "| note | `specs/s/0.cue`<br>`specs/s/1.cue`<br>`specs/s/2.cue`<br>`specs/s/3.cue`<br>and 2 more places | alike |\n"
	if got := written(t, output.Markdown{}, repository(t, "", list...)); !strings.Contains(got, want) {
		t.Errorf("the report has no row %q:\n%s", want, got)
	}
}
