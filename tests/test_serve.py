"""``serve``: a published folder over HTTP, and nothing else of the machine."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from living import left_behind
from projects import failed, hears_ctrl_c

from ppun_access.formats import FORMATS, every_format
from ppun_access.publish.manifest import MANIFEST
from ppun_access.serving.folder import Folder
from ppun_access.serving.published import UNKNOWN, media_type, types
from ppun_access.serving.run import in_background, open_socket

SOUND = bytes(range(256)) * 4
STYLE = '<link rel="stylesheet" href="/textes/assets/style.css">'


def published(place: Path) -> Path:
    """Write a site in ``place``, with a file of somebody beside it."""
    folder = place / "site été"
    files = {
        "index.html": b"<p>Accueil</p>",
        "404.html": f"{STYLE}<p>Introuvable</p>".encode(),
        "edito/index.html": b"<p>Texte</p>",
        "edito/edito.opus": SOUND,
        "edito/un nom \u00e9t\u00e9.txt": b"oui",
        "assets/style.css": b"p {}",
        MANIFEST: b"{}",
        ".well-known/security.txt": b"Contact",
        "vide.txt": b"",
        "a.svg": b"<svg/>",
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (place / "secret.txt").write_text("secret")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return published(tmp_path)


@contextmanager
def serving(site: Path, said: list[str] | None = None) -> Iterator[str]:
    tell = (said if said is not None else []).append
    with left_behind(in_background(Folder(site, tell), "127.0.0.1", 0, tell)) as address:
        yield address


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a site that no test changes."""
    said: list[str] = []
    with serving(published(tmp_path_factory.mktemp("servi")), said) as made:
        yield made
    assert [line for line in said if "n’a pas abouti" in line] == []


