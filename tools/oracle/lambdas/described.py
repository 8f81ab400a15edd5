"""Compares what was asked for with what AWS says that it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3

Path = tuple[str | int, ...]

NOT_READ = "moto's CreateTrainingJob does not read this member"

# What DescribeTrainingJob at moto does not give back. An entry that is not needed
# fails test_every_member: moto has learned it, so that it can be compared. All of
# them are compared on the wire.
FORGOTTEN: dict[Path, str] = {
    ("AlgorithmSpecification", "MetricDefinitions"): "moto puts a definition of its own here",
    ("Environment",): NOT_READ,
    ("InfraCheckConfig",): NOT_READ,
    ("MlflowConfig",): NOT_READ,
    ("ModelPackageConfig",): NOT_READ,
    ("ProfilerConfig",): NOT_READ,
    ("ProfilerRuleConfigurations",): NOT_READ,
    ("RemoteDebugConfig",): NOT_READ,
    ("RetryStrategy",): NOT_READ,
    ("ServerlessJobConfig",): NOT_READ,
    ("SessionChainingConfig",): NOT_READ,
}


def training_job(name: str) -> dict[str, Any]:
    """Return a training job as DescribeTrainingJob and ListTags show it."""
    sagemaker = boto3.client("sagemaker")
    job = sagemaker.describe_training_job(TrainingJobName=name)
    return {**job, "Tags": sagemaker.list_tags(ResourceArn=job["TrainingJobArn"])["Tags"]}


def differences(request: Any, described: Any, at: Path = ()) -> Iterator[Path]:
    """Yield the path of each member of the request that is missing or another in the description."""
    if isinstance(request, dict) and isinstance(described, dict):
        for name, value in request.items():
            yield from differences(value, described.get(name), (*at, name))
    elif isinstance(request, list) and isinstance(described, list) and len(request) == len(described):
        for number, value in enumerate(request):
            yield from differences(value, described[number], (*at, number))
    elif request != described:
        yield at


def is_newer(path: Path) -> bool:
    """Tell whether boto3 drops a member from answers because it does not know it yet."""
    shape: Any = boto3.client("sagemaker").meta.service_model.operation_model("CreateTrainingJob").input_shape
    for step in path:
        if shape.type_name == "structure":
            if step not in shape.members:
                return True
            shape = shape.members[step]
        else:
            shape = shape.member if shape.type_name == "list" else shape.value
    return False
