"""Promises that hold for every resource of every stage."""

import json
import re
from pathlib import Path
from typing import Any

from souk.logs import count, embedded
from tests.infrastructure.assembly import Assembly, Resource

ROOT = Path(__file__).parents[2]
LONGEST_LOG_DAYS = 90


def test_every_function_stands_in_the_cloud_under_its_own_name(assembly: Assembly, registry: Any) -> None:
    built = set(assembly.functions())

    declared = {f"{assembly.stage.prefix}-{spec.id}" for spec in registry.functions}

    assert declared <= built
    assert {name for name in built - declared if not name.endswith("-on-deploy")} == set()


def test_every_function_runs_as_declared(assembly: Assembly, registry: Any) -> None:
    functions = assembly.functions()

    for spec in registry.functions:
        properties = functions[f"{assembly.stage.prefix}-{spec.id}"].properties
        assert properties["Handler"] == spec.handler
        assert properties["Timeout"] == spec.timeout
        assert properties["MemorySize"] == spec.memory
        assert properties["Runtime"] == "python3.13"
        assert properties["Architectures"] == [assembly.stage.architecture]


def test_every_log_is_kept_for_a_while_and_not_for_ever(assembly: Assembly) -> None:
    logs = list(assembly.resources("AWS::Logs::LogGroup"))

    assert logs
    assert [str(log) for log in logs if not 0 < log.properties.get("RetentionInDays", 0) <= LONGEST_LOG_DAYS] == []


def test_every_function_writes_to_a_log_of_its_own(assembly: Assembly) -> None:
    functions = assembly.functions().values()
    logged = [one.stack + json.dumps(one.properties["LoggingConfig"]["LogGroup"]) for one in functions]
    named = [one.properties["LogGroupName"] for one in assembly.resources("AWS::Logs::LogGroup")]

    assert len(set(logged)) == len(logged)
    assert {f"/aws/lambda/{name}" for name in assembly.functions()} <= set(named)


def test_every_queue_is_encrypted(assembly: Assembly) -> None:
    for queue in assembly.resources("AWS::SQS::Queue"):
        assert queue.properties.get("KmsMasterKeyId") or queue.properties.get("SqsManagedSseEnabled"), queue


def test_everything_that_keeps_data_in_an_account_is_encrypted(account: Assembly) -> None:
    kept = {
        "AWS::RDS::DBInstance": lambda one: one.get("StorageEncrypted") or one.get("SourceDBInstanceIdentifier"),
        "AWS::ElastiCache::ReplicationGroup": lambda one: (
            one["AtRestEncryptionEnabled"] and one["TransitEncryptionEnabled"]
        ),
        "AWS::S3::Bucket": lambda one: one["BucketEncryption"],
        "AWS::SNS::Topic": lambda one: one["KmsMasterKeyId"],
        "AWS::Events::EventBus": lambda one: one["KmsKeyIdentifier"],
    }

    found = list(account.resources(*kept))

    assert {one.type for one in found} == set(kept)
    assert [str(one) for one in found if not kept[one.type](one.properties)] == []


def test_every_way_to_data_in_an_account_is_encrypted(account: Assembly) -> None:
    parameters = [one.properties["Parameters"] for one in account.resources("AWS::RDS::DBParameterGroup")]
    proxies = [one.properties for one in account.resources("AWS::RDS::DBProxy")]
    refusals = [one for one in statements_of(account) if one["Effect"] == "Deny" and "SecureTransport" in str(one)]
    guarded = len(list(account.resources("AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy")))

    assert [one["rds.force_ssl"] for one in parameters] == ["1"]
    assert all(proxy["RequireTLS"] for proxy in proxies)
    assert len(refusals) >= guarded


def test_no_bucket_is_public(account: Assembly) -> None:
    buckets = list(account.resources("AWS::S3::Bucket"))

    assert buckets
    for bucket in buckets:
        assert set(bucket.properties["PublicAccessBlockConfiguration"].values()) == {True}, bucket


def test_the_database_and_the_cache_are_reached_by_functions_only(account: Assembly) -> None:
    databases = list(account.resources("AWS::RDS::DBInstance"))
    rules = list(account.resources("AWS::EC2::SecurityGroupIngress"))
    groups = list(account.resources("AWS::EC2::SecurityGroup"))

    assert [str(one) for one in databases if one.properties.get("PubliclyAccessible")] == []
    assert [str(one) for one in rules if "SourceSecurityGroupId" not in one.properties] == []
    open_doors = [rule for one in groups for rule in one.properties.get("SecurityGroupIngress", [])]
    assert all(rule.get("CidrIp") != "0.0.0.0/0" for rule in open_doors)


