package outputs

import (
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/secret"
	"github.com/smgen/smgen/internal/template"
)

// Concealed stands for a value that is, or looks like, a secret.
const Concealed = "(not shown: it looks like a secret)"

// Conceal returns the outputs of a stack without what looks like a secret, and without
// what the specs mark as sensitive.
func Conceal(t *target.Target, values map[string]string) map[string]string {
	marked := markedIn(t)
	shown := map[string]string{}
	for name, value := range values {
		holds := func(text string) bool { return strings.Contains(value, text) }
		if secret.Is(name, value) || t.Sensitive.Cover("Outputs", name, "Value") || slices.ContainsFunc(marked, holds) {
			value = Concealed
		}
		shown[name] = value
	}
	return shown
}

// markedIn are the texts in the target's resources that the specs mark.
func markedIn(t *target.Target) []string {
	if len(t.Sensitive) == 0 || t.Template == nil {
		return nil
	}
	document, err := template.Parse(t.Template)
	if err != nil {
		return nil
	}
	resources := map[string]any{}
	for id, r := range document.Resources {
		resources[id] = map[string]any{"Properties": r.Properties}
	}
	return t.Sensitive.Values(map[string]any{"Resources": resources})
}
