package iam_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/iam"
)

// policiesOf reads documents from the text of their statements, one a line; a
// line of dashes begins another document.
func policiesOf(t *testing.T, text string) []iam.Document {
	t.Helper()
	var list []iam.Document
	for part := range strings.SplitSeq(text, "---") {
		lines := strings.FieldsFunc(strings.TrimSpace(part), func(c rune) bool { return c == '\n' })
		if len(lines) == 0 {
			continue
		}
		d, err := iam.Parse(`{"Version":"2012-10-17","Statement":[` + strings.Join(lines, ",") + `]}`)
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		list = append(list, d)
	}
	return list
}

// lines writes changes in few words.
func lines(changes []iam.Change) []string {
	var list []string
	for _, c := range changes {
		s := c.Statement
		text := string(s.Effect)
		for _, part := range []struct {
			word  string
			names []string
		}{{"", s.Actions}, {" not", s.NotActions}, {" on", s.Resources}, {" not on", s.NotResources}} {
			if len(part.names) > 0 {
				names := slices.Clone(part.names)
				for i, n := range names {
					names[i] = iam.Readable(n)
				}
				text += part.word + " " + strings.Join(names, ", ")
			}
		}
		for word, whom := range map[string]iam.Principal{" for": s.Principal, " not for": s.NotPrincipal} {
			for _, kind := range slices.Sorted(maps.Keys(whom)) {
				text += word + " " + kind + " " + strings.Join(whom[kind], ", ")
			}
		}
		text += conditions(" if", s.Conditions)
		if c.Partly {
			text += " (partly)"
		}
		list = append(list, text+conditions(" unless", c.Unless))
	}
	return list
}

func conditions(word string, c iam.Conditions) string {
	text := ""
	for _, operator := range slices.Sorted(maps.Keys(c)) {
		for _, key := range slices.Sorted(maps.Keys(c[operator])) {
			text += fmt.Sprintf("%s %s %s %s", word, operator, key, strings.Join(c[operator][key], ", "))
		}
	}
	return text
}

func allow(action, resource string) string {
	return fmt.Sprintf(`{"Effect":"Allow","Action":%q,"Resource":%q}`, action, resource)
}

// only returns a statement under a condition, and the same as a trust.
func only(operator, key, values string) string {
	return fmt.Sprintf(`{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::1:role/R","Condition":{%q:{%q:%s}}}`, operator, key, values)
}

func trust(principal string) string {
	return `{"Effect":"Allow","Action":"sts:AssumeRole","Principal":` + principal + `}`
}

// complete lists all actions of a pattern, as a JSON list.
func complete(pattern string) string {
	return `["` + strings.Join(iam.ExpandWildcard(pattern), `","`) + `"]`
}