class Got:
    """What a server answered."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers = response.status, response.headers
        self.body = response.read()


def port(server: str) -> int:
    return int(server.removesuffix("/").rpartition(":")[2])


def connect(server: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port(server), timeout=600)


def get(server: str, path: str, method: str = "GET", **headers: str) -> Got:
    connection = connect(server)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.putrequest(method, path, skip_host="Host" in named)
    for name, value in named.items():
        connection.putheader(name, value)
    connection.endheaders()
    got = Got(connection.getresponse())
    connection.close()
    return got


# Files and addresses


def test_a_page_and_its_headers(server: str) -> None:
    got = get(server, "/")
    assert (got.status, got.body) == (200, b"<p>Accueil</p>")
    assert got.headers["Content-Type"] == "text/html; charset=utf-8"
    assert got.headers["Cache-Control"] == "no-cache"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    head = get(server, "/", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(got.body))
    assert head.headers["ETag"] == got.headers["ETag"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/edito/", b"<p>Texte</p>"),
        ("/edito/index.html?a=/../b#c", b"<p>Texte</p>"),
        ("/edito/un%20nom%20%C3%A9t%C3%A9.txt", b"oui"),
        ("/textes/edito/", b"<p>Texte</p>"),
        ("/textes/assets/style.css", b"p {}"),
        ("/.well-known/security.txt", b"Contact"),
        ("/vide.txt", b""),
    ],
)
def test_addresses(server: str, path: str, body: bytes) -> None:
    got = get(server, path)
    assert (got.status, got.body) == (200, body)


def test_a_folder_wants_its_slash(server: str) -> None:
    got = get(server, "/edito?a=1")
    assert (got.status, got.headers["Location"]) == (301, "/edito/?a=1")
    got = get(server, "//edito")
    assert got.headers.get("Location", "/").startswith("/")
    assert not got.headers.get("Location", "/").startswith("//")


ESCAPES = [
    "/../secret.txt", "/%2e%2e/secret.txt", "/edito/../../secret.txt",
    "/edito/%2e%2e/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%5csecret.txt",
    "/..\\secret.txt", "/lien.txt", "/dossier/secret.txt", "/rond", "/tuyau",
    "/edito/edito.opus/", "/assets/", f"/{MANIFEST}", "/%00", "/a%00.txt", "/%ff",
    "/" + "a" * 5000, "/edito//index.html", "/nul",
]  # fmt: skip


@pytest.fixture
def trapped(site: Path) -> Path:
    """The site, with links that lead out of it, and a pipe that would block a reader."""
    (site / "lien.txt").symlink_to(site.parent / "secret.txt")
    (site / "dossier").symlink_to(site.parent, target_is_directory=True)
    (site / "rond").symlink_to(site / "rond")
    os.mkfifo(site / "tuyau")
    return site


def test_nothing_else_is_ever_shown(trapped: Path) -> None:
    said: list[str] = []
    with serving(trapped, said) as server:
        for path in ESCAPES:
            got = get(server, path)
            assert got.status == 404, path
            assert b"Introuvable" in got.body, path
            assert b"secret" not in got.body
    assert len(said) == len(ESCAPES)


def test_an_address_is_told_briefly(site: Path) -> None:
    said: list[str] = []
    with serving(site, said) as server:
        assert get(server, "/" + "a" * 60_000).status == 404
    assert 100 < len(said[0]) < 1_000


def test_a_link_inside_the_folder_is_followed(site: Path) -> None:
    (site / "copie").symlink_to(site / "edito", target_is_directory=True)
    with serving(site) as server:
        assert get(server, "/copie/").body == b"<p>Texte</p>"


def test_what_is_not_there_has_the_page_of_the_site(site: Path) -> None:
    with serving(site) as server:
        got = get(server, "/x/y", If_None_Match="*", Range="bytes=0-1")
        assert (got.status, got.body) == (404, (site / "404.html").read_bytes())
        (site / "404.html").unlink()
        got = get(server, "/x/y")
        assert got.status == 404
        assert got.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert got.body.decode() == "Il n’y a rien à cette adresse.\n"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_is_received(server: str, method: str) -> None:
    got = get(server, "/", method)
    assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD")


def test_lines_that_are_no_request(server: str) -> None:
    for line in (b"\0\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", port(server)), 60) as raw:
            raw.sendall(line)
            assert b"Traceback" not in raw.recv(4096)
    assert get(server, "/").status == 200


# Whole, in part, or as you have it


def test_a_drawing_is_seen_and_runs_nothing(server: str) -> None:
    for asked, status in ({}, 200), ({"Range": "bytes=0-1"}, 206):
        got = get(server, "/a.svg", **asked)
        policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        assert (got.status, got.headers["Content-Security-Policy"]) == (status, policy)
    assert "Content-Security-Policy" not in get(server, "/edito/edito.opus").headers


def test_a_page_is_sent_once(server: str) -> None:
    for path in ("/", "/edito/edito.opus"):
        tag = get(server, path).headers["ETag"]
        for method in ("GET", "HEAD"):
            got = get(server, path, method, If_None_Match=tag)
            assert (got.status, got.body, got.headers["ETag"]) == (304, b"", tag)
        assert get(server, path, If_None_Match='"autre"').status == 200


def test_parts_of_a_sound_over_one_connection(server: str) -> None:
    connection = connect(server)
    for begin in (0, 512, 1000):
        headers = {"Range": f"bytes={begin}-{begin + 99}"}
        connection.request("GET", "/edito/edito.opus", headers=headers)
        response = connection.getresponse()
        assert (response.status, response.read()) == (206, SOUND[begin : begin + 100])
    connection.request("GET", "/edito/edito.opus", headers={"Range": "bytes=9999-"})
    response = connection.getresponse()
    assert (response.status, response.read()) == (416, b"")
    assert response.headers["Content-Range"] == "bytes */1024"
    tag = get(server, "/edito/edito.opus").headers["ETag"]
    connection.request("GET", "/edito/edito.opus", headers={"If-None-Match": tag})
    response = connection.getresponse()
    assert (response.status, response.read()) == (304, b"")
    connection.request("GET", "/")
    assert connection.getresponse().status == 200
    connection.close()


def test_a_file_that_changes_has_another_tag(site: Path) -> None:
    with serving(site) as server:
        tags = {get(server, "/").headers["ETag"]}
        (site / "index.html").write_bytes(b"<p>Autre</p>")
        tags.add(get(server, "/").headers["ETag"])
    assert len(tags) == 2


def test_several_readers_at_once(server: str) -> None:
    """A reader who says nothing, and one who leaves in the middle, keep nobody waiting."""
    silent = socket.create_connection(("127.0.0.1", port(server)), 60)
    leaving = socket.create_connection(("127.0.0.1", port(server)), 60)
    leaving.sendall(b"GET /edito/edito.opus HTTP/1.1\r\nHost: localhost\r\n\r\n")
    leaving.close()
    readers = [connect(server) for _ in range(8)]
    for reader in readers:
        reader.request("GET", "/edito/edito.opus")
    assert [reader.getresponse().read() for reader in readers] == [SOUND] * 8
    for reader in (*readers, silent):
        reader.close()


# Media types


def test_all_that_is_written_has_a_type() -> None:
    written = [kind.suffix for one in every_format() for kind in one.files if kind.suffix]
    written += ["a.css", "a.js", "a.woff2", "a.svg"]
    written += ["a.webmanifest", "a.smil", "robots.txt", "sitemap.xml", "cd/1.wav"]
    assert len(written) > len(FORMATS)
    assert [name for name in written if media_type(f"x{name}") == UNKNOWN] == []


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("a.opus", "audio/ogg"),
        ("a.m4b", "audio/mp4"),
        ("a.vtt", "text/vtt; charset=utf-8"),
        ("a.epub", "application/epub+zip"),
        ("manifest.webmanifest", "application/manifest+json; charset=utf-8"),
        ("a.brf", "application/x-brf"),
        ("a.pef", "application/x-pef+xml; charset=utf-8"),
        ("a-daisy202.zip", "application/zip"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("podcast.xml", "application/rss+xml; charset=utf-8"),
        ("a.woff2", "font/woff2"),
        ("A.PDF", "application/pdf"),
        ("sans", UNKNOWN),
        ("a.inconnu", UNKNOWN),
    ],
)
def test_types(name: str, type_: str) -> None:
    assert media_type(name) == type_


def test_types_are_written_alike() -> None:
    assert all(name == name.lower() and "/" in type_ for name, type_ in types().items())


# The command


def test_errors_are_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, told = failed(capsys, "serve")
    assert code == 3
    assert "output : ce dossier n’existe pas" in told
    (tmp_path / "autre").mkdir()
    code, told = failed(capsys, "serve", "autre")
    assert code == 3
    assert "n’est pas un dossier publié" in told
    assert "« ppun-access build -o autre »" in told
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("# A")
    for named in ("content", "content/site", "."):
        code, told = failed(capsys, "serve", named)
        assert code == 3
        assert "build -o" not in told
        there = Path(named).exists()
        assert (f"« ppun-access build {named} »" in told) == there
    (tmp_path / "autre" / MANIFEST).write_text("{}")
    assert failed(capsys, "serve", "autre", "--port", "70000")[0] == 2
    with open_socket("127.0.0.1", 0) as taken:
        number = str(taken.getsockname()[1])
        code, told = failed(capsys, "serve", "autre", "--port", number)
    assert code == 5
    assert "déjà pris" in told
    assert "--port" in told


def test_the_command_serves_until_interrupted(site: Path) -> None:
    command = [sys.executable, "-m", "ppun_access.cli", "serve", str(site), "--port", "0"]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=hears_ctrl_c,
    ) as program:
        assert program.stderr
        said = program.stderr.readline()
        port = int(said.split("127.0.0.1:")[1].split("/")[0])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        connection.request("GET", "/edito/")
        assert connection.getresponse().read() == b"<p>Texte</p>"
        program.send_signal(signal.SIGINT)
        rest = program.stderr.read()
        connection.close()
    assert program.returncode == 130
    assert "Traceback" not in rest
