"""AWS on this machine: what its emulators have in common."""

import os
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import boto3
from botocore.config import Config

from local.environments import make_environment
from local.servers import Server, answers

ACCOUNT = "000000000000"
REGION = "us-east-1"
# The one that LocalStack checks the signatures of presigned requests by.
SECRET = "test"  # noqa: S105  (nobody's)
# What an emulator, and so a function, may see of this shell. On AWS it sees nothing of anybody's.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ")


class AwsServer(Server):
    """An emulator of AWS that is a Python program, in an environment of its own."""

    requirements: ClassVar[Path]
    health: ClassVar[str]

    def __init__(self, directory: Path, python: Path, port: int | None = None) -> None:
        super().__init__(directory, port)
        self.python = python

    @property
    def url(self) -> str:
        """The address that every AWS client is pointed at."""
        return f"http://{self.host}:{self.port}"

    def prepare(self) -> None:
        """Make its Python environment once."""
        make_environment(self.python, self.requirements)

    def environment(self) -> dict[str, str]:
        """Give what the process sees of this shell."""
        return {name: os.environ[name] for name in PASSED_ON if name in os.environ}

    def is_ready(self) -> bool:
        """Ask its own health page."""
        return answers(f"{self.url}{self.health}")

    def settings(self) -> dict[str, str]:
        """Give the environment that points functions, the AWS command lines and the CDK here."""
        return settings(self.url)

    # boto3 makes its clients at run time and has no types for them.
    def client(self, service: str, config: Config | None = None) -> Any:
        """Give a boto3 client of this emulator."""
        return client(service, self.url, config)


def settings(url: str) -> dict[str, str]:
    """Give the environment that points functions, the AWS command lines and the CDK at an emulator."""
    return {
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": url,
        "AWS_ENDPOINT_URL_S3": url,
    }


@cache
def client(service: str, url: str | None, config: Config | None = None) -> Any:
    """Give the boto3 client of an emulator; making one takes a tenth of a second."""
    return boto3.client(
        service,
        endpoint_url=url,
        config=config,
        region_name=REGION,
        aws_access_key_id=ACCOUNT,
        aws_secret_access_key=SECRET,
    )
