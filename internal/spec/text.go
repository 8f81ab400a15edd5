package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Text is a string made of parts, each a literal or a reference. The zero Text
// is absent.
type Text []Part

// Part is a literal, or one reference: exactly one of the first five
// fields, or Resource with Attribute, is set. Anything else is a mistake, which
// [Text.Problem] names.
type Part struct {
	Literal string
	// Import is the name of another stack's export.
	Import string
	// ImportList is the name of an export that holds a comma-separated list; it
	// stands for a whole list.
	ImportList string
	// SSM is the name of an SSM parameter, with an optional :version.
	SSM string
	// Run is "id" or "time": the run's own ID or its scheduled time, known
	// when the job starts.
	Run string
	// Resource is the logical ID of a resource of the same template, and
	// Attribute what Fn::GetAtt takes of it.
	Resource, Attribute string
	// Empty marks a reference that the user left empty, {}, which is not the
	// same as an empty string.
	Empty bool
}

// Literal returns s as a Text.
func Literal(s string) Text { return Text{{Literal: s}} }

// AsText returns a string or Text as a Text, absent for any other value.
func AsText(value any) Text {
	switch v := value.(type) {
	case string:
		return Literal(v)
	case Text:
		return v
	}
	return nil
}

// IsZero reports whether the text is absent.
func (t Text) IsZero() bool { return len(t) == 0 }

// Literal returns the text if it holds no reference.
func (t Text) Literal() (string, bool) {
	switch {
	case len(t) == 0:
		return "", true
	case len(t) == 1 && t[0] == (Part{Literal: t[0].Literal}):
		return t[0].Literal, true
	}
	return "", false
}

// Append returns the text followed by parts, with neighbouring literals joined.
func (t Text) Append(parts ...Part) Text {
	out := append(Text(nil), t...)
	for _, p := range parts {
		last := len(out) - 1
		if p.isLiteral() && last >= 0 && out[last].isLiteral() {
			out[last].Literal += p.Literal
			continue
		}
		out = append(out, p)
	}
	return out
}

func (p Part) isLiteral() bool { return p == Part{Literal: p.Literal} }

// IsPerRun reports whether the text differs from run to run.
func (t Text) IsPerRun() bool {
	return slices.ContainsFunc(t, func(p Part) bool { return p.Run != "" })
}

// IsList reports whether the text stands for a whole list.
func (t Text) IsList() bool { return len(t) == 1 && t[0].ImportList != "" }

// What a run fills in has a fixed length: a UUID, and a time such as
// 2022-03-22T18:59:43Z.
const (
	runIDLength   = 36
	runTimeLength = 20
)

// LeastLength is how many characters the text has at least: those that are
// known, and those of a run. The validator of the request model takes a text that
// has it for a string whose value is not known at compile time.
func (t Text) LeastLength() int {
	n := 0
	for _, p := range t {
		switch p.Run {
		case "":
			n += utf8.RuneCountInString(p.Literal)
		case "time":
			n += runTimeLength
		default:
			n += runIDLength
		}
	}
	return n
}

// String prints the text for people, references as named placeholders such as
// ${import:studio-bucket}.
func (t Text) String() string {
	var b strings.Builder
	for _, p := range t {
		switch {
		case p.Import != "":
			fmt.Fprintf(&b, "${import:%s}", p.Import)
		case p.ImportList != "":
			fmt.Fprintf(&b, "${import:%s}", p.ImportList)
		case p.SSM != "":
			fmt.Fprintf(&b, "${ssm:%s}", p.SSM)
		case p.Run != "":
			fmt.Fprintf(&b, "${run:%s}", p.Run)
		case p.Resource != "":
			fmt.Fprintf(&b, "${%s.%s}", p.Resource, p.Attribute)
		case p.Empty:
			b.WriteString("${}")
		default:
			b.WriteString(p.Literal)
		}
	}
	return b.String()
}

// UnmarshalJSON reads a string, a reference {"import": …}, {"ssm": …} or
// {"run": …}, or a place in S3 {"bucket": …, "prefix": …}.
func (t *Text) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*t = Literal(s)
		return nil
	}
	var form struct {
		Import, SSM, Run string
		Bucket           Text
		Prefix           string
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&form); err != nil {
		return err
	}
	switch {
	case !form.Bucket.IsZero():
		*t = Literal("s3://").Append(form.Bucket...).Append(Part{Literal: "/" + strings.TrimPrefix(form.Prefix, "/")})
	default:
		p := Part{Import: form.Import, SSM: form.SSM, Run: form.Run}
		p.Empty = p == Part{}
		*t = Text{p}
	}
	return nil
}

// Problem says what is wrong with a reference, or "" for a sound text: a
// reference has exactly one field.
func (t Text) Problem() string {
	for _, p := range t {
		given := 0
		for _, s := range []string{p.Import, p.SSM, p.Run} {
			if s != "" {
				given++
			}
		}
		switch {
		case given > 1:
			return "a reference has one of import, ssm and run, not several"
		case p.Empty:
			return "the reference names nothing"
		}
	}
	return ""
}