// TestCompareEqual writes the same permissions in two ways: nothing is gained,
// nothing is lost.
func TestCompareEqual(t *testing.T) {
	get, put := allow("s3:GetObject", "b/*"), allow("s3:PutObject", "b/*")
	deny := `{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"b/*"}`
	for name, test := range map[string]struct{ a, b string }{
		"split by action":                      {`{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"b/*"}`, get + "\n" + put},
		"split by resource":                    {`{"Effect":"Allow","Action":"s3:GetObject","Resource":["b/*","c/*"]}`, get + "\n" + allow("s3:GetObject", "c/*")},
		"another order":                        {get + "\n" + put + "\n" + deny, deny + "\n" + put + "\n" + get},
		"moved to another document":            {get + "\n" + put, get + "\n---\n" + put},
		"a list and a string":                  {`{"Effect":"Allow","Action":["s3:GetObject"],"Resource":["b/*"]}`, get},
		"letter case of actions":               {allow("S3:getobject", "b/*"), get},
		"Sids":                                 {`{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Resource":"b/*"}`, get},
		"said twice":                           {get + "\n" + get, get},
		"a resource inside another":            {get + "\n" + allow("s3:GetObject", "b/x/*"), get},
		"an action inside another":             {allow("s3:Get*", "b/*") + "\n" + get, allow("s3:get*", "b/*")},
		"a wildcard and its actions":           {allow("s3:Get*", "b/*"), `{"Effect":"Allow","Action":` + complete("s3:Get*") + `,"Resource":"b/*"}`},
		"a service and its actions":            {allow("sqs:*", "q"), `{"Effect":"Allow","Action":` + complete("sqs:*") + `,"Resource":"q"}`},
		"a condition inside none":              {get + "\n" + `{"Effect":"Allow","Action":"s3:GetObject","Resource":"b/*","Condition":{"Bool":{"aws:SecureTransport":true}}}`, get},
		"order of wildcards":                   {allow("s3:GetObject", "b/?*"), allow("s3:GetObject", "b/*?")},
		"values of a condition":                {only("StringEquals", "k", `["a","b"]`), only("StringEquals", "k", `"a"`) + "\n" + only("StringEquals", "k", `"b"`)},
		"values of a condition, again":         {only("StringEquals", "k", `["b","a","a"]`), only("StringEquals", "K", `["a","b"]`)},
		"equality and likeness":                {only("StringEquals", "k", `"a"`), only("StringLike", "k", `"a"`)},
		"two names of one operator":            {only("ArnEquals", "k", `"arn:aws:s3:::*"`), only("ArnLike", "k", `"arn:aws:s3:::*"`)},
		"true and True":                        {only("Bool", "k", `true`), only("Bool", "k", `"True"`)},
		"numbers":                              {only("NumericLessThan", "k", `10`), only("NumericLessThan", "k", `"10.0"`)},
		"a permission that is denied":          {deny, deny + "\n" + allow("s3:DeleteObject", "b/a")},
		"a denial inside another":              {deny, deny + "\n" + `{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"b/a*"}`},
		"the root of an account":               {trust(`{"AWS":"arn:aws:iam::123456789012:root"}`), trust(`{"AWS":"123456789012"}`)},
		"the root of an account, by reference": {trust(`{"AWS":{"Fn::Sub":"arn:aws:iam::${AWS::AccountId}:root"}}`), trust(`{"AWS":{"Ref":"AWS::AccountId"}}`)},
		"a role by reference":                  {trust(`{"AWS":{"Fn::Sub":"${R.Arn}"}}`), trust(`{"AWS":{"Fn::GetAtt":["R","Arn"]}}`)},
		"two ways to say everyone":             {trust(`"*"`), trust(`{"AWS":"*"}`)},
		"a service beside everyone":            {trust(`"*"`), trust(`"*"`) + "\n" + trust(`{"Service":"a"}`)},
		"principals split":                     {trust(`{"Service":["a","b"]}`), trust(`{"Service":"a"}`) + "\n" + trust(`{"Service":"b"}`)},
		"all but, in another order":            {`{"Effect":"Allow","NotAction":["s3:A","s3:B"],"Resource":"*"}`, `{"Effect":"Allow","NotAction":["s3:b","s3:a"],"Resource":"*"}`},
		"all but, and a part of it":            {`{"Effect":"Allow","NotAction":"s3:*","Resource":"*"}`, `{"Effect":"Allow","NotAction":"s3:*","Resource":"*"}` + "\n" + allow("sqs:SendMessage", "*")},
		"all resources but, and a part":        {`{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::b/*"}`, `{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::b/*"}` + "\n" + allow("s3:GetObject", "arn:aws:s3:::c/*")},
		"Fn::Sub and Fn::Join":                 {`{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::Sub":"${B.Arn}/*"}}`, `{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::Join":["/",[{"Fn::GetAtt":["B","Arn"]},"*"]]}}`},
		"Fn::Sub with values":                  {`{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::Sub":["${x}/${!aws:username}",{"x":{"Ref":"B"}}]}}`, `{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::Join":["",[{"Ref":"B"},"/${aws:username}"]]}}`},
		"inside what a reference begins":       {`{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::Sub":"${B.Arn}/*"}}`, `{"Effect":"Allow","Action":"s3:GetObject","Resource":[{"Fn::Sub":"${B.Arn}/*"},{"Fn::Sub":"${B.Arn}/x/${C}"}]}`},
		"a region is one part of an ARN":       {`{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:*:1:q"}`, `{"Effect":"Allow","Action":"sqs:SendMessage","Resource":["arn:aws:sqs:*:1:q",{"Fn::Sub":"arn:aws:sqs:${AWS::Region}:1:q"}]}`},
		"an unknown operator, as it was":       {only("StringSounds", "k", `"a"`), only("StringSounds", "K", `["a"]`)},
		"an intrinsic that nobody resolves":    {allow("s3:GetObject", "a") + "\n" + `{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::If":["C","x",{"Ref":"AWS::NoValue"}]}}`, `{"Effect":"Allow","Action":"s3:GetObject","Resource":["a",{"Fn::If":["C","x",{"Ref":"AWS::NoValue"}]}]}`},
	} {
		delta := iam.Compare(policiesOf(t, test.a), policiesOf(t, test.b))
		if len(delta.Gained)+len(delta.Lost) > 0 {
			t.Errorf("%s: gained %q, lost %q", name, lines(delta.Gained), lines(delta.Lost))
		}
	}
}

