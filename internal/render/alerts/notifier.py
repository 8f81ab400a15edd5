"""Tells people what went wrong with the training jobs of a stack.

smgen renders this file with the stack's jobs in DATA. Three kinds of events come
in: training jobs that ended, executions of state machines that ended, and starts
that failed, from the dead-letter queue. A message can be acted on at 2 AM: it says
what happened and why, where to look, and whom to ask. Foreign text in it is data:
it cannot pass for a line of the message.
"""

from __future__ import annotations

import datetime
import json
import logging
import os
import re
from typing import Any

import boto3

DATA: dict[str, Any] = json.loads("{}")

Event = dict[str, Any]  # what JSON gives
Line = tuple[str, Any]  # a label, and a value that may be missing

# The IDs that smgen gives to runs: `churn` must not claim the jobs of `churn-eu`.
RUN_ID = re.compile(
    r"[0-9a-z]{16}(-[0-9])?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{10}([0-9a-f]{2}|-[0-9])|[0-9]{8}-[0-9]{6}"
)
LOG_STREAMS = "logsV2:log-groups/log-group/$252Faws$252Fsagemaker$252FTrainingJobs$3FlogStreamNameFilter$3D"
VALUE_LIMIT = 2000  # characters; all lines together stay far below SNS's 256 KB
SUBJECT_LIMIT = 99
INDENT = " " * 14

log = logging.getLogger()
log.setLevel(logging.INFO)


def handler(event: Any, context: object) -> Event:
    """Tell what an event says, or all records of a batch that can be told."""
    match event:
        case {"Records": [*records]}:
            return {"batchItemFailures": [{"itemIdentifier": r["messageId"]} for r in records if not is_told(r)]}
        case {"source": "aws.sagemaker", "detail": {"TrainingJobName": _, "TrainingJobStatus": _} as detail}:
            training_job_ended(detail)
        case {"source": "aws.states", "detail": {"executionArn": _, "status": _} as detail}:
            execution_ended(detail)
        case _:
            raise ValueError("nothing to tell: pass EventBridge's event of a training job or execution, or SQS records")
    return {}


def training_job_ended(detail: Event) -> None:
    """Tell that a job failed or was stopped; count completed runs where somebody waits for them."""
    name, status = detail["TrainingJobName"], detail["TrainingJobStatus"]
    job = job_called(name)
    if job is None:
        log.info("not a job of this stack", extra={"trainingJob": name})
    elif status == "Completed" and job.get("missedRun"):
        dimensions = [{"Name": "Stack", "Value": DATA["stack"]}, {"Name": "Job", "Value": job["name"]}]
        metric = {"MetricName": "CompletedRuns", "Dimensions": dimensions, "Value": 1, "Unit": "Count"}
        boto3.client("cloudwatch").put_metric_data(Namespace="smgen", MetricData=[metric])
    elif is_retried(job, detail):
        log.info("the state machine starts it again", extra={"trainingJob": name})
    elif status in ("Failed", "Stopped"):
        ended = "failed" if status == "Failed" else "was stopped"
        scheduled = (detail.get("Tags") or {}).get("ScheduledTime")
        lines = [
            ("Reason", detail.get("FailureReason") or detail.get("SecondaryStatus")),  # or MaxRuntimeExceeded
            *job_lines(job, name),
            ("Scheduled", scheduled),
            ("Started", None if scheduled else instant(detail.get("CreationTime"))),
            ("Console", console("sagemaker", f"/jobs/{name}")),
            ("Log", console("cloudwatch", f"{LOG_STREAMS}{name}$252F")),
            *mlflow_lines(job),
        ]
        publish(job, f"training job {ended}", f"Training job {name} {ended}.", lines)


def execution_ended(detail: Event) -> None:
    """Tell that an execution failed, unless that of its training job says so itself."""
    status = detail["status"]
    if status not in ("FAILED", "TIMED_OUT", "ABORTED"):
        return
    inputs, ends = layers(detail.get("input")), layers(detail.get("cause"))
    job = job_of(inputs, [detail.get("stateMachineArn")])
    if any("TrainingJobArn" in end and not is_retried(job, end) for end in ends):
        log.info("told by the training job's own event", extra={"execution": detail["executionArn"]})
        return
    ended = f"execution {detail.get('name')} {status.lower().replace('_', ' ')}"
    lines = [
        ("Reason", reason(detail.get("error"), detail.get("cause"))),
        *job_lines(job),
        ("Scheduled", first(inputs, "time")),
        ("Console", console("states", f"/v2/executions/details/{detail['executionArn']}")),
    ]
    publish(job, ended, f"State machine {ended}.", lines)


