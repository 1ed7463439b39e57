"""Sessions of pages of the shop: the refresh token is a cookie, which no script reads and no other page uses."""

from typing import Any

import pytest

from functions.auth.domain.refresh_cookie import NAME
from souk import GUEST
from tests.functions.auth.conftest import Door
from tests.support import api
from tests.support.api import Answer

WEB = {"Souk-Client": "web"}
OURS = WEB | {"Sec-Fetch-Site": "same-origin"}
KEPT = "Max-Age=2592000; Path=/api/auth; HttpOnly; Secure; SameSite=Strict"
FORGOTTEN = f"{NAME}=; Max-Age=0; Path=/api/auth; HttpOnly; Secure; SameSite=Strict"


def cookie(answer: Answer) -> str:
    """Give the cookie as a browser sends it back."""
    return answer.headers["Set-Cookie"].partition(";")[0]


def refresh(door: Door, sent: str, headers: dict[str, str] = OURS, body: Any = None) -> Answer:
    return door.refresh(None, body=body or {}, headers=headers | {"Cookie": sent})


def test_a_page_gets_the_refresh_token_as_a_cookie_and_not_in_the_body(door: Door, ada: str) -> None:
    for answer in (door.guest(headers=WEB), door.login(headers=WEB)):
        name, _, value = cookie(answer).partition("=")

        assert answer.status == 200
        assert answer.headers["Set-Cookie"] == f"{NAME}={value}; {KEPT}"
        assert name == NAME
        assert value not in answer.text
        assert answer.json.keys() == {"access_token", "token_type", "expires_in"}
        assert answer.headers["Cache-Control"] == "no-store"


def test_any_other_client_gets_it_in_the_body_and_no_cookie(door: Door, ada: str) -> None:
    login = door.login()

    for answer in (door.guest(), login, door.refresh(login.json["refresh_token"])):
        assert answer.json["refresh_token"]
        assert "Set-Cookie" not in answer.headers


def test_a_page_goes_on_with_its_cookie_and_gets_the_next(door: Door, ada: str) -> None:
    before = door.login(headers=WEB)

    after = refresh(door, f"theme=dark; {cookie(before)}; {NAME}x=1")

    assert after.status == 200
    assert door.caller(after) == door.caller(before)
    assert after.json.keys() == {"access_token", "token_type", "expires_in"}
    assert cookie(after) != cookie(before)
    assert refresh(door, cookie(after)).status == 200


@pytest.mark.parametrize("site", [None, "none", "same-site", "cross-site", "Same-Origin, same-origin"])
def test_a_page_of_another_origin_gets_nothing_by_the_cookie_and_ends_nothing(
    door: Door, ada: str, site: str | None
) -> None:
    sent = cookie(door.login(headers=WEB))

    answer = refresh(door, sent, WEB | ({"Sec-Fetch-Site": site} if site else {}))

    assert (answer.status, answer.code) == (403, "forbidden")
    assert "Set-Cookie" not in answer.headers
    assert door.count("auth.refresh_tokens") == 1
    assert refresh(door, sent).status == 200


def test_the_cookie_counts_for_nothing_without_the_header(door: Door, ada: str) -> None:
    sent = cookie(door.login(headers=WEB))

    answer = refresh(door, sent, {"Sec-Fetch-Site": "same-origin"})

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "refresh_token")
    assert door.count("auth.refresh_tokens") == 1


def test_a_page_brings_no_token_in_the_body(door: Door, ada: str) -> None:
    page, program = door.login(headers=WEB), door.login()

    answer = refresh(door, cookie(page), body={"refresh_token": program.json["refresh_token"]})

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "refresh_token")
    assert door.count("auth.refresh_tokens") == 2


@pytest.mark.parametrize("sent", ["", NAME, f"{NAME}=", f"{NAME}=unknown", "theme=dark", ";;=;"])
def test_a_cookie_that_is_worth_nothing_is_forgotten(door: Door, ada: str, sent: str) -> None:
    door.login()

    answer = refresh(door, sent)

    assert (answer.status, answer.code) == (401, "invalid_refresh_token")
    assert answer.headers["Set-Cookie"] == FORGOTTEN
    assert door.count("auth.refresh_tokens") == 1


