package policy

import "github.com/smgen/smgen/internal/trace"

// launchProof returns the rules of the launch proof, which applies them itself:
// to the finished template, whoever wrote it.
func launchProof() []Rule {
	var rules []Rule
	examples := proofExamples()
	for _, r := range trace.Rules() {
		example := examples[r.ID]
		rules = append(rules, Rule{
			ID: r.ID, Title: r.Title, Severity: r.Severity, Doc: r.Doc,
			Good: example.good, Bad: example.bad, OfStack: true,
		})
	}
	return rules
}

// proofExample is what keeps a rule of the launch proof, and what breaks it.
type proofExample struct{ good, bad string }

// proofExamples are by the rule's ID. Most are resources as people write them,
// beside or around a job: what smgen makes itself breaks none of these rules.
func proofExamples() map[string]proofExample {
	return map[string]proofExample{
		"SM201": {byHand("", ""), byHand(`"InstanceCount":1`, `"InstanceCount":0.5`)},
		"SM202": {byHand("", ""), byHand("-<aws.scheduler.execution-id>", "")},
		"SM203": {byHand("", ""), byHand(`3600}}`, `3600}`)},
		"SM204": {byHand("", ""), byHand("sagemaker:createTrainingJob", "sagemaker:createTransformJob")},
		"SM205": {trainingRole("sagemaker", forAccount, managed), trainingRole("ec2", forAccount, managed)},
		"SM206": {trainingRole("sagemaker", forAccount, managed), trainingRole("sagemaker", "", managed)},
		"SM207": {scheduled, launchRole(`{Effect: "Allow", Action: ["sqs:SendMessage", "sagemaker:CreateTrainingJob"], Resource: "*"}`)},
		"SM208": {launchRole(starts, passes(`, Condition: StringEquals: "iam:PassedToService": "sagemaker.amazonaws.com"`)), launchRole(starts, passes(""))},
		"SM209": {calling(admits(`, SourceArn: "Fn::GetAtt": ["Daily", "Arn"]`)), calling("")},
		"SM210": {calling(admits(`, SourceArn: "Fn::GetAtt": ["Daily", "Arn"]`)), calling(admits(`, SourceAccount: "123456789012"`))},
		"SM211": {scheduled, trainingRole("sagemaker", forAccount, inline(readable))},
		"SM212": {trainingRole("sagemaker", forAccount, managed+"\n\t\t"+inline(readable)), trainingRole("sagemaker", forAccount, managed+"\n\t\t"+inline(`{Effect: "Allow", Actions: "s3:GetObject", Resource: "arn:aws:s3:::acme-ml/*"}`))},
		"SM213": {scheduled, `jobs: train: {schedule: expression: "cron(0 2 * * ? *)", trainingRole: arn: "arn:aws:iam::123456789012:role/train"}`},
		"SM214": {scheduled, trainingRole("sagemaker", forAccount, managed)},
		"SM215": {byHand("", ""), byHand(`"arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob"`, `"Fn::ImportValue": "launcher-Arn"`)},
	}
}
