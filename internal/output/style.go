package output

import (
	"strconv"

	"github.com/smgen/smgen/internal/diag"
)

// Bold marks the names of things, where there is color.
func (t Text) Bold(text string) string { return t.style(bold, text) }

// Danger marks what nobody may miss.
func (t Text) Danger(text string) string { return t.style(red, text) }

// Notice marks what deserves a look.
func (t Text) Notice(text string) string { return t.style(yellow, text) }

// What ANSI escape sequences call the styles of text.
const (
	bold   = 1
	red    = 31
	yellow = 33
	cyan   = 36
)

// style prints text in a style, where there is color.
func (t Text) style(style int, text string) string {
	if !t.Color {
		return text
	}
	return "\x1b[" + strconv.Itoa(style) + "m" + text + "\x1b[0m"
}

// paint colors text by severity.
func (p *printer) paint(s diag.Severity, text string) string {
	switch s {
	case diag.Error:
		return p.style(red, text)
	case diag.Warning:
		return p.style(yellow, text)
	default:
		return p.style(cyan, text)
	}
}
