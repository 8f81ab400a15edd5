package iam_test

import (
	"testing"

	"github.com/smgen/smgen/internal/iam"
)

// TestDecideConditions holds one key, aws:x, against conditions on it.
func TestDecideConditions(t *testing.T) {
	const group = "arn:aws:scheduler:eu-west-1:123456789012:schedule-group/nightly"
	for _, test := range []struct {
		operator string
		wanted   []string
		given    []string // nil for an absent key
		want     bool
	}{
		{"StringEquals", []string{"a"}, []string{"a"}, true},
		{"StringEquals", []string{"a"}, []string{"A"}, false},
		{"StringEquals", []string{"b", "a"}, []string{"a"}, true},
		{"StringEquals", []string{"a*"}, []string{"ab"}, false},
		{"StringEquals", []string{"${*}"}, []string{"*"}, true},
		{"StringEquals", []string{"${aws:absent}"}, []string{"${aws:absent}"}, false},
		{"StringEquals", []string{"a"}, nil, false},
		{"StringEqualsIfExists", []string{"a"}, nil, true},
		{"StringEqualsIfExists", []string{"a"}, []string{"b"}, false},
		{"StringNotEquals", []string{"a"}, []string{"b"}, true},
		{"StringNotEquals", []string{"b", "a"}, []string{"a"}, false},
		{"StringNotEquals", []string{"a"}, nil, true},
		{"StringEqualsIgnoreCase", []string{"A"}, []string{"a"}, true},
		{"StringNotEqualsIgnoreCase", []string{"A"}, []string{"a"}, false},
		{"StringLike", []string{"a*"}, []string{"ab"}, true},
		{"StringLike", []string{"a?"}, []string{"abc"}, false},
		{"StringLike", []string{"${*}*"}, []string{"b"}, false},
		{"StringLike", []string{"${*}*"}, []string{"*b"}, true},
		{"StringNotLike", []string{"a*"}, []string{"ab"}, false},
		{"StringNotLike", []string{"a*"}, []string{"b"}, true},
		{"ArnEquals", []string{group}, []string{group}, true},
		{"ArnEquals", []string{"arn:aws:scheduler:*:123456789012:schedule-group/*"}, []string{group}, true},
		{"ArnLike", []string{"arn:aws:scheduler:*:schedule-group/nightly:x"}, []string{group}, false},
		{"ArnLike", []string{group}, nil, false},
		{"ArnNotEquals", []string{group}, []string{group}, false},
		{"ArnNotLike", []string{"arn:aws:s3:::*"}, []string{group}, true},
		{"Bool", []string{"true"}, []string{"TRUE"}, true},
		{"Bool", []string{"true"}, []string{"false"}, false},
		{"Bool", []string{"true"}, nil, false},
		{"BoolIfExists", []string{"true"}, nil, true},
		{"Null", []string{"true"}, nil, true},
		{"Null", []string{"false"}, nil, false},
		{"Null", []string{"true"}, []string{"a"}, false},
		{"Null", []string{"false"}, []string{"a"}, true},
		{"NumericEquals", []string{"10"}, []string{"10.0"}, true},
		{"NumericNotEquals", []string{"10"}, []string{"11"}, true},
		{"NumericLessThan", []string{"10"}, []string{"9"}, true},
		{"NumericLessThan", []string{"10"}, []string{"10"}, false},
		{"NumericLessThanEquals", []string{"86400"}, []string{"86400"}, true},
		{"NumericGreaterThan", []string{"10"}, []string{"9"}, false},
		{"NumericGreaterThanEquals", []string{"10"}, []string{"many"}, false},
		{"NumericLessThan", []string{"1e9999999"}, []string{"1"}, false},
		{"DateLessThan", []string{"2026-11-25T02:00:00Z"}, []string{"2026-11-25T01:59:59Z"}, true},
		{"DateGreaterThan", []string{"2026-11-25"}, []string{"2026-11-24T00:00Z"}, false},
		{"DateEquals", []string{"1795572000"}, []string{"1795572000"}, true},
		{"IpAddress", []string{"10.0.0.0/8"}, []string{"10.1.2.3"}, true},
		{"IpAddress", []string{"10.1.2.3"}, []string{"10.1.2.4"}, false},
		{"NotIpAddress", []string{"10.0.0.0/8"}, []string{"11.1.2.3"}, true},
		{"BinaryEquals", []string{"QQ=="}, []string{"QQ=="}, true},
		{"ForAnyValue:StringEquals", []string{"a"}, []string{"b", "a"}, true},
		{"ForAnyValue:StringEquals", []string{"a"}, []string{"b"}, false},
		{"ForAnyValue:StringEquals", []string{"a"}, nil, false},
		{"ForAnyValue:StringNotEquals", []string{"a"}, []string{"a", "b"}, true},
		{"ForAnyValue:StringNotEquals", []string{"a"}, nil, false},
		{"ForAllValues:StringEquals", []string{"a", "b"}, []string{"b", "a"}, true},
		{"ForAllValues:StringEquals", []string{"a"}, []string{"b", "a"}, false},
		{"ForAllValues:StringEquals", []string{"a"}, nil, true},
		{"ForAllValues:StringNotLike", []string{"a*"}, []string{"b", "ab"}, false},
		{"StringEquals", []string{"a"}, []string{"b", "a"}, true},
		{"StringNotEquals", []string{"a"}, []string{"b", "a"}, false},
		{"StringMatches", []string{"a"}, []string{"a"}, false},
		{"ForSome:StringEquals", []string{"a"}, []string{"a"}, false},
		{"NumericAbout", []string{"1"}, []string{"1"}, false},
		{"ForAnyValue:Null", []string{"true"}, nil, false},
	} {
		r := iam.Request{Action: "s3:GetObject", Resource: object}
		if test.given != nil {
			r.Keys = map[string][]string{"AWS:X": test.given}
		}
		s := iam.Allow("", iam.On("*"), "s3:*").When(iam.Condition{Operator: test.operator, Key: "aws:x", Values: test.wanted})
		if got := document(s).Decide(r) == iam.Allowed; got != test.want {
			t.Errorf("%s %v with %v: allowed is %t, want %t", test.operator, test.wanted, test.given, got, test.want)
		}
	}
}

