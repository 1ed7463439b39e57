"""Souk in a cloud without its functions, which run in this process."""

import json
from collections.abc import Callable
from contextlib import closing
from secrets import token_hex
from typing import Any

from functions.ops.domain.bus import EventBus
from functions.ops.domain.job_queues import JobQueues
from souk import outbox, settings
from souk.function import Function
from souk.resources import Secret
from tests.support import world
from tests.support.api import invoke
from tests.support.clouds import Cloud, Subscription, record
from tests.support.conditions import eventually


class Deployment:
    """What a deployment makes of the declarations, with a relay and a poller in place of Lambda's.

    ``settings`` refer to the secrets.
    """

    def __init__(self, cloud: Cloud, bus: str) -> None:
        self._cloud = cloud
        registry = world.registry()
        asked = {secret.setting: secret for spec in registry.functions for secret in spec.secrets}
        self.settings: dict[str, str] = {
            setting: cloud.keep(f"{bus}/{secret.name}", _content(secret)) for setting, secret in asked.items()
        }
        self.subscriptions: list[tuple[Function, Subscription]] = [
            (registry.function(spec), cloud.subscribe(bus, f"{bus}-{spec.id}", spec.events))
            for spec in registry.reactions
        ]
        cloud.bucket(settings.get("SOUK_FILES_BUCKET"))
        for spec in registry.jobs:
            name = f"{bus}-{spec.id}"
            waits = spec.work is not None and spec.work.upload
            made = cloud.expect(settings.get("SOUK_FILES_BUCKET"), name, spec.id) if waits else cloud.put_behind(name)
            self.subscriptions.append((registry.function(spec), made))

    def until[T](self, found: Callable[[], T | None]) -> T:
        """Publish what is recorded and handle what arrives until this gives something; give that."""

        def stepped() -> T | None:
            self._publish()
            for function, subscription in self.subscriptions:
                self._handle(function, subscription.queue)
            return found()

        return eventually(stepped)

    def dead_letters(self) -> list[str]:
        """Give the messages that nobody could handle."""
        return [
            message["Body"]
            for _, subscription in self.subscriptions
            for message in self._cloud.received(subscription.dead_letters)
        ]

    def _publish(self) -> None:
        with closing(world.current().connect("ops")) as connection:
            while outbox.publish_due(connection, EventBus.open(), JobQueues.open()):
                pass

    def _handle(self, function: Function, queue: str) -> None:
        received = {message["MessageId"]: message for message in self._cloud.received(queue)}
        if not received:
            return
        batch = {"Records": [record(message, self._cloud.arn(queue)) for message in received.values()]}
        failed = {failure["itemIdentifier"] for failure in invoke(function, batch)["batchItemFailures"]}
        for message_id, message in received.items():
            if message_id not in failed:
                self._cloud.delete(queue, message)


def _content(secret: Secret) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(secret.content)
    return content | ({secret.generated: token_hex()} if secret.generated else {})
