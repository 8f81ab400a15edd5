"""Runs the Lambda functions that smgen renders: real boto3 against moto over HTTP.

First the tests beside this file, then every function with code in the templates
that are the arguments.

    python3 -B tools/oracle/lambdas testdata/golden/*/template.json
"""

from __future__ import annotations

import collections
import logging
import pathlib
import sys
import unittest

try:
    import moto
    from cloud import CLOUD
    from run import failures
    from template import functions
except ImportError as error:
    sys.exit(f"{error.name} is missing: pip install 'moto[server]' boto3")


def main(paths: list[str]) -> int:
    """Run the tests and the templates' functions; return the exit status."""
    CLOUD.start()
    logging.getLogger().addHandler(logging.NullHandler())  # a test asserts what it wants to see
    tests = unittest.defaultTestLoader.discover(str(pathlib.Path(__file__).parent))
    result = unittest.TestResult()
    tests.run(result)
    for test, trace in [*result.errors, *result.failures]:
        print(f"{test}\n{trace}", file=sys.stderr)
    print(f"moto {moto.__version__}: {result.testsRun} tests of the functions' sources")
    return int(not result.wasSuccessful() or not result.testsRun) or judge([pathlib.Path(path) for path in paths])


def judge(paths: list[pathlib.Path]) -> int:
    """Run all functions of the templates; return the exit status."""
    kinds: collections.Counter[str] = collections.Counter()
    wrong = 0
    for path in paths:
        CLOUD.reset()
        try:
            for function in functions(path):
                kinds[function.kind] += 1
                for failure in failures(function):
                    wrong += 1
                    print(f"{path}: {function.name} {failure}", file=sys.stderr)
        except (SyntaxError, TypeError, ValueError) as error:
            wrong += 1
            print(f"{path}: {error}", file=sys.stderr)
    run = ", ".join(f"{count} {kind}s" for kind, count in sorted(kinds.items())) or "no functions"
    print(f"moto {moto.__version__}: {run} of {len(paths)} templates, {wrong} failures")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
