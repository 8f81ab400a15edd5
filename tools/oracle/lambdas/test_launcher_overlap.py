"""The launcher's guard: no run while another one of the same job is in progress."""

from __future__ import annotations

import unittest
from typing import Any

from botocore.exceptions import ClientError
from cloud import CLOUD, set_status
from samples import EVENT, NAME, UUID, launch
from source import LAUNCHER, load

STARTED = {"TrainingJobArn": f"arn:aws:sagemaker:us-east-1:123456789012:training-job/{NAME}"}


def summary(name: str) -> dict[str, Any]:
    """Return a training job in progress, as ListTrainingJobs has it."""
    return {"TrainingJobName": name, "TrainingJobArn": "arn", "CreationTime": 0, "TrainingJobStatus": "InProgress"}


class OverlapTest(unittest.TestCase):
    def setUp(self) -> None:
        CLOUD.reset()
        self.handler = load(LAUNCHER, launch(overlap="skip"))

    def running(self, prefix: str, run_id: str) -> str:
        """Start a job that stays in progress, and return its name."""
        load(LAUNCHER, launch(prefix))({"id": run_id, "time": EVENT["time"]}, None)
        set_status(name := f"{prefix}-{run_id}", "InProgress")
        CLOUD.sent.clear()
        return name

    def test_skips_while_another_run_is_in_progress(self) -> None:
        for run_id in (UUID, "0123456789abcdef", UUID[:34] + "-2", "20261124-020000"):
            with self.subTest(run_id):
                CLOUD.reset()
                name = self.running("churn", run_id)
                with self.assertLogs(level="WARNING") as logs:
                    self.assertEqual(self.handler(EVENT, None), {"Skipped": name})
                self.assertEqual(vars(logs.records[-1])["running"], name)
                self.assertEqual(CLOUD.calls("CreateTrainingJob"), [])

    def test_runs_after_the_other_has_ended(self) -> None:
        set_status(self.running("churn", UUID), "Completed")
        self.assertEqual(self.handler(EVENT, None), STARTED)

    def test_other_jobs_do_not_count(self) -> None:
        """ListTrainingJobs finds names that contain the prefix anywhere."""
        for name in (
            f"churn-eu-{UUID}",
            f"my-churn-{UUID}",
            "churn-eu-20261124-020000",
            f"churn-{UUID[:-1]}",
            f"churn-{UUID}0",
            f"churn-{UUID.upper()}",
            "churn-20261124-020000-2",
            "churn-test",
            UUID,
        ):
            with self.subTest(name):
                CLOUD.reset()
                self.running_by_hand(name)
                self.assertEqual(self.handler(EVENT, None), STARTED)

    def running_by_hand(self, name: str) -> None:
        """Have a job in progress whose name is not the launcher's."""
        CLOUD.answer("ListTrainingJobs", {"TrainingJobSummaries": [summary(name)]})

    def test_the_same_run_is_no_other(self) -> None:
        self.running("churn", "20261125-020000")
        self.assertEqual(self.handler(EVENT, None), STARTED)

    def test_all_pages_are_read(self) -> None:
        CLOUD.answer("ListTrainingJobs", {"TrainingJobSummaries": [], "NextToken": "more"})
        CLOUD.answer("ListTrainingJobs", {"TrainingJobSummaries": [summary(f"churn-{UUID}")]})
        self.assertEqual(self.handler(EVENT, None), {"Skipped": f"churn-{UUID}"})
        asked = {"NameContains": "churn-", "StatusEquals": "InProgress"}
        self.assertEqual(
            [sent.json for sent in CLOUD.calls("ListTrainingJobs")], [asked, {**asked, "NextToken": "more"}]
        )

    def test_a_list_that_fails_is_raised(self) -> None:
        CLOUD.refuse("ListTrainingJobs", "AccessDeniedException")
        with self.assertRaisesRegex(ClientError, "AccessDeniedException"):
            self.handler(EVENT, None)
        self.assertEqual(CLOUD.calls("CreateTrainingJob"), [])

    def test_without_the_guard_nothing_is_listed(self) -> None:
        self.running("churn", UUID)
        self.assertEqual(load(LAUNCHER, launch())(EVENT, None), STARTED)
        self.assertEqual(CLOUD.calls("ListTrainingJobs"), [])
