"""Deploys every golden with smgen to a moto server, through its public endpoint.

    python3 -B tools/oracle/deploy bin/smgen

All stacks are made, found unchanged, changed, and deleted. After each step boto3
says what there is: smgen is not believed. What moto cannot do (its change sets
have no details, it never rolls back, and it has not all types of resources, see
standins.py) is not judged here.
"""

from __future__ import annotations

import json
import logging
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import boto3
    import botocore.exceptions
    import moto
    from moto.server import ThreadedMotoServer
    from standins import STAND_INS, answer_drift, import_in_change_sets
except ImportError as error:
    sys.exit(f"{error.name} is missing: pip install 'moto[server]' boto3")

ACCOUNT = "123456789012"
PATHS = ["stacks/...", "testdata/golden/..."]
# Dangers are what the other tests are about.
PROVIDER = "provider"
# What cannot be deployed to moto, by the stack's directory.
EXCEPT = {
    "testdata/golden/events": "moto does not resolve dynamic references in EventBusName",
    "testdata/golden/references/parameters/data": "moto does not resolve dynamic references in PermissionsBoundary",
    "testdata/golden/references/parameters/launches": "smgen does not read the SSM parameter that names the artifact bucket",
}
ALLOW = "replace,delete,iam,state"


def failures(text: str) -> str:
    """The lines about what failed, and those that are no events."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("{") or '"status":"failed"' in line)[-6000:]


class Run:
    """A repository of specs, and the endpoint that it is deployed to."""

    def __init__(self, smgen: str, root: pathlib.Path, endpoint: str):
        self.smgen, self.root = smgen, root
        # Nothing of the caller's: an account of somebody must not be the one that is used.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        self.env = kept | {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "judge", "AWS_SECRET_ACCESS_KEY": "judge", "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
        self.session = boto3.Session(aws_access_key_id="judge", aws_secret_access_key="judge", region_name="us-east-1")
        self.endpoint = endpoint

    def command(self, *args: str) -> dict[str, str]:
        """Run smgen and return the result of each stack by its name."""
        done = subprocess.run([self.smgen, *args], cwd=self.root, env=self.env, capture_output=True, text=True, timeout=900)
        if done.returncode:
            sys.exit(f"smgen {' '.join(args)} exits with {done.returncode}:\n{failures(done.stderr)}")
        events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
        return {event["stack"]: event["status"] for event in events if event["kind"] == "stackEnds"}

    def deploy(self, stacks: dict[str, dict]) -> dict[str, str]:
        return self.command("deploy", *[stack["path"] for stack in stacks.values()], "--yes", "--allow", ALLOW, "--rate", "1000", "--concurrency", "1", "--log-format", "json")

    def client(self, service: str, region: str):
        return self.session.client(service, region_name=region, endpoint_url=self.endpoint)

    def stacks(self, regions: set[str]) -> dict[str, dict]:
        """What CloudFormation has, by the stack's name."""
        found = {}
        for region in regions:
            for page in self.client("cloudformation", region).get_paginator("describe_stacks").paginate():
                found |= {stack["StackName"]: stack for stack in page["Stacks"]}
        return found


def rendered(run: Run) -> dict[str, dict]:
    """The templates by the names of their stacks, with the stacks' places."""
    out = run.root / "rendered"
    shutil.rmtree(out, ignore_errors=True)
    run.command("render", *PATHS, "-o", str(out))
    manifest = json.loads((out / "manifest.json").read_text())
    templates = {stack["name"]: stack | {"text": (out / stack["template"]).read_text()} for stack in manifest["stacks"]}
    return {name: stack for name, stack in templates.items() if stack["path"] not in EXCEPT}


def expect(what: str, got: object, want: object) -> None:
    """Stop if something is not as it must be."""
    if got != want:
        if isinstance(got, dict) and isinstance(want, dict):
            differ = {key for key in got.keys() | want.keys() if got.get(key) != want.get(key)}
            got, want = ({key: side.get(key) for key in sorted(differ)} for side in (got, want))
        sys.exit(f"{what}: got {got}, want {want}")


def same(run: Run, want: dict[str, dict]) -> None:
    """Compare what is deployed with the templates."""
    regions = {stack["region"] for stack in want.values()}
    found = run.stacks(regions)
    expect("stacks", sorted(found.keys() - {PROVIDER}), sorted(want))
    for name, stack in want.items():
        deployed = run.client("cloudformation", stack["region"]).get_template(StackName=name)["TemplateBody"]
        deployed = deployed if isinstance(deployed, str) else json.dumps(deployed)
        # The version of a launcher's code is known to the bucket only.
        document = json.loads(deployed, object_hook=lambda o: {k: v for k, v in o.items() if k != "S3ObjectVersion"})
        expect(f"template of {name}", document, json.loads(stack["text"]))
        tags = {tag["Key"]: tag["Value"] for tag in found[name]["Tags"]}
        expect(f"tag ManagedBy of {name}", tags.get("ManagedBy"), "smgen")


