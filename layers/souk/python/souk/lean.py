"""pydantic and pg8000, imported without what they load and nothing here uses.

pydantic looks for plugins in the metadata of all packages, pg8000 reads there which version it is, and it brings a
parser of dates in any form: a seventh of a cold start (docs/adr/0044-lean-imports.md). While they are imported,
stand-ins are in the place of those modules; whoever imports these afterwards gets them.
"""

import sys
from datetime import datetime
from types import SimpleNamespace
from typing import Any

_STAND_INS: dict[str, Any] = {
    "importlib.metadata": SimpleNamespace(version=str, entry_points=lambda **_: ()),
    "dateutil.parser": SimpleNamespace(parse=datetime.fromisoformat, ParserError=ValueError),
}
_absent = _STAND_INS.keys() - sys.modules.keys()
sys.modules.update({name: _STAND_INS[name] for name in _absent})
try:
    import pg8000.native  # noqa: F401
    import pydantic.plugin._loader  # noqa: F401
finally:
    for _name in _absent:
        del sys.modules[_name]
