"""The calling of a deployed function by its name."""

import json
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

# A function runs 15 minutes at most. Asking again would run it twice.
PATIENT = Config(read_timeout=900, retries={"total_max_attempts": 1})


class TaskFailed(Exception):
    """A task that could not be run, or that failed, with the reason."""


def call(client: Any, function: str, payload: str) -> Any:
    """Run a function with a payload of JSON, and give what it answers.

    Raises TaskFailed.
    """
    try:
        answer = client.invoke(FunctionName=function, Payload=payload.encode())
    except (BotoCoreError, ClientError) as error:
        raise TaskFailed(f"{function} was not run: {error}") from error
    content = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise TaskFailed(f"{function} failed: {content.get('errorType')}: {content.get('errorMessage')}")
    return content
