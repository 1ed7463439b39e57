"""Coming, going, and coming back."""

from http import HTTPStatus

from tests.journeys.conftest import Newcomer
from tests.journeys.support.people import Person
from tests.journeys.support.post import Post
from tests.journeys.support.shop import Shop


def test_who_registers_is_welcomed_and_known(newcomer: Newcomer, post: Post) -> None:
    person = newcomer().register()

    person.log_in()
    me = person.call("GET", "/api/users/me")

    assert me["first_name"] == "Ada"
    assert person.role == "customer"
    post.arrives(person.email, "Welcome to Souk")


def test_an_address_has_one_account(newcomer: Newcomer) -> None:
    person = newcomer().register()

    again = person.ask(
        "POST",
        "/api/auth/register",
        {"email": person.email.upper(), "password": "another-password", "first_name": "Eve", "last_name": "Other"},
    )

    assert (again.status_code, again.json()["code"]) == (409, "email_taken")


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(newcomer: Newcomer) -> None:
    person = newcomer().register()

    wrong = person.ask("POST", "/api/auth/login", {"email": person.email, "password": "not-the-password"})
    unknown = person.ask("POST", "/api/auth/login", {"email": f"x{person.email}", "password": "not-the-password"})

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json() | {"request_id": ""} == unknown.json() | {"request_id": ""}


def test_logging_out_ends_the_session_at_once(shopper: Person) -> None:
    before = shopper.ask("GET", "/api/orders").status_code

    shopper.call("POST", "/api/auth/logout")
    after = shopper.ask("GET", "/api/orders")
    refreshed = shopper.ask("POST", "/api/auth/refresh", {"refresh_token": shopper.tokens["refresh_token"]}, token="")

    assert before == HTTPStatus.OK
    assert (after.status_code, after.json()["code"]) == (401, "unauthenticated")
    assert refreshed.status_code == HTTPStatus.UNAUTHORIZED


def test_logging_out_ends_no_other_session(shopper: Person, newcomer: Newcomer) -> None:
    elsewhere = newcomer()
    elsewhere.email = shopper.email
    elsewhere.log_in()

    shopper.call("POST", "/api/auth/logout")

    assert elsewhere.ask("GET", "/api/orders").status_code == HTTPStatus.OK


def test_tokens_are_renewed(shopper: Person) -> None:
    first = shopper.tokens

    shopper.refresh()

    assert shopper.tokens["refresh_token"] != first["refresh_token"]
    assert shopper.ask("GET", "/api/orders").status_code == HTTPStatus.OK


def test_the_cart_of_a_guest_comes_along(newcomer: Newcomer, shop: Shop) -> None:
    mug, bowl = shop.offer(stock=9, title="Mug"), shop.offer(stock=9, title="Bowl")
    person = newcomer().register().log_in()
    person.put_into_cart(mug.variant_id, 1)
    person.tokens = {}

    person.visit()
    person.put_into_cart(mug.variant_id, 2)
    person.put_into_cart(bowl.variant_id, 1)
    guest = dict(person.tokens)
    person.log_in()
    cart = person.call("GET", "/api/cart")
    left = person.ask("GET", "/api/cart", token=guest["access_token"])

    assert {line["variant_id"]: line["quantity"] for line in cart["lines"]} == {mug.variant_id: 3, bowl.variant_id: 1}
    assert left.status_code == HTTPStatus.UNAUTHORIZED or left.json()["lines"] == []


def test_what_belongs_to_another_is_not_there(shopper: Person, newcomer: Newcomer, shop: Shop) -> None:
    order = shopper.order(shop.offer(stock=1).variant_id)
    stranger = newcomer().register().log_in()

    for path in (f"/api/orders/{order['id']}", f"/api/orders/{order['id']}/timeline"):
        answer = stranger.ask("GET", path)
        assert (answer.status_code, answer.json()["code"]) == (404, "order_not_found")
    assert stranger.ask("PUT", f"/api/orders/{order['id']}/cancel").status_code == HTTPStatus.NOT_FOUND
    shopper.sees(order, "paid")
