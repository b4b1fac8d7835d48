"""The configuration of nginx in docs/deploying.md, to the letter, before the service in production.

Only the ports, the folders and the certificate are put in their places on this machine.
"""

from __future__ import annotations

import datetime
import gzip
import http.client
import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.docs.documents import document
from tests.outages.serving import PATIENCE, ROOT, TOKEN, Server, prepared_with_admin, served

pytestmark = pytest.mark.needs("nginx")

HOST = "readiness.example.org"
SECRET = "planted-SECRET_token.x:1u"  # noqa: S105 - planted
PRODUCTION = {
    "READINESS_MODE": "production",
    "SECRET_KEY": "tried-behind-nginx-0b1c2d3e4f5a69788796a5b4c3d2e1f0-never-served",
    "SECOND_STEP_KEYS": "dHJpZWQtYmVoaW5kLW5naW54LW5ldmVyLXNlcnZlZCE=",
    "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
    "TRUSTED_PROXY_COUNT": "1",
}

# What Debian has around the file; pages are compressed unless a site says otherwise.
AROUND = """
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/main-error.log;
events {{ worker_connections 256; }}
http {{
    access_log {folder}/main-access.log;
    gzip on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/readiness.conf;
}}
"""

Answer = tuple[int, dict[str, str], bytes]


def written() -> str:
    [block] = document("docs/deploying.md").blocks("nginx")
    return block


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    form, unlocked = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, form, unlocked))


def in_place(block: str, folder: Path, plain: int, secure: int, behind: int) -> str:
    """The block with ports and folders of this machine; every replacement must find its place."""
    for old, new in [
        (r"listen \[::\]:.*;\n", "\n"),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen 443 ", f"listen 127.0.0.1:{secure} "),
        (r"/etc/ssl/readiness/", f"{folder}/"),
        (r"/var/log/nginx/", f"{folder}/"),
        (r"http://127\.0\.0\.1:8000;", f"http://127.0.0.1:{behind};"),
    ]:
        block, found = re.subn(old, new, block)
        assert found, old
    return block


@dataclass(frozen=True)
class Proxy:
    """nginx at work: its two ports, and the folder with all that it writes."""

    plain: int
    secure: int
    folder: Path

    def ask(
        self,
        path: str,
        headers: dict[str, str] | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
        port: int = 0,
    ) -> Answer:
        """An answer over HTTPS, or over plain HTTP where its port is given."""
        connection = (
            http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            if port
            else http.client.HTTPSConnection(
                "127.0.0.1", self.secure, timeout=PATIENCE, context=self.trusting()
            )
        )
        with closing(connection):
            connection.request(method, path, body=body, headers={"Host": HOST, **(headers or {})})
            answer = connection.getresponse()
            received = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, received, answer.read()

    def trusting(self) -> ssl.SSLContext:
        """Knows our certificate, whose name is not that of this machine."""
        context = ssl.create_default_context(cafile=self.folder / "fullchain.pem")
        context.check_hostname = False
        return context

    def logs(self) -> str:
        return "\n".join(log.read_text() for log in sorted(self.folder.glob("*.log")))


@contextmanager
def nginx(block: str, folder: Path, behind: int) -> Iterator[Proxy]:
    """nginx with that block, in an empty folder, until the block is left."""
    folder.mkdir()
    proxy = Proxy(free_port(), free_port(), folder)
    certificate(folder)
    site = in_place(block, folder, proxy.plain, proxy.secure, behind)
    (folder / "readiness.conf").write_text(site)
    user = "user root;" if os.geteuid() == 0 else ""
    settings = folder / "nginx.conf"
    settings.write_text(AROUND.format(folder=folder, user=user))
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([program, "-c", settings], stdout=said, stderr=said)
    try:
        end = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None, (folder / "said").read_text()
            try:
                socket.create_connection(("127.0.0.1", proxy.secure), timeout=5).close()
                break
            except OSError:
                assert time.monotonic() < end, "nginx did not start"
                time.sleep(0.05)
        yield proxy
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


