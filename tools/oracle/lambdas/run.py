"""Runs the functions of templates, and compares what they do with their data."""

from __future__ import annotations

import copy
import json
import os
from typing import Any
from unittest import mock

import boto3
from botocore.exceptions import ClientError
from cloud import CLOUD
from described import FORGOTTEN, differences, is_newer, training_job
from said import request_of, unlike
from samples import EVENT, UUID, launch
from source import LAUNCHER, load, loaded
from template import Function


def failures(function: Function) -> list[str]:
    """Run a function's code and return what is wrong with it."""
    with mock.patch.dict(os.environ, function.variables):
        handler = getattr(loaded(function.code), "handler", None)
        if handler is None:
            return ["has no handler: set Handler to index.handler and define it"]
        try:
            return RUNNERS.get(function.kind, accept)(function, handler)
        except (ClientError, LookupError, TypeError, ValueError) as error:
            return [f"raises {error!r}"]


def accept(function: Function, handler: Any) -> list[str]:
    """Accept code of a user's own that compiles and can be imported."""
    return []


def launch_and_compare(function: Function, handler: Any) -> list[str]:
    """Start a job by a schedule's event and one by an event with an ID, and compare both with the request."""
    wrong: list[str] = []
    for event, run_id in ((EVENT, "20261125-020000"), ({**EVENT, "id": UUID}, UUID)):
        handler(event, None)
        sent = CLOUD.calls("CreateTrainingJob")[-1].json
        run = {"id": run_id, "time": EVENT["time"]}
        asked = asked_for(function, run)
        name = asked["TrainingJobName"]
        if name != f"{function.data['prefix']}-{run_id}":
            wrong.append(f"calls a run {name}, which is not its prefix and {run_id}")
        if sent != asked:
            wrong.append("sends another request than its data holds")
        if (said := request_of(function.template, function.name)) is not None:
            wrong += unlike(said, sent, run)
        elif list(function.template.parent.glob("request.*.json")):
            wrong.append("is called after none of the requests beside the template")
        lost = set(differences(asked, training_job(name))) - FORGOTTEN.keys()
        wrong += [f"loses or changes {path}" for path in lost if not is_newer(path)]
    return wrong


def asked_for(function: Function, run: dict[str, str]) -> dict[str, Any]:
    """Return the request that the data of a launcher stands for."""
    request = copy.deepcopy(function.data["request"])
    for hole in function.data["holes"]:
        place: Any = request
        for step in hole["at"][:-1]:
            place = place[step]
        if "list" in hole:
            value: Any = function.variables[hole["list"]].split(",")
        else:
            texts = [{"text": part} if isinstance(part, str) else part for part in hole["parts"]]
            known = {"env": function.variables, "run": run}
            value = "".join(known[key][name] if key in known else name for text in texts for key, name in text.items())
        if place[hole["at"][-1]] not in ("", []):
            raise ValueError(f"there is no hole at {hole['at']}")
        place[hole["at"][-1]] = value
    return request


def register_and_look(function: Function, handler: Any) -> list[str]:
    """Register the model of a job that has ended."""
    prefix = function.data["prefix"]
    group = function.variables["MODEL_PACKAGE_GROUP"]
    boto3.client("sagemaker").create_model_package_group(ModelPackageGroupName=group)
    load(LAUNCHER, launch(prefix))(EVENT, None)
    arn = handler({"name": f"{prefix}-20261125-020000"}, None).get("ModelPackageArn", "")
    asked = CLOUD.calls("CreateModelPackage")[-1].json["ModelPackageGroupName"]
    if group.startswith("arn:"):  # of another account, where moto keeps nothing
        return [] if arn and asked == group else ["registers no model in the group"]
    found = boto3.client("sagemaker").list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]
    return [] if [package["ModelPackageArn"] for package in found] == [arn] else ["registers no model"]


def tell_and_count(function: Function, handler: Any) -> list[str]:
    """Let a job of each kind fail and a start of each, and look who is told."""
    wrong: list[str] = []
    for name, value in function.variables.items():
        if name.startswith("TOPIC_"):
            _, _, _, region, _, topic = value.split(":")
            boto3.client("sns", region_name=region).create_topic(Name=topic)
    for job in function.data["jobs"]:
        detail = {"TrainingJobName": f"{job['prefix']}-{UUID}", "TrainingJobStatus": "Failed", "FailureReason": "x"}
        record = {"messageId": "1", "body": json.dumps({"job": job["name"]}), "messageAttributes": {}}
        for event in ({"source": "aws.sagemaker", "detail": detail}, {"Records": [record]}):
            before = len(CLOUD.calls("Publish"))
            if handler(event, None).get("batchItemFailures"):
                wrong.append(f"cannot tell that a run of {job['name']} did not start")
            if len(CLOUD.calls("Publish")) - before != int("topic" in job):
                wrong.append(f"does not tell of {job['name']} once: {event}")
    return wrong


RUNNERS = {"launcher": launch_and_compare, "registrar": register_and_look, "notifier": tell_and_count}
