package template

import (
	"strconv"
	"strings"
)

type kind int

const (
	ref kind = iota
	getAtt
	importValue
	importList
	dynamicSSM
	literal
)

// token is what one token stands for.
type token struct {
	kind      kind
	name      string // a logical ID, an export, a parameter or text
	attribute string // of getAtt
}

// Every token ends in this, so that text after it cannot change its number.
const tokenEnd = 'x'

// mark is how much of the nonce is looked for, so that a token that was cut off
// somewhere behind it is noticed and not printed.
const mark = 12

// dynamicOpen starts a dynamic reference.
const dynamicOpen = "{{resolve:"

// token returns the token for k, the same for the same k, so that texts which
// mean the same are equal.
func (t *Template) token(k token) string {
	n, known := t.numbers[k]
	if !known {
		n = len(t.tokens)
		t.numbers[k] = n
		t.tokens = append(t.tokens, k)
	}
	return t.nonce + strconv.Itoa(n) + string(tokenEnd)
}

// Ref returns a token for Ref: the resource with that logical ID, or a pseudo
// parameter such as AWS::Region.
//
// All tokens consist of lower-case ASCII letters and digits.
func (t *Template) Ref(id string) string { return t.token(token{kind: ref, name: id}) }

// GetAtt returns a token for Fn::GetAtt: an attribute, such as Arn, of the
// resource with that logical ID.
func (t *Template) GetAtt(id, attribute string) string {
	return t.token(token{kind: getAtt, name: id, attribute: attribute})
}

// ImportValue returns a token for Fn::ImportValue: another stack's export.
func (t *Template) ImportValue(name string) string {
	return t.token(token{kind: importValue, name: name})
}

// ImportList returns a token for another stack's export whose value is a list
// joined with commas. It stands as the only element of a list property, which
// it replaces as a whole, or as an element of a list in JSON text.
func (t *Template) ImportList(name string) string {
	return t.token(token{kind: importList, name: name})
}

// DynamicSSM returns a token for the dynamic reference to an SSM parameter,
// given as NAME or NAME:VERSION. CloudFormation reads it when it deploys.
func (t *Template) DynamicSSM(parameter string) string {
	return t.token(token{kind: dynamicSSM, name: parameter})
}

// Literal returns a token for text that stands in the template as it is, while
// what is around it may be escaped in the meantime: a placeholder that the
// receiver of JSON text fills in.
func (t *Template) Literal(text string) string {
	return t.token(token{kind: literal, name: text})
}

// hasToken reports whether a text holds a token, or a part of one.
func (t *Template) hasToken(text string) bool { return strings.Contains(text, t.nonce[:mark]) }

// cut splits text at its first token. ok is false if the token is damaged; no
// token at all is k == nil.
func (t *Template) cut(text string) (before string, k *token, after string, ok bool) {
	before, _, found := strings.Cut(text, t.nonce[:mark])
	if !found {
		return text, nil, "", true
	}
	rest, found := strings.CutPrefix(text[len(before):], t.nonce)
	digits, after, ended := strings.Cut(rest, string(tokenEnd))
	n, err := strconv.Atoi(digits)
	if !found || !ended || err != nil || n < 0 || n >= len(t.tokens) {
		return "", nil, "", false
	}
	return before, &t.tokens[n], after, true
}
