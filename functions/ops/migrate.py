from functions.ops.domain.administration import Administrator, Migrations
from souk import Alarms, task
from souk.migrations import migrate


@task(on_deploy=True, timeout=600, alarms=Alarms(critical=True))
def handler(administrator: Administrator, migrations: Migrations) -> list[str]:
    """Bring the database to the state this version needs."""
    with administrator.connection() as connection:
        return migrate(connection, migrations.root, administrator.passwords())
