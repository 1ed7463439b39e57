"""Adding an operation is one file: everything else finds it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ADDED = '''"""Count orders."""

from souk import CUSTOMER, Caller, Json, Transaction, View, operation


class OrderCount(View):
    """How many orders there are."""

    count: int


@operation("GET /api/orders/count", role=CUSTOMER)
def handler(tx: Transaction, caller: Caller) -> OrderCount:
    """Count the caller's orders."""
    return OrderCount(count=0)
'''

FINDS = """
import json, sys
from pathlib import Path
from docs.tables import operations
from souk.openapi import document
from tests.house.test_permissions import OPERATIONS
from tests.infrastructure.assembly import synthesise
from tests.support.world import registry

found, out = registry(), Path(sys.argv[1])
assembly = synthesise("local", found, out / "cdk.out", out / "bundles")
body = next(assembly.resources("AWS::ApiGateway::RestApi")).properties["Body"]
function = assembly.functions()["souk-local-orders-count-orders"]
print(json.dumps({
    "openapi": document(found)["paths"]["/api/orders/count"]["get"]["summary"],
    "gateway": "get" in body["paths"]["/api/orders/count"],
    "handler": function.properties["Handler"],
    "matrix": [role.value for spec in OPERATIONS if spec.path == "/api/orders/count" for role in spec.roles],
    "readme": "| `GET /api/orders/count` | customer | Count the caller's orders |" in operations(found),
}))
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the product with one more file in it."""
    copy = tmp_path / "souk"
    left_out = shutil.ignore_patterns(".*", "node_modules", "cdk.out", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=left_out)
    (copy / "functions" / "orders" / "count_orders.py").write_text(ADDED)
    return copy


def test_one_file_is_in_the_document_the_template_the_permission_matrix_and_the_readme(tree: Path) -> None:
    path = os.pathsep.join(map(str, (tree, tree / "layers" / "souk" / "python")))

    done = subprocess.run(
        [sys.executable, "-c", FINDS, str(tree.parent)],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "openapi": "Count the caller's orders",
        "gateway": True,
        "handler": "functions.orders.count_orders.handler",
        "matrix": ["customer"],
        "readme": True,
    }
