package policy

import (
	"fmt"
	"strings"

	"github.com/smgen/smgen/internal/diag"
	"github.com/smgen/smgen/internal/request/model"
)

// Unlisted is the rule about instance types that smgen does not know. The launch
// proof names it, too, for requests that no job stands behind.
const Unlisted = "SM127"

func unlisted() Rule {
	return Rule{
		ID:       Unlisted,
		Title:    "an instance type is one that is known",
		Severity: diag.Error,
		Waivable: true,
		Doc: `SageMaker refuses an instance type that does not exist, and says so when the job starts.
smgen holds it against the list of the API's model, whose day the message names. AWS adds machines all
the time: one that is newer than that is no mistake, and is let pass by a waiver, best with until: the
next version of smgen knows it. What has not even the form of an instance type cannot be waived.`,
		Good: `instanceType: "ml.m6i.large"`,
		Bad:  `instanceType: "ml.m6.large"`,
		Check: func(p *Pass) {
			config := model.CreateTrainingJob().Members["ResourceConfig"]
			for _, m := range p.fleet() {
				p.checkListed(config.Members["InstanceType"], m.name, m.at)
			}
			for _, list := range []string{"DebugRuleConfigurations", "ProfilerRuleConfigurations"} {
				for i, rule := range p.elements(list) {
					p.checkListed(model.CreateTrainingJob().Lookup(list+"[].InstanceType"), machineName(rule["InstanceType"]), elementAt("/"+list, i, "InstanceType"))
				}
			}
		},
	}
}

// checkListed reports an instance type that could be one and is not in the API's
// list. A text that cannot be one is the request's own finding.
func (p *Pass) checkListed(list *model.Shape, name, pointer string) {
	if name == "" {
		return
	}
	for _, problem := range list.Validate(name) {
		if problem.Unlisted {
			p.reportAt(pointer, fmt.Sprintf("%s is none of the %d instance types that the API had on %s", name, len(list.Enum), model.Date()),
				strings.TrimPrefix(problem.Help+` if it is newer: waive: [{rule: "SM127", reason: "…"}]`, " "))
		}
	}
}
