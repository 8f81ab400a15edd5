"""The functions of rendered templates, and what CloudFormation makes of them."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
from collections.abc import Iterator
from typing import Any

import boto3
from source import data_of

TEMPLATE_LIMIT = 1_000_000  # bytes that CloudFormation reads from S3
ENVIRONMENT_LIMIT = 4096  # bytes of all variables, Lambda


@dataclasses.dataclass
class Function:
    """A function whose code stands in a template."""

    template: pathlib.Path
    name: str
    code: str
    data: Any
    variables: dict[str, str]

    @property
    def kind(self) -> str:
        """The source that it was rendered from, by what only that source's data has."""
        if isinstance(self.data, dict):
            for key, kind in (("holes", "launcher"), ("package", "registrar"), ("jobs", "notifier")):
                if key in self.data:
                    return kind
        return "other"


def functions(path: pathlib.Path) -> Iterator[Function]:
    """Yield the functions with inline code of a template; fail if Lambda would refuse one."""
    text = path.read_text(encoding="utf-8")
    if len(text.encode()) > TEMPLATE_LIMIT:
        raise ValueError(f"the template has more than {TEMPLATE_LIMIT} bytes: divide the stack")
    for name, resource in json.loads(text)["Resources"].items():
        if resource["Type"] != "AWS::Lambda::Function" or "ZipFile" not in resource["Properties"]["Code"]:
            continue
        properties = resource["Properties"]
        code = properties["Code"]["ZipFile"]
        if not isinstance(code, str):
            raise TypeError(f"{name}: ZipFile is no plain string: pass what CloudFormation fills in as a variable")
        if "{{resolve:" in code:
            raise ValueError(f"{name}: CloudFormation would resolve the reference in the code: escape a brace")
        data = data_of(code)
        json.dumps(data, ensure_ascii=False).encode()  # which half a character in a literal breaks
        if isinstance(data, dict):  # a function runs in the region of its stack
            os.environ["AWS_DEFAULT_REGION"] = data.get("region", "us-east-1")
        variables = properties.get("Environment", {}).get("Variables", {})
        filled = {key: filled_in(value, key) for key, value in variables.items()}
        if sum(len((key + value).encode()) for key, value in filled.items()) > ENVIRONMENT_LIMIT:
            raise ValueError(f"{name}: the variables have more than {ENVIRONMENT_LIMIT} bytes")
        yield Function(path, name, code, data, filled)


def filled_in(value: Any, key: str) -> str:
    """Return a variable's value after deployment: real topics and queues where it needs them."""
    if isinstance(value, str) and "{{resolve:" not in value:
        return value
    if key.startswith("TOPIC_"):
        return boto3.client("sns").create_topic(Name=key)["TopicArn"]
    if key == "KEPT_QUEUE_URL":
        return boto3.client("sqs").create_queue(QueueName="kept")["QueueUrl"]
    if key == "MODEL_PACKAGE_GROUP":
        return "group"
    return f"arn:aws:iam::123456789012:role/{key}"  # each another, to notice a mix-up
