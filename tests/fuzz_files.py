"""What the fuzzer gives to whatever opens a file or a request of others: see fuzz.py."""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import h11
from books import rezipped
from starlette.types import Message

from ppun_access.build.history import NAME, read_history
from ppun_access.easy.review.answers import answers_of, sheet_name, tally
from ppun_access.errors import PpunError
from ppun_access.publish.manifest import manifest_of
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.readers.office.sheet_tables import filled
from ppun_access.report import Report
from ppun_access.runtime.untrusted_files import parse_json
from ppun_access.serving.folder import Folder
from ppun_access.serving.run import Guard
from ppun_access.settings.lexique_toml import load_lexicon
from ppun_access.settings.ppun_toml import load_settings
from ppun_access.speech.voices import read_voice
from ppun_access.tools.ffmpeg import form_of
from ppun_access.tools.mp3_frames import read_mp3, seconds
from ppun_access.writers.picture_sizes import kind_of, size_of, too_large
from ppun_access.writers.svg_rebuilding import rebuilt

SLOW = 4.0
"""Seconds of processor, watched; the longest input has ``MOST`` bytes."""
MOST = 8192
TESTS = Path(__file__).parent
ROOT = TESTS.parent
HELD = tempfile.TemporaryDirectory(prefix="ppun-fuzz-")
SECRET = b"SECRET-OF-SOMEBODY"


