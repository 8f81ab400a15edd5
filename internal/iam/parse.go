package iam

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/diag"
)

// Parse reads a policy as people and tools write them: as JSON text (string or
// []byte) or decoded already (map[string]any, as in a template), with single
// strings or lists, one statement or several, numbers and booleans in
// conditions. The result has one form for one meaning, so that documents can be
// compared: lists sorted and without repetitions, and the version spelled out.
//
// A CloudFormation intrinsic in place of a string, such as {"Ref": "Bucket"},
// becomes its compact JSON text: a name for what it stands for, distinct from
// every action and ARN. In place of a whole statement it is an error.
func Parse(raw any) (Document, error) {
	d, err := parseDocument(raw)
	if err != nil {
		return Document{}, fmt.Errorf("read policy: %w", err)
	}
	return d, nil
}

func parseDocument(raw any) (Document, error) {
	switch text := raw.(type) {
	case string:
		return parseText([]byte(text))
	case []byte:
		return parseText(text)
	}
	fields, ok := raw.(map[string]any)
	if !ok {
		return Document{}, fmt.Errorf("the document is %s; want an object", kindOf(raw))
	}
	if err := checkElements(fields, "Version", "Id", "Statement"); err != nil {
		return Document{}, err
	}
	d := Document{Version: oldVersion}
	if err := readString(fields, "Version", &d.Version); err != nil {
		return Document{}, err
	}
	if d.Version != Version && d.Version != oldVersion {
		return Document{}, fmt.Errorf("the version is %q; want %s", d.Version, Version)
	}
	if err := readString(fields, "Id", &d.ID); err != nil {
		return Document{}, err
	}
	statements, isList := fields["Statement"].([]any)
	if !isList && fields["Statement"] != nil {
		statements = []any{fields["Statement"]}
	}
	d.Statements = make([]Statement, 0, len(statements))
	for i, raw := range statements {
		s, err := parseStatement(raw)
		if err != nil {
			return Document{}, fmt.Errorf("statement %d: %w", i+1, err)
		}
		d.Add(s)
	}
	return d, d.check()
}

func parseText(text []byte) (Document, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var fields map[string]any
	if err := decoder.Decode(&fields); err != nil {
		return Document{}, fmt.Errorf("decode JSON: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Document{}, errors.New("more text follows the document; want one JSON object")
	}
	return parseDocument(fields)
}

func parseStatement(raw any) (Statement, error) {
	fields, ok := raw.(map[string]any)
	if !ok {
		return Statement{}, fmt.Errorf("it is %s; want an object", kindOf(raw))
	}
	if name, ok := intrinsic(fields); ok {
		return Statement{}, fmt.Errorf("it is the intrinsic %s; want the statement itself", name)
	}
	err := checkElements(fields, "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
	if err != nil {
		return Statement{}, err
	}
	var s Statement
	err = errors.Join(
		readString(fields, "Sid", &s.Sid), readString(fields, "Effect", (*string)(&s.Effect)),
		readPrincipal(fields, "Principal", &s.Principal), readPrincipal(fields, "NotPrincipal", &s.NotPrincipal),
		readList(fields, "Action", &s.Actions), readList(fields, "NotAction", &s.NotActions),
		readList(fields, "Resource", &s.Resources), readList(fields, "NotResource", &s.NotResources),
		readConditions(fields, &s.Conditions),
	)
	for _, name := range []string{"Principal", "Action", "Resource"} {
		if fields[name] != nil && fields["Not"+name] != nil {
			err = errors.Join(err, fmt.Errorf("it has both %s and Not%s; want one of them", name, name))
		}
	}
	if err != nil {
		// One line, since the message ends up in a diagnostic.
		return Statement{}, errors.New(strings.ReplaceAll(err.Error(), "\n", ", and "))
	}
	return s, nil
}

// checkElements refuses names that the policy language does not have, since
// what they were meant to say would be lost.
func checkElements(fields map[string]any, known ...string) error {
	isKnown := 0
	for name := range fields {
		if slices.Contains(known, name) {
			isKnown++
		}
	}
	if isKnown == len(fields) {
		return nil // nearly always: no need to sort
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if slices.Contains(known, name) {
			continue
		}
		if meant := diag.Suggest(name, known); meant != "" {
			return fmt.Errorf("unknown element %q; did you mean %s?", name, meant)
		}
		return fmt.Errorf("unknown element %q; want one of %s", name, strings.Join(known, ", "))
	}
	return nil
}
