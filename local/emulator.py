"""The AWS services on this machine: ministack, in a Python environment of its own."""

import os
import shutil
import signal
import time
from pathlib import Path

from local.aws import ACCOUNT, REGION, SECRET, AwsServer
from local.servers import PATIENCE, ServerFailed

LAUNCHER = Path(__file__).with_name("launch_ministack.py")
# Below the folder of a desk: a line for every mail and SMS.
SENT = Path("emulator", "sent.jsonl")
# The same: a line for every line that a function wrote, behind the function's name and a tab.
LOG = Path("emulator", "functions.log")


class Emulator(AwsServer):
    """CloudFormation, Lambda, API Gateway, EventBridge, SQS, SNS, SES, S3 and the rest, remembered over a restart."""

    requirements = Path(__file__).with_suffix(".txt")
    health = "/_ministack/ready"

    def prepare(self) -> None:
        """Make its Python environment once, and sweep what earlier workers left."""
        super().prepare()
        self._restore()
        shutil.rmtree(self.directory / "workers", ignore_errors=True)
        (self.directory / "workers").mkdir()

    def command(self) -> list[str]:
        """Run it in the foreground."""
        return [str(self.python / "bin" / "python"), "-P", str(LAUNCHER)]

    def environment(self) -> dict[str, str]:
        """Keep its state and its workers in its own folder."""
        return super().environment() | {
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "BIND_HOST": self.host,
            "GATEWAY_PORT": str(self.port),
            "IOT_MTLS_ENABLED": "0",
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",
            "PYTHONUNBUFFERED": "1",
            "S3_DATA_DIR": str(self.directory / "s3"),
            "S3_PERSIST": "1",
            "SFTP_ENABLED": "0",
            "STATE_DIR": str(self._state),
            "TMPDIR": str(self.directory / "workers"),
        }

    @property
    def _state(self) -> Path:
        return self.directory / "state"

    @property
    def _receipt(self) -> Path:
        """The last file of a whole state, with the buckets that belong to it."""
        return self._state / "saved"

    def _restore(self) -> None:
        """Put the last whole state in its place, and drop the buckets that a later deployment began with."""
        former = self.directory / "state.old"
        if former.exists() and not self._state.exists():
            former.rename(self._state)
        known = self._receipt.read_text().splitlines() if self._receipt.exists() else []
        buckets = self.directory / "s3"
        for bucket in buckets.glob("*/*"):
            if str(bucket.relative_to(buckets)) not in known:
                shutil.rmtree(bucket)

    def save(self) -> None:
        """Save what is deployed, so that it is there after a power cut. It takes a few seconds.

        Raises ServerFailed.
        """
        assert self.pid is not None
        before = self._receipt.stat().st_ino if self._receipt.exists() else None
        os.kill(self.pid, signal.SIGUSR1)
        deadline = time.monotonic() + PATIENCE
        while not self._receipt.exists() or self._receipt.stat().st_ino == before:
            if time.monotonic() > deadline or not self.is_running:
                raise ServerFailed(f"the emulator did not save what was deployed; its log is {self.log}")
            time.sleep(0.05)

    def remember(self, name: str, value: str) -> None:
        """Keep a short text."""
        self.client("ssm").put_parameter(Name=name, Value=value, Type="String", Overwrite=True)

    def recall(self, name: str) -> str | None:
        """Give a text that was kept."""
        parameters = self.client("ssm")
        try:
            return str(parameters.get_parameter(Name=name)["Parameter"]["Value"])
        except parameters.exceptions.ParameterNotFound:
            return None
