package template_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/awslabs/goformation/v7/cloudformation/lambda"
	"github.com/awslabs/goformation/v7/cloudformation/tags"
	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/template"
)

const opening = "{{resolve:"

// FuzzTextSurvives is the promise of the package: every string from a spec
// arrives as it is, in every position, or is refused by name.
func FuzzTextSurvives(f *testing.F) {
	for _, s := range []string{
		"", " ", "plain", "<aws.scheduler.execution-id>", "a&b", "${AWS::Region}", "${!x}", "Ref", "Fn::Sub", "Fn::", "Ref ",
		"eyJSZWYiOiJYIn0=", `{"Ref":"X"}`, `"`, `\`, `\"`, `\\"`, "'", "{", "{{", "}}", "{{{resolve:ssm:x}}", opening, "{{resolve:ssm:/a}}",
		`\u007b{resolve:ssm:/a}}`, `","`, `["`, "\u2028\u2029", "\x00\x01\x1f\x7f\u0080\u009f", "\ufeff", "\ufffd", "\ufffe\uffff", "😀", "\xff", "a\xc3", "\xed\xa0\x80",
		"OFF", "yes", "012", "1e3", "2012-10-17", "~", "null", "A:", "a: b", "# c", "- d", "line\nline\r\n\tend\n", "%", "!Ref x", "<<", "=", "0x1p-2", ".inf",
		"012345678901234567890123456789012345678901234567890", strings.Repeat("k", 1100), "t", "a/b~c",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			refuses[*template.InvalidUTF8Error](t, direct, s)
			refuses[*template.InvalidUTF8Error](t, inText, s)
			return
		}
		survives(t, inText, s)
		if strings.Contains(s, opening) {
			refuses[*template.DynamicReferenceError](t, direct, s)
			refuses[*template.DynamicReferenceError](t, asKey, s)
			return
		}
		survives(t, direct, s)
		if s == "Ref" || strings.HasPrefix(s, "Fn::") {
			refuses[*template.IntrinsicKeyError](t, asKey, s)
			return
		}
		survives(t, asKey, s)
	})
}

// A position is a place for a string: put adds it to a template, and want is
// what should arrive in the resource R.
type position func(t *template.Template, s string) (r *lambda.Function, extra template.Option, want func(tb testing.TB, properties map[string]any), err error)

func survives(tb testing.TB, put position, s string) {
	tb.Helper()
	t := template.New()
	r, extra, want, err := put(t, s)
	must(tb, err)
	must(tb, t.Add("R", r, extra))
	text := encode(tb, t, template.JSON)
	want(tb, deployed(tb, text)["R"].(map[string]any)["Properties"].(map[string]any))

	asYAML := encode(tb, t, template.YAML)
	if diff := cmp.Diff(decoded(tb, text), decoded(tb, yamlAsJSON(tb, asYAML))); diff != "" {
		tb.Errorf("YAML differs from JSON (-json +yaml):\n%s", diff)
	}
	for format, text := range map[template.Format]string{template.JSON: text, template.YAML: asYAML} {
		d, err := template.Parse([]byte(text))
		must(tb, err)
		again, err := d.Encode(format)
		must(tb, err)
		if diff := cmp.Diff(text, string(again)); diff != "" {
			tb.Errorf("format %d: encode, parse, encode (-first +second):\n%s", format, diff)
		}
	}
}

func refuses[E error](tb testing.TB, put position, s string) {
	tb.Helper()
	t := template.New()
	r, extra, _, err := put(t, s)
	if err == nil {
		must(tb, t.Add("R", r, extra))
		_, err = t.Encode(template.JSON)
	}
	if target := *new(E); !errors.As(err, &target) {
		tb.Errorf("error = %v, want %T for %q", err, target, s)
	}
}

