"""The setting of the notifier's tests: a stack of three jobs, its topics and its queue of kept starts."""

from __future__ import annotations

import os
import unittest
from typing import Any
from unittest import mock

import boto3
from cloud import CLOUD, queue_of_topic, received, told
from source import NOTIFIER, load

APP = "arn:aws:sagemaker:eu-west-1:123456789012:mlflow-app/app-ABC"
SERVER = "arn:aws:sagemaker:us-east-1:123456789012:mlflow-tracking-server/team"


def stack() -> dict[str, Any]:
    """Return the data of a notifier."""
    nightly = {
        "name": "nightly",
        "prefix": "churn-staging-nightly",
        "spec": "stacks/staging/churn/stack.cue:9",
        "owner": "ml-platform",
        "runbook": "https://wiki.example/churn",
        "mlflow": SERVER,
        "experiment": "churn",
        "topic": "TOPIC_1",
        "resources": ["NightlySchedule", "NightlyRule", "NightlyFunction"],
        "missedRun": True,
        "retried": True,
    }
    weekly = {"name": "weekly", "prefix": "churn-staging", "mlflow": "env:MLFLOW_1", "topic": "TOPIC_1"}
    silent = {"name": "silent", "prefix": "churn-staging-silent", "resources": ["the-silent.one"]}
    return {
        "stack": "churn-staging",
        "account": "123456789012",
        "region": "us-east-1",
        "console": "console.aws.amazon.com",
        "jobs": [nightly, weekly, silent],
    }


class AlertsTest(unittest.TestCase):
    """Has a handler whose messages can be read."""

    def setUp(self) -> None:
        CLOUD.reset()
        topic, self.told_url = queue_of_topic()
        self.kept_url = boto3.client("sqs").create_queue(QueueName="kept")["QueueUrl"]
        values = {"TOPIC_1": topic, "MLFLOW_1": APP, "KEPT_QUEUE_URL": self.kept_url}
        self.enterContext(mock.patch.dict(os.environ, values))
        self.handler = load(NOTIFIER, stack())

    def messages(self) -> list[tuple[str, str]]:
        """Return subject and text of what was published since the last call."""
        return [(message["Subject"], message["Message"]) for message in told(self.told_url)]

    def kept(self) -> list[dict[str, Any]]:
        """Return the messages in the queue of kept starts."""
        return received(self.kept_url)


def lines(text: str) -> dict[str, str]:
    """Return the labelled lines of a message."""
    found: dict[str, str] = {}
    for line in text.split("\n")[2:]:
        if not line.startswith(" "):
            label, _, value = line.partition(":")
            found[label] = value.strip()
    return found


def record(body: str, **attributes: str) -> dict[str, Any]:
    """Return a record as Lambda gets it from a queue."""
    typed = {name: {"stringValue": value, "dataType": "String"} for name, value in attributes.items()}
    return {"messageId": f"id of {body[:20]}", "body": body, "attributes": {}, "messageAttributes": typed}
