package iam

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed actions_gen.gz
var packed []byte

// catalogue is the list of all services, unpacked once and on first use. A
// service is read only when it is asked for, since most runs touch a few.
type catalogue struct {
	source   Source
	services map[string]func() *service
	// names are the services' prefixes, such as s3, in order.
	names []string
}

// service is what the catalogue says about one prefix.
type service struct {
	// actions are in the order of their names.
	actions []Action
	// byName finds an action by its name in lower case.
	byName map[string]Action
}

// Source says where the catalogue comes from.
type Source struct {
	// Package is the npm package, Version its version.
	Package, Version string
	// Date is the day on which AWS's data was read, as 2006-01-02.
	Date string
}

// CatalogueSource returns where the catalogue comes from.
func CatalogueSource() Source { return loaded().source }

// loaded panics if the embedded file cannot be read: then the build is broken.
var loaded = sync.OnceValue(func() *catalogue {
	text, err := unpack(packed)
	if err != nil {
		panic(err)
	}
	return split(text)
})

func unpack(packed []byte) (string, error) {
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", fmt.Errorf("open embedded catalogue of IAM actions: %w", err)
	}
	var text strings.Builder
	text.Grow(1 << 20) // a little more than it needs, once
	if _, err := io.Copy(&text, reader); err != nil {
		return "", fmt.Errorf("unpack embedded catalogue of IAM actions: %w", err)
	}
	return text.String(), nil
}

// split finds where each service starts. The format of the lines is described
// in tools/iam/generate.mjs.
func split(text string) *catalogue {
	c := &catalogue{services: map[string]func() *service{}}
	head, rest, _ := strings.Cut(text, "\nS\t")
	for line := range strings.Lines(head) {
		if fields := splitRow(line); fields[0] == "source" {
			c.source = Source{Package: fields[1], Version: fields[2], Date: fields[3]}
		}
	}
	for section := range strings.SplitSeq(rest, "\nS\t") {
		name, lines, _ := strings.Cut(section, "\n")
		c.names = append(c.names, name)
		c.services[name] = sync.OnceValue(func() *service { return readService(name, lines) })
	}
	slices.Sort(c.names)
	return c
}

func readService(name, lines string) *service {
	s := &service{byName: map[string]Action{}}
	var keys []string
	var types []ResourceType
	for line := range strings.Lines(lines) {
		fields := splitRow(line)
		switch fields[0] {
		case "K":
			keys = fields[1:]
		case "R":
			types = append(types, ResourceType{
				Name: fields[1], ARNs: strings.Split(fields[2], ","), ConditionKeys: pick(keys, field(fields, 3)),
			})
		case "A":
			s.actions = append(s.actions, readAction(name, fields, types, keys))
		}
	}
	for _, a := range s.actions {
		s.byName[strings.ToLower(a.Name)] = a
	}
	return s
}

func readAction(service string, fields []string, types []ResourceType, keys []string) Action {
	a := Action{Service: service, Name: fields[1], ConditionKeys: pick(keys, field(fields, 3))}
	for _, text := range numbers(field(fields, 2)) {
		number, required := strings.CutSuffix(text, "!")
		for _, t := range pick(types, number) {
			t.Required = required
			a.ResourceTypes = append(a.ResourceTypes, t)
		}
	}
	a.ResourceLevel = len(a.ResourceTypes) > 0 && !onlyStar(a.String())
	return a
}

func splitRow(line string) []string { return strings.Split(strings.TrimSuffix(line, "\n"), "\t") }

// field returns a field of a row whose empty last ones are left out.
func field(fields []string, i int) string {
	if i < len(fields) {
		return fields[i]
	}
	return ""
}

func numbers(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

// pick returns the items that the comma-separated numbers stand for. The
// generator writes no others; a test reads every service.
func pick[T any](items []T, text string) []T {
	var picked []T
	for _, number := range numbers(text) {
		if i, err := strconv.Atoi(number); err == nil && i < len(items) {
			picked = append(picked, items[i])
		}
	}
	return picked
}
