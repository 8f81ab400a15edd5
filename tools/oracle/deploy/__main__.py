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
import pathlib
import shutil
import sys
import tempfile
import warnings
from typing import TYPE_CHECKING, Any

try:
    import moto
    from deployed import Run
    from elsewhere import PROVIDER, provide
    from moto.server import ThreadedMotoServer
    from standins import STAND_INS, answer_drift, import_in_change_sets
except ImportError as error:
    sys.exit(f"{error.name} is missing: pip install 'moto[server]' boto3")

if TYPE_CHECKING:
    from deployed import Stack


def expect(what: str, got: dict[str, Any], want: dict[str, Any]) -> None:
    """Stop if something is not as it must be, and say what."""
    differ = sorted(key for key in got.keys() | want.keys() if got.get(key) != want.get(key))
    if differ:
        sys.exit(f"{what}: got {[(key, got.get(key)) for key in differ]}, want {[want.get(key) for key in differ]}")


def compare(run: Run, stacks: dict[str, Stack]) -> None:
    """Compare what is deployed with the templates."""
    found = run.deployed({stack.region for stack in stacks.values()})
    found.pop(PROVIDER, None)
    expect("stacks that are there", dict.fromkeys(found, True), dict.fromkeys(stacks, True))
    for name, stack in stacks.items():
        body = run.client("cloudformation", stack.region).get_template(StackName=name)["TemplateBody"]
        text = body if isinstance(body, str) else json.dumps(body)
        # The version of a launcher's code is known to the bucket only.
        document = json.loads(text, object_hook=lambda o: {k: v for k, v in o.items() if k != "S3ObjectVersion"})
        expect(f"template of {name}", document, json.loads(stack.text))
        tags = {tag["Key"]: tag["Value"] for tag in found[name]["Tags"]}
        expect(f"tag of {name}", {"ManagedBy": tags.get("ManagedBy")}, {"ManagedBy": "smgen"})


def change(root: pathlib.Path) -> None:
    """Give all stacks one more tag, which is in every resource and request."""
    for folder in ["stacks", "testdata/golden"]:
        (root / folder / "judged.cue").write_text('package stacks\n\nstack: tags: Judged: "yes"\n')


def judge(run: Run) -> None:
    """Take all stacks through their life."""
    stacks = run.render()
    provide(run, stacks)
    expect("first deployment", run.deploy(stacks), dict.fromkeys(stacks, "deployed"))
    compare(run, stacks)
    expect("deployment without a change", run.deploy(stacks), dict.fromkeys(stacks, "unchanged"))
    change(run.root)
    before, stacks = stacks, run.render()
    results = {name: "unchanged" if s.text == before[name].text else "deployed" for name, s in stacks.items()}
    expect("deployment of a change", run.deploy(stacks), results)
    compare(run, stacks)
    for name, stack in stacks.items():
        run.command("destroy", stack.path, "--confirm", name)
    compare(run, {})
    print(f"moto {moto.__version__}: {len(stacks)} stacks made, found unchanged, changed and deleted")
    print(f"  with {len(STAND_INS)} stand-ins for types of resources")


def main(smgen: str) -> int:
    """Start the server, copy the specs and judge; return the exit status."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    logging.getLogger("moto").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="moto")
    import_in_change_sets()
    answer_drift()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        for part in ["cue.mod", "stacks", "schema", "testdata/golden"]:
            shutil.copytree(part, root / part, ignore=shutil.ignore_patterns("*.go"))
        # moto takes a path for that of a bucket only if the host is called so.
        judge(Run(str(pathlib.Path(smgen).resolve()), root, f"http://localhost:{port}"))
    server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
