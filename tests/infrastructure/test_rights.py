"""A function may do what its signature asks for, and nothing else."""

import json
from typing import Any

from souk.spec import Spec
from tests.infrastructure.assembly import Assembly, Resource
from tests.infrastructure.test_promises import statements_of

ALWAYS = {"logs:CreateLogStream", "logs:PutLogEvents"}
TRACED = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
IN_A_NETWORK = {
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
}
QUEUED = {
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
}
BY_KIND = {"reaction": QUEUED, "job": QUEUED, "schedule": {"sqs:SendMessage"}}
# The gateway reaches all functions of its stage; what is encrypted by a key is allowed in the key's own policy; the CDK
# lets what uploads the web read and write its two buckets.
PREFIXES = {"kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:*"}
PREFIXES |= {"s3:GetBucket*", "s3:GetObject*", "s3:List*", "s3:DeleteObject*", "s3:Abort*"}


def test_each_function_has_a_role_of_its_own(assembly: Assembly) -> None:
    roles = [json.dumps([one.stack, one.properties["Role"]]) for one in assembly.functions().values()]

    assert len(set(roles)) == len(roles)


def test_each_role_allows_what_the_signature_asks_for(assembly: Assembly) -> None:
    functions = assembly.functions()

    for spec in assembly.registry.functions:
        role = _role(assembly, functions[f"{assembly.stage.prefix}-{spec.id}"])
        assert _actions(role) == _expected(assembly, spec), spec.id
        assert "ManagedPolicyArns" not in role.properties, spec.id


def test_each_function_reads_only_the_secrets_whose_settings_it_has(assembly: Assembly) -> None:
    functions = assembly.functions()

    for spec in assembly.registry.functions:
        function = functions[f"{assembly.stage.prefix}-{spec.id}"]
        variables = function.properties["Environment"]["Variables"]
        given = {json.dumps(value) for name, value in variables.items() if name.endswith("_SECRET")}
        readable = {
            json.dumps(arn)
            for statement in _statements(_role(assembly, function))
            if "secretsmanager:GetSecretValue" in _as_list(statement["Action"])
            for arn in _as_list(statement["Resource"])
        }
        everybodys = any(right.action == "secretsmanager:GetSecretValue" for right in spec.rights)
        assert given < readable if everybodys else given == readable, spec.id


def test_each_function_is_told_only_what_it_reads(assembly: Assembly) -> None:
    everybody = {"SOUK_STAGE", "SOUK_SERVICE", "SOUK_FUNCTION"}
    asked = {"SOUK_RATE_LIMIT", "SOUK_TRUSTED_PROXIES", "SOUK_CORS_ORIGINS"}

    for spec in assembly.registry.functions:
        function = assembly.functions()[f"{assembly.stage.prefix}-{spec.id}"]
        given = {name for name in function.properties["Environment"]["Variables"] if name.startswith("SOUK_")}
        allowed = everybody | set(spec.environment)
        assert given <= allowed | (asked if spec.path else set()), spec.id


def test_each_service_knows_only_its_own_database_login(assembly: Assembly) -> None:
    by_login: dict[str, set[str]] = {}

    for spec in assembly.registry.functions:
        function = assembly.functions()[f"{assembly.stage.prefix}-{spec.id}"]
        login = function.properties["Environment"]["Variables"].get("SOUK_DATABASE_SECRET")
        if login:
            by_login.setdefault(json.dumps(login), set()).add(spec.service)

    assert by_login
    assert [services for services in by_login.values() if len(services) != 1] == []


def test_no_policy_allows_every_action_of_a_service(assembly: Assembly) -> None:
    for statement in statements_of(assembly):
        if statement["Effect"] == "Allow":
            wide = [action for action in _as_list(statement["Action"]) if action.endswith("*")]
            assert [action for action in wide if action not in PREFIXES] == [], statement


def test_only_the_key_of_the_stage_trusts_its_whole_account(assembly: Assembly) -> None:
    for one in assembly.resources():
        for statement in _statements(one):
            if "kms:*" in _as_list(statement.get("Action", [])):
                assert one.type == "AWS::KMS::Key"


def _expected(assembly: Assembly, spec: Spec) -> set[str]:
    stage = assembly.stage
    expected = ALWAYS | BY_KIND.get(spec.kind, set()) | {right.action for right in spec.rights}
    expected |= TRACED if stage.tracing else set()
    expected |= IN_A_NETWORK if stage.network else set()
    absent = set() if stage.cache else {"SOUK_CACHE_SECRET"}
    reads = {name for name in spec.environment if name.endswith("_SECRET")} - absent
    expected |= {"secretsmanager:GetSecretValue"} if reads else set()
    expected |= {"secretsmanager:PutSecretValue"} if any(secret.written for secret in spec.secrets) else set()
    if stage.customer_key and (reads or spec.rights or spec.kind in BY_KIND):
        expected |= {"kms:Decrypt", "kms:GenerateDataKey"}
    return expected


def _role(assembly: Assembly, function: Resource) -> Resource:
    return assembly.resource(function.stack, function.properties["Role"]["Fn::GetAtt"][0])


def _statements(resource: Resource) -> list[dict[str, Any]]:
    documents = [policy["PolicyDocument"] for policy in resource.properties.get("Policies", [])]
    if resource.type == "AWS::KMS::Key":
        documents.append(resource.properties["KeyPolicy"])
    return [statement for document in documents for statement in document["Statement"]]


def _actions(role: Resource) -> set[str]:
    return {action for statement in _statements(role) for action in _as_list(statement["Action"])}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
