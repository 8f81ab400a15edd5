package policy

import (
	"strconv"
	"strings"
)

// machine is one kind of machine that a job trains on.
type machine struct {
	// name is such as ml.p5.48xlarge, empty where it is not known or no name.
	name string
	// group is the name of its instance group, if it has one.
	group string
	// count is how many there are, 0 where that is not known.
	count int64
	// at is the JSON Pointer of its instance type.
	at string
}

// fleet returns the machines of the job: one kind, one kind a group, or the
// preferences, of which each run gets one.
func (p *Pass) fleet() []machine {
	const config = "ResourceConfig"
	var list []machine
	count := p.Request.Value(config, "InstanceCount")
	if name := p.Request.Value(config, "InstanceType"); name != nil {
		list = append(list, machine{name: machineName(name), count: number(count), at: "/ResourceConfig/InstanceType"})
	}
	for i, g := range p.elements(config, "InstanceGroups") {
		list = append(list, machine{machineName(g["InstanceType"]), literal(g["InstanceGroupName"]), number(g["InstanceCount"]), elementAt("/ResourceConfig/InstanceGroups", i, "InstanceType")})
	}
	for i, preference := range p.elements(config, "InstancePreferences") {
		own := preference["InstanceCount"]
		if own == nil {
			own = count
		}
		list = append(list, machine{name: machineName(preference["InstanceType"]), count: number(own), at: elementAt("/ResourceConfig/InstancePreferences", i, "InstanceType")})
	}
	return list
}

// fleetOfRules returns the machines of the debugger's and profiler's rules.
func (p *Pass) fleetOfRules() []machine {
	var list []machine
	for _, member := range [...]string{"DebugRuleConfigurations", "ProfilerRuleConfigurations"} {
		for i, rule := range p.elements(member) {
			list = append(list, machine{name: machineName(rule["InstanceType"]), count: 1, at: elementAt("/"+member, i, "InstanceType")})
		}
	}
	return list
}

// machineName returns an instance type of the request. Text that cannot be one is
// the request's own finding, and does not get into others.
func machineName(value any) string {
	name := literal(value)
	if len(name) > 60 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" {
		return ""
	}
	return name
}

// elementAt returns the JSON Pointer of a member of a list's element.
func elementAt(list string, i int, member string) string {
	return list + "/" + strconv.Itoa(i) + "/" + member
}

// together returns how many machines train at the same time: those of all groups,
// or the most of any kind.
func together(list []machine) int64 {
	var grouped, most int64
	for _, m := range list {
		if m.group != "" {
			grouped += m.count
		}
		most = max(most, m.count)
	}
	return max(grouped, most)
}

// every reports whether there are machines, and all of them are such.
func every(list []machine, such func(machine) bool) bool {
	for _, m := range list {
		if !such(m) {
			return false
		}
	}
	return len(list) > 0
}

// family returns the part of a machine's name between the dots, such as p5.
func (m machine) family() string {
	family, _, _ := strings.Cut(strings.TrimPrefix(m.name, "ml."), ".")
	return family
}

// size returns the part of a machine's name after the last dot, such as 48xlarge.
func (m machine) size() string { return m.name[strings.LastIndexByte(m.name, '.')+1:] }

// hasLocalStorage reports whether the machine has NVMe storage of its own, in
// which case SageMaker attaches no volume. See ResourceConfig in the API
// reference, and the instance store volumes in the EC2 user guide.
func (m machine) hasLocalStorage() bool {
	switch m.family() {
	case "g4dn", "g5", "g6", "g6e", "g7e", "p3dn", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300", "p6e-gb200", "r5d", "trn1", "trn1n", "trn2":
		return true
	}
	return false
}

// needsVolume reports whether the machine has no storage but an EBS volume. Of a
// family that is in neither list, such as g7, nothing is known.
func (m machine) needsVolume() bool {
	switch m.family() {
	case "c4", "c5", "c5n", "c6i", "c7i", "c7i-flex", "c8i", "c8i-flex", "m4", "m5", "m6i", "m7i", "m7i-flex", "m8i", "m8i-flex", "p2", "p3", "r5", "r6i", "r7i", "r8i", "r8i-flex", "t3":
		return true
	}
	return false
}

// isGeneral reports whether the machine is of a family without accelerators: c, m,
// r or t and its generation.
func (m machine) isGeneral() bool {
	f := m.family()
	return len(f) > 1 && strings.IndexByte("cmrt", f[0]) >= 0 && '0' <= f[1] && f[1] <= '9'
}

// standsAlone reports whether the machine is part of no UltraServer. See UltraServer
// in the API reference. Of a machine that smgen does not know, nothing is known.
func (m machine) standsAlone() bool {
	switch m.family() {
	case "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300", "p6e-gb200", "trn1", "trn2":
		return false
	}
	return m.needsVolume() || m.hasLocalStorage()
}
