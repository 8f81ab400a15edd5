package output

import (
	"io"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/policy"
)

// SARIF is the Static Analysis Results Interchange Format 2.1.0, which GitHub's
// code scanning and many editors read. The worst come first, and waived findings
// last, as suppressed results.
type SARIF struct{}

// What code scanning takes: maxResults a run, of which it shows 5,000, and
// maxLocations a result, by the section "Validating your SARIF file" of "SARIF
// support for code scanning" in docs.github.com. 25,000 results are far below
// its 10 MB after compression.
const (
	maxResults   = 25_000
	maxLocations = 1_000
)

// srcRoot is what paths are relative to. Its value is left to whoever reads the
// report, as section 3.14.14 of the standard allows.
const srcRoot = "%SRCROOT%"

// Write writes one SARIF log with one run.
func (SARIF) Write(w io.Writer, r *Report) error { return writeJSON(w, sarifOf(r, maxResults)) }

func sarifOf(r *Report, most int) sarifLog {
	files, rules := r.open(), r.catalogue()
	defer files.close()
	list := worstFirst(r.findings())
	invocation := sarifInvocation{ExecutionSuccessful: true}
	if more := len(list) - most; more > 0 {
		list = list[:most]
		invocation.Notifications = []sarifNotification{{"note", sarifMessage{
			"and " + count(more, "more finding") + ", which code scanning would refuse; smgen vet lists all of them"}}}
	}
	driver := sarifDriver{Name: "smgen", InformationURI: "https://github.com/smgen/smgen", Version: r.Version, Rules: []sarifRule{}}
	if number, ok := strings.CutPrefix(r.Version, "v"); ok {
		driver.SemanticVersion = number
	}
	for _, rule := range rules.rules {
		driver.Rules = append(driver.Rules, sarifRuleOf(rule))
	}
	results := make([]sarifResult, 0, len(list))
	for _, f := range list {
		result := sarifResultOf(files, f)
		result.RuleIndex = rules.index[result.RuleID]
		results = append(results, result)
	}
	return sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:        sarifTool{driver},
			Invocations: []sarifInvocation{invocation},
			BaseIDs:     map[string]sarifBase{srcRoot: {sarifMessage{"The root of the repository that holds the specs."}}},
			ColumnKind:  "utf16CodeUnits",
			Results:     results,
		}},
	}
}

func sarifRuleOf(rule policy.Rule) sarifRule {
	doc := strings.ReplaceAll(rule.Doc, "\n", " ") // it is wrapped for source code
	help, markdown := doc, Prose(doc)
	for _, example := range []struct{ name, text string }{{"Good", rule.Good}, {"Bad", rule.Bad}} {
		if example.text != "" {
			help += "\n\n" + example.name + ":\n\n" + example.text
			markdown += "\n\n" + example.name + ":\n\n" + block(example.text)
		}
	}
	return sarifRule{
		ID:               Printable(rule.ID),
		ShortDescription: sarifMessage{sarifText(rule.Title)},
		FullDescription:  sarifMessage{sarifText(doc)},
		Help:             sarifHelp{sarifText(help), markdown},
		Configuration:    sarifConfiguration{rule.Severity.String()},
	}
}

func sarifResultOf(files *files, f finding) sarifResult {
	text := f.Message
	if f.Help != "" {
		text += "\n" + f.Help
	}
	result := sarifResult{
		RuleID: Printable(ruleID(f.Diagnostic)), Level: f.Severity.String(), Message: sarifMessage{sarifText(text)},
		Fingerprints: map[string]string{"smgenFinding/v1": f.fingerprint},
	}
	// Code scanning refuses results that are nowhere.
	primary := sarifLocation{Physical: physical(files.anchor())}
	if at, ok := files.locate(f.Pos); ok {
		primary.Physical = physical(at)
	}
	if f.Path != "" {
		primary.Logical = []sarifLogical{{Printable(f.Path), "member"}}
	}
	result.Locations = []sarifLocation{primary}
	for _, related := range f.Related {
		if at, ok := files.locate(related.Pos); ok && len(result.Related) < maxLocations-1 {
			result.Related = append(result.Related, sarifLocation{
				ID: len(result.Related) + 1, Physical: physical(at), Message: &sarifMessage{sarifText(related.Message)}})
		}
	}
	if f.Waiver != nil {
		result.Suppressions = []sarifSuppression{suppression(files, f.Waiver)}
	}
	return result
}

func suppression(files *files, waiver *diag.Waiver) sarifSuppression {
	reason := waiver.Reason
	if waiver.Until != "" {
		reason += " (until " + waiver.Until + ")"
	}
	s := sarifSuppression{Kind: "inSource", Status: "accepted", Justification: sarifText(reason)}
	if at, ok := files.locate(waiver.Pos); ok {
		s.Location = &sarifLocation{Physical: physical(at)}
	}
	return s
}

func physical(at location) sarifPhysical {
	return sarifPhysical{sarifArtifact{relativeURI(at.path), srcRoot}, sarifRegion{at.line, at.column}}
}
