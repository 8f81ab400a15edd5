"""What the notifier tells of starts that failed, and how it keeps them."""

from __future__ import annotations

import json
import os
from typing import Any
from unittest import mock

import boto3
from alerts import AlertsTest, lines, record
from cloud import CLOUD
from samples import EVENT, UUID

NIGHTLY = f"churn-staging-nightly-{UUID}"
SCHEDULE = "arn:aws:scheduler:us-east-1:123456789012:schedule/churn-staging/churn-staging-NightlySchedule-1AB2"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:churn-staging-NightlyFunction-1AB2"
RULE = "arn:aws:events:us-east-1:123456789012:rule/churn-staging-NightlyRule-1AB2"
SCHEDULER = {
    "ERROR_CODE": "ResourceLimitExceeded",
    "ERROR_MESSAGE": "The account-level service limit is 0 Instances",
    "EXECUTION_ID": UUID,
    "SCHEDULED_TIME": "2026-11-25T02:00:00Z",
    "SCHEDULE_ARN": SCHEDULE,
    "TARGET_ARN": "arn:aws:scheduler:::aws-sdk:sagemaker:createTrainingJob",
    "RETRY_ATTEMPTS": "3",
}


def destination(payload: Any, answer: Any) -> str:
    """Return what a destination of Lambda gets when a function failed."""
    context = {"functionArn": FUNCTION + ":$LATEST", "condition": "RetriesExhausted", "approximateInvokeCount": 3}
    return json.dumps({"requestContext": context, "requestPayload": payload, "responsePayload": answer})


