"""How Amazon's messaging services fail, in our words."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from functions.notifications.domain.channel import Down, NoAnswer, NotNow, Refused


def client(service: str) -> Any:
    """Make a client that asks once: asking again after a lost answer would send twice."""
    import boto3
    from botocore.config import Config

    return boto3.client(service, config=Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 1}))


@contextmanager
def answers(refusals: Collection[str]) -> Iterator[None]:
    """Turn a failed call into NotNow, Refused for these error codes, Down or NoAnswer."""
    from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError

    try:
        yield
    except ClientError as error:
        code = str(error.response["Error"]["Code"])
        if error.response["ResponseMetadata"]["HTTPStatusCode"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Down(code) from error
        raise (Refused if code in refusals else NotNow)(code) from error
    except (ConnectTimeoutError, EndpointConnectionError) as error:
        raise Down(type(error).__name__) from error
    except BotoCoreError as error:
        raise NoAnswer(type(error).__name__) from error
