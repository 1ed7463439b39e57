"""Addresses of pictures: of a picture of ours, or of one at any host that is reached by https."""

from typing import Annotated

from pydantic import StringConstraints

# The characters of RFC 3986, appendix A; a second slash or a backslash would lead to another host.
ADDRESS = r"(https:/)?/[A-Za-z0-9._~:?#@!$&'()*+,;=%\[\]-][A-Za-z0-9._~:?#@!$&'()*+,;=%\[\]/-]*"
LONGEST = 500

PictureAddress = Annotated[str, StringConstraints(pattern=rf"^({ADDRESS})$", max_length=LONGEST)]
