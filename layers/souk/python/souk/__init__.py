"""The runtime kit: what turns a file in ``functions/`` into a Lambda function."""

from souk import lean  # noqa: F401

# isort: split
from souk.cache import Cache
from souk.client import Client
from souk.clock import Clock
from souk.database import Database, SellerTransaction, Transaction
from souk.declaration import authorizer, every, job, on, operation, page, task
from souk.event import Event
from souk.identity import ADMIN, CUSTOMER, GUEST, SELLER, Caller, Role
from souk.message import Json, RawRequest, Request, Response, View
from souk.money import Money
from souk.spec import Alarms, Cached
from souk.work import Work

__all__ = [
    "ADMIN",
    "CUSTOMER",
    "GUEST",
    "SELLER",
    "Alarms",
    "Cache",
    "Cached",
    "Caller",
    "Client",
    "Clock",
    "Database",
    "Event",
    "Json",
    "Money",
    "RawRequest",
    "Request",
    "Response",
    "Role",
    "SellerTransaction",
    "Transaction",
    "View",
    "Work",
    "authorizer",
    "every",
    "job",
    "on",
    "operation",
    "page",
    "task",
]
