package iam

import "strings"

// A symbol is one step of a pattern: a character, a wildcard, or a reference to
// text that is not known here.
type symbol struct {
	char rune   // a character, or one of the constants below
	name string // of a reference: what it stands for
}

const (
	some      rune = -1 - iota // *, any characters
	one                        // ?, any one character
	reference                  // a variable or an intrinsic: any text, always the same
	word                       // a reference to text without a colon
)

// pattern is a pattern as it is compared with others: its symbols in an order
// that is the same for the same meaning.
type pattern []symbol

// reading says how a text becomes a pattern.
type reading struct {
	wildcards bool // * and ? stand for characters
	variables bool // ${…} is a policy variable
	fold      bool // letter case does not matter
}

// pattern reads a text of a policy, which may be the compact JSON of an
// intrinsic, see [Parse].
func (how reading) pattern(text string) pattern {
	pieces, isSymbolic := piecesOf(text)
	if !isSymbolic {
		return inOrder(how.add(nil, text))
	}
	var p pattern
	for _, piece := range pieces {
		if piece.name != "" {
			p = append(p, piece.symbol())
			continue
		}
		if how.variables && strings.LastIndex(piece.text, "${") > strings.LastIndexByte(piece.text, '}') {
			// An intrinsic inside a variable names another variable.
			return pattern{{reference, text}}
		}
		p = how.add(p, piece.text)
	}
	return inOrder(p)
}

// add appends a text without intrinsics.
func (how reading) add(p pattern, text string) pattern {
	if how.fold {
		text = strings.ToLower(text)
	}
	for text != "" {
		before, rest, found := text, "", false
		if how.variables {
			before, rest, found = strings.Cut(text, "${")
		}
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return how.addPlain(p, text)
		}
		p = how.addPlain(p, before)
		switch name {
		case "*", "?", "$":
			p = append(p, symbol{char: rune(name[0])})
		default:
			p = append(p, symbol{reference, "${" + name})
		}
		text = after
	}
	return p
}

func (how reading) addPlain(p pattern, text string) pattern {
	for _, c := range text {
		switch {
		case c == '*' && how.wildcards:
			c = some
		case c == '?' && how.wildcards:
			c = one
		}
		p = append(p, symbol{char: c})
	}
	return p
}

// inOrder writes each run of wildcards as its ?, followed by one * if it has any:
// *? and ?** mean the same.
func inOrder(p pattern) pattern {
	ordered := p[:0]
	stars := false
	for _, s := range p {
		if s.char == some {
			stars = true
			continue
		}
		if s.char != one && stars {
			ordered = append(ordered, symbol{char: some})
			stars = false
		}
		ordered = append(ordered, s)
	}
	if stars {
		ordered = append(ordered, symbol{char: some})
	}
	return ordered
}

// String returns a pattern that is known text, as that text.
func (p pattern) String() string {
	var b strings.Builder
	for _, s := range p {
		b.WriteRune(s.char)
	}
	return b.String()
}

// isAll reports whether the pattern is the plain "*".
func (p pattern) isAll() bool { return len(p) == 1 && p[0].char == some }

// isWild reports whether the pattern has a wildcard.
func (p pattern) isWild() bool {
	for _, s := range p {
		if s.char == some || s.char == one {
			return true
		}
	}
	return false
}

// hasReference reports whether the pattern holds text that is not known here and
// that may have colons.
func (p pattern) hasReference() bool {
	for _, s := range p {
		if s.char == reference {
			return true
		}
	}
	return false
}

// cut takes a pattern apart at its first colon.
func (p pattern) cut() (before, after pattern, found bool) {
	for i, s := range p {
		if s.char == ':' {
			return p[:i], p[i+1:], true
		}
	}
	return p, nil, false
}
