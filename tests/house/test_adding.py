"""Adding an operation or an outside resource is one file, a job one file and a class: everything else finds it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

OPERATION = '''"""Count orders."""

from functions.orders.domain.translator import Translator
from souk import CUSTOMER, Caller, Json, Transaction, View, operation


class OrderCount(View):
    """How many orders there are."""

    count: int


@operation("GET /api/orders/count", role=CUSTOMER)
def handler(tx: Transaction, translator: Translator, caller: Caller) -> OrderCount:
    """Count the caller's orders."""
    return OrderCount(count=0)
'''

WORK = '''

class PrintLabels(Work):
    """Labels that are still to be printed."""

    job = "orders-print-labels"
    upload = True

    sheets: int
'''

JOB = '''from functions.orders.domain.labels import PrintLabels
from souk import Transaction, job


@job(PrintLabels, timeout=20)
def handler(tx: Transaction, work: PrintLabels) -> PrintLabels | None:
    """Print the next sheet of labels."""
    return PrintLabels(sheets=work.sheets - 1) if work.sheets else None
'''

RESOURCE = '''"""The translator."""

from typing import ClassVar, Self

from souk.resources import EVERYTHING, Resource, Right, Secret


class Translator(Resource):
    """Somebody who knows languages."""

    secrets: ClassVar[tuple[Secret, ...]] = (Secret("translator-account"),)
    rights: ClassVar[tuple[Right, ...]] = (Right("translate:TranslateText", EVERYTHING),)
    layers: ClassVar[tuple[str, ...]] = ("languages",)

    @classmethod
    def open(cls) -> Self:
        """Make one."""
        return cls()
'''

FINDS = """
import json, sys
from pathlib import Path
from docs.tables import jobs, operations
from souk.openapi import document
from tests.house.test_permissions import OPERATIONS
from tests.infrastructure.assembly import synthesise
from tests.support.world import registry

found, out = registry(), Path(sys.argv[1])
assembly = synthesise("local", found, out / "cdk.out", out / "bundles")
body = next(assembly.resources("AWS::ApiGateway::RestApi")).properties["Body"]

def roles_of(function):
    role = assembly.resource(function.stack, function.properties["Role"]["Fn::GetAtt"][0])
    return [s for policy in role.properties["Policies"] for s in policy["PolicyDocument"]["Statement"]]

print(json.dumps({
    "openapi": document(found)["paths"]["/api/orders/count"]["get"]["summary"],
    "gateway": "get" in body["paths"]["/api/orders/count"],
    "handlers": {name: one.properties["Handler"] for name, one in assembly.functions().items()},
    "matrix": [role.value for spec in OPERATIONS if spec.path == "/api/orders/count" for role in spec.roles],
    "readme": "| `GET /api/orders/count` | customer | Count the caller's orders |" in operations(found),
    "queues": {one.properties["QueueName"]: one.properties.get("VisibilityTimeout")
               for one in assembly.resources("AWS::SQS::Queue")},
    "rules": [one.properties["Name"] for one in assembly.resources("AWS::Events::Rule")],
    "alarms": [one.properties["AlarmName"] for one in assembly.resources("AWS::CloudWatch::Alarm")],
    "jobs": "| `orders/print_labels` | when its file was uploaded | Print the next sheet of labels |" in jobs(found),
    "settings": {name: list(one.properties["Environment"]["Variables"]) for name, one in assembly.functions().items()
                 if "-on-deploy" not in name},
    "rights": {name: roles_of(one) for name, one in assembly.functions().items()},
    "layers": {name: json.dumps(one.properties.get("Layers")) for name, one in assembly.functions().items()},
    "secrets": [one.properties["Name"] for one in assembly.resources("AWS::SecretsManager::Secret")],
}))
"""
NEW = "souk-local-orders-count-orders"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the product says of itself that has an operation and a resource more."""
    tree = tmp_path_factory.mktemp("adding") / "souk"
    left_out = shutil.ignore_patterns(".*", "node_modules", "cdk.out", "__pycache__")
    shutil.copytree(ROOT, tree, ignore=left_out)
    (tree / "functions/orders/count_orders.py").write_text(OPERATION)
    (tree / "functions/orders/domain/translator.py").write_text(RESOURCE)
    (tree / "functions/orders/domain/labels.py").write_text(f'"""Labels."""\n\nfrom souk import Work\n{WORK}')
    (tree / "functions/orders/print_labels.py").write_text(JOB)
    path = os.pathsep.join(map(str, (tree, tree / "layers/souk/python")))

    done = subprocess.run(
        [sys.executable, "-c", FINDS, str(tree.parent)],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def test_an_operation_is_in_the_document_the_template_the_permission_matrix_and_the_readme(
    found: dict[str, Any],
) -> None:
    assert found["openapi"] == "Count the caller's orders"
    assert found["gateway"]
    assert found["handlers"][NEW] == "functions.orders.count_orders.handler"
    assert found["matrix"] == ["customer"]
    assert found["readme"]


def test_a_resource_brings_its_secret_its_setting_its_right_and_its_layer_to_who_asks_for_it(
    found: dict[str, Any],
) -> None:
    assert found["secrets"].count("souk-local/translator-account") == 1
    for name, settings in found["settings"].items():
        assert ("SOUK_TRANSLATOR_ACCOUNT_SECRET" in settings) == (name == NEW)
        assert ("translate:TranslateText" in json.dumps(found["rights"][name])) == (name == NEW)
        assert ("LanguagesLayer" in found["layers"][name]) == (name == NEW)
    reading = [one for one in found["rights"][NEW] if one["Action"] == "secretsmanager:GetSecretValue"]
    assert "TranslatorAccount" in json.dumps(reading)


def test_a_job_has_a_queue_with_dead_letters_and_alarms_and_the_relay_may_send_to_it(found: dict[str, Any]) -> None:
    name = "souk-local-orders-print-labels"
    allowed = {name: json.dumps(rights) for name, rights in found["rights"].items()}

    assert found["handlers"][name] == "functions.orders.print_labels.handler"
    assert found["queues"][name] == 6 * 20
    assert f"{name}-dead-letters" in found["queues"]
    assert {f"{name}-{what}" for what in ("failed", "errors", "waiting", "dead-letters")} <= {*found["alarms"]}
    assert name in found["rules"]
    assert found["jobs"]
    assert {one for one, rights in allowed.items() if f":{name}" in rights and "sqs:SendMessage" in rights} >= {
        "souk-local-ops-relay"
    }
