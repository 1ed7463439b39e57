"""A migration is never changed: its checksum is written down with it."""

from docs.frozen import frozen, present


def test_every_migration_is_written_down() -> None:
    new = sorted(present().keys() - frozen().keys())

    assert new == [], "`make frozen` writes them down"


def test_no_migration_was_changed_or_taken_away() -> None:
    now = present()
    changed = sorted(path for path, checksum in frozen().items() if now.get(path) != checksum)

    assert changed == [], (
        "Somebody's database may have these already: put them back and write a new file instead. "
        "As long as nobody's can have them, `make frozen RENEW=yes` writes them down anew."
    )
