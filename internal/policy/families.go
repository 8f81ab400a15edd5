package policy

import "strings"

// Family is a group of rules that share the first digit of their IDs.
type Family struct {
	// Prefix is what the IDs start with, such as SM1.
	Prefix string
	// Title is what its rules are about.
	Title string
}

// Families returns the families in the order of their prefixes.
func Families() []Family {
	return []Family{
		{"SM0", "The spec"},
		{"SM1", "The request"},
		{"SM2", "The launch, and who is told"},
		{"SM3", "The schedule"},
		{"SM4", "MLflow"},
		{"SM5", "Security"},
		{"SM6", "Cost"},
		{familyOfWaivers, "Waivers and settings of rules"},
	}
}

// Of returns the rules of the family among all, in order.
func (f Family) Of(rules []Rule) []Rule {
	var list []Rule
	for _, r := range rules {
		if strings.HasPrefix(r.ID, f.Prefix) {
			list = append(list, r)
		}
	}
	return list
}