@dataclass(frozen=True, slots=True)
class Target:
    """What is fuzzed: what runs one input, and the inputs to begin with."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]

    def check(self, data: bytes) -> None:
        """Run one input; our own errors are answers, anything else is a failure."""
        began = time.process_time()
        with suppress(PpunError):
            self.run(data)
        if (spent := time.process_time() - began) > SLOW:
            raise AssertionError(f"slow: {spent:.1f} s")


def of_folders(*patterns: str) -> Callable[[], Iterator[bytes]]:
    """Return what yields the files of the project that match a pattern."""

    def found() -> Iterator[bytes]:
        for pattern in patterns:
            for path in sorted(ROOT.glob(pattern)):
                yield path.read_bytes()[:MOST]

    return found


def chosen(*runs: Callable[[bytes], object]) -> Callable[[bytes], None]:
    """Return what gives an input to the function that its first byte chooses."""

    def run(data: bytes) -> None:
        if data:
            runs[data[0] % len(runs)](data[1:])

    return run


def marked(
    count: int, seeds: Callable[[], Iterator[bytes]]
) -> Callable[[], Iterator[bytes]]:
    """Return what yields each seed once for each of ``count`` functions."""
    return lambda: (bytes([kind]) + seed for seed in seeds() for kind in range(count))


def written(data: bytes, name: str) -> Path:
    """Return a file that holds ``data``."""
    path = Path(HELD.name, name)
    path.write_bytes(data)
    return path


def picture(data: bytes) -> None:
    """Tell what a picture is and how large; build it again, and look for what acts."""
    kind_of(data)
    size_of(data)
    too_large(data)
    drawing = rebuilt(data)
    if drawing is not None:
        acts = re.search(rb"<(?:\w+:)?(?:script|foreignObject|iframe)\b|\son\w+=|"
                         rb"javascript:|<!|@import", drawing, re.IGNORECASE)  # fmt: skip
        assert not acts, acts


def recording(data: bytes) -> None:
    """Tell what a sound is, and read its frames."""
    form_of(written(data, "son.mp3"))
    read_mp3(data)
    assert seconds(data) >= 0


def record(data: bytes) -> None:
    """Read what a build wrote for the next one."""
    parsed = None
    with suppress(ValueError):
        parsed = parse_json(data)
    assert parsed is None or json.dumps(parsed).encode()
    manifest_of(data)
    folder = Path(HELD.name)
    written(data, NAME)
    read_history(folder, Report())


def front_matter(data: bytes) -> None:
    """Read a page that is all front matter, and see that its text is there."""
    text = data.decode("utf-8", "replace")
    (document,) = READERS["gitbook"](f"---\n{text}\n---\n# Titre\n\nFin.\n", "p.md",
                                     ReaderOptions(), Report())  # fmt: skip
    assert document.blocks


def sheet(name: str) -> Callable[[bytes], None]:
    """Return what reads a filled sheet and counts its answers."""

    def run(data: bytes) -> None:
        found = filled(data, name)
        sheet_name(found.text, found.rows)
        tally(["Une phrase.", "Deux."], [answers_of(found.rows)])

    return run


def zipped(part: str, name: str) -> Callable[[bytes], None]:
    """Return what reads a sheet whose main part is the input."""
    read = sheet(name)

    def run(data: bytes) -> None:
        read(rezipped({part: data}))

    return run


def sheets() -> Iterator[bytes]:
    """Yield a sheet that a group filled in, in words."""
    yield "\0Texte,N°,Phrase,Compris,À dire\nt [a1],1,Une phrase.,oui,\n".encode()
    yield "\0t [a1];²;Deux.;non;Autre phrase.\n".encode()


def site() -> Guard:
    """Return what serves a folder with a hidden file, beside a file of somebody."""
    root = Path(HELD.name, "site")
    (root / "sous").mkdir(parents=True)
    (root / "index.html").write_bytes(b"<p>Accueil")
    (root / "sous" / "son.mp3").write_bytes(bytes(range(256)) * 8)
    (root / ".cache").write_bytes(SECRET)
    (root.parent / "autre.txt").write_bytes(SECRET)
    (root / "lien.txt").symlink_to(root.parent / "autre.txt")
    return Guard(Folder(root), "127.0.0.1")


SITE = site()


def request(data: bytes) -> None:
    """Send a request to the server, and look for what nobody published in its answer."""
    connection = h11.Connection(h11.SERVER)
    with suppress(h11.RemoteProtocolError):
        connection.receive_data(data)
        asked = connection.next_event()
        if isinstance(asked, h11.Request):
            assert SECRET not in asyncio.run(answered(asked))


async def answered(asked: h11.Request) -> bytes:
    """Return the body that is sent to a request."""
    path, _, query = asked.target.partition(b"?")
    scope = {
        "type": "http", "asgi": {"spec_version": "2.4"}, "scheme": "http",
        "server": ("127.0.0.1", 8000), "root_path": "", "headers": [*asked.headers],
        "method": asked.method.decode("ascii"), "raw_path": path, "query_string": query,
        "path": unquote(path.decode("ascii")),
    }  # fmt: skip
    sent = bytearray()

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.extend(message.get("body", b""))

    await SITE(scope, receive, send)
    return bytes(sent)


def requests() -> Iterator[bytes]:
    """Yield requests that browsers make, and some that they do not."""
    host = b"Host: 127.0.0.1:8000\r\n"
    for line in (b"GET / HTTP/1.1", b"HEAD /sous/son.mp3 HTTP/1.1", b"GET /sous HTTP/1.0",
                 b"POST / HTTP/1.1", b"GET /../autre.txt HTTP/1.1",
                 b"GET //.cache HTTP/1.1",
                 b"GET /lien.txt HTTP/1.1", b"GET /%2e%2e/autre.txt HTTP/1.1"):  # fmt: skip
        yield line + b"\r\n" + host + b"\r\n"
    for header in (b"Range: bytes=0-3", b"Range: bytes=-5", b"If-None-Match: *",
                   b"If-Modified-Since: Mon, 06 May 2024 12:00:00 GMT",
                   b"If-Range: \"a\"\r\nRange: bytes=1-"):  # fmt: skip
        yield b"GET /sous/son.mp3 HTTP/1.1\r\n" + host + header + b"\r\n\r\n"


SETTINGS = (
    lambda data: load_settings(written(data, "ppun.toml")),
    lambda data: load_lexicon(written(data, "lexique.toml")),
    lambda data: read_voice(written(data, "voix.toml")),
    front_matter,
    record,
)
SHEETS = (
    sheet("f.csv"),
    sheet("f.docx"),
    sheet("f.odt"),
    zipped("word/document.xml", "f.docx"),
    zipped("content.xml", "f.odt"),
)
TARGETS = {
    "pictures": Target(picture, of_folders("content/**/*.png", "tests/**/*.svg",
                                           "src/**/*.svg", "tests/office/*.png")),
    "recordings": Target(recording, of_folders("content/**/*.mp3", "tests/**/*.wav")),
    "settings": Target(chosen(*SETTINGS), marked(len(SETTINGS), of_folders(
        "ppun.toml", "content/lexique.toml", "voices/*.toml", "content/facile/*.md"))),
    "sheets": Target(chosen(*SHEETS), sheets),
    "requests": Target(request, requests),
}  # fmt: skip
