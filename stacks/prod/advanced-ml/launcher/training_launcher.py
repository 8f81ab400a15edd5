"""Starts a training job, and tells a Slack channel that it has started.

The event holds the complete request, checked when the stack was rendered, under
"request"; its TrainingJobName is unique to the run. A function that raises is
called again, and after the last time its event goes to the dead-letter queue.
"""

from __future__ import annotations

import json
import logging
import os
import urllib.request
from typing import Any

import boto3
from botocore.exceptions import ClientError

log = logging.getLogger()
log.setLevel(logging.INFO)


def handler(event: dict[str, Any], context: object) -> dict[str, str]:
    """Start the job of the event and return its ARN."""
    request = event["request"]
    arn, is_new = start(boto3.client("sagemaker"), request)
    log.info("%s is %s", arn, "started" if is_new else "running already")
    if is_new and os.environ.get("MONITORING_ENABLED") == "true":
        announce(f"Training job {request['TrainingJobName']} of {event['job']} has started")
    return {"TrainingJobArn": arn}


def start(sagemaker: Any, request: dict[str, Any]) -> tuple[str, bool]:
    """Start the job, once: the same event may be delivered twice.

    Returns the job's ARN, and whether this call started it. Every other error is
    raised, so that the start is tried again.
    """
    try:
        return sagemaker.create_training_job(**request)["TrainingJobArn"], True
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceInUse":
            raise
    name = request["TrainingJobName"]
    return sagemaker.describe_training_job(TrainingJobName=name)["TrainingJobArn"], False


def announce(text: str) -> None:
    """Post a message. The job runs by now, so a failure is logged and no more."""
    try:
        secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SLACK_WEBHOOK_SECRET_ARN"])
        message = urllib.request.Request(
            secret["SecretString"],
            data=json.dumps({"text": text}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(message, timeout=10):
            pass
    except Exception as error:  # the kind alone: its text may hold the webhook's address
        log.warning("the message was not posted: %s", type(error).__name__)
