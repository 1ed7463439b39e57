"""The AWS services on this machine: ministack, in a Python environment of its own."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import httpx

from local.servers import Server

REQUIREMENTS = Path(__file__).with_name("emulator.txt")
LAUNCHER = Path(__file__).with_name("frugal_ministack.py")
ACCOUNT = "000000000000"
REGION = "us-east-1"
SECRET = "local"  # noqa: S105  (the emulator checks no signature)
# What a function may see of this shell. On AWS it sees nothing of anybody's.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ")


class Emulator(Server):
    """CloudFormation, Lambda, API Gateway, EventBridge, SQS, SNS, SES, S3 and the rest, remembered over a restart."""

    def __init__(self, directory: Path, python: Path, port: int | None = None) -> None:
        super().__init__(directory, port)
        self.python = python

    @property
    def url(self) -> str:
        """The address that every AWS client is pointed at."""
        return f"http://{self.host}:{self.port}"

    def prepare(self) -> None:
        """Make its Python environment once, and sweep what earlier workers left."""
        made = self.python / "made"
        wanted = REQUIREMENTS.read_text()
        if not made.exists() or made.read_text() != wanted:
            shutil.rmtree(self.python, ignore_errors=True)
            uv = [str(Path(sys.executable).with_name("uv"))]
            subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, str(self.python)], check=True)
            install = ["pip", "install", "--quiet", "--python", str(self.python), "--compile-bytecode"]
            subprocess.run([*uv, *install, "--requirement", str(REQUIREMENTS)], check=True)
            made.write_text(wanted)
        shutil.rmtree(self.directory / "workers", ignore_errors=True)
        (self.directory / "workers").mkdir()

    def command(self) -> list[str]:
        """Run it in the foreground."""
        return [str(self.python / "bin" / "python"), "-P", str(LAUNCHER)]

    def environment(self) -> dict[str, str]:
        """Keep its state and its workers in its own folder."""
        passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return passed | {
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

    def is_ready(self) -> bool:
        """Ask its own health page."""
        try:
            return httpx.get(f"{self.url}/_ministack/ready", timeout=2).is_success
        except httpx.TransportError:
            return False

    def settings(self) -> dict[str, str]:
        """Give the environment that points the AWS command lines and the CDK here."""
        return {
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ENDPOINT_URL_S3": self.url,
        }

    def client(self, service: str) -> Any:  # boto3 makes its clients at run time and has no types for them
        """Give a boto3 client of this emulator."""
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key=SECRET,
        )

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
