"""What the notifier tells of training jobs and of executions that ended."""

from __future__ import annotations

import datetime
import json
from typing import Any

import boto3
from alerts import APP, SERVER, AlertsTest, lines, stack
from botocore.exceptions import ClientError
from cloud import CLOUD
from samples import EVENT, UUID
from source import NOTIFIER, load

NIGHTLY = f"churn-staging-nightly-{UUID}"
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:churn-staging-NightlyMachine-1ABC"


def job_event(name: str, status: str, **detail: Any) -> dict[str, Any]:
    """Return EventBridge's event of a training job."""
    return {
        "source": "aws.sagemaker",
        "detail-type": "SageMaker Training Job State Change",
        "detail": {"TrainingJobName": name, "TrainingJobStatus": status, "CreationTime": "1795572061000", **detail},
    }


def execution_event(status: str, **detail: Any) -> dict[str, Any]:
    """Return EventBridge's event of an execution of a state machine."""
    arn = MACHINE.replace(":stateMachine:", ":execution:") + ":" + UUID
    known = {"executionArn": arn, "stateMachineArn": MACHINE, "name": UUID, "status": status}
    return {
        "source": "aws.states",
        "detail-type": "Step Functions Execution Status Change",
        "detail": {**known, "input": json.dumps({**EVENT, "id": UUID}), **detail},
    }


class TrainingJobTest(AlertsTest):
    def test_failed(self) -> None:
        tags = {"ScheduledTime": "2026-11-25T02:00:00Z"}
        self.handler(job_event(NIGHTLY, "Failed", FailureReason="AlgorithmError: exit code 1", Tags=tags), None)
        ((subject, text),) = self.messages()
        self.assertEqual(subject, "churn-staging nightly: training job failed")
        self.assertEqual(text.split("\n")[0], f"Training job {NIGHTLY} failed.")
        console, server = "https://console.aws.amazon.com", "create-presigned-mlflow-tracking-server-url"
        groups = "$252Faws$252Fsagemaker$252FTrainingJobs"
        self.assertEqual(
            lines(text),
            {
                "Reason": "AlgorithmError: exit code 1",
                "Job": "nightly of stack churn-staging, account 123456789012, us-east-1",
                "Training job": NIGHTLY,
                "Scheduled": "2026-11-25T02:00:00Z",
                "Console": f"{console}/sagemaker/home?region=us-east-1#/jobs/{NIGHTLY}",
                "Log": f"{console}/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/{groups}"
                f"$3FlogStreamNameFilter$3D{NIGHTLY}$252F",
                "MLflow": SERVER,
                "Experiment": "churn",
                "MLflow link": f"aws sagemaker {server} --tracking-server-name team --region us-east-1",
                "Spec": "stacks/staging/churn/stack.cue:9",
                "Owner": "ml-platform",
                "Runbook": "https://wiki.example/churn",
            },
        )

    def test_stopped_with_few_facts(self) -> None:
        """`churn-staging` has no owner, no runbook, no spec; its MLflow comes from the environment."""
        self.handler(job_event("churn-staging-20261125-020000", "Stopped", SecondaryStatus="MaxRuntimeExceeded"), None)
        ((subject, text),) = self.messages()
        self.assertEqual(subject, "churn-staging weekly: training job was stopped")
        found = lines(text)
        self.assertEqual(found["Reason"], "MaxRuntimeExceeded")
        self.assertEqual(found["Started"], "2026-11-25T02:01:01Z")
        self.assertEqual(found["MLflow"], APP)
        link = f"aws sagemaker create-presigned-mlflow-app-url --arn {APP} --region eu-west-1"
        self.assertEqual(found["MLflow link"], link)
        self.assertFalse({"Owner", "Runbook", "Spec", "Experiment", "Scheduled"} & found.keys())

    def test_partition_without_a_public_console(self) -> None:
        data = {**stack(), "console": ""}
        load(NOTIFIER, data)(job_event(NIGHTLY, "Failed"), None)
        ((_, text),) = self.messages()
        self.assertFalse({"Console", "Log"} & lines(text).keys())

    def test_a_strange_time_does_not_lose_the_message(self) -> None:
        for time in (None, "soon", 10**30, {"x": 1}):
            self.handler(job_event(NIGHTLY, "Failed", CreationTime=time), None)
        self.assertEqual(len(self.messages()), 4)

    def test_completed_runs_are_counted_where_somebody_waits(self) -> None:
        for name in (NIGHTLY, NIGHTLY, f"churn-staging-{UUID}"):
            self.handler(job_event(name, "Completed"), None)
        now = datetime.datetime.now(datetime.UTC)
        found = {}
        for job in ("nightly", "weekly"):
            answer = boto3.client("cloudwatch").get_metric_statistics(
                Namespace="smgen",
                MetricName="CompletedRuns",
                Dimensions=[{"Name": "Stack", "Value": "churn-staging"}, {"Name": "Job", "Value": job}],
                StartTime=now - datetime.timedelta(hours=1),
                EndTime=now + datetime.timedelta(hours=1),
                Period=7200,
                Statistics=["Sum"],
            )
            found[job] = sum(point["Sum"] for point in answer["Datapoints"])
        self.assertEqual(found, {"nightly": 2, "weekly": 0})
        self.assertEqual(self.messages(), [])

    def test_names_of_others_and_other_states(self) -> None:
        CLOUD.sent.clear()
        for name in (f"churn-staging-eu-{UUID}", f"my-churn-staging-{UUID}", "churn-staging-nightly", "x", ""):
            for status in ("Failed", "Completed"):
                self.handler(job_event(name, status), None)
        for status in ("InProgress", "Stopping"):
            self.handler(job_event(NIGHTLY, status), None)
        self.handler(job_event(f"churn-staging-silent-{UUID}", "Failed"), None)  # has no topic
        self.assertEqual(CLOUD.sent, [])

    def test_errors_are_raised(self) -> None:
        boto3.client("sns").delete_topic(TopicArn="arn:aws:sns:us-east-1:123456789012:alerts")
        with self.assertRaises(ClientError):
            self.handler(job_event(NIGHTLY, "Failed"), None)

    def test_wrong_events(self) -> None:
        for event in ({}, None, [], "x", {"source": "aws.ec2", "detail": {}}, {"source": "aws.sagemaker"}):
            with self.subTest(event), self.assertRaisesRegex(ValueError, "pass EventBridge's event"):
                self.handler(event, None)


