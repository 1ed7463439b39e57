"""The stand-ins for payment providers."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from stripe import HTTPClient, RequestsClient, StripeClient

from functions.payments.domain.providers.stripe import Stripe
from local.servers import Valkey
from souk import Cache
from tests.support.clock import FixedClock
from tests.support.localstripe import LocalStripe
from tests.support.paying import clock
from tests.support.paying_by_stripe import adapter_of
from tests.support.stripe_server.server import SECRET_KEY, ContractServer, stripe_server


@pytest.fixture(scope="session")
def localstripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStripe]:
    """A localstripe of this process."""
    with LocalStripe(tmp_path_factory.mktemp("localstripe")) as server:
        yield server


@pytest.fixture
def stripe_clock() -> FixedClock:
    """The time at Stripe."""
    return clock()


@pytest.fixture
def server(stripe_clock: FixedClock) -> Iterator[ContractServer]:
    """A Stripe of this test."""
    with stripe_server(stripe_clock) as server:
        yield server


def client_of(url: str, secret: str = SECRET_KEY, http: HTTPClient | None = None) -> StripeClient:
    """Give Stripe's own client of a server, one that asks once."""
    http = http or RequestsClient(timeout=30)
    return StripeClient(secret, base_addresses={"api": url}, max_network_retries=0, http_client=http)


@pytest.fixture
def client(server: ContractServer) -> StripeClient:
    """Stripe's own client of this test's server."""
    return client_of(server.url)


@pytest.fixture
def adapter(
    server: ContractServer,
    stripe_clock: FixedClock,
    valkey_server: Valkey,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Stripe]:
    """Our adapter at this test's server."""
    cache = Cache(valkey_server.url)
    cache.command("FLUSHALL")
    with closing(cache), adapter_of(server.url, stripe_clock, cache, monkeypatch, tmp_path) as adapter:
        yield adapter
