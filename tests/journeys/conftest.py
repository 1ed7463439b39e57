"""A marketplace to walk through: the one that SOUK_TARGET names, else a desk that is there for this alone."""

import os
from collections.abc import Callable, Iterator

import pytest

from local.catalogue.accounts import ADMIN
from local.catalogue.accounts import PASSWORD as DEMO_PASSWORD
from local.desk import Desk
from local.opening import open_desk
from tests.journeys.support.people import Person
from tests.journeys.support.post import Post
from tests.journeys.support.providers import Providers, providers
from tests.journeys.support.shop import Shop, open_shop

type Newcomer = Callable[..., Person]

TARGET = os.environ.get("SOUK_TARGET")


@pytest.fixture(scope="session")
def stand_ins() -> Iterator[Providers]:
    """Who moves the money on the journeys' desk, beside its sandbox."""
    if TARGET:
        pytest.skip("walks elsewhere, where others move the money")
    with providers() as started:
        yield started


@pytest.fixture(scope="session")
def own_desk(tmp_path_factory: pytest.TempPathFactory, stand_ins: Providers) -> Iterator[Desk]:
    """A desk that is there for these journeys alone."""
    with Desk(tmp_path_factory.mktemp("desk")) as desk:
        stand_ins.decide(desk)
        open_desk(desk)
        stand_ins.introduce(desk)
        yield desk


@pytest.fixture(scope="session")
def town(request: pytest.FixtureRequest) -> str:
    """The address of a deployed marketplace."""
    if TARGET:
        return TARGET.rstrip("/")
    desk: Desk = request.getfixturevalue("own_desk")
    return desk.door.url


@pytest.fixture(scope="session")
def admin(town: str) -> Iterator[Person]:
    """Somebody who runs the place."""
    person = Person(town, email=ADMIN).log_in(DEMO_PASSWORD)
    yield person
    person.close()


@pytest.fixture(scope="session")
def shop(town: str, admin: Person) -> Iterator[Shop]:
    """An open shop."""
    opened = open_shop(town, admin)
    yield opened
    opened.keeper.close()


@pytest.fixture(scope="session")
def post(town: str) -> Iterator[Post]:
    """Everybody's post."""
    opened = Post(town)
    yield opened
    opened.close()


@pytest.fixture
def newcomer(town: str) -> Iterator[Newcomer]:
    """Make people who have never been here."""
    made: list[Person] = []

    def arrive(phone: str | None = None) -> Person:
        made.append(Person(town, phone=phone))
        return made[-1]

    yield arrive
    for person in made:
        person.close()


@pytest.fixture
def shopper(newcomer: Newcomer) -> Person:
    """Somebody with an account, logged in."""
    return newcomer().register().log_in()


@pytest.fixture(scope="session")
def base_url(town: str) -> str:
    """Where addresses that begin with a slash lead."""
    return town
