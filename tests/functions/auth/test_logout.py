"""POST /api/auth/logout"""

from souk.identity import SESSION
from tests.functions.auth.conftest import Door
from tests.support import api


def test_a_session_ends_at_once(door: Door, ada: str) -> None:
    session = door.login()

    assert door.logout(session.json["access_token"]).status == 204

    assert door.me(session.json["access_token"]).status == 401
    assert door.refresh(session.json["refresh_token"]).status == 401
    assert door.logout(session.json["access_token"]).status == 401


def test_other_sessions_go_on(door: Door, ada: str) -> None:
    here, there = door.login(), door.login()

    door.logout(here.json["access_token"])

    assert door.me(there.json["access_token"]).status == 200
    assert door.refresh(there.json["refresh_token"]).status == 200


def test_the_cache_need_not_remember_longer_than_the_last_token_lives(door: Door, ada: str) -> None:
    session = door.login()

    door.logout(session.json["access_token"])

    key = SESSION.key(session_id=door.caller(session).session_id)
    assert door.world.cache.get(key) == b"revoked"
    assert 890 <= door.world.cache.command("TTL", key) <= 900


def test_a_guest_may_leave(door: Door) -> None:
    guest = door.guest()

    assert door.logout(guest.json["access_token"]).status == 204
    assert door.refresh(guest.json["refresh_token"]).status == 401


def test_nobody_cannot_end_a_session(door: Door, ada: str) -> None:
    door.login()

    assert api.call("POST /api/auth/logout").status == 401
    assert door.count("auth.sessions", "revoked_at IS NULL") == 1
