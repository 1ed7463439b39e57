"""The commands behind `make up` and its companions."""

import argparse
import json
import os
import sys

from local import watch, web
from local.catalogue.marketplace import Refused, TooSlow
from local.console import card, step
from local.contracts import contracts
from local.deploy import DeployError, synth
from local.desk import Desk, alone
from local.invoking import TaskFailed
from local.journeys import journeys
from local.logs import follow
from local.opening import open_desk
from local.places import KIT
from local.seed import SeedError
from local.servers import ServerFailed
from local.web import WebFailed


@alone()
def up(port: int | None) -> None:
    """Start, deploy and seed whatever of it is not there yet, and say where it is."""
    desk = Desk(port=port)
    was_open = desk.door.is_running
    open_desk(desk)
    card(desk, port, was_open=was_open)


@alone()
def down() -> None:
    """Stop everything."""
    with step("stop"):
        Desk().stop()


@alone()
def reset() -> None:
    """Stop everything and forget it."""
    desk = Desk()
    with step("stop"):
        desk.stop()
    with step("forget"):
        desk.forget()


def ran(task: str | None, payload: str, stage: str) -> str:
    """Run an operator's task and give its answer as JSON; without a task, list them."""
    sys.path.insert(0, str(KIT))
    from local.run import listed, run

    return json.dumps(run(task, payload, stage, Desk()), indent=2) if task else listed()


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(prog="python -m local")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up").add_argument("--port", type=int)
    commands.add_parser("down")
    commands.add_parser("reset")
    commands.add_parser("dev")
    commands.add_parser("where")
    commands.add_parser("web").add_argument("script", nargs="?", default="build")
    commands.add_parser("logs").add_argument("--correlation")
    commands.add_parser("journeys").add_argument("--target")
    commands.add_parser("localstack").add_argument("--target")
    running = commands.add_parser("run")
    running.add_argument("task", nargs="?")
    running.add_argument("payload", nargs="?", default="{}")
    running.add_argument("--stage", default="local")
    commands.add_parser("synth").add_argument("stages", nargs="+")
    chosen = parser.parse_args()
    match chosen.command:
        case "up":
            up(chosen.port)
        case "down":
            down()
        case "reset":
            reset()
        case "dev":
            watch.follow(Desk())
        case "where":
            print(Desk().demand().door.url)
        case "web":
            web.do(chosen.script)
        case "logs":
            follow(Desk(), chosen.correlation)
        case "journeys":
            sys.exit(journeys(chosen.target))
        case "localstack":
            sys.exit(contracts(chosen.target))
        case "run":
            print(ran(chosen.task, chosen.payload, chosen.stage))
        case "synth":
            synth(chosen.stages)


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except (DeployError, Refused, SeedError, ServerFailed, TaskFailed, TooSlow, WebFailed) as error:
        sys.exit(f"\n{error}")
    except BrokenPipeError:
        # Whoever read has left; Python would fail again when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        sys.exit(130)