// TestCompare compares what differs, in both directions.
func TestCompare(t *testing.T) {
	const a, all, deny = "arn:aws:s3:::b/a*", "arn:aws:s3:::b/*", `{"Effect":"Deny","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::b/*"}`
	for name, test := range map[string]struct {
		before, after string
		gained, lost  []string
	}{
		"the first policy": {"", allow("s3:GetObject", all), []string{"Allow s3:GetObject on " + all}, nil},
		"a wider resource": {allow("s3:GetObject", a), allow("s3:GetObject", all), []string{"Allow s3:GetObject on " + all + " (partly)"}, nil},
		"a wider action":   {allow("s3:GetObject", a), allow("s3:GetObject*", a), []string{"Allow s3:getobject* on " + a + " (partly)"}, nil},
		"another resource": {allow("s3:GetObject", a), allow("s3:GetObject", "c"), []string{"Allow s3:GetObject on c"}, []string{"Allow s3:GetObject on " + a}},
		"two actions on two resources are one change": {"", allow("s3:GetObject", "x") + "\n" + allow("s3:PutObject", "x") + "\n" + `{"Effect":"Allow","Action":["s3:PutObject","s3:GetObject"],"Resource":"y"}`,
			[]string{"Allow s3:GetObject, s3:PutObject on x, y"}, nil},
		"new, and part of it new as well":          {"", allow("s3:GetObject", a) + "\n" + allow("s3:GetObject", all), []string{"Allow s3:GetObject on " + all}, nil},
		"a condition is dropped":                   {only("StringEquals", "iam:PassedToService", `"s"`), allow("iam:PassRole", "arn:aws:iam::1:role/R"), []string{"Allow iam:PassRole on arn:aws:iam::1:role/R (partly) unless StringEquals iam:PassedToService s"}, nil},
		"a condition is dropped, on less":          {`{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"k":"true"}}}`, allow("s3:GetObject", a), []string{"Allow s3:GetObject on " + a + " unless Bool k true"}, []string{"Allow s3:* on " + all + " if Bool k true"}},
		"a further value":                          {only("StringEquals", "k", `"a"`), only("StringEquals", "k", `["a","b"]`), []string{"Allow iam:PassRole on arn:aws:iam::1:role/R if StringEquals k a, b (partly) unless StringEquals k a"}, nil},
		"a lower bound":                            {only("NumericLessThan", "k", "10"), only("NumericLessThan", "k", "5"), nil, []string{"Allow iam:PassRole on arn:aws:iam::1:role/R if NumericLessThan k 10 (partly) unless NumericLessThan k 5"}},
		"fewer values excluded":                    {only("StringNotEquals", "k", `["a","b"]`), only("StringNotEquals", "k", `"a"`), []string{"Allow iam:PassRole on arn:aws:iam::1:role/R if StringNotEquals k a (partly) unless StringNotEquals k a, b"}, nil},
		"all of several values are not each":       {only("ForAllValues:StringEquals", "k", `"a"`) + "\n" + only("ForAllValues:StringEquals", "k", `"b"`), only("ForAllValues:StringEquals", "k", `["a","b"]`), []string{"Allow iam:PassRole on arn:aws:iam::1:role/R if ForAllValues:StringEquals k a, b (partly) unless ForAllValues:StringEquals k a"}, nil},
		"a text that is like an ARN may be longer": {only("ArnLike", "k", `"arn:*:s3:::b"`), only("StringLike", "k", `"arn:*:s3:::b"`), []string{"Allow iam:PassRole on arn:aws:iam::1:role/R if StringLike k arn:*:s3:::b (partly) unless ArnLike k arn:*:s3:::b"}, nil},
		"a smaller network":                        {only("IpAddress", "k", `"10.1.0.0/16"`), only("IpAddress", "k", `"10.1.0.0/8"`), []string{"Allow iam:PassRole on arn:aws:iam::1:role/R if IpAddress k 10.1.0.0/8 (partly) unless IpAddress k 10.1.0.0/16"}, nil},
		"an unknown operator":                      {only("StringSounds", "k", `"a"`), only("StringSounds", "k", `["a","b"]`), []string{"Allow iam:PassRole on arn:aws:iam::1:role/R if StringSounds k a, b unless StringSounds k a"}, []string{"Allow iam:PassRole on arn:aws:iam::1:role/R if StringSounds k a unless StringSounds k a, b"}},
		"a denial is lifted":                       {deny, "", []string{"Deny s3:DeleteObject on " + all}, nil},
		"a denial is narrowed":                     {deny, strings.Replace(deny, "b/*", "b/a", 1), []string{"Deny s3:DeleteObject on " + all + " (partly)"}, nil},
		"a denial gets a condition":                {deny, strings.Replace(deny, `"Action"`, `"Condition":{"Bool":{"k":"true"}},"Action"`, 1), []string{"Deny s3:DeleteObject on " + all + " (partly)"}, nil},
		"a permission with its denial":             {"", deny + "\n" + allow("s3:DeleteObject", a), nil, []string{"Deny s3:DeleteObject on " + all}},
		"a principal":                              {trust(`{"Service":"a"}`), trust(`{"Service":["a","b"]}`), []string{"Allow sts:AssumeRole on * for Service b"}, nil},
		"everyone":                                 {trust(`{"Service":"a"}`), trust(`"*"`), []string{"Allow sts:AssumeRole on * for * * (partly)"}, nil},
		"the account of a role":                    {trust(`{"AWS":"arn:aws:iam::123456789012:role/R"}`), trust(`{"AWS":"123456789012"}`), []string{"Allow sts:AssumeRole on * for AWS 123456789012 (partly)"}, nil},
		"all but fewer":                            {`{"Effect":"Allow","NotAction":["s3:*","iam:*"],"Resource":"*"}`, `{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`, []string{"Allow not iam:* on * (partly)"}, nil},
		"all but, for a list":                      {allow("s3:GetObject", "*"), `{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`, []string{"Allow not iam:* on * (partly)"}, nil},
		"all principals but fewer":                 {`{"Effect":"Allow","Action":"s3:*","Resource":"*","NotPrincipal":{"Service":["a","b"]}}`, `{"Effect":"Allow","Action":"s3:*","Resource":"*","NotPrincipal":{"Service":["a"]}}`, []string{"Allow s3:* on * not for Service a (partly)"}, nil},
		"an action of no catalogue":                {allow("nobody:Get", "*"), allow("nobody:*", "*"), []string{"Allow nobody:* on * (partly)"}, nil},
		"a list that lacks one":                    {`{"Effect":"Allow","Action":` + strings.Replace(complete("sqs:*"), `"sqs:SendMessage",`, "", 1) + `,"Resource":"*"}`, allow("sqs:*", "*"), []string{"Allow sqs:* on * (partly)"}, nil},
		"a wider reference":                        {`{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::Sub":"${B.Arn}/a*"}}`, `{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::Join":["",[{"Fn::GetAtt":["B","Arn"]},"/*"]]}}`, []string{"Allow s3:GetObject on ${B.Arn}/* (partly)"}, nil},
		"a region is left open":                    {`{"Effect":"Allow","Action":"sqs:SendMessage","Resource":{"Fn::Sub":"arn:aws:sqs:${AWS::Region}:1:q"}}`, allow("sqs:SendMessage", "arn:aws:sqs:*:1:q"), []string{"Allow sqs:SendMessage on arn:aws:sqs:*:1:q (partly)"}, nil},
		"what a reference stands for may be long":  {allow("s3:GetObject", "arn:aws:*:::b"), `{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::Sub":"arn:aws:${S}:::b"}}`, []string{"Allow s3:GetObject on arn:aws:${S}:::b"}, []string{"Allow s3:GetObject on arn:aws:*:::b"}},
		"a reference inside a variable":            {`{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::Join":["",["b/${aws:PrincipalTag/",{"Ref":"T"},"}"]]}}`, allow("s3:GetObject", "b/*"), []string{"Allow s3:GetObject on b/*"}, []string{"Allow s3:GetObject on b/${aws:PrincipalTag/${T}}"}},
	} {
		before, after := policiesOf(t, test.before), policiesOf(t, test.after)
		delta := iam.Compare(before, after)
		if diff := cmp.Diff([][]string{test.gained, test.lost}, [][]string{lines(delta.Gained), lines(delta.Lost)}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		back := iam.Compare(after, before)
		if len(back.Gained) != len(delta.Lost) || len(back.Lost) != len(delta.Gained) {
			t.Errorf("%s: the other way round gains %q and loses %q", name, lines(back.Gained), lines(back.Lost))
		}
	}
}
