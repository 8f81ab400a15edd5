"""What the launcher makes of its data and of its event."""

from __future__ import annotations

import os
import unittest
from typing import Any
from unittest import mock

from cloud import CLOUD
from described import training_job
from samples import EVENT, HOSTILE, NAME, UUID, launch
from source import LAUNCHER, load


class RequestTest(unittest.TestCase):
    def setUp(self) -> None:
        CLOUD.reset()

    def sent(self, data: Any, event: Any = EVENT) -> Any:
        """Start a job and return the request that was sent."""
        load(LAUNCHER, data)(event, None)
        return CLOUD.calls("CreateTrainingJob")[-1].json

    def test_holes(self) -> None:
        channel = {"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": ""}}}
        holes: list[dict[str, Any]] = [
            {"at": ["RoleArn"], "parts": [{"env": "VALUE_1"}]},
            {"at": ["CheckpointConfig", "S3Uri"], "parts": ["s3://b/c/", {"run": "id"}, "/", {"run": "time"}]},
            {"at": ["InputDataConfig", 1, "DataSource", "S3DataSource", "S3Uri"], "parts": [{"env": "VALUE_2"}, "/in"]},
            {"at": ["HyperParameters", "a.b c"], "parts": []},
            {"at": ["VpcConfig", "Subnets"], "list": "VALUE_3"},
            {"at": ["VpcConfig", "SecurityGroupIds", 1], "parts": [{"env": "VALUE_4"}]},
        ]
        members: dict[str, Any] = {
            "CheckpointConfig": {"S3Uri": ""},
            "InputDataConfig": [channel, channel],
            "HyperParameters": {"a.b c": ""},
            "VpcConfig": {"Subnets": [], "SecurityGroupIds": ["sg-1", ""]},
        }
        values = {"VALUE_1": "arn:r", "VALUE_2": "s3://bucket", "VALUE_3": "subnet-1,subnet-2", "VALUE_4": "sg-2"}
        with mock.patch.dict(os.environ, values):
            sent = self.sent(launch(holes=holes, **members))
        self.assertEqual(sent["RoleArn"], "arn:r")
        self.assertEqual(sent["CheckpointConfig"], {"S3Uri": "s3://b/c/20261125-020000/2026-11-25T02:00:00Z"})
        uris = [channel["DataSource"]["S3DataSource"]["S3Uri"] for channel in sent["InputDataConfig"]]
        self.assertEqual(uris, ["", "s3://bucket/in"])
        self.assertEqual(sent["HyperParameters"], {"a.b c": ""})
        self.assertEqual(sent["VpcConfig"], {"Subnets": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1", "sg-2"]})
        self.assertEqual(sent["TrainingJobName"], NAME)

    def test_a_hole_without_its_variable_is_raised(self) -> None:
        with self.assertRaisesRegex(KeyError, "VALUE_9"):
            self.sent(launch(holes=[{"at": ["RoleArn"], "parts": [{"env": "VALUE_9"}]}]))
        self.assertEqual(CLOUD.sent, [])

    def test_hostile_text(self) -> None:
        """Text stays what it is, as key, value, element, literal of a hole and variable."""
        for text in HOSTILE:
            with self.subTest(text):
                variable = text.replace("\x00", "")  # which no environment can hold
                holes = [
                    {"at": ["HyperParameters", "hole"], "parts": [text, {"run": "id"}, {"env": "VALUE_1"}, text]},
                    {"at": ["HyperParameters", text], "parts": [text]},
                ]
                members: dict[str, Any] = {
                    "HyperParameters": {text: "", "hole": "", "value": text},
                    "Tags": [{"Key": text, "Value": text}],
                    "Unknown": {text: [text, {text: text}]},
                }
                with mock.patch.dict(os.environ, {"VALUE_1": variable}):
                    sent = self.sent(launch(holes=holes, **members))
                hole = f"{text}20261125-020000{variable}{text}"
                parameters = {text: text, "hole": hole, "value": text}
                self.assertEqual(sent["HyperParameters"], parameters)
                self.assertEqual(sent["Tags"], members["Tags"])
                self.assertEqual(sent["Unknown"], members["Unknown"])
                self.assertEqual(training_job(NAME)["HyperParameters"], parameters)

    def test_the_run_of_an_event(self) -> None:
        for event, run_id in (
            (EVENT, "20261125-020000"),
            ({"time": "2026-11-25T02:00:00.123456Z"}, "20261125-020000"),
            ({"time": "2026-11-25T02:00:00+02:00"}, "20261125-000000"),
            ({**EVENT, "id": UUID}, UUID),
            ({**EVENT, "id": "0123456789abcdef"}, "0123456789abcdef"),
        ):
            with self.subTest(event):
                self.assertEqual(self.sent(launch(), event)["TrainingJobName"], f"churn-{run_id}")

    def test_wrong_events(self) -> None:
        """An event that says too little is answered with what it should say."""
        for event in (
            {},
            None,
            [],
            "2026-11-25T02:00:00Z",
            7,
            {"job": "nightly"},
            {"id": UUID},
            {"time": ""},
            {"time": None},
            {"time": 1795572000},
            {"time": "tomorrow"},
            {"time": "2026-11-25T02:00:00"},
            {"time": "<aws.scheduler.scheduled-time>"},
            {**EVENT, "id": "x"},
            {**EVENT, "id": None},
            {**EVENT, "id": UUID.upper()},
            {**EVENT, "id": UUID + "\n"},
        ):
            with self.subTest(event), self.assertRaisesRegex(ValueError, r'pass \{"time": "2026-'):
                self.sent(launch(), event)
        self.assertEqual(CLOUD.sent, [])