def is_retried(job: Event | None, end: Event) -> bool:
    """Tell whether a job found no machines, and a state machine tries until its own end tells."""
    return bool(job and job.get("retried")) and str(end.get("FailureReason")).startswith("CapacityError")


def is_told(record: Event) -> bool:
    """Tell of a record of the dead-letter queue and keep it; False leaves it there to be tried again."""
    code = record["messageAttributes"].get("ERROR_CODE", {}).get("stringValue") or ""
    if "ResourceInUse" in code:  # the same start, delivered twice: the first one runs
        log.info("started before", extra={"record": record["body"][:VALUE_LIMIT]})
        return True
    try:
        start_failed(record)
        attributes = {
            name: {"DataType": value["dataType"], "StringValue": value["stringValue"]}
            for name, value in record["messageAttributes"].items()
        }
        boto3.client("sqs").send_message(
            QueueUrl=os.environ["KEPT_QUEUE_URL"], MessageBody=record["body"], MessageAttributes=attributes
        )
    except Exception:  # one record must not hold up the others
        log.exception("a record was not told", extra={"messageId": record["messageId"]})
        return False
    return True


def start_failed(record: Event) -> None:
    """Tell that a run did not start, or what else did not come to pass."""
    found = layers(record["body"])
    said: Event = {name: value.get("stringValue") for name, value in record["messageAttributes"].items()}
    context, answer = first(found, "requestContext", dict) or {}, first(found, "responsePayload", dict) or {}
    reasons = [
        reason(said.get("ERROR_CODE"), said.get("ERROR_MESSAGE")),  # EventBridge
        reason(said.get("ErrorCode"), said.get("ErrorMessage")),  # Lambda's dead letters
        reason(answer.get("errorType"), answer.get("errorMessage")),  # Lambda's destinations
        context.get("condition"),
    ]
    arns = [said.get("SCHEDULE_ARN"), said.get("RULE_ARN"), context.get("functionArn"), said.get("TARGET_ARN")]
    job = job_of(found, arns)
    lines = [
        ("Reason", next(filter(None, reasons), None)),
        *job_lines(job, first(found, "name") or first(found, "TrainingJobName")),
        ("Scheduled", said.get("SCHEDULED_TIME") or first(found, "scheduledTime") or first(found, "time")),
        ("Resource", next(filter(None, arns), None)),
        ("Next", f"mend the reason, then start it by hand with the event kept in {os.environ['KEPT_QUEUE_URL']}"),
    ]
    publish(job, *what_failed(found, job["name"] if job else "a job"), lines)


def what_failed(found: list[Event], job: str) -> tuple[str, str]:
    """Return the subject and the first line for an event that could not be handled."""
    if name := first(found, "name"):  # as the registrar's event calls a training job
        return "a model was not registered", f"The model of training job {name} was not registered."
    kind = first(found, "detail-type")  # of an event as EventBridge has it, before a rule makes its own of it
    if kind not in (None, "Scheduled Event"):
        return "an event was not handled", f"An event for {job} was not handled: {kind}."
    return "a run did not start", f"A run of {job} did not start."


def layers(text: Any) -> list[Event]:
    """Return an event and those inside it, outside in: {"Input": "{…}"} of a start of a state machine, say."""
    found: list[Event] = []
    todo = [text]
    for item in todo:  # which grows
        try:
            value = json.loads(item) if isinstance(item, str) else item
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            found.append(value)
            todo += [value[key] for key in ("requestPayload", "request", "Input") if key in value]
    return found


def first(found: list[Event], key: str, kind: type = str) -> Any:
    """Return the first value of this key and kind."""
    return next((layer[key] for layer in found if isinstance(layer.get(key), kind)), None)


