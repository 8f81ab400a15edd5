package iam_test

import (
	"testing"

	"github.com/smgen/smgen/internal/iam"
)

func TestUnwritable(t *testing.T) {
	for text, want := range map[string]rune{
		"":                  0,
		"plain ~ \t\r\n":    0,
		"ÿ is the last":     0,
		"Ā is the next":     'Ā',
		"nul \x00":          0x00,
		"escape \x1b":       0x1b,
		"日本":                '日',
		"\U0001F600 smiles": '\U0001F600',
	} {
		got, found := iam.Unwritable(text)
		if found != (want != 0 || text == "nul \x00") || got != want {
			t.Errorf("Unwritable(%q) = %q, %t; want %q", text, got, found, want)
		}
	}
}
