package iam_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/iam"
)

func TestLiteral(t *testing.T) {
	tests := map[string]string{
		"models/2026-11/": "models/2026-11/",
		"a*b?c":           "a${*}b${?}c",
		"${aws:username}": "${$}{aws:username}",
		"$5 {x} $":        "$5 {x} $",
		"${*}":            "${$}{${*}}",
	}
	for text, want := range tests {
		if diff := cmp.Diff(want, iam.Literal(text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}
