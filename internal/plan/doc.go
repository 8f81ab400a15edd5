// Package plan predicts what deploying a template would change, from the
// template before and the template after alone.
//
// The words are those of CloudFormation's change sets. A [Plan] is what would
// happen to one stack: a list of changes. A [Change] has an action on one
// resource: Add, Modify or Remove. Modify has details, one for each value that
// changes: where it is, what it was, what it becomes, and why it changes. Its
// scope is which attributes of the resource change, such as Properties or
// Metadata. Replacement says whether the resource is made anew: True, False, or
// Conditional where nobody knows before the deployment ("may replace"). What
// then becomes of the old one is the policy action, such as ReplaceAndDelete.
//
// A plan is predicted: AWS is not asked. What a change set would not say, or
// would say only when it fails, is a [Note]: a name that two resources would
// have at once, data that is lost or left behind, and what cannot be predicted.
//
// # How the prediction is made
//
// Both templates are evaluated as far as they are known. Functions of literals
// (Fn::Join, Fn::FindInMap, …) give their value; a reference stays symbolic, and
// is written as Fn::Sub writes it: arn:${Role.Arn}. A condition is true, false
// or not known. Then
//
//   - a resource in one template only is added or removed, and others are
//     compared value by value, text that holds JSON as JSON;
//   - a registry schema (package cfnschema) says whether a changed property
//     replaces the resource; of a type without one nobody can say;
//   - what refers to a replaced resource changes with it, and may be replaced
//     itself, until nothing more follows.
//
// CloudFormation compares references as they are spelled: Fn::GetAtt as a list
// and with a dot are a change to it, and so they are here, with a note.
//
// A change set by default also announces what refers by Fn::GetAtt to a resource
// that is updated in place, in case the attribute changes. This is almost always
// noise; [Options.Dynamic] asks for it.
package plan
