"""Files come and go through S3 by requests that are signed beforehand, and nobody needs a key of their own."""

from typing import Any

import pytest
import requests

from tests.support.clouds import Cloud

CSV = "text/csv"
LIMIT = 1000


@pytest.fixture
def bucket(request: pytest.FixtureRequest, name: str) -> str:
    """An empty bucket in the cloud of the test."""
    here = "served" if "served" in request.fixturenames else "cloud"
    request.getfixturevalue(here).files().create_bucket(Bucket=name)
    return name


def upload(cloud: Cloud, bucket: str, key: str = "imports/a.csv") -> dict[str, Any]:
    """Sign an upload of one CSV file, not empty and not above the limit."""
    conditions: list[Any] = [["content-length-range", 1, LIMIT], {"Content-Type": CSV}]
    signed: dict[str, Any] = cloud.files().generate_presigned_post(
        bucket, key, Fields={"Content-Type": CSV}, Conditions=conditions, ExpiresIn=600
    )
    return signed


def send(signed: dict[str, Any], content: bytes, **changes: str) -> int:
    """Upload as a browser's form does, and give the status."""
    fields = signed["fields"] | changes
    return requests.post(signed["url"], data=fields, files={"file": ("a.csv", content)}, timeout=10).status_code


def keys(cloud: Cloud, bucket: str) -> list[str]:
    return [one["Key"] for one in cloud.files().list_objects_v2(Bucket=bucket).get("Contents", [])]


def test_what_was_uploaded_is_downloaded_again(cloud: Cloud, bucket: str) -> None:
    content = "sku,title\nA-1,Grüße\n".encode()

    status = send(upload(cloud, bucket), content)

    s3 = cloud.files()
    link = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "imports/a.csv"}, ExpiresIn=600)
    answer = requests.get(link, timeout=10)
    assert status == 204
    assert keys(cloud, bucket) == ["imports/a.csv"]
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, content, CSV)


def test_a_download_has_the_name_that_the_file_was_kept_with(cloud: Cloud, bucket: str) -> None:
    s3 = cloud.files()
    shown = 'attachment; filename="products.csv"'
    s3.put_object(Bucket=bucket, Key="exports/0197", Body=b"sku\n", ContentType=CSV, ContentDisposition=shown)

    link = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "exports/0197"})

    assert requests.get(link, timeout=10).headers["content-disposition"] == shown


@pytest.mark.parametrize("size", [0, LIMIT + 1])
def test_a_file_that_is_empty_or_too_large_is_not_taken(served: Cloud, bucket: str, size: int) -> None:
    assert send(upload(served, bucket), b"x" * size) == 400
    assert keys(served, bucket) == []


def test_a_file_at_the_limit_is_taken(served: Cloud, bucket: str) -> None:
    assert send(upload(served, bucket), b"x" * LIMIT) == 204


def test_another_content_type_or_key_than_the_signed_one_is_not_taken(served: Cloud, bucket: str) -> None:
    signed = upload(served, bucket)

    assert send(signed, b"x", **{"Content-Type": "text/html"}) == 403
    assert send(signed, b"x", key="imports/b.csv") == 403
    assert keys(served, bucket) == []


def test_a_file_that_is_not_there_is_not_found(cloud: Cloud, bucket: str) -> None:
    link = cloud.files().generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "none.csv"})

    assert requests.get(link, timeout=10).status_code == 404


def test_a_large_file_is_written_in_parts(cloud: Cloud, bucket: str) -> None:
    s3 = cloud.files()
    part = b"0123456789abcdef" * (5 * 1024 * 1024 // 16)
    begun = s3.create_multipart_upload(Bucket=bucket, Key="exports/a.csv", ContentType=CSV)["UploadId"]
    where = {"Bucket": bucket, "Key": "exports/a.csv", "UploadId": begun}
    parts = [
        {"PartNumber": number, "ETag": s3.upload_part(**where, PartNumber=number, Body=content)["ETag"]}
        for number, content in ((1, part), (2, b"end"))
    ]

    s3.complete_multipart_upload(**where, MultipartUpload={"Parts": parts})

    content = s3.get_object(Bucket=bucket, Key="exports/a.csv")["Body"].read()
    assert (len(content), content[-4:]) == (len(part) + 3, b"fend")
