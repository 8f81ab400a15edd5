package output

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"text/template"
	"unicode/utf8"

	"github.com/smgen/smgen/internal/policy"
)

// ListRules writes one line for each rule, by family.
func ListRules(w io.Writer, rules []policy.Rule) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	between := ""
	for _, family := range policy.Families() {
		list := family.Of(rules)
		if len(list) == 0 {
			continue
		}
		fmt.Fprintf(out, "%s%s\n", between, family.Title)
		for _, r := range list {
			fmt.Fprintf(out, "  %s\t%s\t%s\n", r.ID, r.Severity, r.Title)
		}
		between = "\n"
	}
	return out.Flush()
}

// ExplainRule writes all that is known of a rule, for people.
func ExplainRule(w io.Writer, r policy.Rule) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s: %s\n\n%s, %s\n\n%s\n", r.ID, r.Title, r.Severity, waivable(r), fill(r.Doc, 80))
	for _, example := range []struct{ title, text string }{{"Kept", r.Good}, {"Broken", r.Bad}} {
		fmt.Fprintf(out, "\n%s, by %s:\n\n", example.title, exampleOf(r))
		for line := range strings.Lines(example.text) {
			fmt.Fprintf(out, "    %s\n", strings.TrimRight(line, "\n"))
		}
	}
	return out.Flush()
}

// fill breaks a text into lines of at most width characters, where it has spaces.
func fill(text string, width int) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		length := utf8.RuneCountInString(word)
		switch {
		case column == 0:
		case column+1+length > width:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += length
	}
	return b.String()
}

func exampleOf(r policy.Rule) string {
	if r.OfStack {
		return "a stack with"
	}
	return "a job with"
}

func waivable(r policy.Rule) string {
	if r.IsWaivable() {
		return "can be waived"
	}
	return "cannot be waived"
}

//go:embed rules.md.tmpl
var rulesTemplate string

// RulesMarkdown writes the page about all rules.
func RulesMarkdown(w io.Writer, rules []policy.Rule) error {
	type family struct {
		Title string
		Rules []policy.Rule
	}
	var families []family
	for _, f := range policy.Families() {
		families = append(families, family{f.Title, f.Of(rules)})
	}
	page, err := template.New("rules").Funcs(template.FuncMap{
		"lower": strings.ToLower, "waivable": waivable, "exampleOf": exampleOf, "trim": strings.TrimSpace,
		"doc": func(r policy.Rule) string { return fill(Prose(r.Doc), 120) }, "prose": Prose,
	}).Parse(rulesTemplate)
	if err != nil {
		return fmt.Errorf("read the page about rules: %w", err)
	}
	return page.Execute(w, families)
}

// RulesJSON writes the rules for programs: a list of objects with id, title,
// severity, waivable, doc, and the examples good and bad, which are fields of
// what scope names, a job or a stack.
func RulesJSON(w io.Writer, rules []policy.Rule) error {
	type rule struct {
		ID       string `json:"id"`
		Title    string `json:"title"`
		Severity string `json:"severity"`
		Waivable bool   `json:"waivable"`
		Doc      string `json:"doc"`
		Scope    string `json:"scope"`
		Good     string `json:"good"`
		Bad      string `json:"bad"`
	}
	list := make([]rule, 0, len(rules))
	for _, r := range rules {
		scope := "job"
		if r.OfStack {
			scope = "stack"
		}
		list = append(list, rule{r.ID, r.Title, r.Severity.String(), r.IsWaivable(), r.Doc, scope, r.Good, r.Bad})
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(list)
}
