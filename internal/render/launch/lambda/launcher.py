"""Starts the run of a training job that an event asks for.

smgen renders this file with the job in DATA; values that only CloudFormation
knows come as environment variables. The run's name follows from its event, so
that an event that is delivered twice starts one job. Every other error is
raised: Lambda tries again, and then keeps the event in the dead-letter queue.
"""

from __future__ import annotations

import copy
import datetime
import json
import logging
import os
import re
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

DATA: dict[str, Any] = json.loads("{}")

# The IDs that smgen gives to runs: `churn` must not claim the jobs of `churn-eu`.
RUN_ID = re.compile(
    r"[0-9a-z]{16}(-[0-9])?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{10}([0-9a-f]{2}|-[0-9])|[0-9]{8}-[0-9]{6}"
)
USAGE = 'pass {"time": "2026-11-25T02:00:00Z"}, the time in UTC that the run stands for, and optionally {"id": a UUID}'

log = logging.getLogger()
log.setLevel(logging.INFO)


def handler(event: Any, context: object) -> dict[str, str]:
    """Start the event's run and return its ARN, or what it was skipped for."""
    if is_foreign(event):
        log.info("skipped: after a job of another name", extra={"after": event["id"]})
        return {"Skipped": event["id"]}
    request = filled(DATA["request"], DATA["holes"], run_of(event))
    name = request["TrainingJobName"]
    # boto3 may know the API of an older day, and would refuse what is new in it.
    sagemaker = boto3.client("sagemaker", config=Config(parameter_validation=False))
    if DATA["overlap"] == "skip" and (running := other_run(sagemaker, name)):
        log.warning("skipped: another run is in progress", extra={"trainingJob": name, "running": running})
        return {"Skipped": running}
    return start(sagemaker, request)


def is_foreign(event: Any) -> bool:
    """Tell whether the run would come after a job whose name only starts like that of the one to wait for."""
    after, run_id = DATA["after"], event.get("id") if isinstance(event, dict) else None
    return bool(after) and str(run_id).startswith(after) and not RUN_ID.fullmatch(str(run_id).removeprefix(after))


def run_of(event: Any) -> dict[str, str]:
    """Return what an event says of its run: the ID, which may be that of the run before, and the time in UTC."""
    try:
        time = datetime.datetime.fromisoformat(event["time"])
        if time.tzinfo is None:
            raise ValueError("the time has no zone")
        time = time.astimezone(datetime.UTC)
        run_id = event.get("id", f"{time:%Y%m%d-%H%M%S}").removeprefix(DATA["after"])
        if not RUN_ID.fullmatch(run_id):
            raise ValueError(f"{run_id!r} is no ID of a run")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"the event names no run ({error!r}): {USAGE}") from error
    return {"id": run_id, "time": f"{time:%Y-%m-%dT%H:%M:%SZ}"}


def filled(request: dict[str, Any], holes: list[dict[str, Any]], run: dict[str, str]) -> dict[str, Any]:
    """Return the request with its holes filled by the environment and the run."""
    request = copy.deepcopy(request)  # DATA outlives the call
    for hole in holes:
        *path, last = hole["at"]
        place: Any = request
        for step in path:
            place = place[step]
        if "list" in hole:
            place[last] = os.environ[hole["list"]].split(",")
        else:
            place[last] = "".join(text_of(part, run) for part in hole["parts"])
    return request


def text_of(part: str | dict[str, str], run: dict[str, str]) -> str:
    """Return the text that a part of a hole stands for."""
    if isinstance(part, str):
        return part
    return os.environ[part["env"]] if "env" in part else run[part["run"]]


def other_run(sagemaker: Any, name: str) -> str | None:
    """Return the name of another run of this job that is in progress, if any."""
    prefix = DATA["prefix"] + "-"
    pages = sagemaker.get_paginator("list_training_jobs").paginate(NameContains=prefix, StatusEquals="InProgress")
    running = (job["TrainingJobName"] for page in pages for job in page["TrainingJobSummaries"])
    ours = (job for job in running if job.startswith(prefix) and RUN_ID.fullmatch(job.removeprefix(prefix)))
    return next((job for job in ours if job != name), None)


def start(sagemaker: Any, request: dict[str, Any]) -> dict[str, str]:
    """Start the job and return its ARN; of one that was started before, its status, too."""
    name, body = request["TrainingJobName"], json.dumps(request).encode()
    # The request travels as it is; boto3 addresses, signs and sends it, and reads the answer.
    sagemaker.meta.events.register(
        "before-call.sagemaker.CreateTrainingJob", lambda params, **_: params.update(body=body)
    )
    try:
        arn = sagemaker.create_training_job()["TrainingJobArn"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceInUse":
            raise
        job = sagemaker.describe_training_job(TrainingJobName=name)
        said = {"TrainingJobArn": job["TrainingJobArn"], "StartedBefore": job["TrainingJobStatus"]}
        log.info("started before", extra={"trainingJob": name, **said})
        return said
    log.info("started", extra={"trainingJob": name, "arn": arn})
    return {"TrainingJobArn": arn}
