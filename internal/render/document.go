package render

import (
	"slices"

	"github.com/smgen/smgen/internal/request"
	"github.com/smgen/smgen/internal/spec"
)

// document reads the finished request, which holds what the user set by any
// means.
type document struct{ root map[string]any }

// value returns the value at a path of members, or nil.
func (d document) value(members ...string) any { return request.Member(d.root, members...) }

func (d document) has(member string) bool { return d.root[member] != nil }

// text returns the string at a path of members, absent if there is none.
func (d document) text(members ...string) spec.Text { return spec.AsText(d.value(members...)) }

// list returns the objects of the list at a path of members.
func (d document) list(members ...string) []document {
	elements, _ := d.value(members...).([]any)
	var out []document
	for _, e := range elements {
		if object, ok := e.(map[string]any); ok {
			out = append(out, document{object})
		}
	}
	return out
}

// input is one channel that reads from S3.
type input struct {
	channel string
	uri     spec.Text
	// manifest tells that the object lists the data, and is not the data.
	manifest bool
}

func (d document) inputs() []input {
	var list []input
	for _, channel := range d.list("InputDataConfig") {
		uri := channel.text("DataSource", "S3DataSource", "S3Uri")
		if uri.IsZero() {
			continue
		}
		kind := channel.text("DataSource", "S3DataSource", "S3DataType").String()
		list = append(list, input{channel.text("ChannelName").String(), uri, kind == "ManifestFile" || kind == "AugmentedManifestFile"})
	}
	return list
}

// outputs are the places that a job writes to, beside its checkpoints.
func (d document) outputs() []spec.Text {
	var list []spec.Text
	for _, members := range [][]string{
		{"OutputDataConfig", "S3OutputPath"},
		{"TensorBoardOutputConfig", "S3OutputPath"},
		{"DebugHookConfig", "S3OutputPath"},
		{"ProfilerConfig", "S3OutputPath"},
	} {
		list = append(list, d.text(members...))
	}
	for _, rules := range []string{"DebugRuleConfigurations", "ProfilerRuleConfigurations"} {
		for _, rule := range d.list(rules) {
			list = append(list, rule.text("S3OutputPath"))
		}
	}
	return slices.DeleteFunc(list, spec.Text.IsZero)
}

// images are the literal image URIs of the job and its rules.
func (d document) images() []string {
	list := []string{d.text("AlgorithmSpecification", "TrainingImage").String()}
	for _, rules := range []string{"DebugRuleConfigurations", "ProfilerRuleConfigurations"} {
		for _, rule := range d.list(rules) {
			list = append(list, rule.text("RuleEvaluatorImage").String())
		}
	}
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(s string) bool { return s == "" })
}