// direct puts the string where CloudFormation itself reads it.
func direct(t *template.Template, s string) (*lambda.Function, template.Option, func(testing.TB, map[string]any), error) {
	ref, att, parameter := t.Ref("Queue"), t.GetAtt("Role", "Arn"), t.DynamicSSM("/a/b")
	r := &lambda.Function{
		Description: &s,
		Environment: &lambda.Function_Environment{Variables: map[string]string{
			"PLAIN": s, "BEFORE": ref + s, "AFTER": s + ref, "BETWEEN": ref + s + att, "AROUND": s + ref + s, "TWICE": s + ref + ref + s, "PARAMETER": s + parameter + s,
		}},
		Layers: []string{s, ref + s, "x"},
		Tags:   []tags.Tag{{Key: "Ref", Value: s}},
	}
	return r, template.Set("Extra", []any{map[string]any{"Deep": []any{s}}}), func(tb testing.TB, got map[string]any) {
		tb.Helper()
		want := map[string]any{
			"Description": s,
			"Environment": map[string]any{"Variables": map[string]any{
				"PLAIN": s, "BEFORE": "<ref Queue>" + s, "AFTER": s + "<ref Queue>", "BETWEEN": "<ref Queue>" + s + "<get Role Arn>",
				"AROUND": s + "<ref Queue>" + s, "TWICE": s + "<ref Queue><ref Queue>" + s, "PARAMETER": s + "<parameter /a/b>" + s,
			}},
			"Layers": []any{s, "<ref Queue>" + s, "x"},
			"Tags":   []any{map[string]any{"Key": "Ref", "Value": s}},
			"Extra":  []any{map[string]any{"Deep": []any{s}}},
			"Code":   nil,
			"Role":   "",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			tb.Errorf("properties (-want +got):\n%s", diff)
		}
	}, nil
}

// asKey puts the string where CloudFormation reads a map key.
func asKey(_ *template.Template, s string) (*lambda.Function, template.Option, func(testing.TB, map[string]any), error) {
	r := &lambda.Function{Environment: &lambda.Function_Environment{Variables: map[string]string{s: "value", s + " other": "value"}}}
	return r, template.Set("Alone", map[string]any{s: map[string]any{s: []any{}}}), func(tb testing.TB, got map[string]any) {
		tb.Helper()
		want := map[string]any{
			"Environment": map[string]any{"Variables": map[string]any{s: "value", s + " other": "value"}},
			"Alone":       map[string]any{s: map[string]any{s: []any{}}},
			"Code":        nil,
			"Role":        "",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			tb.Errorf("properties (-want +got):\n%s", diff)
		}
	}, nil
}

// inText puts the string into JSON text, and into JSON text within that.
func inText(t *template.Template, s string) (*lambda.Function, template.Option, func(testing.TB, map[string]any), error) {
	ref, att, parameter := t.Ref("Queue"), t.GetAtt("Role", "Arn"), t.DynamicSSM("/a/b")
	content := map[string]any{
		"plain": s, "list": []any{s, s}, "around": s + ref + s, "between": att + s + ref, "parameter": s + parameter + s,
		"map": map[string]any{s: s}, "imported": []any{t.ImportList("list")},
	}
	inner, err := t.JSON(content)
	if err != nil {
		return nil, nil, nil, err
	}
	outer, err := t.JSON(map[string]any{"inner": inner, "plain": s, "ref": ref, "imported": []any{"zero", t.ImportList("list")}})
	if err != nil {
		return nil, nil, nil, err
	}
	r := &lambda.Function{Description: &inner, Handler: &outer}
	return r, template.Set("Extra", inner), func(tb testing.TB, got map[string]any) {
		tb.Helper()
		wantInner := map[string]any{
			"plain": s, "list": []any{s, s}, "around": s + "<ref Queue>" + s, "between": "<get Role Arn>" + s + "<ref Queue>",
			"parameter": s + "<parameter /a/b>" + s, "map": map[string]any{s: s}, "imported": []any{"one", "two", "three"},
		}
		if diff := cmp.Diff(any(wantInner), decoded(tb, got["Description"])); diff != "" {
			tb.Errorf("JSON text (-want +got):\n%s", diff)
		}
		outer := decoded(tb, got["Handler"]).(map[string]any)
		outer["inner"] = decoded(tb, outer["inner"])
		wantOuter := map[string]any{"inner": wantInner, "plain": s, "ref": "<ref Queue>", "imported": []any{"zero", "one", "two", "three"}}
		if diff := cmp.Diff(wantOuter, outer); diff != "" {
			tb.Errorf("JSON text within JSON text (-want +got):\n%s", diff)
		}
	}, nil
}