def test_every_queue_gives_up_into_dead_letters_that_somebody_hears_of(assembly: Assembly) -> None:
    queues = list(assembly.resources("AWS::SQS::Queue"))
    alarms = [one.properties for one in assembly.resources("AWS::CloudWatch::Alarm")]
    watched = {json.dumps(one["Dimensions"]) for one in alarms if one["MetricName"].endswith("MessagesVisible")}
    working = [one for one in queues if "RedrivePolicy" in one.properties]
    ending = [one for one in queues if "RedrivePolicy" not in one.properties]

    assert working
    assert {one.properties["QueueName"] for one in working} <= {
        one.properties["QueueName"].removesuffix("-dead-letters") for one in ending
    }
    for queue in ending:
        assert queue.properties["QueueName"].endswith("-dead-letters")
        assert queue.properties["MessageRetentionPeriod"] == 14 * 24 * 3600
        assert any(queue.id in dimensions for dimensions in watched), queue


def test_every_rule_has_dead_letters_for_what_it_cannot_deliver(assembly: Assembly) -> None:
    for rule in assembly.resources("AWS::Events::Rule"):
        if rule.stack != "observability":
            assert all("DeadLetterConfig" in target for target in rule.properties["Targets"]), rule


def test_every_reaction_listens_to_exactly_its_events_and_reports_single_failures(
    assembly: Assembly, registry: Any
) -> None:
    rules = {one.properties["Name"]: one.properties for one in assembly.resources("AWS::Events::Rule")}
    sources = list(assembly.resources("AWS::Lambda::EventSourceMapping"))

    assert len(sources) == len(registry.queued)
    for spec in registry.reactions:
        pattern = rules[f"{assembly.stage.prefix}-{spec.id}"]["EventPattern"]
        assert pattern["detail-type"] == sorted({event.name for event in spec.events})
        assert pattern["source"] == sorted({event.source for event in spec.events})
    assert all(one.properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"] for one in sources)


def test_a_job_hears_of_the_files_that_its_work_waits_for_and_of_no_others(assembly: Assembly, registry: Any) -> None:
    rules = {one.properties["Name"]: one.properties for one in assembly.resources("AWS::Events::Rule")}
    (bucket,) = (one.properties for one in assembly.resources("AWS::S3::Bucket") if one.stack == "data")

    heard = {name: rules.get(f"{assembly.stage.prefix}-{name}") for name in (spec.id for spec in registry.jobs)}

    assert bucket["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    for spec in registry.jobs:
        found = heard[spec.id]
        assert (found is not None) == spec.work.upload
        if found:
            assert found["EventPattern"]["detail"] == {
                "bucket": {"name": [bucket["BucketName"]]},
                "object": {"key": [{"prefix": f"uploads/{spec.id}/"}]},
            }


def test_files_are_forgotten_and_who_sends_or_fetches_them_comes_from_our_pages(assembly: Assembly) -> None:
    (bucket,) = (one.properties for one in assembly.resources("AWS::S3::Bucket") if one.stack == "data")

    rules = bucket["LifecycleConfiguration"]["Rules"]
    [cors] = bucket["CorsConfiguration"]["CorsRules"]
    assert {rule["Prefix"]: (rule["Status"], rule["ExpirationInDays"]) for rule in rules if "Prefix" in rule} == {
        "uploads/": ("Enabled", 7),
        "downloads/": ("Enabled", 7),
    }
    assert {"DaysAfterInitiation": 1} in [rule.get("AbortIncompleteMultipartUpload") for rule in rules]
    assert cors["AllowedMethods"] == ["GET", "POST"]
    assert cors["AllowedOrigins"] == [assembly.stage.public_url, *assembly.stage.origins]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}


def test_the_web_may_send_files_to_their_bucket_and_to_nowhere_else(account: Assembly) -> None:
    (bucket,) = (one.properties for one in account.resources("AWS::S3::Bucket") if one.stack == "data")
    headers = [json.dumps(one.properties) for one in account.resources("AWS::CloudFront::ResponseHeadersPolicy")]
    documents = [one for one in headers if "connect-src" in one]

    assert len(documents) == 2, "the shell's and the checkout's"
    own = f"connect-src 'self' https://{bucket['BucketName']}.s3.{account.stage.region}.amazonaws.com"
    assert all(own in one for one in documents)
    assert [f"{own};" in one for one in documents].count(True) >= 1, "only the checkout asks a provider besides"


def test_a_queue_waits_longer_than_its_function_works(assembly: Assembly, registry: Any) -> None:
    queues = {one.properties["QueueName"]: one.properties for one in assembly.resources("AWS::SQS::Queue")}

    for spec in registry.queued:
        assert queues[f"{assembly.stage.prefix}-{spec.id}"]["VisibilityTimeout"] >= 6 * spec.timeout


def test_every_schedule_has_a_rule_of_its_rate(assembly: Assembly, registry: Any) -> None:
    rules = {one.properties["Name"]: one.properties for one in assembly.resources("AWS::Events::Rule")}

    for spec in registry.schedules:
        number, unit = spec.rate.split()
        expression = rules[f"{assembly.stage.prefix}-{spec.id}"]["ScheduleExpression"]
        assert expression == f"rate({number} {unit.rstrip('s')}{'' if number == '1' else 's'})"


def test_every_function_has_an_alarm_and_every_alarm_tells_somebody(assembly: Assembly, registry: Any) -> None:
    alarms = list(assembly.resources("AWS::CloudWatch::Alarm"))
    named = {one.properties["AlarmName"]: one.properties for one in alarms}

    for spec in registry.functions:
        for what, metric in (("failed", "Failed"), ("errors", "Errors")):
            alarm = named[f"{assembly.stage.prefix}-{spec.id}-{what}"]
            assert alarm["MetricName"] == metric
            assert alarm["Threshold"] == spec.alarms.errors
            called = "Page" if spec.alarms.critical else "Ticket"
            assert called in json.dumps(alarm["AlarmActions"])
    assert [str(one) for one in alarms if not one.properties["AlarmActions"]] == []


def test_what_a_function_counts_and_should_not_have_to_has_an_alarm(assembly: Assembly, registry: Any) -> None:
    alarms = [one.properties for one in assembly.resources("AWS::CloudWatch::Alarm")]
    declared = {(spec.id, name) for spec in registry.functions for name in spec.alarms.counts}

    watched = {(one["Dimensions"][0]["Value"], one["MetricName"]) for one in alarms if one["Namespace"] == "Souk"}

    assert declared <= watched
    assert {name for _, name in declared} == _counted() - {"ColdStart", "Failed", "Retried"}


def test_the_alarm_of_failures_watches_the_metric_that_the_kit_writes(assembly: Assembly, registry: Any) -> None:
    alarms = {one.properties["AlarmName"]: one.properties for one in assembly.resources("AWS::CloudWatch::Alarm")}
    count(Failed=1)
    spec = registry.operations[0]

    written = embedded(spec.id, 1.0)

    (directive,) = written["_aws"]["CloudWatchMetrics"]
    alarm = alarms[f"{assembly.stage.prefix}-{spec.id}-failed"]
    assert written["Failed"] == 1
    assert {"Name": alarm["MetricName"], "Unit": "Count"} in directive["Metrics"]
    assert alarm["Namespace"] == directive["Namespace"]
    assert [{one["Name"]: one["Value"] for one in alarm["Dimensions"]}] == [
        {name: written[name] for name in names} for names in directive["Dimensions"]
    ]


def _counted() -> set[str]:
    """Find what the kit and the functions count."""
    files = [path for folder in ("functions", "layers/souk") for path in (ROOT / folder).rglob("*.py")]
    return {name for path in files for name in re.findall(r"\bcount\((\w+)=", path.read_text())}


def test_no_secret_stands_in_a_template_for_an_account(account: Assembly) -> None:
    for function in account.functions().values():
        for name, value in function.properties.get("Environment", {}).get("Variables", {}).items():
            if name.endswith("_SECRET"):
                assert "Fn::GetStackOutput" in json.dumps(value), (function, name)
    for secret in account.resources("AWS::SecretsManager::Secret"):
        empty = not any(json.loads(secret.properties.get("SecretString", "{}")).values())
        assert empty or "GenerateSecretString" in secret.properties, secret


def test_nothing_is_lost_with_a_stack_in_production(synthesised: Any) -> None:
    kept = {
        "AWS::RDS::DBInstance",
        "AWS::SecretsManager::Secret",
        "AWS::KMS::Key",
        "AWS::S3::Bucket",
    }

    for one in synthesised("prod").resources(*kept):
        is_replica = "SourceDBInstanceIdentifier" in one.properties
        assert one.body["DeletionPolicy"] in ("Retain", "Snapshot") or is_replica, one


def statements_of(assembly: Assembly) -> list[dict[str, Any]]:
    """Give every statement of every policy."""
    return [statement for one in assembly.resources() for statement in _statements(one)]


def _statements(resource: Resource) -> list[dict[str, Any]]:
    documents = [resource.properties.get(name) for name in ("PolicyDocument", "AssumeRolePolicyDocument", "KeyPolicy")]
    documents += [policy["PolicyDocument"] for policy in resource.properties.get("Policies", [])]
    return [statement for document in documents if isinstance(document, dict) for statement in document["Statement"]]
