"""One repository of specs, deployed to one endpoint by smgen's command."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    import pathlib

ACCOUNT = "123456789012"
KEY = "judge"

# What cannot be deployed to moto, by the stack's directory.
EXCEPT = {
    "testdata/golden/deploy": "moto has no UpdateTerminationProtection",
    "testdata/golden/events": "moto does not resolve dynamic references in EventBusName",
    "testdata/golden/references/parameters/data": "moto does not resolve dynamic references in PermissionsBoundary",
    "testdata/golden/references/parameters/launches": "smgen does not read the SSM parameter of the artifact bucket",
}

# moto is not safe for several calls at once; the dangers are what other tests are about.
DEPLOY = [
    "--yes",
    "--allow",
    "replace,delete,iam,state",
    "--rate",
    "1000",
    "--concurrency",
    "1",
    "--log-format",
    "json",
]


@dataclasses.dataclass
class Stack:
    """A stack as it was rendered."""

    name: str
    path: str
    region: str
    text: str


def failures(text: str) -> str:
    """Return the lines about what failed, and those that are no events."""
    lines = [line for line in text.splitlines() if not line.startswith("{") or '"status":"failed"' in line]
    return "\n".join(lines)[-6000:]


class Run:
    """A repository of specs, and the endpoint that it is deployed to."""

    def __init__(self, smgen: str, root: pathlib.Path, endpoint: str) -> None:
        """Take nothing from the caller: no account of somebody must be the one that is used."""
        self.smgen, self.root, self.endpoint = smgen, root, endpoint
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": KEY,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    def command(self, *args: str) -> dict[str, str]:
        """Run smgen and return the result of each stack by its name."""
        done = subprocess.run(
            [self.smgen, *args], cwd=self.root, env=self.env, capture_output=True, text=True, timeout=900, check=False
        )
        if done.returncode:
            sys.exit(f"smgen {' '.join(args)} exits with {done.returncode}:\n{failures(done.stderr)}")
        events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
        return {event["stack"]: event["status"] for event in events if event["kind"] == "stackEnds"}

    def deploy(self, stacks: dict[str, Stack]) -> dict[str, str]:
        """Deploy the stacks, and return the results by their names."""
        return self.command("deploy", *[stack.path for stack in stacks.values()], *DEPLOY)

    def render(self) -> dict[str, Stack]:
        """Return the templates of all stacks by their names."""
        out = self.root / "rendered"
        shutil.rmtree(out, ignore_errors=True)
        self.command("render", "stacks/...", "testdata/golden/...", "-o", str(out))
        listed = json.loads((out / "manifest.json").read_text())["stacks"]
        return {
            s["name"]: Stack(s["name"], s["path"], s["region"], (out / s["template"]).read_text())
            for s in listed
            if s["path"] not in EXCEPT
        }

    def client(self, service: str, region: str) -> Any:
        """Return a client of boto3, whose classes are made when it runs."""
        session = boto3.Session(aws_access_key_id=KEY, aws_secret_access_key=KEY, region_name=region)
        return session.client(service, endpoint_url=self.endpoint)  # type: ignore[call-overload]

    def deployed(self, regions: set[str]) -> dict[str, Any]:
        """Return what CloudFormation has, by the stack's name."""
        found: dict[str, Any] = {}
        for region in regions:
            for page in self.client("cloudformation", region).get_paginator("describe_stacks").paginate():
                found |= {stack["StackName"]: stack for stack in page["Stacks"]}
        return found
