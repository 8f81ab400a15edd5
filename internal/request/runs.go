package request

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/lazyregexp"
	"github.com/smgen/smgen/internal/spec"
)

// fixed are the members, by JSON Pointer, that cannot differ from run to run:
// roles are granted what they name.
var fixed = [...]string{
	"/AlgorithmSpecification/AlgorithmName",
	"/AlgorithmSpecification/TrainingImage",
	"/OutputDataConfig/KmsKeyId",
	"/ResourceConfig/TrainingPlanArn",
	"/ResourceConfig/VolumeKmsKeyId",
	"/VpcConfig",
}

// checkReferences finds references that name nothing or several things, or what
// only a run knows in a place that has to be known before; and placeholders that
// somebody wrote by hand.
func (b *builder) checkReferences(r *Request) {
	r.Values(func(pointer, path string, value any) {
		switch v := value.(type) {
		case spec.Text:
			b.checkReference(path, pointer, v)
			for _, part := range v {
				b.checkPlaceholder(path, part.Literal)
			}
		case string:
			b.checkPlaceholder(path, v)
		}
	})
}

func (b *builder) checkReference(path, pointer string, t spec.Text) {
	if problem := t.Problem(); problem != "" {
		b.report(path, problem, `write {import: "export-name"}, {ssm: "/parameter/name"} or {run: "id"}`)
	}
	for _, member := range fixed {
		if t.IsPerRun() && (pointer == member || strings.HasPrefix(pointer, member+"/")) {
			b.report(path, "the value cannot differ from run to run", "give a literal, {import: …} or {ssm: …}")
			b.settled = append(b.settled, pointer)
		}
	}
}

// placeholder finds the context attributes of EventBridge Scheduler.
var placeholder = lazyregexp.New(`<aws\.scheduler\.([a-z-]+)>`)

// checkPlaceholder warns of a placeholder of EventBridge Scheduler and of a
// dynamic reference of CloudFormation. smgen hands them on as the text that they
// are.
func (b *builder) checkPlaceholder(path, text string) {
	if strings.Contains(text, "{{resolve:") {
		b.warn(path, "{{resolve: stands here as plain text: CloudFormation does not replace it",
			`for an SSM parameter write {ssm: "/parameter/name"}; a secret is read by the script, from Secrets Manager, and granted with access`)
	}
	for _, found := range placeholder().FindAllStringSubmatch(text, -1) {
		help := "remove it: what a run knows is its ID, {run: \"id\"}, and its scheduled time, {run: \"time\"}"
		switch found[1] {
		case "execution-id":
			help = `write {run: "id"} as the value`
		case "scheduled-time":
			help = `write {run: "time"} as the value`
		}
		b.warn(path, fmt.Sprintf("%s stands here as plain text: nothing replaces it", found[0]), help)
	}
}
