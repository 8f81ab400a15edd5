package changeset

import (
	"maps"
	"strconv"
	"strings"

	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// full has each value that changes, and the resource before and after.
func (in Input) full(r plan.ResourceChange, unknown map[string]bool) (Change, error) {
	out := in.head(r)
	var before, after map[string]any
	if r.Action != plan.Add {
		have := in.Have[r.LogicalResourceId]
		before = resource(have.Properties, have.Metadata, in.Before.Resources[r.LogicalResourceId])
	}
	if r.Action != plan.Remove {
		properties, err := in.Evaluate(r.LogicalResourceId, unknown)
		if err != nil {
			return Change{}, err
		}
		new := in.After.Resources[r.LogicalResourceId]
		after = resource(properties, new.Metadata, new)
	}
	out.BeforeContext, out.AfterContext = text(orNil(before)), text(orNil(after))
	type key struct{ path, source, cause string }
	seen := map[key]bool{}
	for _, d := range r.Details {
		path, _, _ := strings.Cut(d.Target.Path, "#")
		k := key{path, d.ChangeSource, d.CausingEntity}
		if seen[k] {
			continue
		}
		seen[k] = true
		target := Target{
			Attribute: d.Target.Attribute, Name: d.Target.Name, RequiresRecreation: d.Target.RequiresRecreation, Path: path,
			BeforeValue: text(at(before, path)), AfterValue: text(at(after, path)), AttributeChangeType: d.Target.AttributeChangeType,
		}
		if path != d.Target.Path {
			target.AttributeChangeType = "Modify"
		}
		detail := Detail{target, d.Evaluation, d.ChangeSource, d.CausingEntity}
		if direct := (key{path, plan.DirectModification, ""}); d.ChangeSource != plan.DirectModification && !seen[direct] {
			seen[direct] = true
			out.Details = append(out.Details, Detail{Target: target, Evaluation: plan.Dynamic, ChangeSource: plan.DirectModification})
		}
		out.Details = append(out.Details, in.causes(r.LogicalResourceId, detail)...)
	}
	return Change{"Resource", out}, nil
}

// resource is a resource as a context shows it.
func resource(properties, metadata map[string]any, r template.Resource) map[string]any {
	out := maps.Clone(r.Attributes)
	if out == nil {
		out = map[string]any{}
	}
	for name, value := range map[string]map[string]any{"Properties": properties, "Metadata": metadata} {
		if len(value) > 0 {
			out[name] = value
		}
	}
	for name, value := range map[string]string{"DeletionPolicy": r.DeletionPolicy, "UpdateReplacePolicy": r.UpdateReplacePolicy} {
		if value != "" {
			out[name] = value
		}
	}
	return out
}

func orNil(m map[string]any) any {
	if m == nil {
		return nil
	}
	return m
}

// at returns the value at a JSON pointer, nil if there is none.
func at(v any, pointer string) any {
	unescape := strings.NewReplacer("~1", "/", "~0", "~")
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch level := v.(type) {
		case map[string]any:
			v = level[unescape.Replace(part)]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(level) {
				return nil
			}
			v = level[i]
		default:
			return nil
		}
	}
	return v
}

// Unknown returns a value with [plan.KnownAfterApply] for each text that holds it.
func Unknown(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, child := range v {
			v[key] = Unknown(child)
		}
	case []any:
		for i, child := range v {
			v[i] = Unknown(child)
		}
	case string:
		if strings.Contains(v, plan.KnownAfterApply) {
			return plan.KnownAfterApply
		}
	}
	return v
}
