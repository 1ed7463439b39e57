"""A shop in each state that it passes through."""

from uuid import UUID

import pytest

from souk import Caller
from tests.support import api, shops
from tests.support.world import World


@pytest.fixture
def owner(database: World) -> Caller:
    """A customer who wants to sell."""
    return api.customer()


@pytest.fixture
def applied(owner: Caller) -> UUID:
    """Their shop, applied for."""
    return UUID(shops.apply(owner).json["id"])


@pytest.fixture
def approved(applied: UUID) -> UUID:
    """Their shop, approved."""
    assert shops.approve(applied).status == 200
    return applied
