"""What users keep about themselves."""

from uuid import UUID

from events.users import UserUpdated
from functions.users.domain import store
from functions.users.domain.model import MOST_ADDRESSES, SaveAddress, TooManyAddresses, UpdateProfile
from souk import Json, Transaction
from souk.errors import NotFound


def update_me(tx: Transaction, user_id: UUID, profile: UpdateProfile) -> Json:
    """Change the user's profile.

    Raises NotFound.
    """
    version = store.update_profile(tx, user_id, profile)
    tx.record(UserUpdated(user_id=user_id, sequence=version))
    return store.show_profile(tx, user_id)


def add_address(tx: Transaction, user_id: UUID, address: SaveAddress) -> Json:
    """Keep one more address.

    Raises NotFound when there is no such user, or TooManyAddresses.
    """
    if not store.take_turn(tx, user_id):
        raise NotFound.of("user")
    if store.count_addresses(tx, user_id) >= MOST_ADDRESSES:
        raise TooManyAddresses(f"An address book holds {MOST_ADDRESSES} addresses.")
    store.yield_defaults(tx, user_id, None, address)
    return store.insert_address(tx, user_id, address)


def update_address(tx: Transaction, user_id: UUID, address_id: UUID, address: SaveAddress) -> Json:
    """Change one of the user's addresses.

    Raises NotFound.
    """
    store.take_turn(tx, user_id)
    store.yield_defaults(tx, user_id, address_id, address)
    return store.update_address(tx, user_id, address_id, address)
