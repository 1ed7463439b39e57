"""Start ministack, frugal with the disk and the memory of a desk, and safe from a power cut.

It runs in the emulator's own Python, not in Souk's. By itself every worker unpacks its layers anew (some 60 MB for each
function that was ever called) and imports botocore before the handler, only to recognise functions that call
themselves in a loop, which none of Souk's does.

By itself it also keeps everything but files in memory until it is stopped. Here SIGUSR1 saves what was deployed, and
the messages that wait in queues, the mails and the SMS are on the disk before a request that sent one is answered.

By itself it keeps in memory what a function logs, hands it out when the invocation ends, which is 75 seconds late for
the relay, and waits up to 50 ms for it before it answers. Here every line is in a file as soon as it is written.
"""

import contextlib
import hashlib
import json
import logging
import os
import shutil
import signal
import tempfile
import time
import types
import zipfile
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from functools import partial
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from ministack import app
from ministack.core import lambda_runtime, persistence
from ministack.core.concurrency import esm_wake
from ministack.services import lambda_svc, ses, sns, sqs

type Message = dict[str, Any]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LOOP_GUARD = "    _ms_install_invoke_depth()\n"
STATE = Path(persistence.STATE_DIR)
RECEIPT = "saved"
BUCKETS = Path(os.environ["S3_DATA_DIR"])
WAITING = STATE.with_name("waiting.json")
SENT = STATE.with_name("sent.jsonl")
LOG = STATE.with_name("functions.log")
LONGEST_LOG = 50_000_000
SENDERS = tuple(f"/{service}/aws4_request" for service in ("events", "sqs", "ses", "sns"))


class Unpacked(zipfile.ZipFile):
    """A zip that is unpacked once for all workers; each sees it under a link of its own."""

    filename: str

    def extractall(self, path: str) -> None:  # type: ignore[override]  # the one way the emulator calls it
        """Put a link where the contents would be."""
        content = Path(self.filename).read_bytes()
        shared = Path(tempfile.gettempdir()) / "unpacked" / hashlib.sha256(content).hexdigest()
        if not shared.exists():
            shared.parent.mkdir(exist_ok=True)
            own = Path(tempfile.mkdtemp(dir=shared.parent))
            super().extractall(own)
            try:
                own.rename(shared)
            except OSError:  # another worker was faster
                shutil.rmtree(own)
        Path(path).rmdir()
        Path(path).symlink_to(shared)
        Path(self.filename).unlink()


class WriteThrough:
    """The emulator's application, which answers whoever sent something only after it was written down."""

    def __init__(self, application: Callable[..., Awaitable[None]]) -> None:
        self.application = application
        self.lost = _read(WAITING)
        self.sent = {json.loads(line)["MessageId"] for line in _lines(SENT)}

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        """Answer one request."""
        if self.lost:
            self._put_back()
        headers = dict(scope.get("headers", ()))
        sends = any(sender in headers.get(b"authorization", b"").decode("latin-1") for sender in SENDERS)

        async def write_and_send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                self._write()
            await send(message)

        await self.application(scope, receive, write_and_send if sends else send)

    def save(self, services: Mapping[str, Callable[[], Any]]) -> None:
        """Save all state, messages in queues included, in place of what was saved before."""
        fresh, former = STATE.with_name("state.new"), STATE.with_name("state.old")
        shutil.rmtree(fresh, ignore_errors=True)
        persistence.STATE_DIR = str(fresh)
        states = {service: _state(get) for service, get in services.items()}
        wanted = _part_from_code(states["lambda"])
        _save_all({service: partial(states.get, service) for service in states})
        (fresh / RECEIPT).write_text("\n".join(str(bucket.relative_to(BUCKETS)) for bucket in BUCKETS.glob("*/*")))
        os.sync()
        if STATE.exists():
            STATE.rename(former)
        fresh.rename(STATE)
        shutil.rmtree(former, ignore_errors=True)
        prune(wanted)
        _replace(WAITING, json.dumps(self.lost, default=persistence._json_default))

    def _put_back(self) -> None:
        """Return messages to their queues, of which a later deployment may bring the rest."""
        for arn, queue in _queues().items():
            known = {message["id"] for message in queue["messages"]}
            queue["messages"] += [message for message in self.lost.pop(arn, []) if message["id"] not in known]
        esm_wake.set()

    def _write(self) -> None:
        waiting = self.lost | {arn: queue["messages"] for arn, queue in _queues().items() if queue["messages"]}
        _replace(WAITING, json.dumps(waiting, default=persistence._json_default))
        fresh = [record for record in _sent() if record["MessageId"] not in self.sent]
        if fresh:
            self.sent |= {record["MessageId"] for record in fresh}
            with SENT.open("a") as file:
                # The emulator notes no time with an SMS.
                file.writelines(json.dumps({"Timestamp": time.time()} | record) + "\n" for record in fresh)
                file.flush()
                os.fsync(file.fileno())


