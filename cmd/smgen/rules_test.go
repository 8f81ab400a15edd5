package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/output"
	"github.com/smgen/smgen/internal/policy"
)

// TestRulesPage holds the page about the rules to the rules.
func TestRulesPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := output.RulesMarkdown(&want, policy.Rules()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), string(page)); diff != "" {
		t.Errorf("docs/rules.md is stale, run go generate ./cmd/smgen (-rules +page):\n%s", diff)
	}
}
