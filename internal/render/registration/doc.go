// Package registration renders what registers the model of a completed run in
// the SageMaker model registry.
//
// A model package group is a named list of versions; a model package is one of
// them: where the model's file is, what image serves it, and whether somebody
// approved it. A backend that waits for the end of the job registers the model
// itself, with the [Arguments] of CreateModelPackage and the permission in
// [Permission]. For any other, [Add] adds a rule for the completed runs of the
// job and a small function, the registrar.
package registration
