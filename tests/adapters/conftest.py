"""The same contracts, wherever the adapters are pointed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from uuid import uuid4

import pytest
from moto import mock_aws

from local.desk import STATE
from local.emulator import Emulator
from local.localstack import LocalStack as LocalStackServer
from souk import resources, settings
from tests.support.clouds import Cloud, LocalStack, Ministack, Moto

SERVED = ("ministack", "localstack")
EVERYWHERE = (*SERVED, "moto")
SENDER = "no-reply@souk.example"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one process run them all, for its two servers are shared."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("adapters"))


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ministack]:
    """An emulator as the desk runs it."""
    with Emulator(tmp_path_factory.mktemp("ministack"), STATE / "python") as server:
        yield Ministack(server.url)


@pytest.fixture(scope="session")
def localstack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """The LocalStack that SOUK_LOCALSTACK names, else its open core."""
    target = os.environ.get("SOUK_LOCALSTACK")
    if target:
        yield LocalStack(target.rstrip("/"))
        return
    with LocalStackServer(tmp_path_factory.mktemp("localstack"), STATE / "localstack-python") as server:
        yield LocalStack(server.url)


@contextmanager
def pointed(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """Point the adapters at a cloud, with a bus and a sender's address of its own."""
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.delenv(name, raising=False)
    bus = f"souk-{uuid4().hex[:8]}"
    stage = {
        "SOUK_BUS": bus,
        "SOUK_FILES_BUCKET": f"{bus}-files",
        "SOUK_FILES_URL": cloud.bucket_url(f"{bus}-files"),
        "SOUK_JOB_QUEUES": f"{cloud.account}/{bus}-",
        "SOUK_MAIL_SENDER": f"Souk <{SENDER}>",
    }
    for name, value in (cloud.settings() | stage).items():
        monkeypatch.setenv(name, value)
    settings.forget()
    monkeypatch.setattr(resources._opened, "by_class", {})
    with mock_aws() if isinstance(cloud, Moto) else nullcontext():
        cloud.client("events").create_event_bus(Name=bus)
        cloud.client("ses").verify_email_identity(EmailAddress=SENDER)
        yield cloud


@pytest.fixture(params=EVERYWHERE)
def cloud(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """Each of the three in turn, with a bus and a sender's address."""
    found = Moto() if request.param == "moto" else request.getfixturevalue(request.param)
    with pointed(found, monkeypatch):
        yield found


@pytest.fixture(params=SERVED)
def served(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """Each of those that answer over HTTP, for adapters that do not use boto3."""
    with pointed(request.getfixturevalue(request.param), monkeypatch) as found:
        yield found


@pytest.fixture
def name() -> str:
    """A name that nobody else has."""
    return f"t{uuid4().hex[:12]}"