class RecordTest(AlertsTest):
    def tell(self, body: str, **attributes: str) -> tuple[str, str]:
        """Tell of one record and return the subject and the text of the message."""
        self.assertEqual(self.handler({"Records": [record(body, **attributes)]}, None), {"batchItemFailures": []})
        ((subject, text),) = self.messages()
        return subject, text

    def test_scheduler(self) -> None:
        """A start by EventBridge Scheduler: the body is the request."""
        body = json.dumps({"TrainingJobName": NIGHTLY, "RoleArn": "arn"})
        subject, text = self.tell(body, **SCHEDULER)
        self.assertEqual(subject, "churn-staging nightly: a run did not start")
        self.assertEqual(text.split("\n")[0], "A run of nightly did not start.")
        found = lines(text)
        self.assertEqual(found["Reason"], f"{SCHEDULER['ERROR_CODE']}: {SCHEDULER['ERROR_MESSAGE']}")
        self.assertEqual(found["Training job"], NIGHTLY)
        self.assertEqual(found["Scheduled"], "2026-11-25T02:00:00Z")
        self.assertEqual(found["Resource"], SCHEDULE)
        self.assertEqual(found["Runbook"], "https://wiki.example/churn")
        self.assertIn(self.kept_url, found["Next"])

    def test_keeps_body_and_attributes(self) -> None:
        body = json.dumps({"job": "nightly", "text": "😀 {{resolve:x}} \u2028"})
        numbered = record(body, **SCHEDULER)
        numbered["messageAttributes"]["RETRY_ATTEMPTS"] = {"stringValue": "3", "dataType": "Number"}
        self.handler({"Records": [numbered]}, None)
        (kept,) = self.kept()
        self.assertEqual(kept["Body"], body)
        wanted = {name: ("String", value) for name, value in SCHEDULER.items()} | {"RETRY_ATTEMPTS": ("Number", "3")}
        found = kept["MessageAttributes"].items()
        self.assertEqual({name: (value["DataType"], value["StringValue"]) for name, value in found}, wanted)

    def test_start_of_a_state_machine(self) -> None:
        inner = json.dumps({**EVENT, "id": UUID})
        subject, text = self.tell(json.dumps({"StateMachineArn": "arn", "Name": UUID, "Input": inner}))
        self.assertEqual(subject, "churn-staging nightly: a run did not start")
        self.assertEqual(lines(text)["Scheduled"], EVENT["time"])

    def test_custom_launcher(self) -> None:
        body = json.dumps({"job": "x", "scheduledTime": EVENT["time"], "request": {"TrainingJobName": NIGHTLY}})
        subject, text = self.tell(body)
        self.assertEqual(subject, "churn-staging nightly: a run did not start")
        self.assertEqual(lines(text)["Scheduled"], EVENT["time"])

    def test_rule(self) -> None:
        event = {"detail-type": "Scheduled Event", "source": "aws.events", "time": EVENT["time"], "detail": {}}
        said = {"RULE_ARN": RULE, "TARGET_ARN": FUNCTION, "ERROR_CODE": "NO_PERMISSIONS", "ERROR_MESSAGE": "m"}
        subject, text = self.tell(json.dumps(event), **said)
        self.assertEqual(subject, "churn-staging nightly: a run did not start")
        self.assertEqual(lines(text)["Reason"], "NO_PERMISSIONS: m")
        self.assertEqual(lines(text)["Scheduled"], EVENT["time"])

    def test_rule_on_an_event(self) -> None:
        """Foreign detail does not say whose run it is: the rule does."""
        detail = {"job": "weekly", "TrainingJobName": f"churn-staging-{UUID}"}
        body = json.dumps({"detail-type": "Data Arrived", "source": "my.app", "detail": detail})
        subject, text = self.tell(body, RULE_ARN=RULE)
        self.assertEqual(subject, "churn-staging nightly: an event was not handled")
        self.assertEqual(text.split("\n")[0], "An event for nightly was not handled: Data Arrived.")

    def test_rule_whose_name_the_spec_gives(self) -> None:
        """A name counts whole; a record of a job without a topic is told to nobody, one of no job to all."""
        prefix = RULE.rpartition("/")[0]
        for name, messages in (("the-silent.one", 0), ("one", 1), ("the-silent.one-more", 1)):
            with self.subTest(name):
                self.handler({"Records": [record("{}", RULE_ARN=f"{prefix}/{name}")]}, None)
                self.assertEqual(len(self.messages()), messages)

    def test_dead_letters_of_lambda(self) -> None:
        subject, text = self.tell(json.dumps(EVENT), RequestID="1", ErrorCode="200", ErrorMessage="timed out")
        self.assertEqual(subject, "churn-staging nightly: a run did not start")
        self.assertEqual(lines(text)["Reason"], "200: timed out")

    def test_destination_of_lambda(self) -> None:
        answer = {"errorType": "ClientError", "errorMessage": "AccessDenied\nat line 2", "stackTrace": ["x"]}
        subject, text = self.tell(destination({"time": EVENT["time"]}, answer))
        self.assertEqual(subject, "churn-staging nightly: a run did not start")
        self.assertEqual(lines(text)["Reason"], "ClientError: AccessDenied")
        self.assertIn("\n" + " " * 14 + "at line 2\n", text)
        self.assertEqual(lines(text)["Resource"], FUNCTION + ":$LATEST")

    def test_destination_without_an_answer(self) -> None:
        _, text = self.tell(destination(EVENT, None))
        self.assertEqual(lines(text)["Reason"], "RetriesExhausted")

    def test_model_that_was_not_registered(self) -> None:
        subject, text = self.tell(destination({"name": NIGHTLY}, {"errorMessage": "no group"}))
        self.assertEqual(subject, "churn-staging nightly: a model was not registered")
        self.assertEqual(text.split("\n")[0], f"The model of training job {NIGHTLY} was not registered.")

    def test_a_start_that_was_delivered_twice_is_no_failure(self) -> None:
        for code in ("ResourceInUse", "SageMaker.ResourceInUseException"):
            twice = record(json.dumps({"TrainingJobName": NIGHTLY}), **{**SCHEDULER, "ERROR_CODE": code})
            self.assertEqual(self.handler({"Records": [twice]}, None), {"batchItemFailures": []})
        self.assertEqual(self.messages(), [])
        self.assertEqual(self.kept(), [])

    def test_nothing_is_known(self) -> None:
        """Whatever lies in the queue is told of, and kept."""
        for body in ("x", "{", "[]", "null", "[" * 100_000, '{"job": {}}', '{"request": 7, "Input": "[]"}', "\u2028"):
            with self.subTest(body[:20]):
                subject, text = self.tell(body)
                self.assertEqual(subject, "churn-staging: a run did not start")
                self.assertEqual(text.split("\n")[0], "A run of a job did not start.")
                self.assertEqual(self.kept()[0]["Body"], body)

    def test_part_of_a_batch(self) -> None:
        good, bad = record(json.dumps(EVENT)), record("bad")
        del bad["body"]
        self.assertEqual(
            self.handler({"Records": [bad, good]}, None), {"batchItemFailures": [{"itemIdentifier": bad["messageId"]}]}
        )
        self.assertEqual(len(self.messages()), 1)
        self.assertEqual(len(self.kept()), 1)

    def test_what_cannot_be_told_or_kept_is_left(self) -> None:
        gone = {"KEPT_QUEUE_URL": self.kept_url + "-gone", "TOPIC_1": "arn:aws:sns:us-east-1:1:gone"}
        for name, value in gone.items():
            with self.subTest(name), mock.patch.dict(os.environ, {name: value}):
                one = record(json.dumps(EVENT))
                with self.assertLogs(level="ERROR"):
                    answer = self.handler({"Records": [one]}, None)
                self.assertEqual(answer, {"batchItemFailures": [{"itemIdentifier": one["messageId"]}]})

    def test_a_job_without_a_topic_is_kept(self) -> None:
        self.handler({"Records": [record(json.dumps({"job": "silent"}))]}, None)
        self.assertEqual(self.messages(), [])
        self.assertEqual(len(self.kept()), 1)

    def test_no_records(self) -> None:
        CLOUD.sent.clear()
        self.assertEqual(self.handler({"Records": []}, None), {"batchItemFailures": []})
        self.assertEqual(CLOUD.sent, [])


class ManyTopicsTest(AlertsTest):
    def test_an_unknown_job_is_told_to_all_topics_once(self) -> None:
        other = boto3.client("sns").create_topic(Name="other")["TopicArn"]
        self.handler.__globals__["DATA"]["jobs"][2]["topic"] = "TOPIC_2"
        with mock.patch.dict(os.environ, {"TOPIC_2": other}):
            self.handler({"Records": [record("x")]}, None)
        self.assertEqual(len(CLOUD.calls("Publish")), 2)
