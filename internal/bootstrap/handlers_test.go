package bootstrap_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/smgen/smgen/internal/bootstrap"
	"github.com/smgen/smgen/internal/template"
)

// registry are the actions of the handlers of CloudFormation's registry, read on
// 2026-11-26. AWS::Events::Rule has no entry: its schema named no handlers.
func registry(t *testing.T) map[string]struct{ Read, Write []string } {
	t.Helper()
	text, err := os.ReadFile("testdata/handlers.json")
	if err != nil {
		t.Fatal(err)
	}
	var types map[string]struct{ Read, Write []string }
	if err := json.Unmarshal(text, &types); err != nil {
		t.Fatal(err)
	}
	return types
}

// unneeded says of the handlers' actions that are not allowed why none of smgen's
// templates leads to them.
func unneeded(action string) string {
	for start, reason := range map[string]string{
		"kms:":                                    "no template sets a key of a function, a mapping, a log group or a state machine",
		"ec2:":                                    "no function is in a network",
		"elasticfilesystem:":                      "no function mounts a file system",
		"firehose:":                               "no log group delivers elsewhere",
		"s3:REST.PUT.OBJECT":                      "no log group delivers elsewhere, and it is no action of IAM",
		"s3:GetObject":                            "is allowed for artifacts, with smgen's own calls",
		"lambda:GetLayerVersion":                  "no function has layers",
		"lambda:GetCodeSigningConfig":             "no function's code is signed",
		"lambda:PutFunctionCodeSigningConfig":     "no function's code is signed",
		"lambda:DeleteFunctionCodeSigningConfig":  "no function's code is signed",
		"lambda:PutRuntimeManagementConfig":       "no function pins its runtime's version",
		"logs:AssociateKmsKey":                    "no log group has a key",
		"logs:DisassociateKmsKey":                 "no log group has a key",
		"logs:CreateLogDelivery":                  "no log group delivers elsewhere",
		"logs:PutResourcePolicy":                  "no log group has a policy",
		"logs:DescribeResourcePolicies":           "no log group has a policy",
		"logs:PutDataProtectionPolicy":            "no log group has a data protection policy",
		"logs:DeleteDataProtectionPolicy":         "no log group has a data protection policy",
		"sns:PutDataProtectionPolicy":             "no topic has a data protection policy",
		"sagemaker:PutModelPackageGroupPolicy":    "no group of models has a policy",
		"sagemaker:DeleteModelPackageGroupPolicy": "no group of models has a policy",
		"iam:DeleteRolePermissionsBoundary":       "the boundary stays",
	} {
		if strings.HasPrefix(action, start) {
			return reason
		}
	}
	return ""
}

// beyond says of actions that are allowed and that no handler names why.
func beyond(action string) string {
	for start, reason := range map[string]string{
		"events:":      "the registry names no handlers of AWS::Events::Rule; these are the actions of rules, their targets and tags",
		"iam:PassRole": "rules have roles, too",
	} {
		if strings.HasPrefix(action, start) {
			return reason
		}
	}
	return ""
}

// TestHandlers compares what CloudFormation may do for those who plan and deploy with
// what its handlers call for the types in the goldens' templates.
func TestHandlers(t *testing.T) {
	types := registry(t)
	read, write := map[string]bool{}, map[string]bool{}
	for name := range typesOfGoldens(t) {
		handlers, ok := types[name]
		switch {
		case !ok && name != "AWS::Events::Rule" && name != "AWS::CloudFormation::WaitConditionHandle":
			t.Errorf("testdata/handlers.json does not have %s; look its handlers up in the registry", name)
		}
		for _, a := range handlers.Read {
			read[a] = true
		}
		for _, a := range handlers.Write {
			write[a] = true
		}
	}
	allowed := func(kind bootstrap.Kind) map[string]bool {
		set := map[string]bool{}
		for _, part := range bootstrap.Policies(here(), kind)[1:] {
			for _, s := range part.Document.Statements {
				for _, a := range s.Actions {
					set[a] = true
				}
			}
		}
		return set
	}
	plan, deploy := allowed(bootstrap.Plan), allowed(bootstrap.Deploy)
	for _, kind := range []struct {
		name   string
		needed []map[string]bool
		have   map[string]bool
	}{{"plan", []map[string]bool{read}, plan}, {"deploy", []map[string]bool{read, write}, deploy}} {
		needed := map[string]bool{}
		for _, set := range kind.needed {
			for a := range set {
				needed[a] = true
				if kind.have[a] == (unneeded(a) != "") {
					t.Errorf("%s: %s is called by a handler; allowed %t, reason against it: %q", kind.name, a, kind.have[a], unneeded(a))
				}
			}
		}
		for a := range kind.have {
			if !needed[a] && beyond(a) == "" {
				t.Errorf("%s: %s is allowed, and no handler calls it", kind.name, a)
			}
		}
	}
}

// typesOfGoldens are the resource types in the goldens' templates.
func typesOfGoldens(t *testing.T) map[string]bool {
	t.Helper()
	types := map[string]bool{}
	for _, document := range goldens(t) {
		for _, r := range document.Resources {
			types[r.Type] = true
		}
	}
	return types
}

// goldens are the goldens' templates by directory.
func goldens(t *testing.T) map[string]*template.Document {
	t.Helper()
	list := map[string]*template.Document{}
	root := "../../testdata/golden"
	err := filepath.WalkDir(root, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.Name() != "template.json" {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		document, err := template.Parse(text)
		rel, _ := filepath.Rel(root, filepath.Dir(name))
		list[filepath.ToSlash(rel)] = document
		return err
	})
	if err != nil || len(list) < 20 {
		t.Fatalf("%d goldens, %v", len(list), err)
	}
	return list
}
