package trace

import (
	"strings"

	"github.com/smgen/smgen/internal/arn"
)

// literal returns text of the template with its dynamic references replaced.
func (t *tracer) literal(text string) string {
	text = conceal(text)
	const open, shut = "{{resolve:", "}}"
	if !strings.Contains(text, open) {
		return text
	}
	var b strings.Builder
	for {
		from := strings.Index(text, open)
		if from < 0 {
			break
		}
		to := strings.Index(text[from:], shut)
		if to < 0 {
			break
		}
		end := from + to + len(shut)
		b.WriteString(text[:from])
		b.WriteString(t.marks.of(text[from:end]))
		text = text[end:]
	}
	b.WriteString(text)
	return b.String()
}

// pseudo returns what a pseudo parameter gives.
func (t *tracer) pseudo(name string) any {
	known := ""
	switch name {
	case "AWS::NoValue":
		return absent{}
	case "AWS::Region":
		known = t.place.Region
	case "AWS::AccountId":
		known = t.place.Account
	case "AWS::Partition":
		known = t.place.Partition
		if known == "" && t.place.Region != "" {
			known = arn.Partition(t.place.Region)
		}
	}
	if known == "" {
		return t.marks.of(name)
	}
	return known
}
