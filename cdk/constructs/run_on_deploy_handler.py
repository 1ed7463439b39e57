"""Start a function while its stack is deployed; the deployment fails when the function fails."""

import json
import urllib.request

import boto3
from botocore.config import Config


def handler(event, context):
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
    request = urllib.request.Request(event["ResponseURL"], json.dumps(answer).encode(), {"Content-Type": ""}, method="PUT")
    urllib.request.urlopen(request, timeout=30).close()


def run(function):
    """Call the function once and wait for it."""
    config = Config(read_timeout=870, retries={"total_max_attempts": 1})
    result = boto3.client("lambda", config=config).invoke(FunctionName=function, Payload=b"{}")
    if "FunctionError" in result:
        raise RuntimeError(result["Payload"].read().decode())
