"""The stand-ins for payment providers."""

from collections.abc import Iterator

import pytest

from tests.support.localstripe import LocalStripe


@pytest.fixture(scope="session")
def localstripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStripe]:
    """A localstripe of this process."""
    with LocalStripe(tmp_path_factory.mktemp("localstripe")) as server:
        yield server
