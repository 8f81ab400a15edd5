package policy

import (
	"fmt"
	"slices"
)

const preferencesAt = "/ResourceConfig/InstancePreferences"

func preferences() Rule {
	return Rule{
		ID:    "SM105",
		Title: "instance preferences stand alone, and agree on counts and plans",
		Doc: `InstancePreferences are up to five instance types, of which a run gets the first that has
capacity. SageMaker refuses them beside InstanceType, InstanceGroups, InstancePlacementConfig or spot
training, a type that is listed twice, and a count that is given both for the job and for a preference,
for some preferences, or nowhere. A training plan belongs to the preferences or to the job.`,
		Good: `request: ResourceConfig: InstancePreferences: [{InstanceType: "ml.m5.xlarge", InstanceCount: 1}, {InstanceType: "ml.m5.large", InstanceCount: 2}]`,
		Bad:  `request: ResourceConfig: InstancePreferences: [{InstanceType: "ml.m5.large", InstanceCount: 1}, {InstanceType: "ml.m5.large", InstanceCount: 2}]`,
		Check: func(p *Pass) {
			list := p.elements("ResourceConfig", "InstancePreferences")
			if len(list) == 0 {
				return
			}
			for _, member := range []string{"InstanceType", "InstanceGroups", "InstancePlacementConfig"} {
				if value, path := p.member("ResourceConfig", member); value != nil {
					p.Report(path, member+" cannot stand beside instance preferences", "remove it, or the preferences")
				}
			}
			if p.turnedOn("EnableManagedSpotTraining") {
				p.reportAt("/EnableManagedSpotTraining", "spot training cannot have instance preferences", "remove spot, or name one machine: instanceType")
			}
			p.repeatedPreferences(list)
			p.preferredCounts(list)
			p.preferredPlans(list)
		},
	}
}

func (p *Pass) repeatedPreferences(list []map[string]any) {
	var seen []string
	for i, preference := range list {
		name := machineName(preference["InstanceType"])
		if name != "" && slices.Contains(seen, name) {
			p.reportAt(elementAt(preferencesAt, i, "InstanceType"), name+" is preferred twice", "remove one of them")
		}
		seen = append(seen, name)
	}
}

func (p *Pass) preferredCounts(list []map[string]any) {
	own := 0
	for _, preference := range list {
		if preference["InstanceCount"] != nil {
			own++
		}
	}
	shared, path := p.member("ResourceConfig", "InstanceCount")
	const help = "give each preference an InstanceCount, or the job alone: instanceCount"
	switch {
	case own > 0 && own < len(list):
		p.reportAt(preferencesAt, fmt.Sprintf("%d of the %d preferences have an InstanceCount", own, len(list)), help)
	case own > 0 && shared != nil:
		p.Report(path, "InstanceCount stands in the preferences, and for the job as well", help)
	case own == 0 && shared == nil:
		p.reportAt(preferencesAt, "neither the preferences nor the job have an InstanceCount", help)
	}
}

func (p *Pass) preferredPlans(list []map[string]any) {
	plan := p.Request.Value("ResourceConfig", "TrainingPlanArn")
	for i, preference := range list {
		if plan != nil && preference["TrainingPlanArns"] != nil {
			p.reportAt(elementAt(preferencesAt, i, "TrainingPlanArns"), "the preference has a training plan, and the job has one as well", "keep the plans of the preferences, or remove them: trainingPlan is for all")
		}
	}
}

func placement() Rule {
	return Rule{
		ID:    "SM110",
		Title: "instances are placed in UltraServers only",
		Doc: `InstancePlacementConfig says in which UltraServer machines stand, and is for the capacity
of UltraServers alone. AWS documents those of ml.p6e-gb200; the API would have them of the machines
that training plans reserve, too (ml.p4d, ml.p5, ml.p6, ml.trn1, ml.trn2), about which this says
nothing.`,
		Good: "instanceType: \"ml.p6e-gb200.36xlarge\"\nrequest: ResourceConfig: InstancePlacementConfig: EnableMultipleJobs: true",
		Bad:  `request: ResourceConfig: InstancePlacementConfig: EnableMultipleJobs: true`,
		Check: func(p *Pass) {
			if p.Request.Value("ResourceConfig", "InstancePlacementConfig") == nil {
				return
			}
			fleet := p.fleet()
			if every(fleet, machine.standsAlone) {
				p.reportAt("/ResourceConfig/InstancePlacementConfig", fleet[0].name+" does not stand in an UltraServer, and cannot be placed in one",
					`remove InstancePlacementConfig, or take such a machine: instanceType: "ml.p6e-gb200.36xlarge"`)
			}
		},
	}
}
