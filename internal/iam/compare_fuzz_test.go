package iam_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/smgen/smgen/internal/iam"
)

// FuzzCompare looks for documents that make the comparison panic, that differ
// from themselves, or that differ in one direction only.
func FuzzCompare(f *testing.F) {
	f.Add(`{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":{"Fn::Sub":["${A}/${!b}*",{"A":{"Ref":"X"}}]}}}`, `{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"*","NotResource":["${a","${*}?"]}}`)
	f.Add(`{"Statement":{"Effect":"Allow","Action":{"Ref":"A"},"Resource":[{"Fn::Join":[":",["a",{"Fn::GetAtt":"B.Arn"},1]]},{"Fn::Join":"x"},{"Fn::GetAtt":[]}]}}`, `{"Statement":{"Effect":"Allow","Principal":{"AWS":["*","1",":root"]},"Action":"a:?*?","Condition":{"ForAllValues:DateLessThanIfExists":{"k":["2026","x"]},"IpAddress":{"k":["::/0","fe80::1%a"]}}}}`)
	f.Fuzz(func(t *testing.T, first, second string) {
		a, errA := iam.Parse(first)
		b, errB := iam.Parse(second)
		if errA != nil || errB != nil {
			return
		}
		if delta := iam.Compare([]iam.Document{a}, []iam.Document{a}); len(delta.Gained)+len(delta.Lost) > 0 {
			t.Errorf("%s differs from itself: %+v", first, delta)
		}
		there, back := iam.Compare([]iam.Document{a}, []iam.Document{b}), iam.Compare([]iam.Document{b}, []iam.Document{a})
		if fmt.Sprint(there.Gained, there.Lost) != fmt.Sprint(back.Lost, back.Gained) {
			t.Errorf("%s and %s: there %+v, back %+v", first, second, there, back)
		}
		for _, c := range there.Gained {
			for _, text := range append(c.Statement.Resources, c.Statement.NotResources...) {
				iam.Readable(text)
			}
		}
	})
}

// TestCompareBounds compares policies that no service takes: the time is bounded,
// and what differs is reported nevertheless.
func TestCompareBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	many := func(n int, of string) []string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf("%s%d*", of, i)
		}
		return list
	}
	var lists, statements, all iam.Document
	lists.Add(iam.Allow("", many(3000, "arn:aws:s3:::a"), many(3000, "s3:a")...))
	for _, resource := range many(5000, "arn:aws:s3:::a") {
		statements.Add(iam.Allow("", iam.On(resource), "s3:Get*"))
	}
	for _, resource := range many(1000, "arn:aws:s3:::b") {
		all.Add(iam.Allow("", iam.On(resource), "s3:*"))
	}
	stars := iam.Document{}
	stars.Add(iam.Allow("", iam.On(strings.Repeat("*a", 5000)), "s3:Get*"))
	for name, pair := range map[string][2]iam.Document{
		"long lists": {lists, statements}, "many statements": {statements, all}, "many wildcards": {all, stars}, "one text": {stars, lists},
	} {
		start := time.Now()
		delta := iam.Compare(pair[:1], pair[1:])
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s: took %v", name, took)
		} else {
			t.Logf("%s: took %v", name, took)
		}
		if len(delta.Gained) == 0 || len(delta.Lost) == 0 {
			t.Errorf("%s: gained %d, lost %d; want some of both", name, len(delta.Gained), len(delta.Lost))
		}
	}
}
