"""What a page's own address asks of a list."""

from collections.abc import Mapping, Sequence
from typing import Any

from functions.catalog.browsing.domain.model import BrowseProducts
from souk.errors import Invalid
from souk.parsing import read_query

# What a page says of its lists itself, whatever its address says.
_OWN = {"cursor", "facets", "limit", "seller", "total"}


def listing[Q: BrowseProducts](
    model: type[Q], address: Mapping[str, Sequence[str]], **fixed: Any
) -> tuple[dict[str, Any], Q]:
    """Read what an address narrows a list to, as the parameters that the page sends and as the query that they are.

    What the API would refuse is left out, as the page leaves it out; `fixed` is what the page says besides.
    """
    asked = {name: values[0] for name, values in address.items() if name not in _OWN and "\0" not in values[0]}
    own = {"facets": "true", "total": "true"} | {name: str(value) for name, value in fixed.items()}
    while True:
        try:
            query = read_query(model, asked | own)
        except Invalid as invalid:
            wrong = {error.field for error in invalid.errors} & asked.keys()
            if not wrong:
                raise
            asked = {name: value for name, value in asked.items() if name not in wrong}
        else:
            sent = query.model_dump(mode="json", include=asked.keys() | own.keys())
            return {name: value for name, value in sent.items() if value not in (None, False, "")}, query
