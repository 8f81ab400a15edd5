"""What all sources have in common."""

from __future__ import annotations

import re
import subprocess
import sys
import unittest

from source import LAUNCHER, LINE, NOTIFIER, REGISTRAR, data_of, rendered

SOURCES = (LAUNCHER, REGISTRAR, NOTIFIER)


class SourcesTest(unittest.TestCase):
    def test_one_line_holds_the_data(self) -> None:
        for source in SOURCES:
            with self.subTest(source.name):
                found = [line for line in source.read_text().split("\n") if line.startswith(LINE)]
                self.assertEqual(found, [LINE + '"{}")'])
                self.assertEqual(data_of(rendered(source, {"a": "'😀"})), {"a": "'😀"})

    def test_run_ids_are_one_expression(self) -> None:
        """The sources cannot share a module: each is a function of its own."""
        found = {tuple(re.findall(r"^RUN_ID = .*$", source.read_text(), re.MULTILINE)) for source in SOURCES}
        self.assertEqual([len(lines) for lines in found], [1])

    def test_importing_calls_nobody(self) -> None:
        """Without region, credentials or network, as a test or a linter would import it."""
        for source in SOURCES:
            with self.subTest(source.name):
                subprocess.run([sys.executable, "-B", str(source)], env={}, check=True, timeout=60)