class ExecutionTest(AlertsTest):
    def test_failed(self) -> None:
        for status, words in (("FAILED", "failed"), ("TIMED_OUT", "timed out"), ("ABORTED", "aborted")):
            with self.subTest(status):
                cause = "The role may not be passed"
                self.handler(execution_event(status, error="SageMaker.AccessDenied", cause=cause), None)
                ((subject, text),) = self.messages()
                self.assertEqual(subject, f"churn-staging nightly: execution {UUID} {words}")
                self.assertEqual(text.split("\n")[0], f"State machine execution {UUID} {words}.")
                found = lines(text)
                self.assertEqual(found["Reason"], f"SageMaker.AccessDenied: {cause}")
                self.assertEqual(found["Scheduled"], EVENT["time"])
                self.assertEqual(found["Owner"], "ml-platform")
                arn = MACHINE.replace(":stateMachine:", ":execution:") + ":" + UUID
                link = f"https://console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/{arn}"
                self.assertEqual(found["Console"], link)

    def test_told_by_the_training_job(self) -> None:
        CLOUD.sent.clear()
        cause = json.dumps({"TrainingJobArn": "arn", "TrainingJobStatus": "Failed", "FailureReason": "x"})
        self.handler(execution_event("FAILED", error="States.TaskFailed", cause=cause), None)
        for status in ("RUNNING", "SUCCEEDED"):
            self.handler(execution_event(status), None)
        self.assertEqual(CLOUD.sent, [])

    def test_no_capacity_is_told_once_by_the_machine_that_tries_again(self) -> None:
        reason = "CapacityError: Unable to provision requested ML compute capacity."
        self.handler(job_event(NIGHTLY, "Failed", FailureReason=reason), None)
        self.assertEqual(self.messages(), [])
        cause = json.dumps({"TrainingJobArn": "arn", "TrainingJobStatus": "Failed", "FailureReason": reason})
        self.handler(execution_event("FAILED", error="States.TaskFailed", cause=cause), None)
        ((subject, text),) = self.messages()
        self.assertEqual(subject, f"churn-staging nightly: execution {UUID} failed")
        self.assertIn(reason, text)
        # A job that nothing starts again is told of at once.
        self.handler(job_event(f"churn-staging-{UUID}", "Failed", FailureReason=reason), None)
        self.assertEqual([subject for subject, _ in self.messages()], ["churn-staging weekly: training job failed"])

    def test_without_input_the_stack_is_named(self) -> None:
        for absent in (None, "", "[]", "7", "{", '{"job": "unknown"}', '{"job": ["nightly"]}'):
            with self.subTest(absent):
                self.handler(execution_event("TIMED_OUT", input=absent), None)
                ((subject, text),) = self.messages()
                self.assertEqual(subject, f"churn-staging: execution {UUID} timed out")
                self.assertEqual(lines(text)["Job"], "stack churn-staging, account 123456789012, us-east-1")
