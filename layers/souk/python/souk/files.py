"""Files in Amazon S3: signed for others to send and fetch, read and written by jobs.

Who sends or fetches a file needs no key: Signature Version 4 of a form or a link allows one object for a while, at most
until the signing function's own credentials end. It is made here by hand, for boto3 doubles a cold start. Sources:
"Authenticating Requests: Browser-Based Uploads Using POST" and "Authenticating Requests: Using Query Parameters" in
https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

from souk import settings
from souk.resources import Resource, Right

UPLOADS, DOWNLOADS = "uploads/", "downloads/"
KEPT_DAYS = 7
"""Uploads and downloads are forgotten then."""
DOCUMENTS = "documents/"
"""What is never written again, and kept."""
LONGEST_UPLOAD_SECONDS = 3600
LINK_SECONDS = 900
SMALLEST_PART = 5 * 1024 * 1024
"""Bytes that each part of a file must have, but the last (Amazon S3, multipart upload limits)."""

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Form:
    """Where to send a file, as multipart/form-data with these fields before the ``file`` itself."""

    url: str
    fields: dict[str, str]


class UploadGone(Exception):
    """A file that was being written has ended, or was given up."""


class _Signing(Resource):
    """Signs with the function's own credentials, in Lambda's environment."""

    environment: ClassVar[tuple[str, ...]] = ("SOUK_FILES_BUCKET", "SOUK_FILES_URL")

    @staticmethod
    def _scope(now: datetime) -> tuple[dict[str, str], str]:
        """Give what every signed request says, and its scope."""
        scope = f"{now:%Y%m%d}/{settings.get('AWS_REGION')}/s3/aws4_request"
        said = {
            "X-Amz-Algorithm": _ALGORITHM,
            "X-Amz-Credential": f"{settings.get('AWS_ACCESS_KEY_ID')}/{scope}",
            "X-Amz-Date": f"{now:%Y%m%dT%H%M%SZ}",
        }
        if token := settings.get("AWS_SESSION_TOKEN", ""):
            said["X-Amz-Security-Token"] = token
        return said, scope

    @staticmethod
    def _signature(scope: str, text: str) -> str:
        key = f"AWS4{settings.get('AWS_SECRET_ACCESS_KEY')}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()


class UploadForms(_Signing):
    """Lets somebody without a key upload one file."""

    rights: ClassVar[tuple[Right, ...]] = (Right("s3:PutObject", "uploads"),)

    def form(self, key: str, *, content_type: str, most: int) -> Form:
        """Allow an upload of 1 to ``most`` bytes within the hour."""
        now = datetime.now(UTC)
        said, scope = self._scope(now)
        fields = {"key": UPLOADS + key, "Content-Type": content_type}
        fields |= {name.lower(): value for name, value in said.items()}
        conditions: list[Any] = [{name: value} for name, value in fields.items()]
        conditions += [{"bucket": settings.get("SOUK_FILES_BUCKET")}, ["content-length-range", 1, most]]
        expiration = f"{now + timedelta(seconds=LONGEST_UPLOAD_SECONDS):%Y-%m-%dT%H:%M:%SZ}"
        policy = base64.b64encode(json.dumps({"expiration": expiration, "conditions": conditions}).encode()).decode()
        fields |= {"policy": policy, "x-amz-signature": self._signature(scope, policy)}
        return Form(f"{settings.get('SOUK_FILES_URL')}/", fields)


class _Links(_Signing):
    """Lets somebody without a key fetch one file of a folder."""

    folder: ClassVar[str]

    def link(self, key: str) -> str:
        """Give an address that answers with the file for a quarter of an hour."""
        said, scope = self._scope(datetime.now(UTC))
        said |= {"X-Amz-Expires": str(LINK_SECONDS), "X-Amz-SignedHeaders": "host"}
        address = f"{settings.get('SOUK_FILES_URL')}/{quote(self.folder + key)}"
        query = urlencode(sorted(said.items()), quote_via=quote, safe="")
        where = urlsplit(address)
        request = f"GET\n{where.path}\n{query}\nhost:{where.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
        digest = hashlib.sha256(request.encode()).hexdigest()
        signature = self._signature(scope, f"{_ALGORITHM}\n{said['X-Amz-Date']}\n{scope}\n{digest}")
        return f"{address}?{query}&X-Amz-Signature={signature}"


class DownloadLinks(_Links):
    """Lets somebody without a key download one file."""

    rights: ClassVar[tuple[Right, ...]] = (Right("s3:GetObject", "downloads"),)
    folder = DOWNLOADS


class DocumentLinks(_Links):
    """Lets somebody without a key read one document."""

    rights: ClassVar[tuple[Right, ...]] = (Right("s3:GetObject", "documents"),)
    folder = DOCUMENTS


class _Bucket(Resource):
    """The bucket itself, for jobs."""

    environment: ClassVar[tuple[str, ...]] = ("SOUK_FILES_BUCKET",)

    @cached_property
    def _client(self) -> Any:
        import boto3

        return boto3.client("s3")

    @staticmethod
    def _at(key: str) -> dict[str, str]:
        return {"Bucket": settings.get("SOUK_FILES_BUCKET"), "Key": key}


class Uploads(_Bucket):
    """Reads what was uploaded."""

    rights: ClassVar[tuple[Right, ...]] = (Right("s3:GetObject", "uploads"),)

    def read(self, key: str, begin: int, size: int) -> bytes:
        """Give at most ``size`` bytes of a file; fewer than that are its end."""
        from botocore.exceptions import ClientError

        span = f"bytes={begin}-{begin + size - 1}"
        try:
            content: bytes = self._client.get_object(**self._at(UPLOADS + key), Range=span)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] == "InvalidRange":
                return b""
            raise
        return content


class Downloads(_Bucket):
    """Writes a file in parts, which is there when it has ended."""

    rights: ClassVar[tuple[Right, ...]] = (Right("s3:PutObject", "downloads"),)

    def begin(self, key: str, *, content_type: str, name: str) -> str:
        """Begin a file that a browser keeps under a name; give what the calls that follow call it."""
        shown = f'attachment; filename="{name}"'
        place = self._at(DOWNLOADS + key)
        begun = self._client.create_multipart_upload(**place, ContentType=content_type, ContentDisposition=shown)
        return str(begun["UploadId"])

    def write(self, key: str, upload: str, number: int, content: bytes) -> str:
        """Write the part of this number, from 1 to 10,000; give its tag. All but the last have ``SMALLEST_PART``.

        Raises UploadGone.
        """
        from botocore.exceptions import ClientError

        part = {**self._at(DOWNLOADS + key), "UploadId": upload, "PartNumber": number, "Body": content}
        try:
            return str(self._client.upload_part(**part)["ETag"])
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchUpload":
                raise UploadGone from error
            raise

    def end(self, key: str, upload: str, tags: Sequence[str]) -> None:
        """Make one file of its parts."""
        parts = [{"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, 1)]
        place = self._at(DOWNLOADS + key)
        self._client.complete_multipart_upload(**place, UploadId=upload, MultipartUpload={"Parts": parts})


class Documents(_Bucket):
    """Keeps documents, each as it was first written."""

    rights: ClassVar[tuple[Right, ...]] = (Right("s3:PutObject", "documents"),)

    def keep(self, key: str, content: bytes, *, content_type: str, name: str) -> bool:
        """Write a document that a browser shows under a name, and say whether there was none: else it stays as it is.

        Amazon S3 User Guide, "How to prevent object overwrites with conditional writes".
        """
        from botocore.exceptions import ClientError

        said = {"ContentType": content_type, "ContentDisposition": f'inline; filename="{name}"'}
        try:
            self._client.put_object(**self._at(DOCUMENTS + key), Body=content, IfNoneMatch="*", **said)
        except ClientError as error:
            if error.response["Error"]["Code"] != "PreconditionFailed":
                raise
            return False
        return True
