"""A run: rounds in which many ask at once and things go wrong, then peace until all has settled, then the books."""

import time
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from functions.inventory import release_expired
from functions.orders import cancel_overdue_orders
from functions.payments import retry_charges, retry_refunds
from functions.payments.domain.provider import Providers
from prove import books
from prove import market as markets
from prove.aftersale import Aftersale
from prove.asking import Client
from prove.bus import Bus
from prove.buying import Buyer
from prove.crew import Crew, Step
from prove.faults import RATES, Fault, Faults
from prove.history import Writer
from prove.market import Customer
from prove.outside import UnreliableSandbox, WatchedMailbox
from prove.servers import ProvedWorld
from souk.function import Schedule
from tests.support import api
from tests.support.dying import Killed

SCHEDULES: tuple[Schedule, ...] = (
    retry_charges.handler,
    retry_refunds.handler,
    cancel_overdue_orders.handler,
    release_expired.handler,
)
ROUND_SECONDS = 20
"""How much time passes between two rounds."""

SETTLING_SECONDS = (30, 60, 120, 300, 600)
MOST_ROUNDS = 60
"""So many rounds of peace, the later the longer, let every wait end that there is."""


@dataclass(frozen=True, slots=True)
class Options:
    """How much happens in a run, and which chance it takes."""

    attempts: int
    seed: int = 1
    threads: int = 8
    attempts_at_once: int = 20


class Run:
    """One run in a world of its own."""

    def __init__(self, world: ProvedWorld, history: Writer, options: Options) -> None:
        self._world = world
        self._history = history
        self._options = options
        self._chance = Random(f"{options.seed}")
        self._faults = Faults(history)
        self._bus = Bus(history, self._faults, Random(f"{options.seed}:bus"))
        self._crew = Crew(world, self._bus, history, self._faults, f"{options.seed}", options.threads)
        self._client = Client(history, self._faults)
        self._round = 0
        self._later: dict[int, list[Step]] = {}
        self._aftersale: Aftersale

    def go(self) -> None:
        """Let everything happen, and write down what stands in the books at its end."""
        self._history.note("run", attempts=self._options.attempts, seed=self._options.seed)
        market = markets.opened(self._history, self._options.attempts)
        self._world.queue = self._bus.waits  # type: ignore[assignment]
        self._world.meet(Providers(UnreliableSandbox(self._history, self._bus)), WatchedMailbox(self._history))
        self._aftersale = Aftersale(self._client, market, self._crew.ask, self._do_later)
        buyer = Buyer(self._client, market, self._crew.ask, self._do_later, self._ordered, f"{self._options.seed}")
        attempts = [partial(buyer.attempt, number) for number in range(self._options.attempts)]
        while attempts or self._later:
            several, attempts = attempts[: self._options.attempts_at_once], attempts[self._options.attempts_at_once :]
            self._play(*several, *self._disasters())
            self._pass(ROUND_SECONDS)
        self._faults.end()
        self._settle()
        self._crew.go_home()
        self._bus.close()
        books.write_down(self._history)

    def _play(self, *steps: Step) -> None:
        """Play a round: these steps, what was put off until now, and the schedules, one of them twice."""
        self._round += 1
        for step in (*steps, *self._later.pop(self._round, ())):
            self._crew.ask(step)
        for schedule in (*SCHEDULES, self._chance.choice(SCHEDULES)):
            self._crew.ask(partial(self._run_schedule, schedule))
        self._crew.work()
        if not self._world.valkey.is_running:
            self._world.valkey.start()

    def _pass(self, seconds: int) -> None:
        self._bus.now += seconds
        books.let_pass(seconds)

    def _settle(self) -> None:
        """Let everything come to an end; an operator looks at the dead-letter queues once, when nothing else waits."""
        redrives = 1
        for number in range(MOST_ROUNDS):
            self._play()
            if self._bus.is_empty and not books.open_matters():
                if not redrives or not self._bus.redrive():
                    return
                redrives -= 1
            self._pass(SETTLING_SECONDS[min(number, len(SETTLING_SECONDS) - 1)])

    def _disasters(self) -> list[Step]:
        """Give what befalls the servers in this round; the first rounds of a run have one of each."""
        falls = {Fault.DATABASE_RESTARTED: self._crash, Fault.VALKEY_GONE: self._stop_valkey}
        return [
            step
            for number, (fault, step) in enumerate(falls.items(), 2)
            if self._round == number or self._chance.random() < RATES[fault]
        ]

    def _crash(self, chance: Random) -> None:
        time.sleep(chance.uniform(0.05, 0.5))
        self._faults.note(Fault.DATABASE_RESTARTED, "PostgreSQL")
        self._world.mortal.crash()

    def _stop_valkey(self, chance: Random) -> None:
        time.sleep(chance.uniform(0, 0.3))
        self._faults.note(Fault.VALKEY_GONE, "Valkey")
        self._world.valkey.stop()

    def _run_schedule(self, schedule: Schedule, chance: Random) -> None:
        try:
            with self._faults.over(chance, schedule.spec.id):
                api.invoke(schedule, {})
        except (Killed, Exception):
            return  # it is run again in a minute

    def _ordered(self, number: int, customer: Customer, order: dict[str, Any]) -> None:
        self._aftersale.follow(Random(f"{self._options.seed}:after {number}"), customer, order)

    def _do_later(self, rounds: int, step: Step) -> None:
        self._later.setdefault(self._round + rounds, []).append(step)
