package jobs

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	arrow = " → "
	times = " ×"
)

// inline writes text so that it stays on its line and its ends are seen: as it is,
// or in quotes with escapes.
func inline(text string) string {
	hidden := func(r rune) bool {
		return r != ' ' && !unicode.IsGraphic(r) || unicode.Is(unicode.Zs, r) && r != ' ' || r == utf8.RuneError
	}
	if text == "" || strings.TrimSpace(text) != text || strings.ContainsFunc(text, hidden) || strings.Contains(text, strings.TrimSpace(arrow)) {
		return strconv.Quote(text)
	}
	return text
}

// maxWords is the length in characters of the longest value in words; what is
// longer is cut there, and whole among the values.
const maxWords = 80

// cut shortens two texts to what a line can hold, so that where they differ stays
// in sight.
func cut(before, after string) (string, string) {
	b, a := []rune(before), []rune(after)
	from := 0
	for from < len(b) && from < len(a) && b[from] == a[from] {
		from++
	}
	return window(b, from), window(a, from)
}

func window(text []rune, from int) string {
	if len(text) <= maxWords {
		return string(text)
	}
	const context = 20
	start := 0
	if from > maxWords-context {
		start = min(from-context, len(text)-maxWords)
	}
	end := min(start+maxWords, len(text))
	out := string(text[start:end])
	if start > 0 {
		out = "…" + out
	}
	if end < len(text) {
		out += "…"
	}
	return out
}

// text writes a value: a string as it is, else as JSON; nothing for what is absent.
func text(v any) string {
	switch v := v.(type) {
	case absent:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return "" // a tree has no value that JSON lacks
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// unit says how a value is written.
type unit int

const (
	asItIs  unit = iota
	seconds      // as a duration
	minutes
	gigabytes
	megabytes
	toggle // on or off
)

// in writes text in a unit. What is no value of the unit stays as it is.
func (u unit) in(value string) string {
	n, err := strconv.ParseInt(value, 10, 64)
	isNumber := err == nil && n >= 0 && n <= 1e9
	switch {
	case u == toggle && value == "true":
		return "on"
	case u == toggle && value == "false":
		return "off"
	case u == seconds && isNumber:
		return spoken(time.Duration(n) * time.Second)
	case u == minutes && isNumber:
		return spoken(time.Duration(n) * time.Minute)
	case u == gigabytes && isNumber:
		return value + " GB"
	case u == megabytes && isNumber:
		return value + " MB"
	}
	return inline(value)
}

// spoken writes a duration as specs' comments do: 45 s, 90 min, 2 h, 3 days.
func spoken(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= 2*day && d%day == 0:
		return fmt.Sprintf("%d days", d/day)
	case d >= time.Hour && d%time.Hour == 0:
		return fmt.Sprintf("%d h", d/time.Hour)
	case d >= time.Minute && d%time.Minute == 0:
		return fmt.Sprintf("%d min", d/time.Minute)
	case d > time.Hour && d%time.Second == 0:
		return fmt.Sprintf("%d h %s", d/time.Hour, spoken(d%time.Hour))
	case d > time.Minute && d%time.Second == 0:
		return fmt.Sprintf("%d min %d s", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%d s", d/time.Second)
}

// moment writes a time of a run: with its zone, unless that is UTC's.
func moment(t time.Time) string {
	layout := "Mon 2006-01-02 15:04"
	if t.Second() > 0 {
		layout += ":05"
	}
	return t.Format(layout) + " " + t.Location().String()
}

// oneWord writes two sentences as one if they differ in a single time, number or
// day of the week: every day at 02:00 → 03:00.
func oneWord(before, after string) string {
	b, a := strings.Fields(before), strings.Fields(after)
	differs := -1
	for i := range a {
		if len(b) != len(a) || a[i] != b[i] && (differs >= 0 || !alike(b[i], a[i])) {
			return before + arrow + after
		}
		if a[i] != b[i] {
			differs = i
		}
	}
	if differs < 0 {
		return after
	}
	a[differs] = b[differs] + arrow + a[differs]
	return strings.Join(a, " ")
}

// alike reports whether two words are both numbers, or both names.
func alike(a, b string) bool {
	first, _ := utf8.DecodeRuneInString(a)
	other, _ := utf8.DecodeRuneInString(b)
	return unicode.IsDigit(first) && unicode.IsDigit(other) || unicode.IsUpper(first) && unicode.IsUpper(other)
}
