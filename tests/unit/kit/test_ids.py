from souk.ids import uuid7


def test_ids_are_version_seven_and_sort_by_time() -> None:
    ids = [uuid7() for _ in range(1000)]

    assert {one.version for one in ids} == {7}
    assert {one.variant for one in ids} == {"specified in RFC 4122"}
    assert len(set(ids)) == 1000
    assert [one.int >> 80 for one in ids] == sorted(one.int >> 80 for one in ids)