// TestDecideAllConditions demands that each key of each operator holds.
func TestDecideAllConditions(t *testing.T) {
	s := iam.Allow("", iam.On("*"), "s3:*").When(iam.StringEquals("aws:a", "1"), iam.StringEquals("aws:b", "2"), iam.StringLike("aws:c", "3*"))
	for _, test := range []struct {
		keys map[string][]string
		want iam.Decision
	}{
		{map[string][]string{"aws:a": {"1"}, "aws:b": {"2"}, "aws:c": {"34"}}, iam.Allowed},
		{map[string][]string{"aws:a": {"1"}, "aws:b": {"3"}, "aws:c": {"34"}}, iam.NotAllowed},
		{map[string][]string{"aws:a": {"1"}, "aws:b": {"2"}, "aws:c": {"4"}}, iam.NotAllowed},
		{map[string][]string{"aws:a": {"1"}, "aws:c": {"34"}}, iam.NotAllowed},
	} {
		if got := document(s).Decide(iam.Request{Action: "s3:GetObject", Resource: object, Keys: test.keys}); got != test.want {
			t.Errorf("Decide with %v = %d, want %d", test.keys, got, test.want)
		}
	}
}

// TestDecideUnknownOperator counts what nobody can judge against the request:
// a permission does not hold, and a denial does.
func TestDecideUnknownOperator(t *testing.T) {
	unknown := iam.Condition{Operator: "StringMatches", Key: "aws:a", Values: []string{"1"}}
	r := iam.Request{Action: "s3:GetObject", Resource: object}
	if got := document(iam.Allow("", iam.On("*"), "s3:*").When(unknown)).Decide(r); got != iam.NotAllowed {
		t.Errorf("Allow with an unknown operator: %d, want %d", got, iam.NotAllowed)
	}
	if got := document(iam.Deny("", iam.On("*"), "s3:*").When(unknown)).Decide(r); got != iam.Denied {
		t.Errorf("Deny with an unknown operator: %d, want %d", got, iam.Denied)
	}
}
