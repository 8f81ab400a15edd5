"""Asks botocore whether the requests inside rendered templates are valid.

The AWS SDK for Python checks what it sends against its own model: members,
types, what is required, and lower limits. No other judge of templates looks into
the text or the code that holds a request. Run it with the templates as arguments.
"""

from __future__ import annotations

import ast
import json
import pathlib
import re
import sys
from collections.abc import Iterator
from typing import Any

try:
    import botocore.session
    from botocore.validate import ParamValidator
except ImportError:
    sys.exit("botocore is missing: pip install boto3")

# Stands for whatever CloudFormation or a run fills in.
FILLED_IN = "arn:aws:iam::123456789012:role/filled-in-when-it-is-deployed"

# Members that this botocore may be too old to know, by structure.
NEWER = json.loads((pathlib.Path(__file__).parent.parent / "model" / "additions.json").read_text())["members"]


def resolve(value: Any) -> str:
    """Return a property's text as CloudFormation would, references filled in."""
    if isinstance(value, str):
        return re.sub(r"\{\{resolve:[^}]*\}\}", FILLED_IN, value)
    if isinstance(value, dict) and list(value) == ["Fn::Join"]:
        delimiter, parts = value["Fn::Join"]
        return delimiter.join(resolve(p) for p in parts) if isinstance(parts, list) else FILLED_IN
    return FILLED_IN


def events(template: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each text that a trigger sends, with its resource's logical ID."""
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        match resource["Type"]:
            case "AWS::Scheduler::Schedule":
                yield name, resolve(properties["Target"]["Input"])
            case "AWS::Events::Rule":
                for target in properties["Targets"]:
                    if "InputTransformer" in target:
                        yield name, resolve(target["InputTransformer"]["InputTemplate"])
            case "AWS::Lambda::Function" if "ZipFile" in properties["Code"]:
                yield from ((name, text) for text in launched(properties["Code"]["ZipFile"]))
            case "AWS::StepFunctions::StateMachine":
                definition = json.loads(resolve(properties["DefinitionString"]))
                yield name, json.dumps(definition["States"]["Train"]["Arguments"])
            case "AWS::CloudFormation::WaitConditionHandle" if "Event" in resource.get("Metadata", {}):
                yield name, resolve(resource["Metadata"]["Event"])


def launched(code: str) -> Iterator[str]:
    """Yield the request in a launcher's code, its holes filled."""
    line = re.search(r"^DATA: dict\[str, Any\] = json\.loads\((.*)\)$", code, re.MULTILINE)
    data = json.loads(ast.literal_eval(line[1])) if line else {}
    for hole in data.get("holes", []):
        place = data["request"]
        for step in hole["at"][:-1]:
            place = place[step]
        place[hole["at"][-1]] = [FILLED_IN] if "list" in hole else FILLED_IN
    if "request" in data:
        yield json.dumps(data["request"])


def without_newer(request: dict[str, Any], shape: Any) -> dict[str, Any]:
    """Drop members that the installed model lacks and that we know to be newer."""
    kept = dict(request)
    for structure, members in NEWER.items():
        if structure not in kept or structure not in shape.members:
            continue
        known = shape.members[structure].members
        kept[structure] = {k: v for k, v in kept[structure].items() if k in known or k not in members}
    return kept


def main(paths: list[str]) -> int:
    session = botocore.session.get_session()
    shape = session.get_service_model("sagemaker").operation_model("CreateTrainingJob").input_shape
    validator = ParamValidator()

    broken = {"TrainingJobName": "x", "RoleArn": FILLED_IN, "ResourceConfig": {"VolumeSizeInGB": "50"}, "Nonsense": 1}
    report = validator.validate(broken, shape).generate_report()
    if not all(word in report for word in ("OutputDataConfig", "VolumeSizeInGB", "Nonsense")):
        print(f"botocore: does not see what is wrong with a broken request: {report}", file=sys.stderr)
        return 1

    count = failures = 0
    for path in paths:
        for resource, text in events(json.loads(pathlib.Path(path).read_text())):
            event = json.loads(text)
            request = event.get("request", event)
            if "TrainingJobName" not in request:
                continue
            count += 1
            errors = validator.validate(without_newer(request, shape), shape)
            if errors.has_errors():
                failures += 1
                print(f"{path}: {resource}: {errors.generate_report()}", file=sys.stderr)
    print(f"botocore {botocore.__version__}: {count} requests, {failures} invalid")
    return 1 if failures or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
