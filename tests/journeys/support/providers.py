"""Payment providers that stand in for the real ones on a desk, and Stripe's script in a browser."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
from playwright.sync_api import BrowserContext, Page, Route

from local.desk import DECISIONS, Desk
from local.notes import keep
from souk import Clock
from tests.support.paypal import PayPal
from tests.support.stripe_server.server import SECRET_KEY, WEBHOOK_SECRET, ContractServer, stripe_server

PAYS, DECLINED, ASKS = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0027 6000 3184"
"""Test cards. Source: https://docs.stripe.com/testing"""
_METHODS = {PAYS: "pm_card_visa", DECLINED: "pm_card_chargeDeclined", ASKS: "pm_card_threeDSecure2Required"}
_SCRIPT = Path(__file__).with_name("stripe.js")
_FIELDS = """<!doctype html><html lang="en"><title>Card</title>
<label>Card number <input autocomplete="off"></label>
<script>
addEventListener("message", ({ source }) => source.postMessage(document.querySelector("input").value, "*"));
</script></html>"""
_HTML = "text/html; charset=utf-8"


@dataclass
class Providers:
    """A Stripe and a PayPal, and what they took."""

    stripe: ContractServer
    paypal: PayPal

    @property
    def captures(self) -> tuple[int, int]:
        """How often Stripe took money, and PayPal."""
        return len(self.stripe.events("payment_intent.succeeded")), self.paypal.counted("POST .*/capture")

    def decide(self, desk: Desk) -> None:
        """Have a desk pay by them, before it is deployed."""
        desk.folder.mkdir(parents=True, exist_ok=True)
        decided = {
            "payment_providers": ["sandbox", "stripe", "paypal"],
            "payment_keys": {"stripe": "pk_test_souk"},
        }
        keep(desk.folder / DECISIONS, json.dumps(decided))

    def introduce(self, desk: Desk) -> None:
        """Give a deployed desk its accounts there."""
        secrets = desk.emulator.client("secretsmanager")
        account = {"secret_key": SECRET_KEY, "webhook_secret": WEBHOOK_SECRET, "url": self.stripe.url}
        for name, secret in (("stripe", account), ("paypal", self.paypal.secret)):
            secrets.put_secret_value(SecretId=f"souk-local/provider-{name}", SecretString=json.dumps(secret))
        self.stripe.hook = f"{desk.door.url}/api/payments/webhooks/stripe"

    def run_the_script_in(self, context: BrowserContext) -> None:
        """Answer for Stripe's hosts in a browser: its script and fields are ours, its bank's page the contract's."""
        context.route("https://js.stripe.com/**", _script)
        context.route("https://api.stripe.com/**", self._token)
        context.route("https://hooks.stripe.com/**", self._page)

    def _token(self, route: Route) -> None:
        [number] = parse_qs(route.request.post_data or "")["number"]
        made = httpx.post(
            f"{self.stripe.url}/v1/test_helpers/confirmation_tokens",
            data={"payment_method": _METHODS[number]},
            headers={"Authorization": f"Bearer {SECRET_KEY}"},
        )
        route.fulfill(json={"id": made.json()["id"]}, headers={"Access-Control-Allow-Origin": "*"})

    def _page(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        answer = httpx.request(
            route.request.method,
            f"{self.stripe.url}{asked.path}?{asked.query}",
            content=route.request.post_data,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        route.fulfill(status=answer.status_code, body=answer.text, content_type=_HTML)


def _script(route: Route) -> None:
    if route.request.url.endswith("/stripe.js"):
        route.fulfill(path=_SCRIPT, content_type="text/javascript")
    else:
        route.fulfill(body=_FIELDS, content_type=_HTML)


def type_card(page: Page, number: str) -> None:
    """Choose to pay by card, and type its number into the provider's frame."""
    page.get_by_role("radio", name="Card", exact=True).check()
    page.get_by_role("group", name="Your card").frame_locator("iframe").get_by_label("Card number").fill(number)


@contextmanager
def providers() -> Iterator[Providers]:
    """Start them, and stop them."""
    with stripe_server(Clock()) as stripe, PayPal() as paypal:
        yield Providers(stripe, paypal)