@dataclass(frozen=True)
class Site:
    server: Server
    cookie: str
    page: str
    database: Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The service as docs/deploying.md starts it, and the cookie of a person with a page."""
    folder = tmp_path_factory.mktemp("behind-nginx")
    database = folder / "data.sqlite3"
    url = f"sqlite:///{database}"
    [person], _admin = prepared_with_admin(url, 1, SECRET_KEY=PRODUCTION["SECRET_KEY"])
    environment = PRODUCTION | {"STATIC_ROOT": str(folder / "static")}
    for command in (["createcachetable"], ["collectstatic", "--no-input"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env={**os.environ, **environment, "DATABASE_URL": url},
            check=True,
            capture_output=True,
        )
    cookie = f"__Host-session={person.cookie.partition('=')[2]}"
    with served(url, **environment) as server:
        yield Site(server, cookie, person.path, database)


@pytest.fixture(scope="module")
def proxy(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx") / "as-written"
    with nginx(written(), folder, site.server.port) as started:
        yield started


PACKED = {"Accept-Encoding": "gzip"}


def test_a_page_comes_through_and_says_that_it_came_by_https(site: Site, proxy: Proxy) -> None:
    status, headers, page = proxy.ask(site.page, {"Cookie": site.cookie})
    assert status == 200
    assert b"<h1" in page
    assert "max-age=" in headers["strict-transport-security"]
    assert "no-store" in headers["cache-control"]
    assert not re.search(r"\d", headers["server"])


def test_plain_http_is_sent_to_https_with_any_client_header(proxy: Proxy) -> None:
    for headers in ({}, {"X-Forwarded-Proto": "https"}, {"Host": "elsewhere.example"}):
        status, received, _ = proxy.ask("/privacy/?a=b", headers, port=proxy.plain)
        assert status == 301
        assert received["location"] == f"https://{HOST}/privacy/?a=b"


def test_http_2_is_spoken(proxy: Proxy) -> None:
    offering = proxy.trusting()
    offering.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", proxy.secure), timeout=PATIENCE) as plain,
        offering.wrap_socket(plain, server_hostname=HOST) as secure,
    ):
        assert secure.selected_alpn_protocol() == "h2"


def test_a_browser_gets_the_page_and_its_parts_over_http_2(
    proxy: Proxy, new_context: Callable[..., Any]
) -> None:
    page = new_context(ignore_https_errors=True).new_page()
    page.goto(f"https://127.0.0.1:{proxy.secure}/privacy/")
    page.wait_for_load_state("networkidle")
    received = page.evaluate(
        "() => performance.getEntries().filter((e) => e.nextHopProtocol)"
        ".map((e) => [new URL(e.name).pathname, e.nextHopProtocol])"
    )
    assert {protocol for _, protocol in received} == {"h2"}
    assert [path for path, _ in received if path.endswith(".css")]
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "700"


def static_file(page: bytes, ending: str) -> str:
    found = re.search(rf"/static/[\w./-]+\.{ending}", page.decode())
    assert found
    return found[0]


@pytest.mark.parametrize("ending", ["css", "js"])
def test_static_files_come_compressed_and_are_kept(proxy: Proxy, ending: str) -> None:
    path = static_file(proxy.ask("/privacy/")[2], ending)
    status, headers, body = proxy.ask(path, PACKED)
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in headers["vary"]
    assert "immutable" in headers["cache-control"]
    assert gzip.decompress(body) == proxy.ask(path)[2]


def test_a_page_is_compressed_by_the_application_alone(site: Site, proxy: Proxy) -> None:
    for path, cookie, packed in (
        (site.page, site.cookie, True),
        ("/privacy/", "", True),
        (f"{site.page}?of=another", site.cookie, False),
        ("/static/none", "", False),
    ):
        headers = proxy.ask(path, {**PACKED, "Cookie": cookie})[1]
        assert headers["content-type"].startswith("text/html")
        assert ("content-encoding" in headers) == packed, path


@pytest.mark.parametrize(("size", "ours"), [(10_485_761, True), (11_534_337, False)])
def test_a_body_that_is_too_large_is_refused(proxy: Proxy, size: int, ours: bool) -> None:
    body = b"x" * size if ours else b""
    headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
    status, _, page = proxy.ask("/accounts/login/", headers, method="POST", body=body)
    assert status == 413
    assert (b"govuk-" in page) == ours


def kept_networks(site: Site) -> list[str]:
    with closing(sqlite3.connect(site.database)) as file:
        rows = file.execute("SELECT network FROM assessments_signinevent ORDER BY id")
        return [network for (network,) in rows]


CLAIMS = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}


def failed_sign_in(proxy: Proxy) -> None:
    form = {"login": "stranger@elsewhere.example", "password": "not-the-password-2026"}
    headers = {
        **CLAIMS,
        "Cookie": f"__Host-csrf={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Referer": f"https://{HOST}/accounts/login/",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = urlencode(form).encode()
    status, _, page = proxy.ask("/accounts/login/", headers, method="POST", body=body)
    assert status == 200, page[:500]


def test_what_a_client_says_of_itself_is_not_believed(site: Site, proxy: Proxy) -> None:
    assert proxy.ask("/privacy/", {"X-Forwarded-Proto": "http"})[0] == 200
    failed_sign_in(proxy)
    assert kept_networks(site)[-1] == "127.0.0.0/24"


def follow_links(proxy: Proxy) -> None:
    for path in (f"/account/open/{SECRET}/", f"/accounts/password/reset/key/{SECRET}/?a=b"):
        headers = {"Referer": f"https://{HOST}/invitations/{SECRET}/"}
        proxy.ask(path, headers)
        proxy.ask(path, headers, port=proxy.plain)
    # A line is written once its answer has left.
    end = time.monotonic() + PATIENCE
    while len(re.findall(r"GET /accounts?/(?:open|password)/", proxy.logs())) < 4:
        assert time.monotonic() < end, proxy.logs()
        time.sleep(0.02)


def test_no_log_holds_a_token(proxy: Proxy) -> None:
    follow_links(proxy)
    logs = proxy.logs()
    assert logs.count("/account/open/[token]/") == 2
    assert logs.count("/accounts/password/reset/key/[token]/?a=b") == 2
    assert SECRET not in logs


def test_no_log_holds_a_token_when_the_service_is_not_there(tmp_path: Path) -> None:
    with nginx(written(), tmp_path / "alone", free_port()) as proxy:
        assert proxy.ask("/")[0] == 502
        follow_links(proxy)
        assert "502" in proxy.logs()
        assert SECRET not in proxy.logs()


def test_one_address_cannot_go_on_trying_passwords(site: Site, tmp_path: Path) -> None:
    with nginx(written(), tmp_path / "limited", site.server.port) as proxy:
        body, headers = b"", {"Content-Length": "0"}
        tries = [
            proxy.ask("/accounts/login/", headers, method="POST", body=body)[0] for _ in range(90)
        ]
        assert set(tries[:50]) == {403}
        assert 429 in tries
        assert proxy.ask("/accounts/login/")[0] == 200


def test_a_configuration_without_its_care_is_found_out(site: Site, tmp_path: Path) -> None:
    """So that each of these tests is seen to be able to fail."""
    careless = written()
    for line, instead in (
        (r"    gzip off;\n", ""),
        (r"    proxy_set_header X-Forwarded-.*\n", ""),
        (r"readiness\.log readiness;", "readiness.log;"),
    ):
        careless, found = re.subn(line, instead, careless)
        assert found, line
    with nginx(careless, tmp_path / "careless", site.server.port) as proxy:
        asked = f"{site.page}?of=another"
        packed = proxy.ask(asked, {**PACKED, "Cookie": site.cookie, **CLAIMS})
        assert packed[:1] == (200,) and packed[1]["content-encoding"] == "gzip"
        assert proxy.ask("/privacy/", {"X-Forwarded-Proto": "http"})[0] == 301
        failed_sign_in(proxy)
        assert kept_networks(site)[-1] == "203.0.113.0/24"
        follow_links(proxy)
        assert SECRET in proxy.logs()
