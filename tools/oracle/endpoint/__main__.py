"""Judges the local endpoint with the AWS CLI and with botocore's model of the API.

The CLI drives smgen local through the life of a stack: create, describe, execute,
list, page, update, delete, with its own waiters and its own deploy. Then boto3
calls each action, and every answer is compared with the model.

    python3 -B tools/oracle/endpoint
"""

from __future__ import annotations

import importlib.util
import json
import pathlib
import sys
import tempfile

try:
    import botocore
    from cli import CLI, Refused, Wrong, drive, expect
    from local import Local
    from shapes import Reader, read_all, strangers
except ImportError as error:
    sys.exit(f"{error.name} is missing: pip install boto3 awscli")

FIRST = {
    "Description": "a queue and what needs it",
    "Metadata": {"a": "b"},
    "Parameters": {"Name": {"Type": "String", "Default": "x", "Description": "a name", "NoEcho": True}},
    "Resources": {
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}, "Metadata": {"c": "d"}},
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::GetAtt": ["Queue", "QueueName"]}}},
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17"}}},
    },
    "Outputs": {"Url": {"Value": {"Ref": "Queue"}, "Description": "where it is", "Export": {"Name": "e"}}},
}

# Actions that the endpoint answers only after something has failed in a way that
# this judge cannot bring about.
UNREAD = {"ContinueUpdateRollback"}


def commands() -> None:
    """Let the CLI drive the endpoint, and see that it can say no."""
    with Local("--latency", "150ms") as local, tempfile.TemporaryDirectory() as work:
        aws = CLI(local)
        drive(aws, pathlib.Path(work))
        print(f"aws-cli: {aws.count} commands")
    with Local("--fail", "Queue0") as local:
        aws = CLI(local)
        aws.cfn(
            "create-stack",
            "--stack-name",
            "s",
            "--template-body",
            '{"Resources": {"Queue0": {"Type": "AWS::SQS::Queue"}}}',
        )
        try:
            aws.cfn("wait", "stack-create-complete", "--stack-name", "s")
        except Refused:
            return
        raise Wrong("the CLI's waiter believes in a stack that failed")


def answers() -> None:
    """Compare each answer with the model, and see that a wrong one is found."""
    second = json.loads(json.dumps(FIRST))
    second["Resources"]["Queue"]["Properties"]["VisibilityTimeout"] = 60
    with Local("--fail", "Failing", "--step", "20ms") as local:
        reader = Reader(local)
        read_all(reader, json.dumps(FIRST), json.dumps(second))
        missed = actions() - reader.read - UNREAD
        expect(not missed, f"never read: {', '.join(sorted(missed))}")
        expect(not reader.found, "\n".join(sorted(set(reader.found))))
        model = reader.cfn.meta.service_model.operation_model("DeleteChangeSet").output_shape
        wrong = b"<Response><DeleteChangeSetResult><Id>x</Id></DeleteChangeSetResult></Response>"
        expect(
            any(strangers(wrong, model, "DeleteChangeSetResult")), "a member that the model does not have is not found"
        )
        print(f"botocore {botocore.__version__}: the answers of {len(reader.read)} actions")


def actions() -> set[str]:
    """Return the actions that the endpoint has."""
    source = (pathlib.Path(__file__).parents[3] / "internal/localcfn/actions.go").read_text()
    return {line.split('"')[1] for line in source.splitlines() if "on((*Server)." in line}


def main() -> int:
    """Judge; return the exit status."""
    if not importlib.util.find_spec("awscli"):
        sys.exit("awscli is missing: pip install awscli")
    try:
        answers()
        commands()
    except (Refused, Wrong) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
