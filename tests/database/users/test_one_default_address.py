"""One default address of each kind, held by an index when nobody takes turns."""

from uuid import UUID

import pytest

from functions.users.domain import store
from functions.users.domain.model import SaveAddress
from souk.ids import uuid7
from souk.sqlstate import UniqueViolation
from tests.support.world import World


@pytest.fixture
def user_id(database: World) -> UUID:
    """A user with a profile."""
    user_id = uuid7()
    with database.tx_as("auth") as tx:
        tx.execute("SELECT users_api.create_profile(:id, 'Ada', 'Lovelace', NULL)", id=user_id)
    return user_id


@pytest.mark.parametrize("kind", ["default_shipping", "default_billing"])
def test_without_taking_turns_the_index_refuses_a_second_default(database: World, user_id: UUID, kind: str) -> None:
    address = SaveAddress.model_validate(
        {"name": "Ada", "line1": "Lane", "city": "London", "postal_code": "N1 9GU", "country": "GB", kind: True}
    )
    with database.tx_as("users") as tx:
        store.insert_address(tx, user_id, address)

    with pytest.raises(UniqueViolation, match=f"addresses_one_{kind}"), database.tx_as("users") as tx:
        store.insert_address(tx, user_id, address)

    with database.tx_as("users") as tx:
        assert store.count_addresses(tx, user_id) == 1


def test_a_profile_is_made_once(database: World, user_id: UUID) -> None:
    with pytest.raises(UniqueViolation), database.tx_as("auth") as tx:
        tx.execute("SELECT users_api.create_profile(:id, 'Eve', 'Else', NULL)", id=user_id)

    with database.tx_as("notifications") as tx:
        assert tx.value("SELECT first_name FROM users_api.contacts WHERE user_id = :id", id=user_id) == "Ada"
