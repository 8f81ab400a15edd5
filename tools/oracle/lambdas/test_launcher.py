"""The launcher starts the job that is asked for, once, or raises."""

from __future__ import annotations

import json
import unittest
from typing import Any

import boto3
from botocore.exceptions import ClientError
from cloud import CLOUD
from described import FORGOTTEN, differences, training_job
from samples import EVENT, NAME, UUID, full_request, launch, request
from source import LAUNCHER, load

ARN = f"arn:aws:sagemaker:us-east-1:123456789012:training-job/{NAME}"


class LauncherTest(unittest.TestCase):
    def setUp(self) -> None:
        CLOUD.reset()
        self.handler = load(LAUNCHER, launch())

    def test_every_member(self) -> None:
        """All members that boto3 knows arrive on the wire, and at moto as far as it keeps them."""
        data = launch()
        data["request"] = full_request()
        load(LAUNCHER, data)(EVENT, None)
        asked = {**full_request(), "TrainingJobName": NAME}
        self.assertEqual(CLOUD.calls("CreateTrainingJob")[0].json, asked)
        self.assertEqual(set(differences(asked, training_job(NAME))), set(FORGOTTEN))

    def test_a_member_that_boto3_does_not_know(self) -> None:
        members: dict[str, Any] = {"NewIn2027": {"Depth": [1, "2", None, 0.1]}, "Environment": {"N": 1}}
        load(LAUNCHER, launch(**members))(EVENT, None)
        (sent,) = CLOUD.calls("CreateTrainingJob")
        self.assertEqual(sent.body, json.dumps(request(**members) | {"TrainingJobName": NAME}).encode())
        self.assertIn("/us-east-1/sagemaker/aws4_request", sent.authorization)

    def test_same_event_twice(self) -> None:
        first, second = self.handler(EVENT, None), self.handler(EVENT, None)
        self.assertEqual(first, {"TrainingJobArn": ARN})
        self.assertEqual(first, second)
        self.assertEqual(len(boto3.client("sagemaker").list_training_jobs()["TrainingJobSummaries"]), 1)

    def test_started_before(self) -> None:
        for code in ("ResourceInUse", "com.amazonaws.sagemaker#ResourceInUse"):
            with self.subTest(code):
                CLOUD.reset()
                self.handler(EVENT, None)
                CLOUD.refuse("CreateTrainingJob", code)
                said = {"TrainingJobArn": ARN, "StartedBefore": "Completed"}  # moto's jobs complete at once
                self.assertEqual(self.handler(EVENT, None), said)

    def test_after_another_job(self) -> None:
        """The run has the ID of the one before, however often SageMaker tells that it is complete."""
        handler = load(LAUNCHER, launch(after="features-"))
        for run_id in (UUID, "20261125-020000", "0123456789abcdef"):
            first, second = (handler({**EVENT, "id": f"features-{run_id}"}, None) for _ in range(2))
            self.assertTrue(first["TrainingJobArn"].endswith(f"/churn-{run_id}"))
            self.assertEqual(first, second)
        self.assertTrue(handler({**EVENT, "time": "2026-11-26T02:00:00Z"}, None)["TrainingJobArn"].endswith("-020000"))

    def test_after_a_job_of_another_name(self) -> None:
        handler = load(LAUNCHER, launch(after="features-"))
        for name in (f"features-eu-{UUID}", "features-", f"features-{UUID}0"):
            self.assertEqual(handler({**EVENT, "id": name}, None), {"Skipped": name})
        self.assertEqual(CLOUD.calls("CreateTrainingJob"), [])
        with self.assertRaisesRegex(ValueError, "is no ID of a run"):
            handler({**EVENT, "id": f"other-{UUID}"}, None)

    def test_a_name_in_use_without_a_job_is_raised(self) -> None:
        CLOUD.refuse("CreateTrainingJob", "ResourceInUse")
        with self.assertRaisesRegex(ClientError, "Could not find training job"):
            self.handler(EVENT, None)

    def test_errors_are_raised(self) -> None:
        for code in (
            "AccessDeniedException",
            "ValidationException",
            "ResourceLimitExceeded",
            "ResourceNotFound",
            "ExpiredTokenException",
        ):
            with self.subTest(code), self.assertRaisesRegex(ClientError, code):
                CLOUD.reset()
                CLOUD.refuse("CreateTrainingJob", code)
                self.handler(EVENT, None)
            self.assertEqual(len(CLOUD.calls("CreateTrainingJob")), 1)
            self.assertEqual(CLOUD.calls("DescribeTrainingJob"), [])

    def test_throttling_is_tried_again_and_raised(self) -> None:
        CLOUD.refuse("CreateTrainingJob", "ThrottlingException")
        with self.assertRaisesRegex(ClientError, "ThrottlingException"):
            self.handler(EVENT, None)
        first, second = CLOUD.calls("CreateTrainingJob")
        self.assertEqual(first.body, second.body)

    def test_a_failure_that_passes(self) -> None:
        CLOUD.answer("CreateTrainingJob", {"__type": "InternalFailure", "message": "no"}, 500)
        self.assertEqual(self.handler(EVENT, None), {"TrainingJobArn": ARN})

    def test_two_runs_of_one_process(self) -> None:
        """Lambda keeps the module between calls: one run must not leave traces in the next."""
        self.handler(EVENT, None)
        self.handler({"id": UUID, "time": "2026-11-26T02:00:00Z"}, None)
        names = [sent.json["TrainingJobName"] for sent in CLOUD.calls("CreateTrainingJob")]
        self.assertEqual(names, [NAME, f"churn-{UUID}"])
        self.assertEqual(self.handler.__globals__["DATA"], launch())

    def test_logs_what_it_started(self) -> None:
        with self.assertLogs(level="INFO") as logs:
            self.handler(EVENT, None)
        (record,) = [vars(record) for record in logs.records if record.name == "root"]  # boto3 logs, too
        self.assertEqual((record["trainingJob"], record["arn"]), (NAME, ARN))
