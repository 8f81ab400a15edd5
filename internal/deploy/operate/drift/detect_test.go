package drift_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smgen/smgen/internal/deploy/operate/drift"
	"github.com/smgen/smgen/internal/deploy/operate/operatetest"
	"github.com/smgen/smgen/internal/localcfn"
	"github.com/smgen/smgen/internal/output"
)

const nightly = `{"Resources": {
	"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Principal": {"Service": "scheduler.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}},
	"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}},
	"Nightly": {"Type": "AWS::Scheduler::Schedule", "Properties": {
		"ScheduleExpression": "cron(0 2 * * ? *)", "FlexibleTimeWindow": {"Mode": "OFF"}, "State": "ENABLED",
		"Target": {"Arn": "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob", "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
			"Input": {"Fn::Join": ["", ["{\"TrainingJobName\":\"churn-nightly-<aws.scheduler.execution-id>\",\"RoleArn\":\"", {"Fn::GetAtt": ["Role", "Arn"]}, "\"}"]]}}}}}}`

// TestDetect pauses a schedule and changes a queue behind CloudFormation's back.
func TestDetect(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	churn := operatetest.Target("churn", nightly)
	detect := func() (*drift.Stack, string) {
		t.Helper()
		s, err := drift.Detect(t.Context(), e.Find(churn), now)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := drift.Text(&out, output.Text{}, []*drift.Stack{s}); err != nil {
			t.Fatal(err)
		}
		return s, out.String()
	}
	if s, _ := detect(); s.State != drift.NotDeployed {
		t.Errorf("before: %s", s.State)
	}
	e.Deploy(churn)
	if s, text := detect(); s.State != drift.InSync {
		t.Errorf("as deployed: %s\n%s", s.State, text)
	}
	for _, touch := range []struct {
		id, property string
		value        any
	}{{"Nightly", "State", "DISABLED"}, {"Queue", "VisibilityTimeout", 45}} {
		if err := e.Touch(operatetest.Account, operatetest.Region, "churn", touch.id, touch.property, touch.value); err != nil {
			t.Fatal(err)
		}
	}
	e.Faults.FailCall(localcfn.CallFault{Action: "DescribeStackDriftDetectionStatus", Kind: localcfn.Throttled, Times: 3})
	_, text := detect()
	want := `churn (stacks/churn): 2 resources are no longer as they were deployed
  ! Nightly was paused by hand: it starts nothing until it is enabled again
  job churn-nightly
    schedule disabled (nothing starts the job in its place; the next run would have been Thu 2026-11-26 02:00 UTC)
  ~ Nightly (AWS::Scheduler::Schedule)
      State ENABLED → DISABLED
  ~ Queue (AWS::SQS::Queue)
      VisibilityTimeout 30 → 45
`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Error(diff)
	}
	if got := e.Find(churn).Live.Drift; got != "DRIFTED" {
		t.Errorf("CloudFormation remembers %s", got)
	}
}

// TestDetectNot says why a stack is not checked.
func TestDetectNot(t *testing.T) {
	t.Parallel()
	e := operatetest.Start(t)
	churn := operatetest.Target("churn", nightly)
	e.Faults.FailResource(localcfn.ResourceFault{LogicalID: "Queue", Do: localcfn.Create})
	s, err := drift.Detect(t.Context(), e.Deploy(churn), now)
	if err != nil || s.State != drift.NotChecked || !strings.Contains(s.Reason, "its creation failed") {
		t.Errorf("%+v (%v)", s, err)
	}
}
