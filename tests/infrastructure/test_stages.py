"""Stages differ in what their data says, fit into CloudFormation, and break no rule without a reason."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import aws_cdk
import pytest
from aws_cdk import aws_s3

from cdk.stage_file import FOLDER, StageRefused, chosen, names, read
from tests.infrastructure.assembly import DECIDED, Assembly, look_closely

# What the emulator was seen to build; it refuses the deployment of anything else.
ON_THE_DESK = {
    "AWS::ApiGateway::Deployment",
    "AWS::ApiGateway::GatewayResponse",
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGateway::Stage",
    "AWS::CloudWatch::Alarm",
    "AWS::Events::EventBus",
    "AWS::Events::Rule",
    "AWS::IAM::Role",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::Lambda::LayerVersion",
    "AWS::Lambda::Permission",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SES::EmailIdentity",
    "AWS::SNS::Topic",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::Queue",
    "AWS::SQS::QueuePolicy",
    "AWS::SecretsManager::Secret",
    "Custom::RunOnDeploy",
}
ALLOWED_RESOURCES = 450
# What cfn-lint says of every CDK template: the CDK repeats dependencies; zones are named because looking them up
# needs an account; only a bucket that CloudFront logs to still has an access control list.
LINT_EXCEPTIONS = ("W3005", "W3010", "W3045")


def test_the_desk_gets_only_what_the_emulator_builds(synthesised: Any) -> None:
    used = {one.type for one in synthesised("local").resources()}

    assert used - ON_THE_DESK == set()


def test_every_stack_fits_into_cloudformation(assembly: Assembly) -> None:
    counts = Counter(one.stack for one in assembly.resources())

    assert {stack: count for stack, count in counts.items() if count > ALLOWED_RESOURCES} == {}


def test_production_survives_a_zone_and_dev_does_not_pay_for_that(synthesised: Any) -> None:
    def database(name: str) -> dict[str, Any]:
        found = synthesised(name).resources("AWS::RDS::DBInstance")
        return next(one.properties for one in found if "SourceDBInstanceIdentifier" not in one.properties)

    def cache(name: str) -> dict[str, Any]:
        (group,) = synthesised(name).resources("AWS::ElastiCache::ReplicationGroup")
        return dict(group.properties)

    assert (database("prod")["MultiAZ"], database("dev")["MultiAZ"]) == (True, False)
    assert database("prod")["BackupRetentionPeriod"] == 35
    assert (cache("prod")["AutomaticFailoverEnabled"], cache("dev")["AutomaticFailoverEnabled"]) == (True, False)
    assert len(list(synthesised("prod").resources("AWS::RDS::DBProxy"))) == 1
    assert len(list(synthesised("prod").resources("AWS::EC2::NatGateway"))) == 3
    assert len(list(synthesised("dev").resources("AWS::EC2::NatGateway"))) == 1


def test_production_changes_a_function_for_a_tenth_of_its_callers_first(synthesised: Any, registry: Any) -> None:
    rollouts = list(synthesised("prod").resources("AWS::CodeDeploy::DeploymentGroup"))

    assert len(rollouts) == len(registry.functions)
    for one in rollouts:
        assert "Canary10Percent5Minutes" in json.dumps(one.properties["DeploymentConfigName"])
        assert len(one.properties["AlarmConfiguration"]["Alarms"]) == 2, "those of failures and of deaths"
        assert "DEPLOYMENT_STOP_ON_ALARM" in one.properties["AutoRollbackConfiguration"]["Events"]
    assert list(synthesised("dev").resources("AWS::CodeDeploy::DeploymentGroup")) == []


def test_events_can_be_replayed_for_a_week_and_orders_for_a_month(synthesised: Any) -> None:
    archives = {
        one.properties["ArchiveName"]: one.properties["RetentionDays"]
        for one in synthesised("prod").resources("AWS::Events::Archive")
    }

    assert archives == {"souk-prod-everything": 7, "souk-prod-orders": 30}


def test_what_concurrency_is_set_for_exists(registry: Any) -> None:
    known = {spec.id for spec in registry.functions}

    assert {
        name for stage in (read("dev"), read("prod", DECIDED["prod"])) for name in stage.concurrency
    } - known == set()


def test_what_a_client_writes_of_its_address_is_believed_only_where_nobody_goes_round_the_edge(
    synthesised: Any,
) -> None:
    for stage, believed in (("dev", "0"), ("prod", "2")):
        made = synthesised(stage)
        guarded = [one.properties["Scope"] for one in made.resources("AWS::WAFv2::WebACL")]
        trusted = {
            one.properties["Environment"]["Variables"].get("SOUK_TRUSTED_PROXIES", believed)
            for one in made.resources("AWS::Lambda::Function")
            if "Environment" in one.properties
        }

        assert ("REGIONAL" in guarded, trusted) == (believed != "0", {believed})


def test_two_stages_share_an_account_without_sharing_a_name(synthesised: Any) -> None:
    words = ("FunctionName", "QueueName", "AlarmName", "TopicName", "DashboardName", "DBInstanceIdentifier")

    for one in synthesised("prod").resources():
        names = [one.properties[word] for word in words if isinstance(one.properties.get(word), str)]
        assert [name for name in names if not name.startswith("souk-prod")] == [], one


def test_the_database_moves_before_any_function_of_its_version_answers(assembly: Assembly) -> None:
    stacks = {name: one for name, one in assembly.manifest["artifacts"].items() if name in assembly.templates}
    services = {name for name, one in stacks.items() if "ops" in one["dependencies"]} - {"api"}
    (run,) = [one for one in assembly.resources("Custom::RunOnDeploy") if one.stack == "ops"]

    others = [one for one in assembly.resources("AWS::Lambda::Function") if one.stack == "ops"]
    waiting = [one for one in others if run.id in one.body.get("DependsOn", [])]

    assert services >= {"auth", "orders", "payments"}
    assert services | {"ops"} <= {*stacks["api"]["dependencies"]}
    assert len(waiting) == len(others) - 2


def test_an_unknown_stage_is_refused_by_name() -> None:
    app = aws_cdk.App(context={"stage": "staging"})

    with pytest.raises(StageRefused, match="no stage 'staging', only dev, local, prod"):
        chosen(app.node)


def test_a_desk_that_says_nothing_of_its_machine_is_told_what_is_missing() -> None:
    app = aws_cdk.App(context={"stage": "local"})

    with pytest.raises(StageRefused) as refused:
        chosen(app.node)

    assert [line.split(":")[0].strip() for line in str(refused.value).splitlines()[1:]] == [
        "account",
        "region",
        "public_url",
    ]


def test_a_stage_is_refused_with_every_fault_of_its_file(tmp_path: Path) -> None:
    written = (FOLDER / "dev.toml").read_text()
    for right, wrong in (
        ('account = "000000000000"', "account = 12"),
        ("storage_gb = 20\n", 'storage_gb = "much"\n'),
        ("rate_limit = 100", "rate_limt = 100"),
        ('price_class = "PRICE_CLASS_100"', 'price_class = "CHEAP"'),
    ):
        assert right in written
        written = written.replace(right, wrong)
    (tmp_path / "dev.toml").write_text(written)

    with pytest.raises(StageRefused) as refused:
        read("dev", folder=tmp_path)

    head, *faults = str(refused.value).splitlines()
    assert head == "stages/dev.toml cannot be built:"
    assert {fault.split(":")[0].strip() for fault in faults} == {
        "account",
        "database.storage_gb",
        "edge.price_class",
        "rate_limit",
        "rate_limt",
    }


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("[cache]", "[kache]", "network, database and cache go together"),
        ('alias = "live"', 'canary = "ALL_AT_ONCE"', "a canary needs an alias"),
        ("# domain =", "domain =", "edge.zone_id and edge.domain go together"),
        ('alias = "live"', "alias = live", "stages/dev.toml: Invalid value"),
    ],
)
def test_a_stage_whose_parts_contradict_each_other_is_refused(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    written = (FOLDER / "dev.toml").read_text()
    if right == "[cache]":
        written, wrong = written.split("[cache]")[0] + "[edge]" + written.split("[edge]")[1], right
    (tmp_path / "dev.toml").write_text(written.replace(right, wrong))

    with pytest.raises(StageRefused, match=said):
        read("dev", folder=tmp_path)


def test_every_stage_is_a_file_that_is_whole() -> None:
    assert names() == ["dev", "local", "prod"]
    assert [read(name, DECIDED.get(name)).name for name in names()] == names()


def test_production_is_not_built_before_somebody_moves_the_money() -> None:
    with pytest.raises(StageRefused, match="payment_providers names nobody who moves the money"):
        read("prod")
    with pytest.raises(StageRefused, match="the sandbox moves no money"):
        read("prod", {"payment_providers": ["stripe", "sandbox"]})


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({}, "payment_keys lacks the key"),
        ({"stripe": "sk_live_souk"}, "hold what is no publishable key"),
        ({"stripe": "pk_live_souk", "paypal": "of-the-app"}, "hold what is no publishable key"),
    ],
    ids=["none", "a secret one", "of one that draws nothing"],
)
def test_the_key_of_a_providers_fields_is_there_and_no_secret(keys: dict[str, str], said: str) -> None:
    with pytest.raises(StageRefused, match=said):
        read("prod", {"payment_providers": ["stripe"], "payment_keys": keys})


def test_who_lists_the_methods_knows_the_key_of_the_fields_and_no_secret(synthesised: Any) -> None:
    given = synthesised("prod").functions()["souk-prod-payments-list-offered-methods"].properties["Environment"]

    assert given["Variables"]["SOUK_PAYMENT_KEYS"] == '{"stripe": "pk_live_souk"}'
    assert not [name for name in given["Variables"] if name.startswith("SOUK_PROVIDER_")]


def test_the_cdk_has_nothing_to_warn_of(assembly: Assembly) -> None:
    said = [
        (path, entry["type"], entry["data"])
        for name, artifact in assembly.manifest["artifacts"].items()
        for path, entries in _metadata(assembly, name, artifact).items()
        for entry in entries
        if entry["type"] in ("aws:cdk:warning", "aws:cdk:error")
    ]

    assert said == []


def test_no_account_is_asked_for_anything(assembly: Assembly) -> None:
    zones = {one.properties["AvailabilityZone"] for one in assembly.resources("AWS::EC2::Subnet")}

    assert "missing" not in assembly.manifest
    assert zones == set(assembly.stage.zones)


def test_every_rule_that_is_broken_is_broken_for_a_reason(assembly: Assembly) -> None:
    report = json.loads((assembly.folder / "validation-report.json").read_text())

    broken = [
        (rule["ruleName"], construct["constructPath"])
        for plugin in report["pluginReports"]
        for rule in plugin["violations"]
        for construct in rule["violatingConstructs"]
    ]

    assert broken == []


def test_a_broken_rule_would_be_seen(tmp_path: Path) -> None:
    app = aws_cdk.App(outdir=str(tmp_path))
    look_closely(app)
    aws_s3.Bucket(aws_cdk.Stack(app, "careless"), "Open")

    with pytest.raises(Exception, match="server access logs"):
        app.synth()

    broken = (tmp_path / "validation-report.json").read_text()
    assert "AwsSolutions-S10" in broken


def test_cfn_lint_is_content(synthesised: Any) -> None:
    ignored = [word for rule in LINT_EXCEPTIONS for word in ("--ignore-checks", rule)]
    templates = [path for name in ("dev", "prod") for path in sorted(synthesised(name).folder.glob("*.template.json"))]

    lint = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run([lint, *ignored, "--", *templates], capture_output=True, text=True, check=False)

    assert done.stdout == ""
    assert done.returncode == 0


def _metadata(assembly: Assembly, name: str, artifact: dict[str, Any]) -> dict[str, Any]:
    extra = assembly.folder / f"{name}.metadata.json"
    said: dict[str, Any] = json.loads(extra.read_text()) if extra.exists() else {}
    said.update(artifact.get("metadata", {}))
    return said
