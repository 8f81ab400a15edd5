"""The endpoint under judgement: smgen local, as a process of its own."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import tempfile
from types import TracebackType

ROOT = pathlib.Path(__file__).parents[3]
REGION = "eu-central-1"


class Local:
    """Runs smgen local on a free port, with its state in a temporary directory."""

    def __init__(self, *flags: str) -> None:
        """Remember the flags that it is started with."""
        self.flags = flags
        self.dir = tempfile.TemporaryDirectory()
        self.url = ""
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Local:
        """Build and start it."""
        program = pathlib.Path(self.dir.name) / "smgen"
        subprocess.run(["go", "build", "-o", program, "./cmd/smgen"], cwd=ROOT, check=True)  # noqa: S607
        state = str(pathlib.Path(self.dir.name) / "state")
        command = [str(program), "local", "--addr", "127.0.0.1:0", "--step", "0s", "--dir", state, *self.flags]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr or ():
            if found := re.search(r"AWS_ENDPOINT_URL=(\S+)", line):
                self.url = found[1]
            if "stops it" in line:
                return self
        raise RuntimeError("smgen local did not start")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Interrupt it, and see that it ends cleanly."""
        if not self.process:
            return
        self.process.terminate()
        rest = self.process.communicate()[1]
        status = self.process.returncode
        self.dir.cleanup()
        if not error and (status or rest):
            raise RuntimeError(f"smgen local ended with {status}: {rest}")

    @property
    def environment(self) -> dict[str, str]:
        """What leads the AWS CLI and boto3 here, and to nobody's credentials."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return kept | {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "LOCAL123456789012",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_PAGER": "",
            "AWS_MAX_ATTEMPTS": "3",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
