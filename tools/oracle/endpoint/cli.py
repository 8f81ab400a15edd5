"""The AWS CLI drives the endpoint: its commands, its pages and its waiters."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
from typing import Any

from local import Local


class Refused(Exception):  # noqa: N818
    """What the CLI says when it ends with an error."""


class CLI:
    """The aws command against an endpoint."""

    def __init__(self, local: Local) -> None:
        """Remember the endpoint."""
        self.local = local
        self.count = 0

    def run(self, *arguments: str) -> Any:
        """Return what a command prints, as JSON; raise if it fails."""
        self.count += 1
        command = [sys.executable, "-m", "awscli", *arguments, "--output", "json"]
        done = subprocess.run(command, env=self.local.environment, capture_output=True, text=True)
        if done.returncode:
            raise Refused(f"{done.returncode}: {done.stderr.strip()}")
        try:
            return json.loads(done.stdout) if done.stdout.strip() else None
        except json.JSONDecodeError:
            return done.stdout

    def cfn(self, command: str, *arguments: str) -> Any:
        """Run a command of CloudFormation."""
        return self.run("cloudformation", command, *arguments)

    def refuses(self, words: str, *arguments: str) -> None:
        """Run a command that has to fail with some words."""
        try:
            self.run(*arguments)
        except Refused as refusal:
            expect(words in str(refusal), f"{' '.join(arguments[:2])} was refused with {refusal}, not {words}")
            return
        expect(False, f"{' '.join(arguments[:2])} was not refused with {words}")


class Wrong(Exception):  # noqa: N818
    """What the endpoint does wrong."""


def expect(holds: bool, otherwise: str) -> None:
    """Raise unless something holds."""
    if not holds:
        raise Wrong(otherwise)


def queues(count: int, timeout: int, export: str = "queue-url") -> str:
    """Return a template with some queues, one of them exported."""
    resources = {
        f"Queue{i}": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": timeout}} for i in range(count)
    }
    outputs = {"Url": {"Value": {"Ref": "Queue0"}, "Export": {"Name": export}}}
    return json.dumps({"Resources": resources, "Outputs": outputs})


def drive(aws: CLI, work: pathlib.Path) -> None:
    """Take a stack from its first change set to its end."""
    expect(aws.run("sts", "get-caller-identity")["Account"] == "123456789012", "the account is another one")
    created(aws)
    listed(aws)
    updated(aws, work)
    objects(aws, work)
    refused(aws)
    deleted(aws)


def created(aws: CLI) -> None:
    """Create a change set and a stack of it."""
    made = aws.cfn(
        "create-change-set", "--stack-name", "judged", "--change-set-name", "first", "--change-set-type", "CREATE",
        "--template-body", queues(60, 30), "--tags", "Key=owner,Value=a & <b>", "--description", "the first",
    )  # fmt: skip
    aws.cfn("wait", "change-set-create-complete", "--change-set-name", made["Id"])
    seen = aws.cfn("describe-change-set", "--change-set-name", made["Id"])
    expect(len(seen["Changes"]) == 60 and seen["ExecutionStatus"] == "AVAILABLE", f"the change set is {seen}")
    stack = aws.cfn("describe-stacks", "--stack-name", "judged")["Stacks"][0]
    expect(stack["StackStatus"] == "REVIEW_IN_PROGRESS", f"in review, it is {stack['StackStatus']}")
    aws.cfn("execute-change-set", "--change-set-name", made["Id"])
    aws.cfn("wait", "stack-create-complete", "--stack-name", "judged")
    stack = aws.cfn("describe-stacks", "--stack-name", "judged")["Stacks"][0]
    expect(stack["Tags"] == [{"Key": "owner", "Value": "a & <b>"}], f"its tags are {stack['Tags']}")


def listed(aws: CLI) -> None:
    """Look at lists, which have several pages."""
    resources = aws.cfn("list-stack-resources", "--stack-name", "judged")["StackResourceSummaries"]
    expect(len(resources) == 60, f"it has {len(resources)} resources")
    events = aws.cfn("describe-stack-events", "--stack-name", "judged")["StackEvents"]
    numbers = [event["EventId"] for event in events]
    expect(
        len(events) == 3 * 60 + 3 == len(set(numbers)), f"it has {len(events)} events, {len(set(numbers))} different"
    )
    expect(events[-1]["ResourceStatus"] == "REVIEW_IN_PROGRESS", "the oldest event is not the last")
    body = json.dumps({"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}})
    for name in ("other-0", "other-1"):
        aws.cfn("create-stack", "--stack-name", name, "--template-body", body)
    aws.cfn("wait", "stack-create-complete", "--stack-name", "other-1")
    few = aws.cfn("list-stacks", "--max-items", "1")
    rest = aws.cfn("list-stacks", "--starting-token", few["NextToken"])
    names = [stack["StackName"] for stack in few["StackSummaries"] + rest["StackSummaries"]]
    expect(sorted(names) == ["judged", "other-0", "other-1"], f"the stacks are {names}")
    exports = aws.cfn("list-exports")["Exports"]
    expect([export["Name"] for export in exports] == ["queue-url"], f"the exports are {exports}")


def updated(aws: CLI, work: pathlib.Path) -> None:
    """Update the stack with the CLI's own deploy."""
    template = work / "template.json"
    template.write_text(queues(60, 60))
    aws.cfn("deploy", "--stack-name", "judged", "--template-file", str(template), "--tags", "owner=a")
    aws.cfn("wait", "stack-update-complete", "--stack-name", "judged")
    again = ("deploy", "--stack-name", "judged", "--template-file", str(template), "--tags", "owner=a")
    said = aws.cfn(*again, "--no-fail-on-empty-changeset")
    expect("No changes to deploy" in said, f"nothing to do, it says {said}")
    body = aws.cfn("get-template", "--stack-name", "judged")["TemplateBody"]
    expect(body == json.loads(queues(60, 60)), "the template is another one")
    aws.cfn(
        "create-change-set", "--stack-name", "judged", "--change-set-name", "left", "--template-body", queues(59, 60)
    )
    aws.cfn("wait", "change-set-create-complete", "--stack-name", "judged", "--change-set-name", "left")
    sets = aws.cfn("list-change-sets", "--stack-name", "judged")["Summaries"]
    expect([change["ChangeSetName"] for change in sets if change["Status"] != "FAILED"] == ["left"], f"it has {sets}")
    aws.cfn("delete-change-set", "--stack-name", "judged", "--change-set-name", "left")
    aws.cfn("update-termination-protection", "--stack-name", "judged", "--enable-termination-protection")


