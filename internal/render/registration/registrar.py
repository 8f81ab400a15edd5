"""Registers the model of a completed training job in the SageMaker model registry.

smgen renders this file with the model package in DATA. SageMaker may report a
completion more than once: a token made from the job's ARN keeps that at one
package. Every error is raised: Lambda tries again, and then keeps the event in
the dead-letter queue.
"""

from __future__ import annotations

import copy
import json
import logging
import os
import re
import uuid
from typing import Any

import boto3

DATA: dict[str, Any] = json.loads("{}")

# The IDs that smgen gives to runs: `churn` must not claim the jobs of `churn-eu`.
RUN_ID = re.compile(
    r"[0-9a-z]{16}(-[0-9])?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{10}([0-9a-f]{2}|-[0-9])|[0-9]{8}-[0-9]{6}"
)

log = logging.getLogger()
log.setLevel(logging.INFO)


def handler(event: Any, context: object) -> dict[str, str]:
    """Register the model of the job that the event names, and return its ARN."""
    try:
        name = str(event["name"])
    except (KeyError, TypeError) as error:
        raise ValueError('the event names no job: pass {"name": the name of a completed training job}') from error
    if not is_ours(name):
        return skipped(name, "a job of another name")
    sagemaker = boto3.client("sagemaker")
    job = sagemaker.describe_training_job(TrainingJobName=name)
    if job["TrainingJobStatus"] != "Completed":
        return skipped(name, job["TrainingJobStatus"])
    arn = sagemaker.create_model_package(**package_of(job))["ModelPackageArn"]
    log.info("registered", extra={"trainingJob": name, "arn": arn})
    return {"ModelPackageArn": arn}


def is_ours(name: str) -> bool:
    """Tell whether a training job of this name is a run of ours."""
    prefix = DATA["prefix"] + "-"
    return name.startswith(prefix) and RUN_ID.fullmatch(name.removeprefix(prefix)) is not None


def skipped(name: str, why: str) -> dict[str, str]:
    """Log that there is nothing to register, and return the job's name."""
    log.info("nothing to register", extra={"trainingJob": name, "why": why})
    return {"Skipped": name}


def package_of(job: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of CreateModelPackage for the model of a job."""
    package = copy.deepcopy(DATA["package"])  # DATA outlives the call
    package["ModelPackageGroupName"] = os.environ["MODEL_PACKAGE_GROUP"]
    package["ClientToken"] = str(uuid.uuid5(uuid.NAMESPACE_URL, job["TrainingJobArn"]))
    container = package["InferenceSpecification"]["Containers"][0]
    container["ModelDataUrl"] = job["ModelArtifacts"]["S3ModelArtifacts"]
    if "IMAGE" in os.environ:
        container["Image"] = os.environ["IMAGE"]
    return package
