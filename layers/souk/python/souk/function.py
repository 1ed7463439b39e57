"""What all functions have in common: resources by annotation, a transaction around the handler, one log line."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from souk import invocation, resources
from souk.database import Database, Transaction
from souk.errors import BadRequest, Unauthenticated
from souk.event import correlation
from souk.identity import bearer
from souk.ids import uuid7
from souk.logs import count, embedded, line, logger, segment
from souk.message import correlation_of, headers_of
from souk.spec import Spec


class Function:
    """A callable Lambda function; everything else reads its ``spec``."""

    def __init__(self, spec: Spec, handler: Callable[..., Any]) -> None:
        self.spec = spec
        self.implementation = handler
        self._transactional = {name for name, kind in spec.injected.items() if issubclass(kind, Transaction)}
        self._opened = {name: kind for name, kind in spec.injected.items() if name not in self._transactional}

    def __call__(self, event: Any, context: Any) -> Any:
        """Do what Lambda asks, within the time that it gives."""
        with invocation.begun(context):
            if invocation.current().cold_start:
                count(ColdStart=1)
            return self.invoked(event)

    def invoked(self, event: Any) -> Any:
        """Answer one event."""
        raise NotImplementedError

    def run(self, arguments: Mapping[str, Any]) -> Any:
        """Run the handler with its resources, in a transaction when it asks for one."""
        if self._transactional:
            return resources.get(Database).write(lambda tx: self.run_in(tx, arguments))
        return self.implementation(**arguments, **self._given())

    def run_in(self, tx: Transaction, arguments: Mapping[str, Any]) -> Any:
        """Run the handler in a transaction that is open already."""
        return self.implementation(**arguments, **self._given(), **dict.fromkeys(self._transactional, tx))

    def _given(self) -> dict[str, Any]:
        return {name: resources.get(kind) for name, kind in self._opened.items()}

    def report(self, outcome: str, began: float, *, failed: bool = False, **fields: Any) -> None:
        """Write the one log line of this invocation, which is also its metrics in CloudWatch's embedded format.

        Alarms watch the metric ``Failed``: the platform's own ``Errors`` knows only functions that die.
        """
        if failed:
            count(Failed=1)
        duration = round((time.perf_counter() - began) * 1000, 2)
        numbers = embedded(self.spec.id, duration)
        line(outcome, duration_ms=duration, **fields, **numbers)

    def log_exception(self) -> None:
        """Log the exception that is being handled."""
        logger().exception("failed", extra={"function": self.spec.id})


class Payload(dict[str, Any]):
    """What a task was started with."""

    def __missing__(self, field: str) -> Any:
        """Name the field that it lacks.

        Raises BadRequest.
        """
        raise BadRequest(f"The payload lacks the field {field!r}.")


class Schedule(Function):
    """A function that a clock starts."""

    def invoked(self, event: Any) -> Any:
        """Do the work once."""
        began = time.perf_counter()
        token = correlation.set(str(uuid7()))
        try:
            with segment(self.spec.id):
                result = self.run({"payload": Payload(event)} if "payload" in self.spec.parameters else {})
            self.report("done", began)
            return result
        except Exception:
            self.log_exception()
            self.report("failed", began, failed=True)
            raise
        finally:
            correlation.reset(token)


class Task(Schedule):
    """A function that a deployment or an operator starts."""


class Authorizer(Function):
    """The gateway's question who is calling."""

    def invoked(self, event: dict[str, Any]) -> dict[str, Any]:
        """Answer with a policy for the whole stage and the caller's claims; each operation checks its role itself.

        The gateway keeps the answer per token, so it must not be narrower than all that this token may call. A token
        that is not valid is denied; the gateway answers that with a 401.
        """
        began = time.perf_counter()
        headers = headers_of(event)
        correlated = correlation.set(correlation_of(event, headers))
        try:
            caller = self.run({"token": bearer(headers)})
            self.report("allowed", began)
        except Unauthenticated as refusal:
            _, _, route = event["methodArn"].split("/", 2)
            # The answer says no more than that the token is not valid; what is wrong with it only the log says.
            reason = type(refusal.__cause__).__name__ if refusal.__cause__ else refusal.detail
            self.report("refused", began, route=route.replace("/", " /", 1), reason=reason)
            return {"principalId": "unknown", "policyDocument": _policy("Deny", event["methodArn"])}
        except Exception:
            self.log_exception()
            self.report("failed", began, failed=True)
            raise
        finally:
            correlation.reset(correlated)
        return {
            "principalId": str(caller.user_id),
            "policyDocument": _policy("Allow", event["methodArn"]),
            "context": caller.claims(),
        }


def _policy(effect: str, method_arn: str) -> dict[str, Any]:
    stage = "/".join(method_arn.split("/")[:2])
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": f"{stage}/*"}
    return {"Version": "2012-10-17", "Statement": [statement]}
