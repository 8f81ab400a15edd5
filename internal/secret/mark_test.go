package secret_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/secret"
)

func TestCover(t *testing.T) {
	marks := secret.Marks{
		{{Text: "environment"}, {Text: "API_TOKEN"}},
		{{Text: "environment"}, {Pattern: regexp.MustCompile("_KEY$")}},
		{{Text: "resources"}, {}, {Text: "Properties"}, {Text: "Endpoint"}},
		{{Text: "tags"}},
	}
	for path, want := range map[string]bool{
		"Environment API_TOKEN":                          true,
		"jobs nightly request Environment API_TOKEN":     true,
		"Target Input Environment API_TOKEN":             true,
		"HyperParameters API_TOKEN":                      false,
		"API_TOKEN":                                      false,
		"Environment":                                    false,
		"Environment PLAIN":                              false,
		"Environment MY_KEY":                             true,
		"Environment MY_KEYS":                            false,
		"environment ?":                                  true,
		"jobs ? image":                                   false,
		"Resources Hook Properties Endpoint":             true,
		"Resources Hook Properties Endpoint Url":         true,
		"Resources Hook Properties Name":                 false,
		"Tags Owner Value":                               true,
		"":                                               false,
		"Resources Hook Metadata Properties of Endpoint": false,
	} {
		names := strings.Fields(path)
		for i := range names {
			names[i] = strings.Trim(names[i], "?")
		}
		if got := marks.Cover(names...); got != want {
			t.Errorf("%s is covered: %t, want %t", path, got, want)
		}
	}
}

func TestValues(t *testing.T) {
	marks := secret.Marks{{{Text: "resources"}, {}, {Text: "Properties"}, {Text: "Endpoint"}}, {{Text: "tags"}, {Text: "Ticket"}}}
	tree := map[string]any{
		"Resources": map[string]any{
			"Hook": map[string]any{"Properties": map[string]any{"Endpoint": map[string]any{"Url": "https://a.example"}, "Protocol": "https"}},
			"Same": map[string]any{"Properties": map[string]any{"Endpoint": "https://a.example"}},
			"Long": map[string]any{"Properties": map[string]any{"Endpoint": []any{"https://a.example/more", "abc", 12345}}},
		},
		"Tags": []any{map[string]any{"Key": "Ticket", "Value": "T-1000"}, map[string]any{"Key": "Owner", "Value": "search"}},
	}
	want := []string{"https://a.example/more", "https://a.example", "T-1000"}
	if diff := cmp.Diff(want, marks.Values(tree)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
