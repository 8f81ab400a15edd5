"""What the goldens take from elsewhere: buckets, exports, parameters, buses, roles."""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING

import botocore.exceptions
from deployed import ACCOUNT

if TYPE_CHECKING:
    from deployed import Run, Stack

# The stack that exports what no golden does.
PROVIDER = "provider"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
        ],
    }
)


def provide(run: Run, stacks: dict[str, Stack]) -> None:
    """Make all of it, in each region."""
    by_region: dict[str, str] = {}
    for stack in stacks.values():
        by_region[stack.region] = by_region.get(stack.region, "") + stack.text
    for region, text in by_region.items():
        buckets(run, region, text)
        exports(run, region, text)
        for name in set(re.findall(r"\{\{resolve:ssm:([^:}]+)", text)):
            run.client("ssm", region).put_parameter(Name=name, Value="value", Type="String")
        for by_arn, by_name in set(re.findall(r'event-bus/([\w.-]+)|"EventBusName": "([\w.-]+)"', text)):
            if "default" not in {by_arn, by_name}:
                run.client("events", region).create_event_bus(Name=by_arn or by_name)
        for path, name in set(re.findall(rf'"arn:aws:iam::{ACCOUNT}:role(/(?:[\w-]+/)*)([\w+=,.@-]+)"', text)):
            # Another region's templates may have named it, too.
            with contextlib.suppress(botocore.exceptions.ClientError):
                run.client("iam", region).create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=TRUST)


def buckets(run: Run, region: str, text: str) -> None:
    """Make the artifact buckets, not by smgen bootstrap: moto has no UpdateTerminationProtection."""
    s3 = run.client("s3", region)
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    for name in {*re.findall(r'"S3Bucket": "([a-z0-9.-]+)"', text), f"smgen-{ACCOUNT}-{region}"}:
        s3.create_bucket(Bucket=name, **place)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})


def exports(run: Run, region: str, text: str) -> None:
    """Deploy a stack that exports what the templates import."""
    made = set(re.findall(r'"Export": \{\s*"Name": "([^"]+)"', text))
    wanted = sorted(set(re.findall(r'"Fn::ImportValue":\s*"([^"]+)"', text)) - made)
    if wanted:
        body = {
            "Resources": {"Nothing": {"Type": "AWS::CloudFormation::WaitConditionHandle"}},
            "Outputs": {
                f"Output{i}": {"Value": value_of(name, region), "Export": {"Name": name}}
                for i, name in enumerate(wanted)
            },
        }
        run.client("cloudformation", region).create_stack(StackName=PROVIDER, TemplateBody=json.dumps(body))


def value_of(name: str, region: str) -> str:
    """Return what another stack exports under a name."""
    if name.endswith("artifacts"):
        return f"smgen-{ACCOUNT}-{region}"
    if name.endswith("boundary"):
        return f"arn:aws:iam::{ACCOUNT}:policy/{name}"
    return f"arn:aws:sns:{region}:{ACCOUNT}:{name}"
