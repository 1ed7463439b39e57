"""Start a function while its stack is deployed; the deployment fails when the function fails."""

import json
import urllib.request
from typing import Any

import boto3
from botocore.config import Config


def handler(event: dict[str, Any], _: object) -> None:
    """Answer CloudFormation, whatever happens: it would wait for an hour."""
    answer = {
        "Status": "SUCCESS",
        "PhysicalResourceId": event.get("PhysicalResourceId", event["LogicalResourceId"]),
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
    }
    try:
        if event["RequestType"] != "Delete":
            run(event["ResourceProperties"]["Function"])
    except Exception as error:
        answer |= {"Status": "FAILED", "Reason": f"{type(error).__name__}: {error}"[:2000]}
    print(json.dumps(answer))
    body, headers = json.dumps(answer).encode(), {"Content-Type": ""}
    request = urllib.request.Request(event["ResponseURL"], body, headers, method="PUT")  # noqa: S310  (CloudFormation's)
    urllib.request.urlopen(request, timeout=30).close()  # noqa: S310


def run(function: str) -> None:
    """Call the function once and wait for it."""
    config = Config(read_timeout=870, retries={"total_max_attempts": 1})
    result = boto3.client("lambda", config=config).invoke(FunctionName=function, Payload=b"{}")
    if "FunctionError" in result:
        raise RuntimeError(result["Payload"].read().decode())
