"""PayPal's HTTP, the page on which a buyer agrees, and whatever can go wrong on the way."""

import html
import json
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.support.paypal import signing
from tests.support.paypal.asked import Asked, Fault
from tests.support.paypal.books import PAYER, Funding
from tests.support.paypal.shapes import Document, Refused

if TYPE_CHECKING:
    from tests.support.paypal.server import PayPal

HTML = "<html><body><h1>502 Bad Gateway</h1></body></html>"


class Handler(BaseHTTPRequestHandler):
    """Reads a request, and answers it as PayPal does or badly."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_PATCH(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name in the standard library)
        """Say nothing."""

    @property
    def _paypal(self) -> "PayPal":
        return self.server.paypal  # type: ignore[attr-defined, no-any-return]

    def _handle(self) -> None:
        address = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        raw = self.rfile.read(int(headers.get("content-length", 0))).decode()
        asked = Asked(self.command, address.path, dict(parse_qsl(address.query)), headers, raw)
        if address.path == "/checkoutnow":
            self._page(asked)
            return
        with self._paypal.lock:
            fault = self._paypal.fault(asked)
            status, document = self._answered(asked) if fault is None or fault.acts else (0, None)
        match fault:
            case None:
                self._send(status, json.dumps(document) if isinstance(document, dict) else document)
            case Fault.INTERNAL | Fault.INTERNAL_AFTER:
                self._send(500, json.dumps(Refused(500).document()))
            case Fault.BUSY:
                self._send(429, json.dumps(Refused(429).document()))
            case Fault.PAGE:
                self._send(502, HTML, "text/html")
            case Fault.PAGE_AFTER:
                self._send(200, HTML, "text/html")
            case _:
                if fault is Fault.HANGS_AFTER:
                    self._paypal.closing.wait()
                self.close_connection = True

    def _answered(self, asked: Asked) -> tuple[int, Any]:
        paypal = self._paypal
        if asked.path == urlsplit(paypal.cert_url).path:
            paypal.asked.append(asked)
            return 200, signing.certificate(0)
        status, document = paypal.answer(asked)
        paypal.asked.append(Asked(asked.method, asked.path, asked.query, asked.headers, asked.raw, status, document))
        return status, document

    def _send(self, status: int, body: str | None, kind: str = "application/json", **headers: str) -> None:
        written = (body or "").encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(written)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(written)

    def _page(self, asked: Asked) -> None:
        """Show the page on which a buyer agrees, and send them back when they have, or have not."""
        order = self._paypal.books.orders.get(asked.query.get("token", ""))
        choice = dict(parse_qsl(asked.raw)).get("choice")
        if order is None:
            self._send(404, "<h1>Things don't appear to be working at the moment.</h1>", "text/html")
        elif choice is None:
            self._send(200, _agreeing(order.unit["amount"]), "text/html")
        elif choice == "cancel":
            self._back((order.context or {})["cancel_url"], token=order.id)
        else:
            self._paypal.books.approve(order.id, Funding(choice))
            self._back((order.context or {})["return_url"], token=order.id, PayerID=PAYER["payer_id"])

    def _back(self, address: str, **more: Any) -> None:
        there = f"{address}{'&' if '?' in address else '?'}{urlencode(more)}"
        self._send(303, "", "text/html", Location=there)


def _agreeing(amount: Document) -> str:
    choices = {
        Funding.GOOD: "Pay now",
        Funding.DECLINED: "Pay by a card that is declined",
        "cancel": "Cancel and return",
    }
    buttons = "".join(f'<button name="choice" value="{one}">{words}</button>' for one, words in choices.items())
    what = html.escape(f"{amount['value']} {amount['currency_code']}")
    return f"<title>PayPal</title><main><h1>Pay {what}</h1><form method=post>{buttons}</form></main>"