def job_of(found: list[Event], arns: list[str | None]) -> Event | None:
    """Return the job that an event names, or else the one that has a resource of these ARNs."""
    for layer in found:
        named = [job_called(layer.get("TrainingJobName")), job_called(layer.get("name"))]
        for job in DATA["jobs"]:
            if job["name"] == layer.get("job") or job in named:
                return job
    return next((job for job in DATA["jobs"] if any(is_of(arn, job) for arn in arns if arn)), None)


def is_of(arn: str, job: Event) -> bool:
    """Tell whether an ARN is that of a resource of the job."""
    # CloudFormation calls a resource <stack>-<logical ID>-<random>, unless the spec has a name for it.
    words = re.split(r"[^A-Za-z0-9]", arn)
    return any(name in words or arn.endswith((f"/{name}", f":{name}")) for name in job.get("resources", []))


def job_called(name: Any) -> Event | None:
    """Return the job that a training job of this name is a run of."""
    for job in DATA["jobs"]:
        prefix = job["prefix"] + "-"
        if isinstance(name, str) and name.startswith(prefix) and RUN_ID.fullmatch(name.removeprefix(prefix)):
            return job
    return None


def job_lines(job: Event | None, training_job: str | None = None) -> list[Line]:
    """Return the lines about a job: what it is, where its spec is, whom to ask."""
    known, of = (job, f"{job['name']} of ") if job else ({}, "")
    return [
        ("Job", f"{of}stack {DATA['stack']}, account {DATA['account']}, {DATA['region']}"),
        ("Training job", training_job),
        *((label, known.get(label.lower())) for label in ("Owner", "Runbook", "Spec")),
    ]


def mlflow_lines(job: Event) -> list[Line]:
    """Return the lines about the job's MLflow, with the command that makes a signed link."""
    arn: str = job.get("mlflow") or ""
    if arn.startswith("env:"):
        arn = os.environ[arn.removeprefix("env:")]
    match arn.split(":"):
        case [_, _, _, region, _, resource]:
            kind, _, name = resource.partition("/")
            server = f"tracking-server-url --tracking-server-name {name}"
            what = f"app-url --arn {arn}" if kind == "mlflow-app" else server
            command = f"aws sagemaker create-presigned-mlflow-{what} --region {region}"
            return [("MLflow", arn), ("Experiment", job.get("experiment")), ("MLflow link", command)]
        case _:
            return []


def console(service: str, place: str) -> str:
    """Return a link to a place in the console, where the partition has a public one."""
    return DATA["console"] and f"https://{DATA['console']}/{service}/home?region={DATA['region']}#{place}"


def instant(milliseconds: Any) -> str:
    """Return the time that an event tells in milliseconds, as a number or as text."""
    try:
        return f"{datetime.datetime.fromtimestamp(int(milliseconds) / 1000, datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (TypeError, ValueError, OverflowError, OSError):
        return str(milliseconds or "")  # a message without a time is better than none


def reason(kind: Any, text: Any) -> str:
    """Return an error's kind and text, as far as there are any."""
    return ": ".join(str(part) for part in (kind, text) if part)


def printable(text: str) -> str:
    """Return foreign text as one line, with escapes for what does not print."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def block(label: str, value: Any) -> str:
    """Return a line of the message; further lines of the value are indented, so that they are no labels."""
    text = str(value)
    rows = [printable(row) for row in text[:VALUE_LIMIT].split("\n")]
    if len(text) > VALUE_LIMIT:
        rows.append(f"… ({len(text) - VALUE_LIMIT} more characters)")
    return f"{label}:".ljust(len(INDENT)) + f"\n{INDENT}".join(rows)


def publish(job: Event | None, subject: str, what: str, lines: list[Line]) -> None:
    """Send a message to the job's topic, or to all of the stack's if the job is not known."""
    subject = printable(f"{DATA['stack']}{' ' + job['name'] if job else ''}: {subject}")
    subject = subject.encode("ascii", "backslashreplace").decode()[:SUBJECT_LIMIT]
    text = "\n".join([printable(what[:VALUE_LIMIT]), "", *(block(*line) for line in lines if line[1])])
    topics = {os.environ[told["topic"]] for told in ([job] if job else DATA["jobs"]) if told.get("topic")}
    for topic in sorted(topics):
        boto3.client("sns").publish(TopicArn=topic, Subject=subject, Message=text)
    log.info("told", extra={"subject": subject, "topics": sorted(topics)})