def objects(aws: CLI, work: pathlib.Path) -> None:
    """Put an object, read it, and deploy a template that is too large to send."""
    aws.run(
        "s3api",
        "create-bucket",
        "--bucket",
        "judged-artifacts",
        "--create-bucket-configuration",
        "LocationConstraint=eu-central-1",
    )
    aws.run(
        "s3api", "put-bucket-versioning", "--bucket", "judged-artifacts", "--versioning-configuration", "Status=Enabled"
    )
    large = work / "large.json"
    large.write_text(queues(20, 1, "large-url") + " " * 51_200)
    put = aws.run("s3api", "put-object", "--bucket", "judged-artifacts", "--key", "a b/ü", "--body", str(large))
    head = aws.run("s3api", "head-object", "--bucket", "judged-artifacts", "--key", "a b/ü")
    expect(
        head["VersionId"] == put["VersionId"] and head["ContentLength"] == large.stat().st_size, f"its head is {head}"
    )
    aws.run("s3api", "get-object", "--bucket", "judged-artifacts", "--key", "a b/ü", str(work / "got"))
    expect((work / "got").read_bytes() == large.read_bytes(), "the object came back as another one")
    aws.cfn("deploy", "--stack-name", "large", "--template-file", str(large), "--s3-bucket", "judged-artifacts")
    aws.cfn("wait", "stack-create-complete", "--stack-name", "large")


def refused(aws: CLI) -> None:
    """Ask for what has to be refused."""
    body = json.dumps({"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}}})
    new = (
        "cloudformation",
        "create-change-set",
        "--change-set-name",
        "c",
        "--change-set-type",
        "CREATE",
        "--stack-name",
        "new",
    )
    aws.refuses("InsufficientCapabilitiesException", *new, "--template-body", body)
    aws.refuses("Template format error", *new, "--template-body", '{"Resources": {"R": {"Ref": 1}}}')
    aws.refuses("less than or equal to 51200", *new, "--template-body", queues(1, 1) + " " * 51_200)
    aws.refuses("does not exist", "cloudformation", "describe-stacks", "--stack-name", "new")
    aws.refuses(
        "ChangeSetNotFound",
        "cloudformation",
        "describe-change-set",
        "--stack-name",
        "judged",
        "--change-set-name",
        "none",
    )
    aws.refuses("TerminationProtection", "cloudformation", "delete-stack", "--stack-name", "judged")
    aws.refuses("(404)", "s3api", "head-object", "--bucket", "judged-artifacts", "--key", "none")


def deleted(aws: CLI) -> None:
    """Delete the stack."""
    stack = aws.cfn("describe-stacks", "--stack-name", "judged")["Stacks"][0]["StackId"]
    aws.cfn("update-termination-protection", "--stack-name", "judged", "--no-enable-termination-protection")
    aws.cfn("delete-stack", "--stack-name", "judged")
    aws.cfn("wait", "stack-delete-complete", "--stack-name", stack)
    status = aws.cfn("describe-stacks", "--stack-name", stack)["Stacks"][0]["StackStatus"]
    expect(status == "DELETE_COMPLETE", f"deleted, it is {status}")
