package trace_test

import (
	"regexp"
	"strings"

	"github.com/smgen/smgen/internal/template"
)

// references finds the logical IDs that a resource refers to, and one that it
// depends on otherwise counts as well.
var references = regexp.MustCompile(`"(?:Ref|Fn::GetAtt)":\[?"([A-Za-z0-9]+)"`)

// neighbourhoods takes a template apart: for each resource, the template with
// what it is connected with and what all jobs share. A change of a resource is
// judged by these alone, and in a fraction of the time.
func neighbourhoods(d *template.Document) map[string]*template.Document {
	linked := map[string][]string{}
	for id, r := range d.Resources {
		for _, match := range references.FindAllStringSubmatch(compactJSON(r.Properties)+compactJSON(r.Metadata), -1) {
			if other, ok := d.Resources[match[1]]; ok && !isShared(id, r) && !isShared(match[1], other) {
				linked[id] = append(linked[id], match[1])
				linked[match[1]] = append(linked[match[1]], id)
			}
		}
	}
	found := map[string]*template.Document{}
	for id, r := range d.Resources {
		if isShared(id, r) {
			found[id] = d
		}
		if found[id] != nil {
			continue
		}
		part := *d
		part.Resources = map[string]template.Resource{}
		for shared, r := range d.Resources {
			if isShared(shared, r) {
				part.Resources[shared] = r
			}
		}
		for queue := []string{id}; len(queue) > 0; queue = queue[1:] {
			if _, seen := part.Resources[queue[0]]; !seen {
				part.Resources[queue[0]] = d.Resources[queue[0]]
				found[queue[0]] = &part
				queue = append(queue, linked[queue[0]]...)
			}
		}
	}
	return found
}

// isShared names what the jobs of a stack have in common.
func isShared(id string, r template.Resource) bool {
	switch r.Type {
	case "AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "AWS::Scheduler::ScheduleGroup", "AWS::SNS::Topic":
		return true
	}
	return strings.HasPrefix(id, "Notifier") || strings.HasPrefix(r.Type, "AWS::SageMaker::") || strings.HasPrefix(r.Type, "AWS::CloudWatch::")
}
