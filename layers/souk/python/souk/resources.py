"""Resources: what a handler is given because it asks for it by annotation."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar, Self

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Right:
    """An IAM action on a thing that the stage names, or on everything where AWS knows no ARN for it."""

    action: str
    on: str


@dataclass(frozen=True, slots=True)
class Secret:
    """A JSON object in Secrets Manager, made with the stage; whoever names it may read it.

    It begins as ``content``, to be filled by an operator or by who has it ``written``, or with a random value in the
    field ``generated``.
    """

    name: str
    content: str = "{}"
    generated: str | None = None
    written: bool = False

    @property
    def setting(self) -> str:
        """The setting that refers to it, such as ``SOUK_SIGNING_KEY_SECRET``."""
        return f"SOUK_{self.name.replace('-', '_').upper()}_SECRET"


class Resource:
    """Something outside the function that is granted by asking for it.

    All that a function needs for it stands here: ``environment``, the settings that it reads; ``secrets``, each with
    a setting of its own; ``rights``; ``layers``, the folders below ``layers/`` with libraries that few functions
    need; ``files``, what it needs in the zip. What consists of others names them as its parts.
    """

    environment: ClassVar[tuple[str, ...]] = ()
    secrets: ClassVar[tuple[Secret, ...]] = ()
    rights: ClassVar[tuple[Right, ...]] = ()
    layers: ClassVar[tuple[str, ...]] = ()
    files: ClassVar[str | None] = None

    @classmethod
    def consists_of(cls) -> "tuple[type[Resource], ...]":
        """Name the resources that it consists of, which are granted with it."""
        return ()

    @classmethod
    def is_wanted(cls, stage: Mapping[str, str]) -> bool:  # noqa: ARG003  (for those that a stage may do without)
        """Say whether a stage with these settings has it."""
        return True

    @classmethod
    def open(cls) -> Self:
        """Make it, on first use, once per execution environment; with settings or a client where it needs them."""
        return cls()


class _Opened(threading.local):
    def __init__(self) -> None:
        self.by_class: dict[type[Resource], Resource] = {}


_opened = _Opened()
_replaced: ContextVar[Mapping[type[Resource], Any] | None] = ContextVar("replaced", default=None)


def get[R: Resource](kind: type[R]) -> R:
    """Give the open resource of this kind, opening it when this is its first use."""
    replaced = _replaced.get()
    if replaced and kind in replaced:
        return replaced[kind]  # type: ignore[no-any-return]
    found = _opened.by_class.get(kind)
    if found is None:
        found = _opened.by_class[kind] = kind.open()
    return found  # type: ignore[return-value]


@contextmanager
def replaced(replacements: Mapping[type[Resource], Any]) -> Iterator[None]:
    """Hand in other resources, such as a recording fake, for a while."""
    token = _replaced.set({**(_replaced.get() or {}), **replacements})
    try:
        yield
    finally:
        _replaced.reset(token)
