"""Requests and texts for tests."""

from __future__ import annotations

from typing import Any

import botocore.session

NAME = "churn-20261125-020000"
EVENT = {"job": "nightly", "time": "2026-11-25T02:00:00Z"}
UUID = "0f3a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b"
ROLE = "arn:aws:iam::123456789012:role/training"

# What quoting gets wrong: Python, JSON, CloudFormation, EventBridge, JSONata.
HOSTILE = [
    "'",
    '"',
    "'''",
    '"""',
    "\\",
    "\\\\n",
    "\\u0041",
    'x")\nraise SystemExit("out',
    "a\nb\r\nc\td",
    "\x00\x01\x1b\x7f",
    "\u2028\u2029\u0085\ufeff\ufffd",
    "😀 é ü 漢 \u202e",
    "{{resolve:ssm:/secret}}",
    "${AWS::Region} ${!x} $${y}",
    "<aws.scheduler.execution-id> <time>",
    "{ } [ ] ( ) {} {0} %s %(x)s {% x %} {{",
    '{"Fn::Join": ["", []]} {"Ref": "X"}',
    "",
    " ",
]


def request(**members: Any) -> dict[str, Any]:
    """Return a request that could be a real one."""
    return {
        "TrainingJobName": "",
        "RoleArn": ROLE,
        "AlgorithmSpecification": {"TrainingImage": "churn:v3", "TrainingInputMode": "File"},
        "OutputDataConfig": {"S3OutputPath": "s3://models/churn/"},
        "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        **members,
    }


def launch(
    prefix: str = "churn", overlap: str = "allow", after: str = "", holes: Any = (), **members: Any
) -> dict[str, Any]:
    """Return the data of a launcher, whose run names the job."""
    named = {"at": ["TrainingJobName"], "parts": [f"{prefix}-", {"run": "id"}]}
    return {
        "prefix": prefix,
        "after": after,
        "overlap": overlap,
        "request": request(**members),
        "holes": [named, *holes],
    }


def full_request() -> dict[str, Any]:
    """Return a request with every member that the installed boto3 knows."""
    service = botocore.session.get_session().get_service_model("sagemaker")
    return {**sample(service.operation_model("CreateTrainingJob").input_shape), "TrainingJobName": ""}


def sample(shape: Any) -> Any:
    """Return a value of a shape: two of each list and map, to see their order."""
    match shape.type_name:
        case "structure":
            return {name: sample(member) for name, member in shape.members.items()}
        case "list":
            return [sample(shape.member), sample(shape.member)]
        case "map":
            return {"one": sample(shape.value), "two": sample(shape.value)}
        case "string":
            return (shape.enum or [f"a {shape.name}"])[0]
        case "boolean":
            return True
        case "integer" | "long":
            return 7
        case "float" | "double":
            return 0.5
        case kind:
            raise NotImplementedError(f"no sample of a {kind}: add one")
