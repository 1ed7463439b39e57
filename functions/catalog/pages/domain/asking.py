"""What a page's own address asks of a list."""

from collections.abc import Mapping, Sequence
from typing import Any

from functions.catalog.browsing.domain.model import BrowseProducts
from souk.errors import Invalid
from souk.parsing import read_query

# What the pages ask for besides, whatever their address says.
_ALWAYS = {"facets": "true"}


def listing[Q: BrowseProducts](
    model: type[Q], address: Mapping[str, Sequence[str]], **fixed: Any
) -> tuple[dict[str, str], Q]:
    """Read what an address narrows a list to, as parameters and as the query that they are; what cannot be is left out.

    ``fixed`` is what the page itself says of the list.
    """
    asked = {name: values[0] for name, values in address.items() if name not in ("limit", "cursor", "facets")}
    own = _ALWAYS | {name: str(value) for name, value in fixed.items()}
    while True:
        try:
            return asked | own, read_query(model, asked | own)
        except Invalid as invalid:
            wrong = {error.field for error in invalid.errors} & asked.keys()
            if not wrong:
                raise
            asked = {name: value for name, value in asked.items() if name not in wrong}
