package source

import (
	"bytes"
	"fmt"
	"strings"

	"cuelang.org/go/cue/errors"
	"cuelang.org/go/cue/scanner"
	"cuelang.org/go/cue/token"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/lazyregexp"
)

// maxSyntaxErrors is how many syntax errors of a file are worth reading: each
// tends to bring others.
const maxSyntaxErrors = 3

var (
	// yamlTag is a function of CloudFormation in the short form of YAML.
	yamlTag    = lazyregexp.New(`: *(![A-Z][A-Za-z0-9]*)`)
	dashedName = lazyregexp.New(`^([A-Za-z][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)+) *:`)
	blockName  = lazyregexp.New(`^([A-Za-z_][A-Za-z0-9_]*) *\{`)
	assignment = lazyregexp.New(`^\s*[A-Za-z_][A-Za-z0-9_]* *= *\S`)
)

const needsQuotes = "a schedule expression needs quotes"

// syntaxErrors returns the findings behind an error of the parser.
func syntaxErrors(err error, source []byte) []diag.Diagnostic {
	var diags []diag.Diagnostic
	for _, e := range errors.Errors(err) {
		pos := position(e.Position())
		d := diag.Diagnostic{Pos: pos, Message: "syntax error: " + parserWords(message(e)), Help: syntaxHelp(message(e), line(source, pos.Line), pos.Column)}
		if before := line(source, pos.Line-1); strings.Contains(message(e), "expected label or ':'") && assignment().MatchString(before) {
			// The parser takes name = value for the start of a field with an alias.
			d.Pos.Line, d.Pos.Column = pos.Line-1, strings.Index(before, "=")+1
			d.Message, d.Help = "syntax error: a field is not assigned with =", "write name: value, with a colon"
		}
		if strings.Contains(message(e), "'EOF'") && strings.Contains(message(e), "expected") {
			if len(diags) > 0 {
				// The parser lost its way before it came to the end.
				continue
			}
			d = unclosed(d, source)
		}
		last := len(diags) - 1
		if last >= 0 && (diags[last].Pos.Line == d.Pos.Line || diags[last].Help == needsQuotes) {
			// What follows on the line, or on an unquoted expression, is an echo.
			continue
		}
		if len(diags) == maxSyntaxErrors {
			break
		}
		diags = append(diags, d)
	}
	return diags
}

// parserWords drops the names that the parser has for kinds of tokens.
func parserWords(s string) string {
	for _, kind := range []string{"'IDENT' ", "'STRING' ", "'INT' ", "'FLOAT' "} {
		s = strings.ReplaceAll(s, kind, "")
	}
	return s
}

// syntaxHelp recognises what people bring along from other languages.
func syntaxHelp(message, line string, column int) string {
	trimmed := strings.TrimSpace(line)
	switch {
	case strings.Contains(message, "illegal UTF-8"):
		return "save the file as UTF-8"
	case strings.Contains(message, "U+00A0"), strings.Contains(message, "U+202F"):
		return "this is a no-break space, which comes along from web pages; write a plain one"
	case strings.Contains(message, "U+200B"), strings.Contains(message, "U+FEFF"):
		return "this character is not seen, and comes along from web pages; delete it and write the line anew"
	case yamlTag().MatchString(trimmed):
		return yamlTag().FindStringSubmatch(trimmed)[1] + " is CloudFormation's in YAML; write the value itself, or {import: \"export-name\"} for what another stack exports"
	case dashedName().MatchString(trimmed):
		return fmt.Sprintf("a name with a dash stands in quotes: %q: …", dashedName().FindStringSubmatch(trimmed)[1])
	case strings.Contains(message, "found '{'") && blockName().MatchString(trimmed):
		return fmt.Sprintf("a struct stands behind a colon: %s: {", blockName().FindStringSubmatch(trimmed)[1])
	case strings.Contains(message, "expected 'EOF', found '}'"):
		return "remove the brace: it closes none that was opened"
	case strings.ContainsAny(trimmed, "“”‘’„"):
		return `use straight quotes: "…"`
	case strings.Contains(trimmed, ": cron(") || strings.Contains(trimmed, ": rate(") || strings.Contains(trimmed, ": at("):
		return needsQuotes
	case strings.HasPrefix(trimmed, "# "):
		return "a comment starts with //"
	case strings.HasPrefix(trimmed, "- "):
		return `a dash does not start a list element; write a list as ["a", "b"]`
	case strings.Contains(message, "illegal integer number"):
		return "a number does not start with 0; an account ID is text, in quotes"
	case strings.Contains(message, "missing ',' in struct literal") && strings.Contains(trimmed, ": ") && column <= len(line)-len(strings.TrimLeft(line, " \t"))+len(trimmed):
		return "separate fields on one line with commas, and put a struct's fields in braces: {…}"
	case strings.Contains(message, "string literal not terminated"):
		return "close the string on its line"
	case strings.Contains(trimmed, " = "):
		return "a field is written name: value, with a colon"
	}
	return ""
}

// unclosed points to the bracket that is not closed at the end of the file.
func unclosed(d diag.Diagnostic, source []byte) diag.Diagnostic {
	file := token.NewFile(d.Pos.File, -1, len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, 0)
	var open []token.Pos
	for {
		pos, tok, _ := s.Scan()
		switch tok {
		case token.EOF:
			if len(open) == 0 {
				return d
			}
			d.Pos.Line, d.Pos.Column = open[len(open)-1].Line(), open[len(open)-1].Column()
			d.Message = fmt.Sprintf("syntax error: the %c here is not closed before the end of the file", source[open[len(open)-1].Offset()])
			d.Help = "close it; cue fmt shows by its indentation where"
			return d
		case token.LBRACE, token.LBRACK, token.LPAREN:
			open = append(open, pos)
		case token.RBRACE, token.RBRACK, token.RPAREN:
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		}
	}
}

// line returns the n-th line of a text, counted from 1, or "".
func line(source []byte, n int) string {
	for i := 1; len(source) > 0; i++ {
		text, rest, _ := bytes.Cut(source, []byte("\n"))
		if i == n {
			return string(text)
		}
		source = rest
	}
	return ""
}
