"""A mail is a folder and a function; a channel is a file, its event and its function: everything else finds them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from functions.notifications.domain.channel import all_channels
from tests.support.world import registry

ROOT = Path(__file__).parents[2]
HERE = "functions/notifications"

MAIL = {
    f"{HERE}/notify_order_completed.py": '''from events.orders import OrderCompleted
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(OrderCompleted)
def handler(tx: Transaction, links: Links, event: OrderCompleted) -> None:
    """Decide that the customer is thanked when everything has arrived."""
    decision.notify_customer(tx, links, event, event.order_id, "order_completed")
''',
    **{
        f"{HERE}/templates/{language}/order_completed/{part}": words
        for language, thanks in {"en": "Thank you", "de": "Danke", "ar": "شكرًا لك"}.items()
        for part, words in {
            "subject.txt": f"{thanks}: {{{{ order.number }}}}",
            "body.txt": f"{thanks}, {{{{ first_name }}}}.",
            "body.html": f"""{{% extends "layout.html" %}}
{{% block heading %}}{thanks}{{% endblock %}}
{{% block content %}}<p>{thanks}, {{{{ first_name }}}}.</p>{{% endblock %}}
""",
        }.items()
    },
}

CHANNEL = {
    f"{HERE}/domain/channels/pigeon.py": '''"""Pigeons, which know everybody by name."""

from collections.abc import Mapping
from typing import ClassVar

from events.notifications import PigeonQueued
from functions.notifications.domain.channel import Channel
from functions.notifications.domain.model import Person
from souk.resources import EVERYTHING, Right


class Loft(Channel):
    """Sends pigeons."""

    name = "pigeon"
    queued = PigeonQueued
    parts = ("pigeon.txt",)
    per_hour = 1
    rights: ClassVar[tuple[Right, ...]] = (Right("iot:Publish", EVERYTHING),)
    flown: ClassVar[list[tuple[str, str]]] = []

    @staticmethod
    def address(person: Person) -> str | None:
        """Give the name."""
        return person.first_name

    def send(self, address: str, parts: Mapping[str, str]) -> str:
        """Let a pigeon go."""
        self.flown.append((address, parts["pigeon.txt"]))
        return "ring-1"
''',
    f"{HERE}/deliver_pigeon.py": '''from events.notifications import PigeonQueued
from functions.notifications.domain import delivery
from functions.notifications.domain.channels.pigeon import Loft
from souk import Cache, Database, on


@on(PigeonQueued)
def handler(database: Database, cache: Cache, loft: Loft, event: PigeonQueued) -> None:
    """Send a pigeon, at most once."""
    delivery.deliver(database, cache, loft, event.notification_id)
''',
    "events/notifications.py": (ROOT / "events/notifications.py").read_text()
    + '''

class PigeonQueued(Event):
    """A pigeon to a person was decided and waits for its delivery."""

    name = "notification.pigeon"
    aggregate = "notification_id"

    notification_id: UUID
    user_id: UUID
''',
    "events/samples/notification.pigeon.json": (ROOT / "events/samples/notification.email.json")
    .read_text()
    .replace("notification.email", "notification.pigeon"),
    # A message has words for the channel or does not go by it.
    **{
        f"{HERE}/templates/{language}/order_completed/pigeon.txt": f"{home}: {{{{ order.number }}}}"
        for language, home in {"en": "Home", "de": "Zu Hause", "ar": "وصل"}.items()
    },
}

PROOF = '''"""What was added works."""

from docs.tables import events_table
from events.orders import OrderCompleted
from functions.notifications.domain.channels.pigeon import Loft
from tests.support import bus, sales
from tests.support.post import Mailbox, Phones
from tests.support.world import World, registry


def test_a_mail_and_a_pigeon_arrive_once(database: World) -> None:
    order = sales.placed(customer_id=sales.person("Ada"))
    mail = Mailbox()
    bus.deliver(
        "notifications.notify_order_completed",
        OrderCompleted(order_id=order.order_id, customer_id=order.customer_id, total=order.total, sequence=5),
        times=2,
    )

    bus.drain(times=2, mail=mail, sms=Phones())

    ((_, letter),) = mail.letters
    assert letter.subject.startswith("Thank you")
    assert [name for name, _ in Loft.flown] == ["Ada"]
    with database.tx_as("notifications") as tx:
        sent = tx.rows("SELECT channel, status FROM notification_logs ORDER BY channel")
    assert sent == [{"channel": "email", "status": "sent"}, {"channel": "pigeon", "status": "sent"}]


def test_its_delivery_is_in_the_readme() -> None:
    assert "`notifications/deliver_pigeon`" in events_table(registry())
'''


def test_each_channel_is_held_by_the_one_reaction_that_delivers_it() -> None:
    for channel in all_channels():
        holders = [spec for spec in registry().functions if channel in spec.resources]
        assert [(spec.name, spec.events) for spec in holders] == [(f"deliver_{channel.name}", (channel.queued,))]


def test_a_mail_and_a_channel_are_the_files_that_contributing_names(tmp_path: Path) -> None:
    tree = tmp_path / "souk"
    left_out = shutil.ignore_patterns(".*", "node_modules", "cdk.out", "__pycache__")
    shutil.copytree(ROOT, tree, ignore=left_out)
    for path, text in {**MAIL, **CHANNEL, "tests/reactions/notifications/test_added.py": PROOF}.items():
        (tree / path).parent.mkdir(exist_ok=True)
        (tree / path).write_text(text)

    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"),
            *("tests/reactions/notifications/test_added.py", "tests/unit/notifications/test_message_templates.py"),
            *("tests/unit/kit/test_events.py", "tests/house/test_arrows.py"),
            "tests/house/test_adding_a_message.py::test_each_channel_is_held_by_the_one_reaction_that_delivers_it",
        ],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (tree, tree / "layers/souk/python")))},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
