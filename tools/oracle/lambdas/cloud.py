"""AWS for tests: moto behind HTTP, which remembers what it was sent.

boto3 in front of it is the real one: it signs, sends and reads answers. What
moto does not do (refuse, divide a list into pages) is told in advance by answer.
"""

from __future__ import annotations

import dataclasses
import io
import json
import os
import threading
import urllib.parse
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import boto3
from moto.moto_api._internal.models import moto_api_backend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.sagemaker.models import sagemaker_backends
from werkzeug.serving import WSGIRequestHandler, make_server

ACCOUNT, REGION = "123456789012", "us-east-1"


@dataclasses.dataclass
class Sent:
    """A request as it went over the wire."""

    operation: str
    body: bytes
    authorization: str

    @property
    def json(self) -> Any:
        """The body of a service that speaks JSON."""
        return json.loads(self.body)


@dataclasses.dataclass
class Answer:
    """An answer in moto's place; forever if it is not once."""

    status: int
    body: bytes
    once: bool


class Quiet(WSGIRequestHandler):
    """Serves without a log."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Drop a line of the log."""


class Cloud:
    """A WSGI application around moto."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self._answers: dict[str, list[Answer]] = defaultdict(list)
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=Quiet)

    def start(self) -> None:
        """Serve, and point boto3 at it: at nothing else, whatever the machine is set up for."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ |= {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self._server.server_port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_RETRY_MODE": "standard",
            "AWS_MAX_ATTEMPTS": "2",
        }

    def reset(self) -> None:
        """Forget all resources, requests and answers."""
        moto_api_backend.reset()
        self.sent.clear()
        self._answers.clear()

    def answer(self, operation: str, answer: Any, status: int = 200, *, once: bool = True) -> None:
        """Answer an operation in moto's place, the first call first."""
        self._answers[operation].append(Answer(status, json.dumps(answer).encode(), once))

    def refuse(self, operation: str, code: str, message: str = "no", status: int = 400) -> None:
        """Answer all calls of an operation with an error, as SageMaker spells it."""
        self.answer(operation, {"__type": code, "message": message}, status, once=False)

    def calls(self, operation: str) -> list[Sent]:
        """Return what was sent to an operation."""
        return [sent for sent in self.sent if sent.operation == operation]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Remember a request and answer it, or let moto do so."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        operation = operation_of(environ, body)
        self.sent.append(Sent(operation, body, environ.get("HTTP_AUTHORIZATION", "")))
        if not (answers := self._answers[operation]):
            return self._moto(environ, start_response)
        answer = answers.pop(0) if answers[0].once else answers[0]
        start_response(f"{answer.status} .", [("Content-Type", "application/x-amz-json-1.1")])
        return [answer.body]


def operation_of(environ: dict[str, Any], body: bytes) -> str:
    """Return the API's operation that a request calls, in any of the protocols."""
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        return target.rpartition(".")[2]
    if environ.get("HTTP_SMITHY_PROTOCOL"):
        return environ["PATH_INFO"].rpartition("/")[2]
    return urllib.parse.parse_qs(body.decode()).get("Action", [""])[0]


def queue_of_topic() -> tuple[str, str]:
    """Create a topic and a queue that is subscribed to it; return the ARN and the URL."""
    topic = boto3.client("sns").create_topic(Name="alerts")["TopicArn"]
    sqs = boto3.client("sqs")
    url = sqs.create_queue(QueueName="told")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    boto3.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return topic, url


def received(url: str) -> list[dict[str, Any]]:
    """Return the messages of a queue, with all their attributes."""
    answer = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
    return answer.get("Messages", [])


def told(url: str) -> list[dict[str, Any]]:
    """Return the notifications in a queue that is subscribed to a topic: Subject, Message, TopicArn."""
    return [json.loads(message["Body"]) for message in received(url)]


def set_status(name: str, status: str) -> None:
    """Set the status of a training job, which moto completes at once."""
    sagemaker_backends[ACCOUNT][REGION].training_jobs[name].training_job_status = status


CLOUD = Cloud()
