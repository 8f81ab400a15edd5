"""The registrar registers the model of a completed job, once, or raises."""

from __future__ import annotations

import os
import re
import unittest
from typing import Any
from unittest import mock

import boto3
from botocore.exceptions import ClientError
from cloud import CLOUD, set_status
from samples import EVENT, HOSTILE, NAME, UUID, launch
from source import LAUNCHER, REGISTRAR, load

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/churn:v3"


def package(**container: str) -> dict[str, Any]:
    """Return the data of a registrar."""
    inference = {
        "Containers": [container],
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"],
    }
    arguments = {"InferenceSpecification": inference, "ModelApprovalStatus": "PendingManualApproval"}
    return {"prefix": "churn", "package": arguments}


class RegistrarTest(unittest.TestCase):
    def setUp(self) -> None:
        CLOUD.reset()
        self.enterContext(mock.patch.dict(os.environ, {"MODEL_PACKAGE_GROUP": "churn"}))
        boto3.client("sagemaker").create_model_package_group(ModelPackageGroupName="churn")
        load(LAUNCHER, launch())(EVENT, None)
        self.handler = load(REGISTRAR, package(Image=IMAGE))

    def registered(self) -> list[Any]:
        """Return the requests that register a model."""
        return [sent.json for sent in CLOUD.calls("CreateModelPackage")]

    def test_registers_the_model(self) -> None:
        answer = self.handler({"name": NAME}, None)
        found = boto3.client("sagemaker").describe_model_package(ModelPackageName=answer["ModelPackageArn"])
        model = f"s3://models/churn/{NAME}/output/model.tar.gz"
        (container,) = found["InferenceSpecification"]["Containers"]
        self.assertEqual((container["Image"], container["ModelDataUrl"]), (IMAGE, model))
        self.assertEqual(found["ModelPackageGroupName"], "churn")
        self.assertEqual(found["ModelApprovalStatus"], "PendingManualApproval")

    def test_same_event_twice(self) -> None:
        """SageMaker keeps one package for equal requests with one token; moto does not read the token."""
        self.handler({"name": NAME}, None)
        self.handler({"name": NAME}, None)
        first, second = self.registered()
        self.assertEqual(first, second)
        self.assertRegex(first["ClientToken"], re.compile("^[a-zA-Z0-9-]{36}$"))

    def test_another_run_has_another_token(self) -> None:
        load(LAUNCHER, launch())({**EVENT, "id": UUID}, None)
        self.handler({"name": NAME}, None)
        self.handler({"name": f"churn-{UUID}"}, None)
        first, second = self.registered()
        self.assertNotEqual(first["ClientToken"], second["ClientToken"])
        self.assertEqual(self.handler.__globals__["DATA"], package(Image=IMAGE))
        self.assertIn(UUID, second["InferenceSpecification"]["Containers"][0]["ModelDataUrl"])

    def test_image_from_the_environment(self) -> None:
        with mock.patch.dict(os.environ, {"IMAGE": "other:v1"}):
            load(REGISTRAR, package())({"name": NAME}, None)
        self.assertEqual(self.registered()[0]["InferenceSpecification"]["Containers"][0]["Image"], "other:v1")

    def test_hostile_text(self) -> None:
        for text in filter(None, HOSTILE):  # the API wants at least one character
            with self.subTest(text):
                data = package(Image=IMAGE)
                data["package"] |= {"ModelPackageDescription": text, "CustomerMetadataProperties": {text: text}}
                load(REGISTRAR, data)({"name": NAME}, None)
                sent = self.registered()[-1]
                self.assertEqual(sent["ModelPackageDescription"], text)
                self.assertEqual(sent["CustomerMetadataProperties"], {text: text})

    def test_other_names_are_left_alone(self) -> None:
        CLOUD.sent.clear()
        for name in (f"churn-eu-{UUID}", f"my-churn-{UUID}", "churn", "churn-", f"churn-{UUID}\n", UUID):
            with self.subTest(name):
                self.assertEqual(self.handler({"name": name}, None), {"Skipped": name})
        self.assertEqual(CLOUD.sent, [])

    def test_jobs_that_are_not_completed(self) -> None:
        for status in ("InProgress", "Failed", "Stopping", "Stopped"):
            with self.subTest(status):
                set_status(NAME, status)
                self.assertEqual(self.handler({"name": NAME}, None), {"Skipped": NAME})
        self.assertEqual(self.registered(), [])

    def test_errors_are_raised(self) -> None:
        for operation in ("DescribeTrainingJob", "CreateModelPackage"):
            for code in ("AccessDeniedException", "ConflictException", "ResourceLimitExceeded"):
                with self.subTest(f"{operation}: {code}"):
                    CLOUD.refuse(operation, code)
                    with self.assertRaisesRegex(ClientError, code):
                        self.handler({"name": NAME}, None)
                CLOUD.reset()
                load(LAUNCHER, launch())(EVENT, None)

    def test_wrong_events(self) -> None:
        for event in ({}, None, [], "x", {"Name": NAME}):
            with self.subTest(event), self.assertRaisesRegex(ValueError, r'pass \{"name": '):
                self.handler(event, None)
