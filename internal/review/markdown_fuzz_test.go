package review

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	xhtml "golang.org/x/net/html"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/plan/jobs"
)

// hostile is a review in which a text stands wherever a template or a spec can put
// one.
func hostile(text string) *Review {
	target := plan.Target{Name: text, Label: text, Path: "/Properties/" + text, BeforeValue: text, AfterValue: text, RequiresRecreation: "Always"}
	s := Stack{
		Identity: Identity{Name: text, Account: text, Region: text}, Dir: text, DirBefore: text, Owner: text, Environment: text,
		RenamedFrom: &Identity{Name: text, Account: text, Region: text},
		Verdict:     Verdict{Flags: []Flag{Destructive, Moved, Flag(text)}},
		Jobs:        []Job{{Job: jobs.Job{Name: text, NameBefore: text, Action: plan.Modify}, Lines: []Line{{jobs.Line{Text: text}, text + ":1:1"}}}},
		Access: plan.Access{
			Gained: []plan.Grant{{Text: text}}, Lost: []plan.Grant{{Text: text}}, Tripwires: []plan.Tripwire{{Text: text}},
		},
		ChangeSet: ChangeSet{Changes: []plan.Change{{ResourceChange: plan.ResourceChange{
			Action: plan.Modify, Replacement: plan.ReplacementTrue, LogicalResourceId: text, ResourceType: text,
			Details: []plan.Detail{{Target: target, CausingEntity: text}},
		}}}},
		Outputs: []plan.OutputChange{{Action: plan.Modify, OutputName: text, BeforeValue: text, AfterValue: "other", BeforeExport: text}},
		Notes:   []plan.Note{{Kind: plan.DataLost, Message: text}, {Kind: plan.Unpredictable, Message: text}},
		Origins: []Origin{{LogicalResourceId: text, Position: text + ":1:1"}},
		Reach:   []Reach{{Kind: ReachRole, What: text, Jobs: []string{text}, Stacks: []string{text + "x"}}},
		Group:   1,
		ends:    pair{after: hostileSide(text)},
	}
	other := s
	other.Dir = text + "other"
	return &Review{
		From: text, To: text, Environment: text, Notes: []string{text}, Stacks: []Stack{s, other},
		Reach: []Reach{{Kind: ReachFile, What: text, Stacks: []string{text}}},
	}
}

// hostileSide is a template of resources and a job whose names are a text.
func hostileSide(text string) *Side {
	target := map[string]any{
		"Arn":     "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob",
		"RoleArn": text, "DeadLetterConfig": map[string]any{"Arn": text},
		"Input": map[string]any{"Fn::ToJsonString": map[string]any{"TrainingJobName": text, "ResourceConfig": map[string]any{"InstanceType": text}}},
	}
	document, _ := json.Marshal(map[string]any{"Resources": map[string]any{
		text:       map[string]any{"Type": "Acme::" + text},
		"Schedule": map[string]any{"Type": "AWS::Scheduler::Schedule", "Properties": map[string]any{"ScheduleExpression": text, "Target": target}},
		"Rule":     map[string]any{"Type": "AWS::Events::Rule", "Properties": map[string]any{"EventPattern": map[string]any{"source": []string{text}}}},
	}})
	return &Side{Text: document} // texts alone can be marshalled
}

// FuzzMarkdown renders reviews of any text: none of it is markup, and what we mark
// up ends where we end it.
func FuzzMarkdown(f *testing.F) {
	for _, text := range []string{
		"plain words", "a|b", "`", "```\n", "</details>", "<details>", "</summary><script>", "-->", "<!--", "@user #1 :smile: $x$", "\n\n# x\n- y\n",
		"**", "[x](http://evil)", "    code", "\x00\xff\u202e", "&lt;", "1. x", "| a | b |\n|---|---|", "~~~", "<b>", "deadbeef", "![x](y)", "--", "a-->b", "\\",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var out bytes.Buffer
		if err := (Markdown{}).Write(&out, hostile(text)); err != nil {
			t.Fatal(err)
		}
		if out.Len() > maxMarkdown {
			t.Errorf("%d bytes", out.Len())
		}
		if again := readBack(t, hostile(text)); utf8.ValidString(text) && write(t, again) != out.String() {
			t.Errorf("%q is another text when the review is read back", text)
		}
		checkPrintable(t, text)
		checkMarkup(t, text, append(out.Bytes(), "\nThe end.\n"...))
	})
}

// checkPrintable looks for what steers a terminal in the text of a review.
func checkPrintable(t *testing.T, text string) {
	t.Helper()
	var out bytes.Buffer
	if err := (Text{}).Write(&out, hostile(text)); err != nil {
		t.Fatal(err)
	}
	for _, r := range out.String() {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			t.Errorf("%q leaves %q in the text", text, r)
		}
	}
}

// hints matches what GitHub and GitLab make links, mentions, references or pictures
// of outside of code.
var hints = regexp.MustCompile(`[@#!$%~&\\]\w|://|www\.\w|:\w+:|\b[0-9a-f]{7,}\b`)

func checkMarkup(t *testing.T, text string, markdown []byte) {
	t.Helper()
	convert := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	var b bytes.Buffer
	if err := convert.Convert(markdown, &b); err != nil {
		t.Fatal(err)
	}
	document, err := xhtml.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	allowed := strings.Fields("html head body h3 p ul li table thead tbody tr th td br pre code strong b details summary")
	count := map[string]int{}
	for n := range document.Descendants() {
		switch {
		case n.Type == xhtml.CommentNode:
			count["comment"]++
		case n.Type == xhtml.ElementNode:
			count[n.Data]++
			if !strings.Contains(" "+strings.Join(allowed, " ")+" ", " "+n.Data+" ") {
				t.Errorf("%q becomes <%s>", text, n.Data)
			}
		case n.Type == xhtml.TextNode && n.Parent.Data != "code" && n.Parent.Data != "summary" && n.Parent.Parent.Data != "summary" && hints.MatchString(n.Data):
			t.Errorf("%q leaves %q outside of code", text, n.Data)
		}
	}
	if count["comment"] != 1 || count["pre"] != 1 || count["details"] != 2 || count["summary"] != 2 || count["h3"] != 1 || count["table"] != 1 {
		t.Errorf("%q gives %v; want one of each, and a drawing", text, count)
	}
	var last *xhtml.Node
	for n := range document.Descendants() {
		if n.Type == xhtml.ElementNode && n.Data == "body" {
			last = n.LastChild
		}
	}
	for last != nil && (last.Type != xhtml.ElementNode) {
		last = last.PrevSibling
	}
	if last == nil || last.Data != "p" || last.FirstChild == nil || last.FirstChild.Data != "The end." {
		t.Errorf("%q: what follows the report is in <%v>", text, last)
	}
}
