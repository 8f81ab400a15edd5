package schedule

import (
	"strings"
	"unicode/utf8"
)

// maxLength is the longest expression that AWS takes, in characters.
const maxLength = 256

// Parse reads an expression of dialect d. The error is a [*SyntaxError].
// An expression can be valid and still never run, such as on February 30; that
// shows in [Expression.Next] alone.
func Parse(text string, d Dialect) (Expression, error) {
	e, err := parse(text, d)
	if err != nil {
		err.Given = text
		err.settle(d)
		return Expression{}, err
	}
	return e, nil
}

func parse(text string, d Dialect) (Expression, *SyntaxError) {
	if err := checkText(text); err != nil {
		return Expression{}, err
	}
	word, rest, open := strings.Cut(text, "(")
	body, closed := strings.CutSuffix(rest, ")")
	if !open {
		return Expression{}, bareText(text)
	}
	if !closed || strings.ContainsAny(body, "()") {
		return Expression{}, fault("", "", "%q does not end with one closing parenthesis", text).
			mend(word + "(" + strings.Trim(rest, "()") + ")").orElse("use " + forms(d))
	}
	e := Expression{dialect: d}
	var err *SyntaxError
	switch word {
	case "cron":
		err = e.parseCron(body)
	case "rate":
		err = e.parseRate(body)
	case "at":
		err = e.parseAt(body)
	default:
		err = fault("", "", "%q is not a kind of schedule, the kinds are cron, rate and at in lower case", word).
			mend(strings.ToLower(word) + "(" + body + ")").orElse("use " + forms(d))
	}
	return e, err
}

// forms names the kinds that d knows, each by an example.
func forms(d Dialect) string {
	if d == Rule {
		return "cron(0 2 * * ? *) or rate(1 day)"
	}
	return "cron(0 2 * * ? *), rate(1 day) or at(2026-12-24T18:00:00)"
}

// checkText holds the rules for the text as a whole.
func checkText(text string) *SyntaxError {
	if strings.TrimSpace(text) == "" {
		return fault("", "write one such as cron(0 2 * * ? *), daily at 02:00", "the schedule expression is empty")
	}
	if n := utf8.RuneCountInString(text); n > maxLength {
		return fault("", "use ranges such as 1-5 or steps such as 0/5", "the schedule expression has %d characters, at most %d are allowed", n, maxLength)
	}
	if clean := tidy(text); clean != text {
		return fault("", "use single spaces between the fields and nowhere else",
			"%q has a space, tab or line break too many", text).mend(clean)
	}
	return nil
}

// tidy returns text with single spaces, and none at its ends and at its
// parentheses.
func tidy(text string) string {
	if isTidy(text) {
		return text
	}
	clean := strings.Join(strings.Fields(text), " ")
	for _, p := range []string{"(", ")"} {
		clean = strings.ReplaceAll(clean, " "+p, p)
		clean = strings.ReplaceAll(clean, p+" ", p)
	}
	return clean
}

// isTidy spares nearly every expression the work of tidy.
func isTidy(text string) bool {
	before := byte(' ')
	for i := range len(text) {
		c := text[i]
		switch {
		case c < ' ' || c >= utf8.RuneSelf:
			return false
		case c == ' ' && (before == ' ' || before == '(' || before == ')'):
			return false
		case before == ' ' && (c == '(' || c == ')'):
			return false
		}
		before = c
	}
	return before != ' '
}
