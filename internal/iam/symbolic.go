package iam

import (
	"encoding/json"
	"strings"
)

// A piece is a part of a text that CloudFormation completes: text as it stands,
// or what an intrinsic gives, which has a name.
type piece struct {
	text string
	name string // such as Queue.Arn, or the JSON of the intrinsic
}

func (p piece) symbol() symbol {
	switch p.name {
	case "AWS::Region", "AWS::AccountId", "AWS::Partition", "AWS::StackName", "AWS::URLSuffix":
		return symbol{word, p.name}
	}
	return symbol{reference, p.name}
}

// Readable returns a text of a policy for people to read: an intrinsic, which
// [Parse] leaves as JSON, becomes ${Queue.Arn}, and joined text is joined. It
// escapes nothing.
func Readable(text string) string {
	pieces, isSymbolic := piecesOf(text)
	if !isSymbolic {
		return text
	}
	var b strings.Builder
	for _, p := range pieces {
		if p.name == "" {
			b.WriteString(p.text)
		} else {
			b.WriteString("${" + p.name + "}")
		}
	}
	return b.String()
}

// piecesOf takes the JSON of an intrinsic apart; false for plain text.
func piecesOf(text string) ([]piece, bool) {
	if !strings.HasPrefix(text, `{"`) {
		return nil, false
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var fields map[string]any
	if decoder.Decode(&fields) != nil || decoder.More() {
		return nil, false
	}
	if _, ok := intrinsic(fields); !ok {
		return nil, false
	}
	return piecesOfValue(fields), true
}

// piecesOfValue returns the pieces of a string or of an intrinsic.
func piecesOfValue(value any) []piece {
	fields, isObject := value.(map[string]any)
	if !isObject {
		text, err := parseScalar(value)
		if err != nil {
			return opaque(value)
		}
		return []piece{{text: text}}
	}
	name, _ := intrinsic(fields)
	argument := fields[name]
	var pieces []piece
	var known bool
	switch name {
	case "Ref":
		if id, ok := argument.(string); ok && id != "" {
			return []piece{{name: id}}
		}
	case "Fn::GetAtt":
		if attribute := attributeOf(argument); attribute != "" {
			return []piece{{name: attribute}}
		}
	case "Fn::ImportValue":
		if export, ok := argument.(string); ok {
			return []piece{{name: "Fn::ImportValue " + export}}
		}
	case "Fn::Join":
		pieces, known = joined(argument)
	case "Fn::Sub":
		pieces, known = substituted(argument)
	}
	if known {
		return pieces
	}
	return opaque(value)
}

// opaque returns the one piece of what only CloudFormation can judge.
func opaque(value any) []piece {
	text, err := compact(value)
	if err != nil || text == "" {
		text = "unknown"
	}
	return []piece{{name: text}}
}

func attributeOf(argument any) string {
	if text, ok := argument.(string); ok {
		return text
	}
	list, _ := argument.([]any)
	if len(list) != 2 {
		return ""
	}
	id, isID := list[0].(string)
	attribute, isName := list[1].(string)
	if !isID || !isName {
		return ""
	}
	return id + "." + attribute
}

func joined(argument any) ([]piece, bool) {
	list, _ := argument.([]any)
	if len(list) != 2 {
		return nil, false
	}
	delimiter, isText := list[0].(string)
	items, isList := list[1].([]any)
	if !isText || !isList {
		return nil, false
	}
	var pieces []piece
	for i, item := range items {
		if i > 0 && delimiter != "" {
			pieces = append(pieces, piece{text: delimiter})
		}
		pieces = append(pieces, piecesOfValue(item)...)
	}
	return merged(pieces), true
}

// substituted reads the argument of Fn::Sub, in which ${!x} is the text ${x}.
func substituted(argument any) ([]piece, bool) {
	var values map[string]any
	if list, ok := argument.([]any); ok && len(list) == 2 {
		argument = list[0]
		values, _ = list[1].(map[string]any)
	}
	text, ok := argument.(string)
	if !ok {
		return nil, false
	}
	var pieces []piece
	for text != "" {
		before, rest, found := strings.Cut(text, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			pieces = append(pieces, piece{text: text})
			break
		}
		pieces = append(pieces, piece{text: before})
		value, given := values[name]
		switch literal, isLiteral := strings.CutPrefix(name, "!"); {
		case isLiteral:
			pieces = append(pieces, piece{text: "${" + literal + "}"})
		case given:
			pieces = append(pieces, piecesOfValue(value)...)
		default:
			pieces = append(pieces, piece{name: name})
		}
		text = after
	}
	return merged(pieces), true
}

// merged puts neighbouring texts together, so that no variable is cut in two.
func merged(pieces []piece) []piece {
	var list []piece
	for _, p := range pieces {
		last := len(list) - 1
		switch {
		case p.name == "" && p.text == "":
		case p.name == "" && last >= 0 && list[last].name == "":
			list[last].text += p.text
		default:
			list = append(list, p)
		}
	}
	return list
}
