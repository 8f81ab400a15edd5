package output_test

import (
	"testing"

	"github.com/smgen/smgen/internal/output"
)

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                         "plain",
		"AWS::SQS::Queue":               "AWS::SQS::Queue",
		"::1":                           "::1",
		"a ##### b":                     "a ##### b",
		"::error::no":                   `\x3a:error::no`,
		" \u00a0::error::no":            " \u00a0" + `\x3a:error::no`,
		"a ##[add-path]b ##VSO[task]":   `a #\x23[add-path]b #\x23VSO[task]`,
		"###[add-path]":                 `##\x23[add-path]`,
		"\nsection_start:1:a\r\x1b[0Kb": `\nsection_start:1:a\r\x1b[0Kb`,
	} {
		if got := output.Printable(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got, want := output.PrintableLines("a\r\n ::error::b\n"), "a\\r\n \\x3a:error::b\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
