"""Open a desk: start, deploy and seed whatever of it is not there yet."""

from local import web
from local.console import step
from local.deploy import deploy
from local.desk import Desk
from local.seed import seed

# The name that the stage local has for its database.
DATABASE = "souk"


def open_desk(desk: Desk) -> None:
    """Do it step by step, saying what is done."""
    for name, server in desk.named.items():
        with step(name) as say:
            if server.is_running:
                say("runs already")
            server.start()
    desk.postgres.make_database(DATABASE)
    with step("web") as say:
        say("built" if web.build() else "unchanged")
    with step("deploy") as say:
        say("deployed" if deploy(desk) else "unchanged")
        wake_relay(desk)
    with step("demo shops") as say:
        say(seed(desk))


def wake_relay(desk: Desk) -> None:
    """Start publishing events now; by itself that begins within the first minute."""
    desk.emulator.client("lambda").invoke(FunctionName="souk-local-ops-relay", InvocationType="Event")
