"""The pages of Stripe's own that a customer or a seller is sent to."""

import html
from collections.abc import Mapping
from urllib.parse import urlencode

from tests.support.stripe_server import connect, paying
from tests.support.stripe_server.books import Books

type Fields = Mapping[str, list[str]]

_PAGE = """<!doctype html><html lang="en"><title>{title}</title><main><h1>{title}</h1><form method="post">
<button name="decision" value="succeeds">{does}</button> <button name="decision" value="fails">{fails}</button>
</form></main></html>"""


def answered(books: Books, method: str, path: str, query: Fields, form: Fields) -> tuple[int, str, Mapping[str, str]]:
    """Show the page of a second step or of a seller's particulars; what is chosen there leads back."""
    kind, _, thing_id = path.strip("/").partition("/")
    thing = books.things.get(thing_id)
    back = query.get("return_url", [""])[0]
    if thing is None or (kind == "authenticate" and query.get("secret") != [thing["client_secret"]]):
        return 404, "", {}
    if method != "POST":
        words = ("Is it you?", "Complete", "Fail") if kind == "authenticate" else ("About you", "Send", "Be refused")
        title, does, fails = map(html.escape, words)
        return 200, _PAGE.format(title=title, does=does, fails=fails), {"Content-Type": "text/html; charset=utf-8"}
    succeeds = form.get("decision") == ["succeeds"]
    if kind == "onboard":
        connect.onboard(books, thing_id, refused=None if succeeds else "rejected.other")
        return _to(back)
    paying.authenticated(books, thing_id, succeeds=succeeds)
    said = {
        "payment_intent": thing_id,
        "payment_intent_client_secret": thing["client_secret"],
        "redirect_status": "succeeded" if succeeds else "failed",
    }
    return _to(f"{back}{'&' if '?' in back else '?'}{urlencode(said)}") if back else (200, "<p>Done.</p>", {})


def _to(address: str) -> tuple[int, str, Mapping[str, str]]:
    return 303, "", {"Location": address}
