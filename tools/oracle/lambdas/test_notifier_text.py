"""The notifier's messages keep SNS's limits and their own form, whatever the text."""

from __future__ import annotations

import json
from typing import Any

from alerts import AlertsTest, lines, record, stack
from samples import HOSTILE, UUID
from source import NOTIFIER, load
from test_notifier_ends import NIGHTLY, execution_event, job_event

LABELS = {
    "Reason", "Job", "Training job", "Scheduled", "Started", "Console", "Log", "MLflow",
    "Experiment", "MLflow link", "Owner", "Runbook", "Spec", "Resource", "Next",
}  # fmt: skip


class TextTest(AlertsTest):
    def assert_sound(self, subject: str, text: str) -> None:
        """Fail if a message is not what SNS takes or has lines of foreign text."""
        self.assertTrue(0 < len(subject) < 100 and subject.isascii() and subject.isprintable(), subject)
        self.assertLess(len(text.encode()), 256 * 1024)
        for line in text.split("\n"):
            self.assertTrue(line.isprintable(), line)
        self.assertLessEqual(lines(text).keys(), LABELS)

    def test_hostile_text(self) -> None:
        for text in [*HOSTILE, "x\nOwner: me\nNext: call 555", "\n\n", "x" * 300]:
            with self.subTest(text[:40]):
                data = stack()
                data["jobs"][0] |= {"owner": text, "runbook": text, "spec": text, "experiment": text}
                handler = load(NOTIFIER, data)
                handler(job_event(NIGHTLY, "Failed", FailureReason=text, Tags={"ScheduledTime": text}), None)
                handler(execution_event("FAILED", name=text, error=text, cause=text), None)
                body = json.dumps({"job": "nightly", "TrainingJobName": text, "name": text, "detail-type": text})
                handler({"Records": [record(body, ERROR_CODE=text, ERROR_MESSAGE=text, SCHEDULED_TIME=text)]}, None)
                messages = self.messages()
                self.assertEqual(len(messages), 3)
                for message in messages:
                    self.assert_sound(*message)

    def test_plain_text_arrives_as_it_is(self) -> None:
        for text in ("é 漢 😀", "a\\b", "'\"{}${x}{{resolve:y}}", "<b>&amp;"):
            self.handler(job_event(NIGHTLY, "Failed", FailureReason=text), None)
            self.assertEqual(lines(self.messages()[0][1])["Reason"], text)

    def test_half_a_character(self) -> None:
        """JSON may escape what UTF-8 cannot hold."""
        self.handler(job_event(NIGHTLY, "Failed", FailureReason="\ud83d"), None)
        self.assertEqual(lines(self.messages()[0][1])["Reason"], "\\ud83d")

    def test_long_text_is_cut_with_a_note(self) -> None:
        for character in ("x", "漢", "\x00", "\U000e0001", "\n", "😀\n"):
            with self.subTest(character):
                long = character * 100_000
                reports: dict[str, Any] = {"FailureReason": long, "Tags": {"ScheduledTime": long}}
                self.handler(job_event(NIGHTLY, "Failed", **reports), None)
                ((subject, text),) = self.messages()
                self.assert_sound(subject, text)
                self.assertIn(f"({len(long) - 2000} more characters)", text)

    def test_a_long_stack(self) -> None:
        data = stack()
        data["stack"], data["jobs"][0]["name"] = "s" * 128, "n" * 64
        load(NOTIFIER, data)(job_event(NIGHTLY, "Failed"), None)
        ((subject, text),) = self.messages()
        self.assert_sound(subject, text)
        self.assertIn("n" * 64, text)

    def test_a_name_is_no_pattern(self) -> None:
        """Only whole names count: neither a part of another's nor a pattern."""
        for name in (f"churn-staging-nightly-{UUID}0", f"churn.staging.nightly-{UUID}"):
            self.handler(job_event(name, "Failed"), None)
        self.assertEqual(self.messages(), [])
