"""Files come and go through S3 by requests that the kit signs, and jobs read and write them."""

import secrets

import pytest
import requests

from souk import files
from souk.files import DocumentLinks, Documents, DownloadLinks, Downloads, Form, UploadForms, Uploads
from souk.settings import get
from tests.support.clouds import Cloud

CSV = "text/csv"
LIMIT = 1000
KEY = "import-things/0197"


@pytest.fixture(autouse=True)
def bucket(request: pytest.FixtureRequest) -> str:
    """An empty bucket in the cloud of the test."""
    here: Cloud = request.getfixturevalue("served" if "served" in request.fixturenames else "cloud")
    here.bucket(get("SOUK_FILES_BUCKET"))
    return get("SOUK_FILES_BUCKET")


def form(key: str = KEY) -> Form:
    """Sign an upload of one CSV file, not empty and not above the limit."""
    return UploadForms.open().form(key, content_type=CSV, most=LIMIT)


def send(signed: Form, content: bytes, **changes: str) -> int:
    """Upload as a browser's form does, and give the status."""
    sent = {"file": ("a.csv", content)}
    return requests.post(signed.url, data=signed.fields | changes, files=sent, timeout=10).status_code


def keys(cloud: Cloud, bucket: str) -> list[str]:
    return [one["Key"] for one in cloud.files().list_objects_v2(Bucket=bucket).get("Contents", [])]


def write(content: bytes, name: str = "a.csv") -> None:
    downloads = Downloads.open()
    begun = downloads.begin(KEY, content_type=CSV, name=name)
    downloads.end(KEY, begun, [downloads.write(KEY, begun, 1, content)])


def test_what_was_uploaded_is_read_in_pieces(cloud: Cloud, bucket: str) -> None:
    content = "sku,title\nA-1,Grüße\n".encode()

    status = send(form(), content)

    uploads = Uploads.open()
    assert status == 204
    assert keys(cloud, bucket) == [f"uploads/{KEY}"]
    assert (uploads.read(KEY, 0, 10), uploads.read(KEY, 10, 100)) == (content[:10], content[10:])
    assert uploads.read(KEY, len(content), 100) == b""


def test_what_was_written_is_downloaded_with_its_name_and_type(cloud: Cloud) -> None:
    write(b"sku\n", name="catalogue.csv")

    answer = requests.get(DownloadLinks.open().link(KEY), timeout=10)

    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, b"sku\n", CSV)
    assert answer.headers["content-disposition"] == 'attachment; filename="catalogue.csv"'


@pytest.mark.parametrize("size", [0, LIMIT + 1])
def test_a_file_that_is_empty_or_too_large_is_not_taken(served: Cloud, bucket: str, size: int) -> None:
    assert send(form(), b"x" * size) == 400
    assert keys(served, bucket) == []


def test_a_file_at_the_limit_is_taken(served: Cloud) -> None:
    assert send(form(), b"x" * LIMIT) == 204


def test_another_content_type_or_key_than_the_signed_one_is_not_taken(served: Cloud, bucket: str) -> None:
    signed = form()

    assert send(signed, b"x", **{"Content-Type": "text/html"}) == 403
    assert send(signed, b"x", key="uploads/another") == 403
    assert keys(served, bucket) == []


def test_a_form_is_good_for_an_hour(served: Cloud, bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LONGEST_UPLOAD_SECONDS", -1)

    assert send(form(), b"x") == 403
    assert keys(served, bucket) == []


def test_a_link_is_good_for_its_own_file_and_a_while(served: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    write(b"sku\n")
    link = DownloadLinks.open().link(KEY)
    forged = link[:-64] + secrets.token_hex(32)
    elsewhere = link.replace("downloads/", "uploads/")
    monkeypatch.setattr(files, "LINK_SECONDS", 0)
    late = DownloadLinks.open().link(KEY)

    statuses = [requests.get(one, timeout=10).status_code for one in (link, forged, elsewhere)]

    assert statuses == [200, 403, 403]
    assert requests.get(late, timeout=10).status_code in (400, 403)


def test_a_file_that_is_not_there_is_not_found(cloud: Cloud) -> None:
    assert requests.get(DownloadLinks.open().link("none"), timeout=10).status_code == 404


def test_a_document_is_read_in_the_browser_with_its_name_and_type(cloud: Cloud) -> None:
    is_new = Documents.open().keep(KEY, b"%PDF-1", content_type="application/pdf", name="1.pdf")

    answer = requests.get(DocumentLinks.open().link(KEY), timeout=10)

    assert is_new
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, b"%PDF-1", "application/pdf")
    assert answer.headers["content-disposition"] == 'inline; filename="1.pdf"'


def test_a_document_that_is_there_stays_as_it_is(cloud: Cloud) -> None:
    documents = Documents.open()

    kept = [documents.keep(KEY, content, content_type=CSV, name="a.csv") for content in (b"first", b"second")]

    content = requests.get(DocumentLinks.open().link(KEY), timeout=10).content
    assert (kept, content) == ([True, False], b"first")


def test_a_large_file_is_written_in_parts(cloud: Cloud, bucket: str) -> None:
    part = b"0123456789abcdef" * (files.SMALLEST_PART // 16)
    downloads = Downloads.open()
    begun = downloads.begin(KEY, content_type=CSV, name="a.csv")

    tags = [downloads.write(KEY, begun, number, content) for number, content in ((1, b"again"), (1, part), (2, b"end"))]
    before = keys(cloud, bucket)
    downloads.end(KEY, begun, tags[1:])

    content = requests.get(DownloadLinks.open().link(KEY), timeout=10).content
    assert before == []
    assert (len(content), content[-4:]) == (len(part) + 3, b"fend")
