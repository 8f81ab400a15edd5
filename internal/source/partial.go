package source

import (
	"bytes"
	"encoding/json"
	"slices"

	"cuelang.org/go/cue"
	"cuelang.org/go/cue/errors"

	"github.com/smgen/smgen/internal/spec"
)

// partial reads a value that has mistakes: it collects the mistakes, and writes
// what is sound. CUE holds some errors back while it reports others in the same
// struct or around it; asked value by value it tells them all.
type partial struct {
	walker
	errors []errors.Error
	// seen are the errors that are collected: a struct repeats those in it.
	seen map[errors.Error]bool
	// missing are the paths, below stack, of required fields that are absent.
	missing [][]string
}

func newPartial() *partial {
	return &partial{walker: walker{origins: spec.Origins{}}, seen: map[errors.Error]bool{}}
}

// value appends what is sound of v, the value of the field at path, which is at
// in the paths of origins. It reports whether there is anything.
func (p *partial) value(v cue.Value, at string, path []string, s *shape) bool {
	err := v.Validate(cue.Concrete(true), cue.Final())
	if err == nil {
		return p.walker.value(v, at) == nil
	}
	for _, e := range errors.Errors(err) {
		if !p.seen[e] {
			p.seen[e] = true
			p.errors = append(p.errors, e)
		}
	}
	fields, err := v.Fields()
	if err != nil {
		return false
	}
	p.findMissing(v, path, s)
	start, empty := len(p.json), true
	p.json = append(p.json, '{')
	for fields.Next() && fields.Selector().LabelType() == cue.StringLabel {
		name, before := fields.Selector().Unquoted(), len(p.json)
		if !s.knows(name) {
			// encoding/json would take instancetype for instanceType. Its own
			// mistake is found by name.
			continue
		}
		if !empty {
			p.json = append(p.json, ',')
		}
		p.json = append(append(p.json, quote(name)...), ':')
		if p.value(fields.Value(), spec.Join(at, name), append(slices.Clone(path), name), s.at([]string{name})) {
			empty = false
		} else {
			p.json = p.json[:before]
		}
	}
	if empty {
		p.json = p.json[:start]
		return false
	}
	p.json = append(p.json, '}')
	return true
}

// findMissing notes the required fields that the struct v lacks.
func (p *partial) findMissing(v cue.Value, path []string, s *shape) {
	if s == nil {
		return
	}
	for _, name := range s.namesOf(true) {
		if !v.LookupPath(cue.MakePath(cue.Str(name))).Exists() {
			p.missing = append(p.missing, append(slices.Clone(path), name))
		}
	}
}

// stack returns the sound part as a stack, or nil if it is too little for one.
func (p *partial) stack(pkg *specPackage, idx *index) *spec.Stack {
	stack := &spec.Stack{Dir: pkg.dir, Origins: p.origins}
	decoder := json.NewDecoder(bytes.NewReader(p.json))
	decoder.UseNumber()
	if err := decoder.Decode(stack); err != nil {
		return nil
	}
	complete(stack, pkg, idx)
	return stack
}
