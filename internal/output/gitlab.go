package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/policy"
)

// GitLab is a Code Quality report, which merge requests compare with that of
// their target. The worst come first, and waived findings are left out.
type GitLab struct{}

// maxGitLab is the size in bytes up to which GitLab is known to show a report:
// more than 10 MB may not be displayed, by the section Troubleshooting of
// docs.gitlab.com/ci/testing/code_quality.
const maxGitLab = 10_000_000

// gitlabIssue has the members that the section "Code Quality report format" of
// docs.gitlab.com/ci/testing/code_quality lists.
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

// Write writes a JSON array. Findings that do not fit are counted by its last
// element.
func (GitLab) Write(w io.Writer, r *Report) error { return writeGitLab(w, r, maxGitLab) }

func writeGitLab(w io.Writer, r *Report, most int) error {
	files := r.open()
	defer files.close()
	list := worstFirst(unwaived(r.findings()))
	var lines [][]byte
	size := 512 // kept free for the element that counts the rest
	for i, f := range list {
		line, err := encodeIssue(gitlabOf(files, f))
		if err != nil {
			return err
		}
		if size += len(line) + len(",\n"); size <= most {
			lines = append(lines, line)
			continue
		}
		if line, err = encodeIssue(gitlabRest(files, len(list)-i)); err != nil {
			return err
		}
		lines = append(lines, line)
		break
	}
	_, err := fmt.Fprintf(w, "[\n%s\n]\n", bytes.Join(lines, []byte(",\n")))
	return err
}

// gitlabRest counts findings that do not fit.
func gitlabRest(files *files, n int) gitlabIssue {
	at := files.anchor()
	text := "and " + count(n, "more finding") + ", which GitLab would not show; smgen vet lists all of them"
	return gitlabIssue{text, policy.General, "smgen-rest", "info", gitlabLocation{at.path, gitlabLines{at.line}}}
}

func gitlabOf(files *files, f finding) gitlabIssue {
	at, ok := files.locate(f.Pos)
	if !ok {
		at = files.anchor()
	}
	text := Printable(f.Message)
	if f.Path != "" {
		text = Printable(f.Path) + ": " + text
	}
	if f.Help != "" {
		text += "; " + Printable(f.Help)
	}
	return gitlabIssue{text, ruleID(f.Diagnostic), f.fingerprint, gitlabSeverity(f.Severity), gitlabLocation{at.path, gitlabLines{at.line}}}
}

func gitlabSeverity(s diag.Severity) string {
	switch s {
	case diag.Error:
		return "major"
	case diag.Warning:
		return "minor"
	default:
		return "info"
	}
}

func encodeIssue(issue gitlabIssue) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(issue)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}
