"""What smgen says of a job's request: request.<job>.json beside the template.

There ${run:id} and ${run:time} stand for the run, and every other ${…} for what
CloudFormation fills in. A user's text may look the same, and then means itself.
"""

from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Iterator
from typing import Any


def request_of(template: pathlib.Path, function: str) -> Any:
    """Return what smgen says of the job that a function launches, or None where it says nothing."""
    for path in template.parent.glob("request.*.json"):
        job = path.name.removeprefix("request.").removesuffix(".json")
        words = re.split("[^A-Za-z0-9]+", job)
        if function == "".join(word[:1].upper() + word[1:] for word in words) + "Function":
            return json.loads(path.read_text(encoding="utf-8"))
    return None


def unlike(said: Any, sent: Any, run: dict[str, str], at: str = "the request") -> Iterator[str]:
    """Yield where a request that was sent is not what was said of it."""
    match said, sent:
        case dict(), dict():
            for name in said.keys() | sent.keys():
                yield from unlike(said.get(name), sent.get(name), run, f"{at}.{name}")
        case str(), list() if re.fullmatch(r"\$\{[^}]*\}", said) and sent:
            return  # a list that CloudFormation fills in
        case list(), list() if len(said) == len(sent):
            for number, pair in enumerate(zip(said, sent, strict=True)):
                yield from unlike(*pair, run, f"{at}.{number}")
        case str(), str() if re.fullmatch(pattern(said, run), sent, re.DOTALL):
            return
        case _ if type(said) is type(sent) and said == sent:
            return
        case _:
            yield f"has {sent!r} at {at}, and smgen says {said!r}"


def pattern(said: str, run: dict[str, str]) -> str:
    """Return a regular expression of the texts that one with placeholders may become."""
    parts = re.split(r"(\$\{[^}]*\})", said)
    return "".join(
        f"({re.escape(part)}|{run.get(part[6:-1], '.*') if part.startswith('${run:') else '.*'})"
        if part.startswith("${")
        else re.escape(part)
        for part in parts
    )
