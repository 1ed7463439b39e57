from functions.catalog.files.domain import imports
from souk import Database, every


@every("1 hour")
def handler(database: Database) -> None:
    """Give up imports that have not come to an end for an hour."""
    imports.fail_stuck(database)
