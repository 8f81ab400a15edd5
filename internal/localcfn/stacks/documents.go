package stacks

import (
	"sync"

	"github.com/smgen/smgen/internal/localcfn/resolve"
	"github.com/smgen/smgen/internal/localcfn/store"
	"github.com/smgen/smgen/internal/template"
)

// maxDocuments is how many templates are kept in memory.
const maxDocuments = 8

// Documents reads templates, and keeps those that were read last. The zero value
// is ready.
type Documents struct {
	mu    sync.Mutex
	kept  map[string]*document
	order []string
}

// document is a template that was read, and the order of its resources.
type document struct {
	*template.Document
	order []string
	needs map[string][]string
}

// Read returns the template that a blob holds, not to be changed.
func (c *Documents) Read(blobs *store.Blobs, name string) (*template.Document, error) {
	d, err := c.read(blobs, name)
	if err != nil {
		return nil, err
	}
	return d.Document, nil
}

// Order returns what [resolve.Order] does for the template that a blob holds.
func (c *Documents) Order(blobs *store.Blobs, name string) (order []string, needs map[string][]string, err error) {
	d, err := c.read(blobs, name)
	if err != nil {
		return nil, nil, err
	}
	return d.order, d.needs, nil
}

func (c *Documents) read(blobs *store.Blobs, name string) (*document, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d, ok := c.kept[name]; ok {
		return d, nil
	}
	text, err := blobs.Read(name)
	if err != nil {
		return nil, err
	}
	parsed, err := resolve.Read(string(text))
	if err != nil {
		return nil, err
	}
	order, needs, err := resolve.Order(parsed)
	if err != nil {
		return nil, err
	}
	if len(c.order) == maxDocuments {
		delete(c.kept, c.order[0])
		c.order = c.order[1:]
	}
	if c.kept == nil {
		c.kept = map[string]*document{}
	}
	d := &document{parsed, order, needs}
	c.kept[name], c.order = d, append(c.order, name)
	return d, nil
}

// Template returns the text of a content's template.
func (d Data) Template(c Content) (string, error) {
	text, err := d.Blobs.Read(c.Template)
	return string(text), err
}

// Document returns a content's template as it was read, nil before the first.
func (d Data) Document(c Content) (*template.Document, error) {
	if c.Template == "" {
		return nil, nil
	}
	return d.Documents.Read(d.Blobs, c.Template)
}

// order returns the logical IDs of the resources that the template has under its
// conditions, in the order in which they are made.
func (d Data) order(scope *resolve.Scope, c Content) ([]string, error) {
	all, _, err := d.Documents.Order(d.Blobs, c.Template)
	if err != nil {
		return nil, err
	}
	var order []string
	for _, id := range all {
		holds, err := scope.Holds(scope.Document.Resources[id].Condition)
		if err != nil {
			return nil, err
		}
		if holds {
			order = append(order, id)
		}
	}
	return order, nil
}
