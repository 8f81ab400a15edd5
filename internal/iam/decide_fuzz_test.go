package iam_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/iam"
)

// FuzzDecideLiteral demands that text made a pattern by Literal covers itself and
// nothing else, as a resource and as a value of StringLike.
func FuzzDecideLiteral(f *testing.F) {
	for _, seed := range []string{"a", "${x}", "*", "?", "$", "${*}", "a:b:c:d:e:f:g", "ü\uE000"} {
		f.Add(seed, seed+"x")
	}
	f.Fuzz(func(t *testing.T, text, other string) {
		policy := document(iam.Allow("", iam.On(iam.Literal(text)), "s3:GetObject").When(iam.StringLike("s3:prefix", iam.Literal(text))))
		for _, resource := range []string{text, other} {
			for _, prefix := range []string{text, other} {
				r := iam.Request{Action: "s3:GetObject", Resource: resource, Keys: map[string][]string{"s3:prefix": {prefix}}}
				want := strings.ToValidUTF8(resource, "\uFFFD") == strings.ToValidUTF8(text, "\uFFFD") &&
					strings.ToValidUTF8(prefix, "\uFFFD") == strings.ToValidUTF8(text, "\uFFFD")
				if got := policy.Decide(r) == iam.Allowed; got != want && isValid(text, other) {
					t.Errorf("Literal(%q) with %q and %q: allowed is %t", text, resource, prefix, got)
				}
			}
		}
	})
}

func isValid(texts ...string) bool {
	for _, text := range texts {
		if strings.ToValidUTF8(text, "") != text {
			return false
		}
	}
	return true
}

// FuzzDecidePattern compares wildcards with a regular expression that means the
// same.
func FuzzDecidePattern(f *testing.F) {
	f.Add("a*b?c", "axxbyc")
	f.Add("*a*a*a*", "aaaa")
	f.Add("??", "ü")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if !isValid(pattern, text) || strings.ContainsAny(pattern, "$") || len(pattern) > 200 {
			return
		}
		expression := regexp.QuoteMeta(pattern)
		expression = strings.ReplaceAll(strings.ReplaceAll(expression, `\*`, ".*"), `\?`, ".")
		want := regexp.MustCompile(`(?s)^` + expression + `$`).MatchString(text)
		policy := document(iam.Allow("", iam.On("*"), "s3:GetObject").When(iam.StringLike("s3:prefix", pattern)))
		r := iam.Request{Action: "s3:GetObject", Resource: "*", Keys: map[string][]string{"s3:prefix": {text}}}
		if got := policy.Decide(r) == iam.Allowed; got != want {
			t.Errorf("%q covers %q: %t, want %t", pattern, text, got, want)
		}
	})
}

// FuzzDecide looks for documents and requests that make the evaluation panic.
func FuzzDecide(f *testing.F) {
	f.Add(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${aws:a,'b'}/*","Condition":{"ForAnyValue:NumericLessThanIfExists":{"a":"1"}}}}`, "s3:GetObject", "arn:aws:s3:::b/c", "a", "0")
	f.Add(`{"Statement":[{"Effect":"Deny","NotAction":"*","NotResource":"*","NotPrincipal":{"AWS":"1"},"Condition":{"Null":{"a":true},"DateEquals":{"a":"x"},"IpAddress":{"a":"::/0"}}}]}`, "", "", "A", "::1")
	f.Fuzz(func(t *testing.T, policy, action, resource, key, value string) {
		d, err := iam.Parse(policy)
		if err != nil {
			return
		}
		for _, who := range []iam.Principal{nil, {"Service": {value}}, {"AWS": {resource}}} {
			r := iam.Request{Action: action, Resource: resource, Principal: who, Keys: map[string][]string{key: {value}}}
			if first := d.Decide(r); d.Decide(r) != first {
				t.Errorf("Decide(%q) is not the same twice", policy)
			}
		}
	})
}