def _log(function: dict[str, Any], line: str) -> None:
    written.info("%s\t%s", function["FunctionName"], line.rstrip())


def _follow(worker: lambda_runtime.Worker) -> None:
    """Write down what a worker says until it ends."""
    for line in worker._proc.stderr.buffer:
        _log(worker.config, line.decode(errors="replace"))


def _log_failure(function: dict[str, Any], _request: str, failure: str, *_: object, **__: object) -> None:
    """Write down how an invocation failed, which is all that the emulator itself knows of its log."""
    for line in failure.splitlines():
        _log(function["config"], line)


def _part_from_code(state: dict[str, Any]) -> set[str]:
    """Put each layer's zip into a file, as the emulator does with functions, and name all such files."""
    for version in _layer_versions(state):
        version["_zip_data"] = {"file": lambda_svc._write_code_blob(version["_zip_data"])}
    functions = list(state["functions"].to_dict().values())
    published = [version for function in functions for version in function.get("versions", {}).values()]
    code = [function["code_zip"] for function in functions + published if function.get("code_zip")]
    return {zipped["code_blob_ref"] for zipped in code} | {
        version["_zip_data"]["file"] for version in _layer_versions(state)
    }


def _join_with_code(state: dict[str, Any]) -> None:
    for version in _layer_versions(state):
        version["_zip_data"] = lambda_svc._read_code_blob(version["_zip_data"]["file"])
    load(state)


def _layer_versions(state: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for layer in state["layers"].to_dict().values():
        yield from layer["versions"]


def _state(get: Callable[[], Any]) -> Any:
    """Copy a service's state, again when a function changed it meanwhile."""
    for _ in range(9):
        with contextlib.suppress(RuntimeError):
            return get()
    return get()


def _queues() -> dict[str, Any]:
    return {queue["attributes"]["QueueArn"]: queue for queue in list(sqs._queues.to_dict().values())}


def _sent() -> Iterator[Message]:
    for mails in list(ses._sent_emails.to_dict().values()):
        yield from list(mails)
    for texts in list(sns._sms_messages.to_dict().values()):
        yield from list(texts)


def _replace(file: Path, text: str) -> None:
    part = file.with_suffix(".part")
    with part.open("w") as open_file:
        open_file.write(text)
        open_file.flush()
        os.fsync(open_file.fileno())
    part.replace(file)


def _read(file: Path) -> dict[str, list[Message]]:
    with contextlib.suppress(OSError, ValueError):
        read: dict[str, list[Message]] = json.loads(file.read_text(), object_hook=persistence._json_object_hook)
        return read
    return {}


def _lines(file: Path) -> Iterator[str]:
    if file.exists():
        yield from (line for line in file.read_text().splitlines() if line.endswith("}"))


lambda_runtime.zipfile = types.SimpleNamespace(**vars(zipfile) | {"ZipFile": Unpacked})
assert LOOP_GUARD in lambda_runtime._PYTHON_WORKER_SCRIPT
lambda_runtime._PYTHON_WORKER_SCRIPT = lambda_runtime._PYTHON_WORKER_SCRIPT.replace(LOOP_GUARD, "")
_save_all = persistence.save_all

written = logging.getLogger("functions")
written.propagate = False
written.setLevel(logging.INFO)
lambda_runtime.Worker._read_stderr = _follow
lambda_runtime.Worker._drain_stderr_bounded = lambda_runtime.Worker._drain_stderr
lambda_svc._emit_lambda_logs = _log_failure

# The files of code belong to the state that was saved last, until the next one has taken its place.
lambda_svc.CODE_BLOB_DIR = str(STATE.with_name("code"))
prune, lambda_svc._prune_orphan_code_blobs = lambda_svc._prune_orphan_code_blobs, lambda _: None
load, lambda_svc.load_persisted_state = lambda_svc.load_persisted_state, _join_with_code

if __name__ == "__main__":
    written.addHandler(RotatingFileHandler(LOG, maxBytes=LONGEST_LOG, backupCount=1))
    through = WriteThrough(app.app)
    app.app = through
    app.save_all = through.save
    signal.signal(signal.SIGUSR1, lambda *_: through.save(app._build_persistence_save_dict()))
    app.main()
