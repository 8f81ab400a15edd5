package plan

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/smgen/smgen/internal/iam"
	"github.com/smgen/smgen/internal/template"
)

// accessReader reads the policies of a template.
type accessReader struct {
	doc      *template.Document
	ids      []string // logical IDs in order
	names    map[string]string
	holdings map[subject]*holding
	changed  map[string]bool
	mark     string
}

// readAccess reads all policies of a template. References to what has changed
// between the templates get the mark, so that they differ.
func readAccess(d *template.Document, changed map[string]bool, mark string) *accessReader {
	r := &accessReader{doc: d, names: map[string]string{}, holdings: map[subject]*holding{}, changed: changed, mark: mark}
	r.ids = slices.Sorted(maps.Keys(d.Resources))
	for _, id := range r.ids {
		if p := identityProperty(d.Resources[id].Type); p != "" {
			if name := textIn(d.Resources[id].Properties[p]); name != "" {
				r.names[name] = id
			}
		}
	}
	attached := map[string]bool{}
	for _, id := range r.ids {
		r.readIdentity(id, attached)
	}
	for _, id := range r.ids {
		r.readAttachment(id, attached)
		r.readResource(id)
	}
	return r
}

// holding returns what is on a subject, an empty holding if nothing is.
func (r *accessReader) holding(s subject) *holding {
	h := r.holdings[s]
	if h == nil {
		_, exists := r.doc.Resources[s.id]
		h = &holding{exists: exists}
	}
	return h
}

// on returns the holding of a subject to add to.
func (r *accessReader) on(s subject) *holding {
	if r.holdings[s] == nil {
		h := r.holding(s)
		*h = holding{exists: true, documents: map[string][]iam.Document{}, managed: map[string]string{}, unread: map[string]string{}}
		r.holdings[s] = h
	}
	return r.holdings[s]
}

// add reads a policy on a subject, statement by statement, so that one that
// cannot be read does not hide the others.
func (r *accessReader) add(s subject, via string, raw any) {
	h := r.on(s)
	raw = r.marked(raw)
	fields, isObject := raw.(map[string]any)
	if text, isText := raw.(string); isText && json.Unmarshal([]byte(text), &fields) == nil {
		isObject = true
	}
	statements, isList := fields["Statement"].([]any)
	if !isList {
		statements = []any{fields["Statement"]}
	}
	if !isObject || fields["Statement"] == nil {
		if raw != nil {
			h.unread[compactOf(raw)] = via
		}
		return
	}
	for _, statement := range statements {
		document := map[string]any{"Statement": statement}
		if fields["Version"] != nil {
			document["Version"] = fields["Version"]
		}
		d, err := iam.Parse(document)
		if err != nil {
			h.unread[compactOf(statement)] = via
			continue
		}
		h.documents[via] = append(h.documents[via], r.conditional(d, via, s.id))
	}
}

// conditional adds the conditions of the template under which the policy and its
// subject exist to a document, as one that only equals itself.
func (r *accessReader) conditional(d iam.Document, ids ...string) iam.Document {
	for _, id := range ids {
		name := r.doc.Resources[id].Condition
		if name == "" {
			continue
		}
		if r.changed[name] {
			name += r.mark
		}
		for i, s := range d.Statements {
			d.Statements[i] = s.When(iam.Condition{Operator: stackCondition, Key: name, Values: []string{"true"}})
		}
	}
	return d
}

// stackCondition is what stands for an operator where a condition of the template
// decides. IAM has none of that name.
const stackCondition = "Fn::Condition"
