package changeset

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/smgen/smgen/internal/deploy/target"
	"github.com/smgen/smgen/internal/plan"
	"github.com/smgen/smgen/internal/template"
)

// Operation is what a deployment does with a stack.
type Operation string

// The operations.
const (
	CreateStack Operation = "create"
	UpdateStack Operation = "update"
	// Nothing: the change set is empty.
	Nothing Operation = "none"
)

// Operation says what executing the change set does.
func (cs *ChangeSet) Operation() Operation {
	switch {
	case cs.New:
		return CreateStack
	case cs.Empty:
		return Nothing
	}
	return UpdateStack
}

// Digest stands for what executing the change set does: two are equal only if the
// same happens to the same stack. It binds the stack's name, account and region; the
// template, tags, settings and artifacts of the target; the commit, in any form that
// the caller has for it; and the changes, each with its action, resource,
// replacement, and the places and values that change.
//
// The order of changes does not count, nor do phantoms, and nor does which version
// of an artifact's object is deployed: its key is the digest of its content.
func (cs *ChangeSet) Digest(t *target.Target, commit string) string {
	return digest(cs.Operation(), t, commit, cs.changes)
}

// DigestOfNew is what Digest will be of a stack that is not there yet: all of the
// predicted changes add a resource.
func DigestOfNew(t *target.Target, commit string, predicted []plan.Change) string {
	var changes []plan.ResourceChange
	for _, c := range predicted {
		changes = append(changes, c.ResourceChange)
	}
	return digest(CreateStack, t, commit, changes)
}

// bound is what a digest binds: the digest of its JSON. Values stand in it as digests
// of their own, so that no secret does.
type bound struct {
	Version        int
	Operation      Operation
	Stack, Account string
	Region, Commit string
	Template       string
	Tags           []target.Tag
	Settings       target.Settings
	Artifacts      []target.Artifact
	Changes        []boundChange
}

type boundChange struct {
	Action, Resource, Type    string
	Replacement, PolicyAction string
	Scope                     []string
	Details                   []boundDetail
}

type boundDetail struct{ Path, RequiresRecreation, Before, After string }

func digest(o Operation, t *target.Target, commit string, changes []plan.ResourceChange) string {
	b := bound{
		Version: 1, Operation: o, Stack: t.Name, Account: t.Account, Region: t.Region, Commit: commit,
		Template: sum(string(t.Template)), Tags: slices.Clone(t.Tags), Settings: t.Settings, Artifacts: slices.Clone(t.Artifacts),
	}
	slices.SortFunc(b.Tags, func(a, b target.Tag) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortFunc(b.Artifacts, func(a, b target.Artifact) int {
		return cmp.Or(cmp.Compare(a.Bucket, b.Bucket), cmp.Compare(a.Key, b.Key))
	})
	for _, r := range changes {
		if c, counts := bind(r); counts {
			b.Changes = append(b.Changes, c)
		}
	}
	slices.SortFunc(b.Changes, func(a, b boundChange) int { return cmp.Compare(a.Resource, b.Resource) })
	text, err := json.Marshal(b)
	if err != nil {
		return "" // strings and lists alone, which JSON has
	}
	return sum(string(text))
}

// bind brings a change into the form that is hashed, and reports whether anything of
// it counts.
func bind(r plan.ResourceChange) (boundChange, bool) {
	c := boundChange{Action: string(r.Action), Resource: r.LogicalResourceId, Type: r.ResourceType}
	if r.Action == plan.Add {
		return c, true // all else follows from the template
	}
	c.Replacement, c.PolicyAction = string(r.Replacement), r.PolicyAction
	c.Scope = slices.Sorted(slices.Values(r.Scope))
	for _, d := range r.Details {
		path := cmp.Or(d.Target.Path, strings.TrimSuffix("/"+d.Target.Attribute+"/"+d.Target.Name, "/"))
		if strings.HasSuffix(path, "/"+objectVersion) {
			continue
		}
		c.Details = append(c.Details, boundDetail{path, d.Target.RequiresRecreation, hashed(d.Target.BeforeValue), hashed(d.Target.AfterValue)})
	}
	slices.SortFunc(c.Details, func(a, b boundDetail) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.RequiresRecreation, b.RequiresRecreation), cmp.Compare(a.Before, b.Before), cmp.Compare(a.After, b.After))
	})
	c.Details = slices.Compact(c.Details)
	return c, len(c.Details) > 0 || len(r.Details) == 0
}

// hashed is the digest of a value, of JSON without its form and without versions of
// artifacts.
func hashed(value string) string {
	if value == "" {
		return ""
	}
	if strings.HasPrefix(value, "{") && strings.Contains(value, objectVersion) {
		if tree, err := template.ReadJSON(value); err == nil {
			if object, ok := tree.(map[string]any); ok && object["S3Key"] != nil {
				delete(object, objectVersion)
			}
			if text, err := json.Marshal(tree); err == nil {
				value = string(text)
			}
		}
	}
	return sum(value)
}

func sum(text string) string { return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(text))) }
