package output

import (
	"slices"
	"strings"
	"unicode"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/secret"
)

// shows reports whether the source line of a finding may be printed. People put
// secrets into variables, hyperparameters and the like; findings end up in the
// logs of pipelines, and the messages conceal such values. So the line is left
// out where the field, the line itself or what it stands in has to do with
// them, or where the line looks like one. A finding without a field, such as a syntax error, may lie anywhere;
// its line is not shown either if it holds text in quotes.
func (f *files) shows(d diag.Diagnostic, line string) bool {
	if d.Private || slices.Contains(secretRules(), d.Rule) || private(d.Path) || private(line) || secret.Form(line) != "" || f.inPrivate(d.Pos) {
		return false
	}
	return d.Path != "" || !strings.ContainsAny(line, `"'`)
}

// secretRules are the rules that look for secrets.
func secretRules() []string { return []string{"SM501", "SM502"} }

// private reports whether a text names something that may hold a secret.
func private(text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	for _, word := range words {
		switch word {
		case "environment", "env", "hyperparameters", "tags", "parameters":
			return true
		}
		for _, part := range []string{"secret", "passw", "token", "credential", "apikey", "accesskey", "privatekey"} {
			if strings.Contains(word, part) {
				return true
			}
		}
	}
	return false
}

// inPrivate reports whether a position is inside of a private field, or of a
// text of many lines. It goes by indentation and by braces: a file with syntax
// errors has no structure to rely on.
func (f *files) inPrivate(p diag.Position) bool {
	lines := f.lines(p.File)
	before := lines[:p.Line-1]
	quotes := 0
	for _, line := range before {
		quotes += strings.Count(line, `"""`) + strings.Count(line, `'''`)
	}
	if quotes%2 == 1 {
		return true
	}
	depth, closed := indentation(lines[p.Line-1]), 0
	for _, line := range slices.Backward(before) {
		code := strings.TrimSpace(line)
		if code == "" || strings.HasPrefix(code, "//") {
			continue
		}
		closed += strings.Count(code, "}") - strings.Count(code, "{")
		if closed >= 0 && indentation(line) >= depth {
			continue
		}
		if private(line) {
			return true
		}
		depth, closed = min(depth, indentation(line)), max(closed, 0)
	}
	return false
}

func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
