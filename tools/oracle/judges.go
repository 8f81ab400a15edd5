package main

import (
	"context"
)

// finding is what a judge says about one place in a template.
type finding struct {
	File     string `json:"file"`
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	// Resource is the logical ID and Type the resource's type; both are empty for
	// findings elsewhere in the template.
	Resource string `json:"resource"`
	Type     string `json:"type"`
	Path     string `json:"path"`
	Message  string `json:"message"`
}

// judge is one outside program that reads templates.
type judge struct {
	name string
	// judge returns all findings on the files. Its error says that the program is
	// missing, with the command that installs it, or that it failed.
	judge func(ctx context.Context, files []string) ([]finding, error)
	// rejects reports whether a finding says that the template is wrong.
	rejects func(finding) bool
}

func judges() []judge {
	return []judge{
		{name: "cloudformation-validate", judge: askValidator, rejects: validatorRejects},
		{name: "cfn-lint", judge: askLint, rejects: func(f finding) bool { return f.Severity == "Error" }},
	}
}