def test_a_cookie_that_comes_back_ends_the_session_and_is_forgotten(door: Door, ada: str) -> None:
    stolen = cookie(door.login(headers=WEB))
    renewed = refresh(door, cookie(refresh(door, stolen)))

    answer = refresh(door, stolen)

    assert (answer.status, answer.headers["Set-Cookie"]) == (401, FORGOTTEN)
    assert door.me(renewed.json["access_token"]).status == 401
    assert refresh(door, cookie(renewed)).status == 401


@pytest.mark.parametrize("is_first", [True, False])
def test_a_stolen_cookie_ends_its_session_also_beside_a_good_one(door: Door, ada: str, *, is_first: bool) -> None:
    stolen, good = cookie(door.login(headers=WEB)), cookie(door.guest(headers=WEB))
    renewed = refresh(door, cookie(refresh(door, stolen)))

    answer = refresh(door, "; ".join([stolen, good] if is_first else [good, stolen]))

    assert answer.status == 200
    assert door.caller(answer).role is GUEST
    assert door.me(renewed.json["access_token"]).status == 401
    assert refresh(door, cookie(renewed)).status == 401


def test_a_stolen_cookie_beside_the_good_one_of_its_own_session_ends_both(door: Door, ada: str) -> None:
    stolen = cookie(door.login(headers=WEB))
    good = cookie(refresh(door, cookie(refresh(door, stolen))))

    answer = refresh(door, f"{good}; {stolen}")

    assert (answer.status, answer.headers["Set-Cookie"]) == (401, FORGOTTEN)
    assert door.count("auth.sessions", "revoked_at IS NULL") == 0


def test_the_slower_of_two_tabs_keeps_the_cookie_that_the_faster_one_got(door: Door, ada: str) -> None:
    shared = cookie(door.login(headers=WEB))
    faster = refresh(door, shared)

    slower = refresh(door, shared)

    assert (slower.status, slower.code) == (409, "refresh_in_progress")
    assert "Set-Cookie" not in slower.headers
    assert refresh(door, cookie(faster)).status == 200


@pytest.mark.parametrize("others", ["x", "x; souk_refresh=; souk_refresh=y"])
def test_a_cookie_of_the_same_name_from_a_host_beside_ours_ends_nothing(door: Door, ada: str, others: str) -> None:
    ours = cookie(door.login(headers=WEB))

    after = refresh(door, f"{NAME}={others}; {ours}; {NAME}=z")

    assert after.status == 200
    assert refresh(door, cookie(after)).status == 200


def test_a_host_beside_ours_hides_no_good_cookie_behind_many(door: Door, ada: str) -> None:
    ours = cookie(door.login(headers=WEB))

    assert refresh(door, f"{NAME}=x; " * 200 + ours).status == 200


def test_signing_out_forgets_the_cookie(door: Door, ada: str) -> None:
    session = door.login(headers=WEB)

    answer = door.logout(session.json["access_token"], headers=WEB)

    assert (answer.status, answer.headers["Set-Cookie"]) == (204, FORGOTTEN)
    assert refresh(door, cookie(session)).status == 401


def test_a_client_without_cookies_is_told_of_none_when_it_is_refused_or_leaves(door: Door, ada: str) -> None:
    session = door.login()

    answers = (door.refresh("unknown"), door.logout(session.json["access_token"]))

    assert [answer.status for answer in answers] == [401, 204]
    assert not any("Set-Cookie" in answer.headers for answer in answers)


@pytest.mark.parametrize("kind", ["", "WEB", "app"])
def test_a_client_of_a_kind_that_there_is_not_is_refused(door: Door, ada: str, kind: str) -> None:
    headers = {"Souk-Client": kind}

    answers = (door.guest(headers=headers), door.login(headers=headers), door.refresh("x", headers=headers))

    assert {(answer.status, answer.json["errors"][0]["field"]) for answer in answers} == {(422, "Souk-Client")}
    assert door.count("auth.sessions") == 0


def test_a_sign_in_that_fails_leaves_no_cookie(door: Door, ada: str) -> None:
    answer = door.login(password="wrong horse", headers=WEB)

    assert answer.status == 401
    assert "Set-Cookie" not in answer.headers


def test_a_page_that_signs_in_brings_its_guest_along(door: Door, ada: str) -> None:
    guest = door.guest(headers=WEB)

    session = door.login(token=guest.json["access_token"], headers=WEB)

    assert cookie(session) != cookie(guest)
    assert api.call("GET /api/users/me", token=session.json["access_token"]).status == 200
