"""What users asks of its tables. Every statement on addresses takes the user they belong to."""

from uuid import UUID

from functions.users.domain.model import SaveAddress, UpdateProfile
from souk import Json, Transaction
from souk.errors import NotFound, found
from souk.paging import Page

SHOW_PROFILE = """
SELECT json_build_object(
    'id', profile.id,
    'email', account.email,
    'first_name', profile.first_name,
    'last_name', profile.last_name,
    'phone', profile.phone,
    'locale', profile.locale,
    'role', account.role,
    'shop', CASE
        WHEN shop.seller_id IS NOT NULL
        THEN json_build_object('id', shop.seller_id, 'name', shop.name, 'slug', shop.slug, 'status', shop.status)
    END,
    'created_at', profile.created_at,
    'updated_at', profile.updated_at
)
FROM profiles AS profile
JOIN auth_api.accounts AS account ON account.user_id = profile.id
LEFT JOIN sellers_api.owners AS shop ON shop.user_id = profile.id
WHERE profile.id = :user_id
"""

UPDATE_PROFILE = """
UPDATE profiles
SET first_name = :first_name, last_name = :last_name, phone = :phone, locale = :locale, version = version + 1,
    updated_at = now()
WHERE id = :user_id
RETURNING version
"""

# Changes to one user's address book happen one after the other: the profile row is their turn.
TAKE_TURN = "SELECT id FROM profiles WHERE id = :user_id FOR UPDATE"

COUNT_ADDRESSES = "SELECT count(*) FROM addresses WHERE user_id = :user_id"

_ADDRESS = """json_build_object(
    'id', id,
    'name', name,
    'line1', line1,
    'line2', line2,
    'city', city,
    'region', region,
    'postal_code', postal_code,
    'country', country,
    'phone', phone,
    'default_shipping', default_shipping,
    'default_billing', default_billing,
    'created_at', created_at,
    'updated_at', updated_at
)"""

LIST_ADDRESSES = f"""
SELECT id, {_ADDRESS} AS document
FROM addresses
WHERE user_id = :user_id AND (:after_id::uuid IS NULL OR id > :after_id::uuid)
ORDER BY id
LIMIT :limit
"""

YIELD_DEFAULTS = """
UPDATE addresses
SET default_shipping = default_shipping AND NOT :default_shipping,
    default_billing = default_billing AND NOT :default_billing
WHERE user_id = :user_id
    AND id IS DISTINCT FROM :address_id
    AND (default_shipping AND :default_shipping OR default_billing AND :default_billing)
"""

INSERT_ADDRESS = f"""
INSERT INTO addresses (
    user_id, name, line1, line2, city, region, postal_code, country, phone, default_shipping, default_billing
)
VALUES (
    :user_id, :name, :line1, :line2, :city, :region, :postal_code, :country, :phone, :default_shipping,
    :default_billing
)
RETURNING {_ADDRESS}
"""

UPDATE_ADDRESS = f"""
UPDATE addresses
SET name = :name, line1 = :line1, line2 = :line2, city = :city, region = :region, postal_code = :postal_code,
    country = :country, phone = :phone, default_shipping = :default_shipping, default_billing = :default_billing,
    updated_at = now()
WHERE user_id = :user_id AND id = :address_id
RETURNING {_ADDRESS}
"""

DELETE_ADDRESS = "DELETE FROM addresses WHERE user_id = :user_id AND id = :address_id"


def show_profile(tx: Transaction, user_id: UUID) -> Json:
    """Give a user's profile with what auth and sellers know of them, as ProfileView, or raise NotFound."""
    return found(tx.json(SHOW_PROFILE, user_id=user_id), "user")


def update_profile(tx: Transaction, user_id: UUID, profile: UpdateProfile) -> int:
    """Change a profile and give its new version, or raise NotFound."""
    version: int = found(tx.value(UPDATE_PROFILE, user_id=user_id, **profile.model_dump()), "user")
    return version


def take_turn(tx: Transaction, user_id: UUID) -> bool:
    """Wait until nobody else changes this user's addresses; False when there is no such user."""
    return tx.value(TAKE_TURN, user_id=user_id) is not None


def count_addresses(tx: Transaction, user_id: UUID) -> int:
    """Count what a user keeps; never more than a page."""
    return int(tx.value(COUNT_ADDRESSES, user_id=user_id))


def list_addresses(tx: Transaction, user_id: UUID, query: Page) -> Json:
    """Give a page of a user's addresses, the oldest first."""
    return tx.page(LIST_ADDRESSES, query, user_id=user_id)


def yield_defaults(tx: Transaction, user_id: UUID, address_id: UUID | None, address: SaveAddress) -> None:
    """Have the user's other addresses give up what this one becomes the default for."""
    tx.execute(
        YIELD_DEFAULTS,
        user_id=user_id,
        address_id=address_id,
        default_shipping=address.default_shipping,
        default_billing=address.default_billing,
    )


def insert_address(tx: Transaction, user_id: UUID, address: SaveAddress) -> Json:
    """Keep an address and give it as AddressView."""
    kept = tx.json(INSERT_ADDRESS, user_id=user_id, **address.model_dump())
    assert kept is not None
    return kept


def update_address(tx: Transaction, user_id: UUID, address_id: UUID, address: SaveAddress) -> Json:
    """Change one of the user's addresses and give it as AddressView, or raise NotFound."""
    changed = tx.json(UPDATE_ADDRESS, user_id=user_id, address_id=address_id, **address.model_dump())
    return found(changed, "address")


def delete_address(tx: Transaction, user_id: UUID, address_id: UUID) -> None:
    """Forget one of the user's addresses, or raise NotFound."""
    if not tx.execute(DELETE_ADDRESS, user_id=user_id, address_id=address_id):
        raise NotFound.of("address")
