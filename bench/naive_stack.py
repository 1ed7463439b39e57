"""A function on the usual stack, made ready and asked once; prints the seconds that took."""

from time import perf_counter

began = perf_counter()

import json
import os
import sys
from typing import Any
from uuid import UUID

import boto3
import jwt  # noqa: F401
import pg8000.native
import redis
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.metrics import MetricUnit
from pydantic import BaseModel

settings = json.loads(os.environ["BENCH_SETTINGS"])
app = APIGatewayRestResolver(enable_validation=True)
logger = Logger(service="naive")
tracer = Tracer(service="naive")
metrics = Metrics(namespace="Naive", service="naive")
events = boto3.client("events")
database = pg8000.native.Connection(**settings["database"])
cache = redis.Redis.from_url(settings["cache"])


class Answer(BaseModel):
    """What the one route answers."""

    id: UUID
    one: int


@app.get("/things/<thing_id>")
@tracer.capture_method
def get_thing(thing_id: UUID) -> Answer:
    """Ask the cache and the database one thing each."""
    cache.ping()
    metrics.add_metric(name="Read", unit=MetricUnit.Count, value=1)
    logger.info("read")
    return Answer(id=thing_id, one=database.run("SELECT 1")[0][0])


@tracer.capture_lambda_handler
@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer an API Gateway event."""
    return app.resolve(event, context)


answer = handler(settings["event"], None)
took = perf_counter() - began
assert answer["statusCode"] == 200, answer
print(took, file=sys.stderr)