def change(root: pathlib.Path) -> None:
    """Give all stacks one more tag, which is in every resource and request."""
    for folder in ["stacks", "testdata/golden"]:
        (root / folder / "judged.cue").write_text('package stacks\n\nstack: tags: Judged: "yes"\n')


def provide(run: Run, want: dict[str, dict]) -> None:
    """Make what the stacks take from elsewhere."""
    by_region: dict[str, str] = {}
    for stack in want.values():
        by_region[stack["region"]] = by_region.get(stack["region"], "") + stack["text"]
    for region, text in by_region.items():
        others(run, region, text)
        made = set(re.findall(r'"Export": \{\s*"Name": "([^"]+)"', text))
        outputs = {
            f"Output{i}": {"Value": value_of(name, region), "Export": {"Name": name}}
            for i, name in enumerate(sorted(set(re.findall(r'"Fn::ImportValue":\s*"([^"]+)"', text)) - made))
        }
        if outputs:
            body = {"Resources": {"Nothing": {"Type": "AWS::CloudFormation::WaitConditionHandle"}}, "Outputs": outputs}
            run.client("cloudformation", region).create_stack(StackName=PROVIDER, TemplateBody=json.dumps(body))


def value_of(name: str, region: str) -> str:
    """What another stack exports under a name."""
    if name.endswith("artifacts"):
        return f"smgen-{ACCOUNT}-{region}"
    if name.endswith("bus"):
        return f"arn:aws:events:{region}:{ACCOUNT}:event-bus/{name}"
    if name.endswith("boundary"):
        return f"arn:aws:iam::{ACCOUNT}:policy/{name}"
    return f"arn:aws:sns:{region}:{ACCOUNT}:{name}"


def others(run: Run, region: str, text: str) -> None:
    """Make buckets, parameters, event buses and roles that templates name."""
    s3 = run.client("s3", region)
    # Not by smgen bootstrap: moto has no UpdateTerminationProtection.
    for name in {*re.findall(r'"S3Bucket": "([a-z0-9.-]+)"', text), f"smgen-{ACCOUNT}-{region}"}:
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=name, **place)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    for name in set(re.findall(r"\{\{resolve:ssm:([^:}]+)", text)):
        run.client("ssm", region).put_parameter(Name=name, Value="value", Type="String")
    for by_arn, name in set(re.findall(r'event-bus/([\w.-]+)|"EventBusName": "([\w.-]+)"', text)) - {("", "default"), ("default", "")}:
        run.client("events", region).create_event_bus(Name=name or by_arn)
    trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]})
    for path, name in set(re.findall(rf'"arn:aws:iam::{ACCOUNT}:role(/(?:[\w-]+/)*)([\w+=,.@-]+)"', text)):
        try:
            run.client("iam", region).create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=trust)
        except botocore.exceptions.ClientError:
            pass  # another region's templates name it, too


def judge(run: Run) -> None:
    """Take all stacks through their life."""
    want = rendered(run)
    provide(run, want)
    expect("results of the first deployment", run.deploy(want), dict.fromkeys(want, "deployed"))
    same(run, want)
    expect("results without a change", run.deploy(want), dict.fromkeys(want, "unchanged"))
    change(run.root)
    before, want = want, rendered(run)
    results = {name: "unchanged" if stack["text"] == before[name]["text"] else "deployed" for name, stack in want.items()}
    expect("results with a change", run.deploy(want), results)
    same(run, want)
    for name, stack in want.items():
        run.command("destroy", stack["path"], "--confirm", name)
    expect("stacks that are left", sorted(run.stacks({stack["region"] for stack in want.values()}).keys() - {PROVIDER}), [])
    print(f"{len(want)} stacks made, found unchanged, changed and deleted")


def main(smgen: str) -> int:
    """Start the server, copy the specs and judge; return the exit status."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    import_in_change_sets()
    answer_drift()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        for part in ["cue.mod", "stacks", "schema", "testdata/golden"]:
            shutil.copytree(part, root / part, ignore=shutil.ignore_patterns("*.go"))
        judge(Run(str(pathlib.Path(smgen).resolve()), root, f"http://localhost:{port}"))
    server.stop()
    print(f"moto {moto.__version__} with {len(STAND_INS)} stand-ins")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
