"""The AWS services on this machine: ministack, in a Python environment of its own."""

import contextlib
import os
import shutil
import signal
from pathlib import Path

from local.aws import ACCOUNT, REGION, SECRET, AwsServer

LAUNCHER = Path(__file__).with_name("frugal_ministack.py")


class Emulator(AwsServer):
    """CloudFormation, Lambda, API Gateway, EventBridge, SQS, SNS, SES, S3 and the rest, remembered over a restart."""

    requirements = Path(__file__).with_suffix(".txt")
    health = "/_ministack/ready"

    def prepare(self) -> None:
        """Make its Python environment once, and sweep what earlier workers left."""
        super().prepare()
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
            "STATE_DIR": str(self.directory / "state"),
            "TMPDIR": str(self.directory / "workers"),
        }

    def stop(self) -> None:
        """Stop it with the functions' processes that it started."""
        group = self.pid if self.is_running else None
        super().stop()
        if group is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)

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
