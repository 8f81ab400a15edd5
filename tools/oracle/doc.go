// Command oracle asks outside judges about the templates and specs in this
// repository, so that smgen is not the only one that believes in its output.
//
// A judge is a program that smgen's authors did not write: AWS's own CloudFormation
// validator (under Node, folder validator), cfn-lint (Python), and for the example
// specs the plain cue command. A finding is what a judge says about one place in a
// template. A finding of level error fails the run, unless exceptions.json lists
// it: an exception names the judge, the rule and the resource type, and says why
// the judge is wrong. An exception that no finding needs fails the run too.
//
// A judge that accepts everything proves nothing. testdata/broken holds templates
// with one mistake each, and index.json there says which judge rejects which, and
// by which rule; a judge that has stopped to do so fails the run.
//
// The folders endpoint, lambdas, statemachines and python hold judges that run by
// themselves; make oracle runs all of them.
//
//	go run ./tools/oracle -templates 'testdata/golden/**/template.json' -cue-dirs ./stacks/...
package main
