package iam

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// The most characters that IAM takes, counted as [Document.Size] does.
const (
	// MaxInlineSize is for all inline policies of one role together.
	MaxInlineSize = 10240
	// MaxManagedSize is for one managed policy.
	MaxManagedSize = 6144
)

// The versions of the policy language.
const (
	// Version is the current one, which every policy should say.
	Version = "2012-10-17"
	// oldVersion is what a policy means that says none. It has no variables.
	oldVersion = "2008-10-17"
)

// Document is an IAM policy. Its zero value is ready for Add.
type Document struct {
	// Version is the version of the policy language, [Version] if empty.
	Version string
	// ID is a name for the document, which some services use. Mostly empty.
	ID         string
	Statements []Statement
}

// Effect says what a statement does to the requests that it matches.
type Effect string

// The effects. A denial outweighs every permission.
const (
	EffectAllow Effect = "Allow"
	EffectDeny  Effect = "Deny"
)

// Statement is one sentence of a policy. It has either Actions or NotActions,
// and in a policy on an identity either Resources or NotResources; a policy on
// a resource, a trust policy included, has a principal.
type Statement struct {
	// Sid names the statement, in letters and digits, unique in its document.
	Sid          string
	Effect       Effect
	Principal    Principal
	NotPrincipal Principal
	Actions      []string
	NotActions   []string
	Resources    []string
	NotResources []string
	Conditions   Conditions
}

// Principal says who a statement is about: names by kind, such as
// {"Service": {"sagemaker.amazonaws.com"}} or {"AWS": {account}}. [Everyone] is
// the plain "*".
type Principal map[string][]string

// Everyone returns the principal that is written "*".
func Everyone() Principal { return Principal{"*": {"*"}} }

func (p Principal) isEveryone() bool { return len(p) == 1 && slices.Equal(p["*"], []string{"*"}) }

// Conditions are values by operator and key, such as
// {"StringEquals": {"aws:SourceAccount": {"123456789012"}}}. All keys have to
// match, each with any one of its values.
type Conditions map[string]map[string][]string

// Add appends statements.
func (d *Document) Add(statements ...Statement) {
	d.Statements = append(d.Statements, statements...)
}

// MarshalJSON writes the document in one form for one meaning: lists always as
// lists, without repetitions, actions sorted, elements in IAM's usual order and
// no HTML escapes. Other lists keep their order, because they may hold
// placeholders whose spelling differs from run to run. What IAM would refuse is
// an error: no statement, no effect, no action, or a Sid that occurs twice.
func (d Document) MarshalJSON() ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("write policy: %w", err)
	}
	return d.encode()
}

// Size is the number of characters by which IAM limits policies, see
// [MaxInlineSize]: those of the compact JSON text. IAM leaves out white space;
// blanks inside strings are rare and count here, so that the size is never too
// small on their account. A placeholder counts as the characters that it has
// now. For the exact size, parse the policy from the finished template.
func (d Document) Size() int {
	text, err := d.encode()
	if err != nil {
		return 0 // impossible: strings, lists and maps of strings can be encoded
	}
	return utf8.RuneCount(text)
}

func (d Document) check() error {
	if len(d.Statements) == 0 {
		return fmt.Errorf("the document has no statement; want at least one")
	}
	seen := map[string]bool{}
	for i, s := range d.Statements {
		switch {
		case s.Effect != EffectAllow && s.Effect != EffectDeny:
			return fmt.Errorf("statement %d has the effect %q; want Allow or Deny", i+1, s.Effect)
		case len(s.Actions)+len(s.NotActions) == 0:
			return fmt.Errorf("statement %d has no action; want at least one", i+1)
		case s.Sid != "" && seen[s.Sid]:
			return fmt.Errorf("statement %d repeats the Sid %q; want each once", i+1, s.Sid)
		}
		seen[s.Sid] = true
	}
	return nil
}
