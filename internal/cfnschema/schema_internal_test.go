package cfnschema

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

func TestTranslationsAreThoseNeeded(t *testing.T) {
	needed := map[string]bool{}
	for _, text := range allPatterns(t) {
		if _, err := regexp.Compile(text); err != nil {
			needed[text] = true
		}
	}
	for text := range needed {
		if _, ok := translations()[text]; !ok {
			t.Errorf("no translation of %s", text)
		}
	}
	for text := range translations() {
		if !needed[text] {
			t.Errorf("translation of %s is not needed", text)
		}
	}
}

func allPatterns(t *testing.T) []string {
	t.Helper()
	entries, err := files.ReadDir("types")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		data, err := files.ReadFile("types/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		found = append(found, patternsIn(v)...)
	}
	return found
}

func patternsIn(v any) (found []string) {
	switch v := v.(type) {
	case map[string]any:
		for key, part := range v {
			if text, ok := part.(string); ok && key == "pattern" {
				found = append(found, text)
			}
			if names, ok := part.(map[string]any); ok && key == "pattern_properties" {
				for name := range names {
					found = append(found, name)
				}
			}
			found = append(found, patternsIn(part)...)
		}
	case []any:
		for _, part := range v {
			found = append(found, patternsIn(part)...)
		}
	}
	return found
}

// The verdicts are those of the original patterns in an engine with look-around.
func TestTranslationsAcceptTheSame(t *testing.T) {
	for text, verdicts := range map[string]map[string]bool{
		`^(?!\s*$).+$`:                {"a": true, " a ": true, "": false, " \t": false},
		`^[0-9A-Za-z\.\-_]*(?<!\.)$`:  {"my-bucket": true, "my.bucket": true, "": true, "b.": false, "b!": false},
		`^[.\-_/#A-Za-z0-9]{1,512}\Z`: {"/aws/lambda/f": true, "a\n": false, "": false},
		`^(?=[/\.\-_A-Za-z0-9]+)((?!aws\.).*)|(\$(\.[\w_-]+(\[(\d+|\*)\])*)*)$`: {
			"acme.jobs": true, "aws.s3": false, "aws": true, "awsx": true, "a": true, "a b": true, "!": false, "": false, "$.source[0]": true,
		},
		`^arn:[a-z0-9-]+:kms:[a-z0-9-]+:\d{12}:(key|alias)/.+\Z`: {
			"arn:aws:kms:us-east-1:123456789012:key/k": true, "arn:aws:kms:us-east-1:123456789012:key/": false,
		},
		`^(\u002F)|(\u002F[\u0021-\u007E]+\u002F)$`:         {"/": true, "/team/": true, "team": false},
		`^[\u0009\u000A\u000D\u0020-\u00FF]+$`:              {"a\tü": true, "": false, "日": false},
		`^[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*$`: {"a\nü": true, "": true, "\u0080": false, "日": false},
		`^(?!arn:[a-zA-Z0-9-]+:lambda:::awslayer:)`:         {"anything": true},
		`^(^(?!(system\x2e)))(^[_a-zA-Z0-9])([^$]*)$`:       {"topic": true},
	} {
		p := &pattern{text: text}
		if err := p.compile(); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		for s, want := range verdicts {
			if got := p.matches(s); got != want {
				t.Errorf("%s matches %q: %t, want %t", text, s, got, want)
			}
		}
	}
	if n := len(translations()); n != 10 {
		t.Errorf("%d translations, and this test holds verdicts for 10", n)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for document, want := range map[string]string{
		`{"properties": {"A": {"max_lenght": 1}}}`:                          "unknown field",
		`{"properties": {"A": {"ref_name": "B"}}}`:                          `no definition "B"`,
		`{"properties": {"A": {"pattern": "(?!x)"}}}`:                       "add it to translations",
		`{"properties": {"A": {"pattern_properties": {"(?!x)": {}}}}}`:      "add it to translations",
		`{"properties": {"A": {"items": {"any_of": [{"ref_name": "B"}]}}}}`: `no definition "B"`,
		`{"if_then_else": [{"condition": {"not": {"ref_name": "B"}}}]}`:     `no definition "B"`,
		`{"properties": {"A": {"type": 1}}}`:                                "cannot unmarshal",
	} {
		_, err := decode([]byte(document))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("decode(%s) = %v, want an error with %q", document, err, want)
		}
	}
}

func TestRecursiveDefinition(t *testing.T) {
	typ, err := decode([]byte(`{"type_name": "T", "properties": {"N": {"ref_name": "Node"}}, "definitions": {"Node": {"type": "object", "additional_properties": false, "properties": {"Next": {"ref_name": "Node"}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	problems := typ.Check(map[string]any{"N": map[string]any{"Next": map[string]any{"Next": "end"}}})
	if len(problems) != 1 || problems[0].Pointer != "/N/Next/Next" {
		t.Errorf("Check = %+v, want one problem at /N/Next/Next", problems)
	}
}

func TestListOf(t *testing.T) {
	for want, names := range map[string][]string{
		"":          nil,
		"a":         {"a"},
		"a or b":    {"a", "b"},
		"a, b or c": {"a", "b", "c"},
		strings.Repeat("a, ", 23) + "a and 2 more": strings.Split(strings.Repeat("a", 26), ""),
	} {
		if got := listOf(names, "or"); got != want {
			t.Errorf("listOf(%q) = %q, want %q", names, got, want)
		}
	}
}

func TestQuoteShortens(t *testing.T) {
	if got, want := quote(strings.Repeat("ü", 61)), `"`+strings.Repeat("ü", 60)+`…"`; got != want {
		t.Errorf("quote = %s, want %s", got, want)
	}
}
