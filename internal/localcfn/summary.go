package localcfn

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/resolve"
	"github.com/smgen/smgen/internal/localcfn/stacks"
	"github.com/smgen/smgen/internal/template"
)

type validateTemplateInput struct{ TemplateBody, TemplateURL string }

type validateTemplateOutput struct {
	Parameters         []declaration `xml:"Parameters>member"`
	Description        string        `xml:",omitempty"`
	Capabilities       []string      `xml:"Capabilities>member"`
	CapabilitiesReason string        `xml:",omitempty"`
}

type declaration struct {
	ParameterKey  string
	DefaultValue  string `xml:",omitempty"`
	ParameterType string `xml:",omitempty"`
	NoEcho        bool
	Description   string `xml:",omitempty"`
}

func (s *Server) validateTemplate(q request, in *validateTemplateInput) (any, error) {
	doc, err := s.submitted(q, source{in.TemplateBody, in.TemplateURL, false}, "")
	if err != nil {
		return nil, err
	}
	out := validateTemplateOutput{Parameters: declarations(doc), Description: doc.Description}
	out.Capabilities, out.CapabilitiesReason = resolve.Capabilities(doc)
	for i := range out.Parameters {
		out.Parameters[i].ParameterType = "" // not a member here
	}
	return out, nil
}

// submitted reads the template of a request, or of a stack.
func (s *Server) submitted(q request, from source, stackName string) (*template.Document, error) {
	var text string
	err := s.run.View(func(d stacks.Data) (err error) {
		var stack *stacks.Stack
		if stackName != "" {
			if stack, err = existing(d, q, stackName); err != nil {
				return err
			}
			from.previous = true
		}
		text, err = s.read(d, q.caller, from, stack)
		return err
	})
	if err != nil {
		return nil, err
	}
	doc, err := resolve.Read(text)
	if err != nil {
		return nil, invalid(err)
	}
	return doc, nil
}

func declarations(doc *template.Document) []declaration {
	var list []declaration
	for _, key := range slices.Sorted(maps.Keys(doc.Parameters)) {
		p := template.Object(doc.Parameters, key)
		d := declaration{ParameterKey: key}
		d.DefaultValue, _ = template.Scalar(p["Default"])
		d.ParameterType, _ = p["Type"].(string)
		d.Description, _ = p["Description"].(string)
		secret, _ := template.Scalar(p["NoEcho"])
		d.NoEcho = strings.EqualFold(secret, "true")
		list = append(list, d)
	}
	return list
}

type getTemplateSummaryInput struct{ TemplateBody, TemplateURL, StackName string }

type getTemplateSummaryOutput struct {
	Parameters         []declaration `xml:"Parameters>member"`
	Description        string        `xml:",omitempty"`
	Capabilities       []string      `xml:"Capabilities>member"`
	CapabilitiesReason string        `xml:",omitempty"`
	ResourceTypes      []string      `xml:"ResourceTypes>member"`
	Version            string        `xml:",omitempty"`
	Metadata           string        `xml:",omitempty"`
}

func (s *Server) getTemplateSummary(q request, in *getTemplateSummaryInput) (any, error) {
	doc, err := s.submitted(q, source{in.TemplateBody, in.TemplateURL, false}, in.StackName)
	if err != nil {
		return nil, err
	}
	out := getTemplateSummaryOutput{Parameters: declarations(doc), Description: doc.Description, Version: doc.FormatVersion}
	out.Capabilities, out.CapabilitiesReason = resolve.Capabilities(doc)
	types := map[string]bool{}
	for _, r := range doc.Resources {
		types[r.Type] = true
	}
	out.ResourceTypes = slices.Sorted(maps.Keys(types))
	if doc.Metadata != nil {
		text, err := json.Marshal(doc.Metadata)
		if err != nil {
			return nil, err
		}
		out.Metadata = string(text)
	}
	return out, nil
}

// checkPolicy refuses a stack policy that is none.
func checkPolicy(text string) error {
	if text == "" {
		return nil
	}
	if len(text) > maxPolicy {
		return query.Validation("1 validation error detected: Value at 'stackPolicyBody' failed to satisfy constraint: Member must have length less than or equal to %d", maxPolicy)
	}
	if _, err := stacks.ReadPolicy(text); err != nil {
		return query.Validation("Error validating stack policy: %v", err)
	}
	return nil
}
