"""Run with: python3 -B -m unittest discover stacks/prod/advanced-ml/launcher_test

Needs boto3, whose own checks of requests and answers take part.
"""

from __future__ import annotations

import http.server
import json
import os
import pathlib
import sys
import threading
import unittest
from typing import Any, ClassVar
from unittest import mock

import boto3
from botocore.exceptions import ClientError, ParamValidationError
from botocore.stub import Stubber

sys.dont_write_bytecode = True  # the launcher's folder is deployed as it is
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "launcher"))
import training_launcher  # noqa: E402

NAME = "advanced-ml-prod-weekly-0f3a"
ARN = f"arn:aws:sagemaker:us-east-1:123456789012:training-job/{NAME}"
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:slack-webhook-AbCdEf"
REQUEST: dict[str, Any] = {
    "TrainingJobName": NAME,
    "RoleArn": "arn:aws:iam::123456789012:role/training",
    "OutputDataConfig": {"S3OutputPath": "s3://advanced-ml-bucket/models/"},
}
EVENT = {"job": "weekly", "scheduledTime": "2026-11-22T06:00:00Z", "request": REQUEST}


class Webhook(http.server.BaseHTTPRequestHandler):
    """Keeps the messages that are posted to it."""

    messages: ClassVar[list[Any]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.messages.append(json.loads(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


class LauncherTest(unittest.TestCase):
    def setUp(self) -> None:
        fake = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
        self.sagemaker = boto3.client("sagemaker", **fake)
        self.secrets = boto3.client("secretsmanager", **fake)
        self.sagemaker_stub = Stubber(self.sagemaker)
        self.secrets_stub = Stubber(self.secrets)
        self.sagemaker_stub.activate()
        self.secrets_stub.activate()
        clients = {"sagemaker": self.sagemaker, "secretsmanager": self.secrets}
        self.enterContext(mock.patch.object(boto3, "client", clients.__getitem__))
        self.enterContext(mock.patch.dict(os.environ, {"SLACK_WEBHOOK_SECRET_ARN": SECRET}))
        Webhook.messages.clear()

    def webhook(self) -> str:
        server = http.server.HTTPServer(("127.0.0.1", 0), Webhook)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}/"

    def monitored(self) -> None:
        self.enterContext(mock.patch.dict(os.environ, {"MONITORING_ENABLED": "true"}))

    def test_starts_the_request_as_it_is(self) -> None:
        self.sagemaker_stub.add_response("create_training_job", {"TrainingJobArn": ARN}, REQUEST)
        self.assertEqual(training_launcher.handler(EVENT, None), {"TrainingJobArn": ARN})
        self.sagemaker_stub.assert_no_pending_responses()
        self.assertEqual(Webhook.messages, [])

    def test_posts_a_message_when_monitored(self) -> None:
        self.monitored()
        self.sagemaker_stub.add_response("create_training_job", {"TrainingJobArn": ARN}, REQUEST)
        self.secrets_stub.add_response("get_secret_value", {"SecretString": self.webhook()}, {"SecretId": SECRET})
        training_launcher.handler(EVENT, None)
        self.assertEqual(Webhook.messages, [{"text": f"Training job {NAME} of weekly has started"}])

    def test_second_delivery_is_a_success_without_a_message(self) -> None:
        self.monitored()
        self.sagemaker_stub.add_client_error("create_training_job", "ResourceInUse")
        job = {
            "TrainingJobName": NAME,
            "TrainingJobArn": ARN,
            "ModelArtifacts": {"S3ModelArtifacts": "s3://advanced-ml-bucket/models/model.tar.gz"},
            "TrainingJobStatus": "InProgress",
            "SecondaryStatus": "Starting",
            "AlgorithmSpecification": {"TrainingInputMode": "File"},
            "ResourceConfig": {},
            "StoppingCondition": {},
            "CreationTime": 0,
        }
        self.sagemaker_stub.add_response("describe_training_job", job, {"TrainingJobName": NAME})
        self.assertEqual(training_launcher.handler(EVENT, None), {"TrainingJobArn": ARN})
        self.secrets_stub.assert_no_pending_responses()
        self.assertEqual(Webhook.messages, [])

    def test_other_errors_are_raised(self) -> None:
        self.sagemaker_stub.add_client_error("create_training_job", "ResourceLimitExceeded")
        with self.assertRaises(ClientError):
            training_launcher.handler(EVENT, None)

    def test_unknown_members_are_raised(self) -> None:
        self.sagemaker_stub.add_response("create_training_job", {"TrainingJobArn": ARN})
        request = {**REQUEST, "TrainingJobNam": NAME}
        with self.assertRaises(ParamValidationError):
            training_launcher.handler({**EVENT, "request": request}, None)

    def test_started_job_outlives_a_failed_message(self) -> None:
        self.monitored()
        self.sagemaker_stub.add_response("create_training_job", {"TrainingJobArn": ARN}, REQUEST)
        self.secrets_stub.add_client_error("get_secret_value", "AccessDeniedException")
        with self.assertLogs(level="WARNING") as logs:
            self.assertEqual(training_launcher.handler(EVENT, None), {"TrainingJobArn": ARN})
        self.assertIn("the message was not posted: ClientError", logs.output[0])


if __name__ == "__main__":
    unittest.main()
