"""Compares the endpoint's answers with botocore's model of the API, member by member.

A client reads what it knows and passes over the rest. So a member with a wrong name
is not seen by any client, and is found here.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from typing import Any

import boto3
from botocore.config import Config
from local import REGION, Local


def strangers(body: bytes, shape: Any, wrapper: str | None) -> Iterator[str]:
    """Yield what an answer holds and the model does not, and what it lacks."""
    root = ElementTree.fromstring(body)  # noqa: S314
    for element in root.iter():
        element.tag = element.tag.split("}")[-1]
    found = root.find(wrapper) if wrapper else None
    if shape is None or shape.type_name != "structure":
        return
    if found is None:
        yield f"{wrapper} is missing"
        return
    yield from compare(found, shape, wrapper or "")


def compare(element: ElementTree.Element, shape: Any, at: str) -> Iterator[str]:
    """Compare an element with its shape."""
    match shape.type_name:
        case "structure":
            for child in element:
                if child.tag not in shape.members:
                    yield f"{at}.{child.tag} is not in the model"
                    continue
                yield from compare(child, shape.members[child.tag], f"{at}.{child.tag}")
            given = {child.tag for child in element}
            yield from (f"{at}.{name} is required" for name in shape.required_members if name not in given)
        case "list":
            for child in element:
                if child.tag != "member":
                    yield f"{at} holds {child.tag}, not member"
                    continue
                yield from compare(child, shape.member, f"{at}[]")
        # The events of a stack have the stack's status, which the model's words lack.
        case "string" if shape.name == "ResourceStatus" and element.text in STACK_STATUSES:
            return
        case "string" if shape.enum and element.text not in shape.enum:
            yield f"{at} is {element.text}, none of the model's words"
        case "integer" if not (element.text or "").lstrip("-").isdigit():
            yield f"{at} is {element.text}, no number"
        case "boolean" if element.text not in ("true", "false"):
            yield f"{at} is {element.text}, neither true nor false"
        case "timestamp" if not (element.text or "").endswith("Z"):
            yield f"{at} is {element.text}, no time"


STACK_STATUSES = (
    "REVIEW_IN_PROGRESS",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
)


class Reader:
    """A client that reads each answer twice: as usual, and against the model."""

    def __init__(self, local: Local) -> None:
        """Make the client."""
        self.found: list[str] = []
        self.read: set[str] = set()
        environment = local.environment
        session = boto3.Session(
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
            region_name=REGION,
        )
        self.cfn = session.client(
            "cloudformation", endpoint_url=local.url, config=Config(retries={"total_max_attempts": 1})
        )
        self.cfn.meta.events.register("before-parse.cloudformation.*", self.judge)

    def judge(self, operation_model: Any, response_dict: Any, **_: Any) -> None:
        """Judge one answer."""
        if response_dict["status_code"] != 200:
            return
        self.read.add(operation_model.name)
        shape = operation_model.output_shape
        wrapper = shape.serialization.get("resultWrapper") if shape else None
        problems = strangers(response_dict["body"], shape, wrapper)
        self.found += [f"{operation_model.name}: {problem}" for problem in problems]

    def wait(self, stack: str) -> str:
        """Wait until nothing is under way on a stack, and return its status."""
        while True:
            status = self.cfn.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
            if status == "REVIEW_IN_PROGRESS" or not status.endswith("_IN_PROGRESS"):
                return status

    def deploy(self, stack: str, template: str, kind: str, **options: Any) -> str:
        """Deploy a template by a change set, and return the stack's status."""
        made = self.cfn.create_change_set(
            StackName=stack, ChangeSetName="c", ChangeSetType=kind, TemplateBody=template,
            Capabilities=["CAPABILITY_NAMED_IAM"], **options,
        )  # fmt: skip
        while self.cfn.describe_change_set(ChangeSetName=made["Id"])["Status"] in (
            "CREATE_PENDING",
            "CREATE_IN_PROGRESS",
        ):
            pass
        self.cfn.describe_change_set(ChangeSetName=made["Id"], IncludePropertyValues=True)
        self.cfn.describe_events(ChangeSetName=made["Id"])
        self.cfn.execute_change_set(ChangeSetName=made["Id"])
        return self.wait(stack)


def read_all(reader: Reader, first: str, second: str) -> None:
    """Have the endpoint answer each action that it has."""
    cfn = reader.cfn
    reader.deploy("s", first, "CREATE", Tags=[{"Key": "k", "Value": "v"}], OnStackFailure="DO_NOTHING", Description="d")
    reader.deploy("s", second, "UPDATE", Tags=[{"Key": "k", "Value": "w"}])
    cfn.validate_template(TemplateBody=first)
    cfn.get_template_summary(StackName="s")
    cfn.get_template(StackName="s")
    cfn.list_stacks()
    cfn.describe_stack_events(StackName="s")
    cfn.describe_events(StackName="s", Filters={"FailedEvents": False})
    cfn.list_stack_resources(StackName="s")
    resources = cfn.describe_stack_resources(StackName="s")["StackResources"]
    for resource in resources:
        cfn.describe_stack_resource(StackName="s", LogicalResourceId=resource["LogicalResourceId"])
    cfn.set_stack_policy(
        StackName="s",
        StackPolicyBody='{"Statement": [{"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}]}',
    )
    cfn.get_stack_policy(StackName="s")
    cfn.update_termination_protection(StackName="s", EnableTerminationProtection=False)
    detection = cfn.detect_stack_drift(StackName="s")["StackDriftDetectionId"]
    while (
        cfn.describe_stack_drift_detection_status(StackDriftDetectionId=detection)["DetectionStatus"]
        == "DETECTION_IN_PROGRESS"
    ):
        pass
    cfn.describe_stack_resource_drifts(StackName="s")
    cfn.detect_stack_resource_drift(StackName="s", LogicalResourceId="Queue")
    cfn.create_change_set(StackName="s", ChangeSetName="c", TemplateBody=first, Capabilities=["CAPABILITY_IAM"])
    cfn.list_change_sets(StackName="s")
    reader.deploy(
        "t",
        '{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}, "Outputs": {"O": {"Value": {"Fn::ImportValue": "e"}}}}',
        "CREATE",
    )
    cfn.list_exports()
    cfn.list_imports(ExportName="e")
    cfn.create_stack(StackName="u", TemplateBody=first, Capabilities=["CAPABILITY_IAM"], DisableRollback=True)
    reader.wait("u")
    cfn.update_stack(StackName="t", TemplateBody=second, Capabilities=["CAPABILITY_IAM"])
    cfn.cancel_update_stack(StackName="t")
    reader.wait("t")
    failed(reader)
    cfn.delete_change_set(StackName="s", ChangeSetName="c")
    cfn.delete_stack(StackName="s")


def failed(reader: Reader) -> None:
    """Have a resource fail, and go back from there."""
    cfn = reader.cfn
    ok = '{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}'
    bad = '{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}, "Failing": {"Type": "AWS::SQS::Queue"}}}'
    reader.deploy("f", ok, "CREATE")
    cfn.update_stack(StackName="f", TemplateBody=bad, DisableRollback=True)
    reader.wait("f")
    cfn.rollback_stack(StackName="f")
    reader.wait("f")
    cfn.describe_events(StackName="f", Filters={"FailedEvents": True})
