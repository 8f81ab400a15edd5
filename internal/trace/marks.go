package trace

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A mark is a number between two characters of Unicode's private use area. It
// has no character that means something in JSON, in a policy or in an ARN.
const (
	markOpen, markShut = "\uE000", "\uE001"
	markWidth          = len(markOpen)
)

// marks knows what each mark stands for.
type marks struct {
	numbers map[string]int
	meaning []string
	varies  []bool // whether the value is another in each run
}

// of returns the mark for what the meaning says, such as Queue.Arn or
// Fn::ImportValue net-Vpc: the same one each time.
func (m *marks) of(meaning string) string { return m.add(meaning, false) }

// ofRun returns the mark for a value that is not known here because each run has
// its own.
func (m *marks) ofRun(meaning string) string { return m.add("run: "+meaning, true) }

func (m *marks) add(meaning string, varies bool) string {
	n, known := m.numbers[meaning]
	if !known {
		n = len(m.meaning)
		if m.numbers == nil {
			m.numbers = map[string]int{}
		}
		m.numbers[meaning] = n
		m.meaning = append(m.meaning, meaning)
		m.varies = append(m.varies, varies)
	}
	return markOpen + strconv.Itoa(n) + markShut
}

// cut takes a text apart at its first mark. The number is -1 if there is none.
func (m *marks) cut(text string) (before string, number int, after string) {
	from := strings.Index(text, markOpen)
	if from < 0 {
		return text, -1, ""
	}
	inner := text[from+markWidth:]
	to := strings.Index(inner, markShut)
	if to < 0 {
		return text, -1, ""
	}
	n, err := strconv.Atoi(inner[:to])
	if err != nil || n < 0 || n >= len(m.meaning) {
		return text, -1, ""
	}
	return text[:from], n, inner[to+markWidth:]
}

func hasMark(text string) bool { return strings.Contains(text, markOpen) }

// isMark reports whether a text is one mark and nothing else.
func (m *marks) isMark(text string) bool {
	if !strings.HasPrefix(text, markOpen) {
		return false
	}
	before, n, after := m.cut(text)
	return before == "" && n >= 0 && after == ""
}

// differs reports whether a text holds a value that is another in each run.
func (m *marks) differs(text string) bool {
	for {
		_, n, after := m.cut(text)
		if n < 0 {
			return false
		}
		if m.varies[n] {
			return true
		}
		text = after
	}
}

// describe writes a text for people: references as ${Queue.Arn}, and * for what
// the sample run filled in.
func (t *tracer) describe(text string) string {
	text = strings.ReplaceAll(text, sampleID, "*")
	text = strings.ReplaceAll(text, sampleStamp, "*")
	if !hasMark(text) {
		return text
	}
	var b strings.Builder
	for {
		before, n, after := t.marks.cut(text)
		b.WriteString(before)
		if n < 0 {
			return b.String()
		}
		if meaning := t.marks.meaning[n]; strings.HasPrefix(meaning, "{{") {
			b.WriteString(meaning) // a dynamic reference has braces of its own
		} else {
			b.WriteString("${" + meaning + "}")
		}
		text = after
	}
}

// conceal replaces the characters that marks are made of in text from the
// template, so that none of it can be taken for a mark. JSON text may also spell
// them as escapes.
func conceal(text string) string {
	if strings.Contains(text, "\uE000") || strings.Contains(text, "\uE001") {
		text = strings.NewReplacer("\uE000", "\uFFFD", "\uE001", "\uFFFD").Replace(text)
	}
	return text
}

// concealEscapes does so for JSON text that holds marks already.
func concealEscapes(text string) string {
	if !strings.Contains(text, `\ue00`) && !strings.Contains(text, `\uE00`) {
		return text
	}
	var b strings.Builder
	for text != "" {
		i := strings.IndexByte(text, '\\')
		if i < 0 || i+1 >= len(text) {
			break
		}
		b.WriteString(text[:i])
		text = text[i:]
		end := 1 + width(text[1:])
		if len(text) >= 6 && (strings.EqualFold(text[:6], `\ue000`) || strings.EqualFold(text[:6], `\ue001`)) {
			b.WriteString(`\ufffd`)
			end = 6
		} else {
			b.WriteString(text[:end])
		}
		text = text[end:]
	}
	return b.String() + text
}

func width(text string) int {
	_, n := utf8.DecodeRuneInString(text)
	return n
}
