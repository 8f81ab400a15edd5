package source

import (
	"bytes"
	"fmt"
	"strings"

	"cuelang.org/go/cue/scanner"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
)

// What a spec file may hold. CUE takes time by the square of some of these, and
// walks its syntax trees recursively, until the stack of the process overflows,
// which nothing can catch. People come to a hundredth of these numbers.
const (
	// maxNesting is how many brackets and labels may stand around a value. A
	// template holds 400 levels.
	maxNesting = 900
	// maxParts is how many tokens one expression may have, with those that stand
	// before it in the fields and brackets around it: operators, selectors,
	// clauses of a comprehension.
	maxParts = 3000
	// maxElements is how many fields or elements may stand in one pair of
	// brackets, or in a file outside of all.
	maxElements = 2000
	// maxAttributes bounds the signs that attributes start with, in texts too:
	// CUE's scanner copies an attribute once for each that it holds.
	maxAttributes = 10_000
)

// checkBounds returns what makes a file too large to be parsed and evaluated, if
// anything does. It looks at tokens alone, in a time that grows with their number.
func checkBounds(file string, source []byte) *diag.Diagnostic {
	if n := bytes.Count(source, []byte("@")); n > maxAttributes {
		return &diag.Diagnostic{
			Pos:     diag.Position{File: file},
			Message: fmt.Sprintf("the file has %d signs @, and a spec file at most %d", n, maxAttributes),
			Help:    keepOut,
		}
	}
	text := token.NewFile(file, -1, len(source))
	b := bounds{open: []level{{pos: text.Pos(0, token.NoRelPos)}}}
	b.scanner.Init(text, source, nil, 0)
	for {
		pos, tok, _ := b.scanner.Scan()
		if tok == token.EOF {
			return nil
		}
		if found := b.take(pos, tok); found != nil {
			return found
		}
	}
}

const keepOut = "keep data out of specs, or move a part of it to another stack"

// bounds follows the tokens of a file.
type bounds struct {
	scanner scanner.Scanner
	// open are the brackets around the current token, after one for the file.
	open []level
	// text tells that the next parenthesis is one in a text: "\(…)".
	text bool
}

// level is a pair of brackets that is open.
type level struct {
	pos token.Pos
	// text tells that a text goes on after it.
	text bool
	// elements counts the fields or elements that have ended.
	elements int
	// before and nested are the tokens, and the brackets and labels, that stand
	// around the bracket; parts and labels are those of the current element.
	before, nested, parts, labels int
}

// take counts one token, and returns the bound that it exceeds, if it does.
func (b *bounds) take(pos token.Pos, tok token.Token) *diag.Diagnostic {
	top := &b.open[len(b.open)-1]
	top.parts++
	switch tok {
	case token.COMMA:
		top.elements++
		top.parts, top.labels = 0, 0
	case token.COLON:
		top.labels++
	case token.INTERPOLATION:
		b.text = true
	case token.LBRACE, token.LBRACK, token.LPAREN:
		b.open = append(b.open, level{pos: pos, text: b.text, before: top.before + top.parts, nested: top.nested + top.labels + 1})
		b.text = false
		top = &b.open[len(b.open)-1]
	case token.RBRACE, token.RBRACK, token.RPAREN:
		if len(b.open) > 1 {
			b.open = b.open[:len(b.open)-1]
		}
		if tok == token.RPAREN && top.text {
			b.text = strings.HasSuffix(b.scanner.ResumeInterpolation(), "(")
		}
	}
	switch {
	case top.nested+top.labels > maxNesting:
		return tooMuch(pos, fmt.Sprintf("it is nested deeper than %d levels here", maxNesting), "flatten it: CloudFormation and SageMaker take no data as deep as this")
	case top.before+top.parts > maxParts:
		return tooMuch(pos, fmt.Sprintf("the expression has more than %d parts", maxParts), "split it, or write the value that it stands for")
	case top.elements > maxElements:
		return tooMuch(top.pos, fmt.Sprintf("more than %d fields or elements stand in one place", maxElements), keepOut)
	}
	return nil
}

func tooMuch(pos token.Pos, message, help string) *diag.Diagnostic {
	return &diag.Diagnostic{Pos: position(pos), Message: message, Help: help}
}
