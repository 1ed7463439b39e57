"""A bucket in this process, with everything that functions ask of Amazon S3."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from souk.files import DOCUMENTS, DOWNLOADS, SMALLEST_PART, UPLOADS, Form, UploadGone


class Bucket:
    """Files by key; what was uploaded waits in ``arrived``, as Amazon S3 says it, until it is taken."""

    def __init__(self) -> None:
        self.url = "https://bucket.example"
        self.files: dict[str, bytes] = {}
        self.arrived: list[dict[str, Any]] = []
        self._parts: dict[str, dict[int, bytes]] = {}

    def form(self, key: str, *, content_type: str, most: int) -> Form:
        """Say what a form has that is signed."""
        return Form(f"{self.url}/", {"key": UPLOADS + key, "Content-Type": content_type, "most": str(most)})

    def upload(self, fields: dict[str, str], content: bytes) -> None:
        """Send a file as whoever got the form does."""
        key = fields["key"]
        self.files[key] = content
        self.arrived.append({"bucket": {"name": "bucket"}, "object": {"key": key, "size": len(content)}})

    def link(self, key: str) -> str:
        """Give an address of a file that is there."""
        return f"{self.url}/{DOWNLOADS}{key}"

    def download(self, link: str) -> bytes:
        """Fetch a file as whoever got the link does."""
        return self.files[link.removeprefix(f"{self.url}/")]

    def read(self, key: str, begin: int, size: int) -> bytes:
        """Give a piece of what was uploaded."""
        return self.files[UPLOADS + key][begin : begin + size]

    def begin(self, key: str, *, content_type: str, name: str) -> str:
        """Begin a file."""
        upload = f"{key} {content_type} {name} {uuid4()}"
        self._parts[upload] = {}
        return upload

    def write(self, key: str, upload: str, number: int, content: bytes) -> str:
        """Keep a part, in place of the one that had its number."""
        if upload not in self._parts:
            raise UploadGone
        self._parts[upload][number] = content
        return f"{number} {len(content)}"

    def end(self, key: str, upload: str, tags: Sequence[str]) -> None:
        """Make the file, as strictly as Amazon S3."""
        made = self._parts.pop(upload)
        parts = [made[number] for number in range(1, len(tags) + 1)]
        assert [f"{number} {len(part)}" for number, part in enumerate(parts, 1)] == list(tags)
        assert all(len(part) >= SMALLEST_PART for part in parts[:-1])
        self.files[DOWNLOADS + key] = b"".join(parts)


class Archive:
    """The documents of a bucket, and the links to them."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def keep(self, key: str, content: bytes, *, content_type: str, name: str) -> bool:
        """Keep a document where there is none."""
        assert content_type
        assert name
        is_new = DOCUMENTS + key not in self._bucket.files
        self._bucket.files.setdefault(DOCUMENTS + key, content)
        return is_new

    def link(self, key: str) -> str:
        """Give an address of a document that is there."""
        return f"{self._bucket.url}/{DOCUMENTS}{key}"
