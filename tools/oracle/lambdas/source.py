"""The functions' sources, rendered as smgen renders them, and loaded as Lambda does."""

from __future__ import annotations

import ast
import json
import pathlib
import types
from typing import Any

RENDER = pathlib.Path(__file__).parents[3] / "internal" / "render"
LAUNCHER = RENDER / "launch" / "lambda" / "launcher.py"
REGISTRAR = RENDER / "registration" / "registrar.py"
NOTIFIER = RENDER / "alerts" / "notifier.py"

LINE = "DATA: dict[str, Any] = json.loads("


def rendered(source: pathlib.Path, data: Any) -> str:
    """Return a source with data in its line, a JSON string literal of JSON."""
    lines = source.read_text(encoding="utf-8").split("\n")
    (place,) = [number for number, line in enumerate(lines) if line.startswith(LINE)]
    lines[place] = LINE + json.dumps(json.dumps(data, ensure_ascii=False), ensure_ascii=False) + ")"
    return "\n".join(lines)


def loaded(code: str) -> types.ModuleType:
    """Run a function's code as a module, which must not need AWS."""
    module = types.ModuleType("index")
    exec(compile(code, "index.py", "exec"), module.__dict__)  # noqa: S102 (what Lambda does)
    return module


def load(source: pathlib.Path, data: Any) -> Any:
    """Return the handler of a source that is rendered with data."""
    return loaded(rendered(source, data)).handler


def data_of(code: str) -> Any:
    """Return the data in a function's code, or None if it is none of smgen's."""
    for statement in ast.parse(code).body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id="DATA"), value=ast.Call(args=[argument])):
                return json.loads(ast.literal_eval(argument))
            case _:
                continue
    return None
