package query_test

import (
	"encoding/xml"
	"errors"
	"net/url"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/localcfn/query"
)

type input struct {
	Shared
	Name   string
	On     bool
	Maybe  *bool
	Count  *int
	Words  []string
	Tags   []tag
	Filter struct{ Failed bool }
}

// Shared is embedded.
type Shared struct{ Role string }

type tag struct{ Key, Value string }

func TestDecode(t *testing.T) {
	on, count := true, 7
	for _, test := range []struct {
		name, form string
		want       input
		err        string
	}{
		{name: "empty", form: "Action=A&Version=1"},
		{name: "all", form: "Action=A&Name=n&On=true&Maybe=true&Count=7&Words.member.1=a&Words.member.2=b&Role=r&Filter.Failed=true",
			want: input{Shared: Shared{"r"}, Name: "n", On: true, Maybe: &on, Count: &count, Words: []string{"a", "b"}, Filter: struct{ Failed bool }{true}}},
		{name: "structures", form: "Tags.member.1.Key=k&Tags.member.1.Value=%26%3C&Tags.member.2.Key=l", want: input{Tags: []tag{{"k", "&<"}, {"l", ""}}}},
		{name: "an empty list", form: "Tags=&Words="},
		{name: "more than nine", form: "Words.member.1=1&Words.member.2=2&Words.member.3=3&Words.member.4=4&Words.member.5=5&Words.member.6=6&Words.member.7=7&Words.member.8=8&Words.member.9=9&Words.member.10=10",
			want: input{Words: []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}}},
		{name: "unknown", form: "Name=n&Colour=red", err: "ValidationError: Colour is not supported by this endpoint"},
		{name: "unknown below", form: "Tags.member.1.Colour=red", err: "ValidationError: Tags.member.1.Colour is not supported by this endpoint"},
		{name: "a gap", form: "Words.member.2=b", err: "ValidationError: Words.member.2 is not supported by this endpoint"},
		{name: "no boolean", form: "On=perhaps", err: `ValidationError: On must be true or false, not "perhaps"`},
		{name: "no number", form: "Count=many", err: `ValidationError: Count must be a number, not "many"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			form, err := url.ParseQuery(test.form)
			if err != nil {
				t.Fatal(err)
			}
			var got input
			err = query.Decode(form, &got)
			if test.err != "" {
				if err == nil || err.Error() != test.err {
					t.Errorf("got %v, want %s", err, test.err)
				}
				return
			}
			if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
				t.Error(err, diff)
			}
		})
	}
}

type output struct {
	Text    string
	Items   []string `xml:"Items>member"`
	Moment  query.Time
	Missing *query.Time
}

func TestAnswer(t *testing.T) {
	moment := query.Time{Time: time.Date(2027, 1, 2, 3, 4, 5, 6_700_000, time.FixedZone("", 3600))}
	got, err := query.Answer("Do", "http://example.com/", output{Text: "a & <b>", Items: []string{"x", "y"}, Moment: moment}, "id")
	want := `<DoResponse xmlns="http://example.com/"><DoResult><Text>a &amp; &lt;b&gt;</Text><Items><member>x</member><member>y</member></Items>` +
		`<Moment>2027-01-02T02:04:05.006Z</Moment></DoResult><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DoResponse>`
	if diff := cmp.Diff(want, string(got)); diff != "" || err != nil {
		t.Error(err, diff)
	}
	got, err = query.Answer("Do", "http://example.com/", nil, "id")
	want = `<DoResponse xmlns="http://example.com/"><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DoResponse>`
	if string(got) != want || err != nil {
		t.Error(string(got), err)
	}
}

// FuzzText puts any text into an answer and a refusal: a reader of XML finds what was
// put in, but for what XML cannot hold.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "a & b", "]]></Text>", "\r\n\t", "\x00", "\xff", "ü\u2028", "<![CDATA["} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		answer, err := query.Answer("Do", "n", output{Text: text}, "id")
		if err != nil {
			t.Fatal(err)
		}
		var got struct{ DoResult output }
		if err := xml.Unmarshal(answer, &got); err != nil {
			t.Fatal(err)
		}
		if want := held(text); got.DoResult.Text != want {
			t.Errorf("got %q, want %q", got.DoResult.Text, want)
		}
		var refused struct {
			Error struct{ Code, Message string }
		}
		if err := xml.Unmarshal(query.Refuse(text, "%s", text).Text("n", "id"), &refused); err != nil {
			t.Fatal(err)
		}
		if want := held(text); refused.Error.Code != want || refused.Error.Message != want {
			t.Errorf("got %q and %q, want %q", refused.Error.Code, refused.Error.Message, want)
		}
	})
}

// held is the text with what XML cannot hold replaced.
func held(text string) string {
	var out []rune
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		inside := r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000
		if !inside || r == utf8.RuneError && size == 1 {
			r = '\ufffd'
		}
		out = append(out, r)
	}
	return string(out)
}

func TestRefusals(t *testing.T) {
	err := error(query.Refuse("Throttling", "Rate %s", "exceeded"))
	var refusal *query.Error
	if !errors.As(err, &refusal) || refusal.Status != 400 || err.Error() != "Throttling: Rate exceeded" {
		t.Error(err)
	}
	text := string((&query.Error{Status: 500, Code: "InternalFailure"}).Text("n", "id"))
	if want := `<ErrorResponse xmlns="n"><Error><Type>Receiver</Type><Code>InternalFailure</Code><Message></Message></Error><RequestId>id</RequestId></ErrorResponse>`; text != want {
		t.Error(text)
	}
}
