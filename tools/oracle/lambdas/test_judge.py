"""The judge of templates rejects what is broken: one that accepts everything proves nothing."""

from __future__ import annotations

import copy
import json
import pathlib
import tempfile
import unittest
from typing import Any

from alerts import stack
from cloud import CLOUD
from run import failures
from samples import launch, request
from source import LAUNCHER, NOTIFIER, REGISTRAR, rendered
from template import functions
from test_registrar import package

IMPORTED = {"Fn::ImportValue": "role"}


def function(code: Any, **variables: Any) -> dict[str, Any]:
    """Return a function's resource."""
    properties = {"Code": {"ZipFile": code}, "Handler": "index.handler", "Environment": {"Variables": variables}}
    return {"Type": "AWS::Lambda::Function", "Properties": properties}


def launcher(**members: Any) -> str:
    """Return the code of a launcher with two holes."""
    holes = [{"at": ["RoleArn"], "parts": [{"env": "VALUE_1"}]}, {"at": ["VpcConfig", "Subnets"], "list": "VALUE_2"}]
    members = {"RoleArn": "", "VpcConfig": {"Subnets": []}, **members}
    return rendered(LAUNCHER, launch(holes=holes, **members))


class JudgeTest(unittest.TestCase):
    def judge(self, said: Any = None, **resources: Any) -> list[str]:
        """Return what is wrong with a template of these resources, and with what is said of a job `f`."""
        CLOUD.reset()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "template.json")
            if said is not None:
                pathlib.Path(folder, "request.f.json").write_text(json.dumps(said))
            path.write_text(json.dumps({"Resources": resources}))
            return [failure for found in functions(path) for failure in failures(found)]

    def test_sound_functions(self) -> None:
        data = stack()
        data["jobs"] = data["jobs"][:1]
        members = {"Environment": {"A": "'😀"}, "NewMember": {"x": 1}, "ResourceConfig": {"NewMember": [1]}}
        found = self.judge(
            Launcher=function(launcher(**members), VALUE_1=IMPORTED, VALUE_2={"Fn::Join": [",", []]}),
            Registrar=function(rendered(REGISTRAR, package(Image="i")), MODEL_PACKAGE_GROUP={"Ref": "Group"}),
            Notifier=function(rendered(NOTIFIER, data), TOPIC_1={"Ref": "T"}, KEPT_QUEUE_URL={"Ref": "Q"}),
            Custom=function("def handler(event, context): pass"),
            Bucket={"Type": "AWS::S3::Bucket"},
        )
        self.assertEqual(found, [])

    def test_code_that_lambda_would_refuse(self) -> None:
        for code, why in (
            ({"Fn::Join": ["", ["x"]]}, "no plain string"),
            ("x = 1", "no handler"),
            (launcher(HyperParameters={"a": "{{resolve:ssm:/x}}"}), "resolve the reference"),
        ):
            with self.subTest(why):
                self.assertIn(why, self.said(function(code, VALUE_1="a", VALUE_2="b")))
        with self.assertRaises(SyntaxError):
            self.judge(F=function("def handler(:"))
        self.assertIn("4096 bytes", self.said(function(launcher(), VALUE_1="x" * 4096)))

    def said(self, resource: dict[str, Any]) -> str:
        """Return what the judge says of a function."""
        try:
            return " ".join(self.judge(F=resource))
        except (TypeError, ValueError) as error:
            return str(error)

    def test_launchers_that_do_something_else(self) -> None:
        sound = launcher()
        for old, new, why in (
            ("json.dumps(request)", 'json.dumps({**request, "RoleArn": "x"})', "sends another request"),
            ("json.dumps(request)", 'json.dumps(request | {"VpcConfig": {}})', "loses or changes ('VpcConfig'"),
            ('["env"]]', '["env"]].lower()', "sends another request"),
            ('"VALUE_1\\', '"VALUE_3\\', "raises KeyError('VALUE_3')"),
            ('"churn-\\', '"other-\\', "which is not its prefix"),
            ("%Y%m%d-%H%M%S", "%Y%m%d-%H%M", "raises ValueError"),
        ):
            with self.subTest(f"{old} → {new}"):
                self.assertIn(old, sound)
                self.assertIn(why, self.said(function(sound.replace(old, new), VALUE_1=IMPORTED, VALUE_2="a,b")))

    def test_data_without_a_hole(self) -> None:
        code = launcher(RoleArn="a role")
        self.assertIn("no hole at ['RoleArn']", self.said(function(code, VALUE_1="a", VALUE_2="b")))

    def test_what_smgen_says(self) -> None:
        """The request beside a template is what the launcher has to send."""
        filled = {
            "TrainingJobName": "churn-${run:id}",
            "RoleArn": "${Role.Arn}",
            "VpcConfig": {"Subnets": "${import:x}"},
        }
        said = {**request(), **filled, "Environment": {"A": "${B} ${run:id}"}}
        resource = function(launcher(Environment={"A": "${B} ${run:id}"}), VALUE_1="a", VALUE_2="b,c")
        self.assertEqual(self.judge(said, FFunction=resource), [])
        others = {"StoppingCondition": {"MaxRuntimeInSeconds": "3600"}, "Environment": {}, "Tags": []}
        for name, value in others.items():
            with self.subTest(name):
                self.assertIn(f"at the request.{name}", " ".join(self.judge({**said, name: value}, FFunction=resource)))
        self.assertIn("called after none", " ".join(self.judge(said, GFunction=resource)))

    def test_registrars_and_notifiers_without_what_they_need(self) -> None:
        self.assertIn("MODEL_PACKAGE_GROUP", self.said(function(rendered(REGISTRAR, package(Image="i")))))
        data = copy.deepcopy(stack())
        self.assertIn("TOPIC_1", self.said(function(rendered(NOTIFIER, data), KEPT_QUEUE_URL={"Ref": "Q"})))
        code = rendered(NOTIFIER, data).replace("RUN_ID.fullmatch(", "not RUN_ID.fullmatch(")
        variables = {"TOPIC_1": {"Ref": "T"}, "MLFLOW_1": "", "KEPT_QUEUE_URL": {"Ref": "Q"}}
        self.assertIn("does not tell of weekly", self.said(function(code, **variables)))
