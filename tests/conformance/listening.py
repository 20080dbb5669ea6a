"""A small site that is heard: two seconds of sound a sentence, four words a sentence."""

from __future__ import annotations

import asyncio
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from builders import heading
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from ppun_access.document.build import link
from ppun_access.document.model import (
    Block,
    Book,
    Clip,
    Document,
    Edition,
    Inline,
    Meta,
    Narration,
    Para,
    Sentence,
    Text,
    Version,
    WordClip,
)
from ppun_access.report import Report
from ppun_access.serving.folder import Folder
from ppun_access.serving.published import Place
from ppun_access.site.assets import assets, script_files
from ppun_access.tools import ffmpeg
from ppun_access.writers.html.page import write_html
from ppun_access.writers.model import Download, HtmlOptions, file_path

from . import variety
from .browser import Page

ID = "essai"
RATE = 16_000
EACH = 2.0
"""Seconds of a sentence."""
PARAGRAPHS = 8
UNSAID = "s-2-1"
"""The first sentence of the second paragraph is not heard."""
WORDS = ("Une", "phrase", "de", "plus")


@dataclass(frozen=True)
class Heard:
    """A site, and when its parts are heard: id → begin, in order."""

    folder: Path
    begins: dict[str, float]

    def page(self, version: Version = "integral") -> Path:
        return self.folder / ID / ("facile" if version == "facile" else "") / "index.html"


def write_site(folder: Path) -> Heard:
    """Write the two versions of a text, their sounds and what their pages use."""
    said = tuple(id_ for id_ in _ids() if id_ != UNSAID)
    begins = {id_: EACH * n for n, id_ in enumerate(("titre", "s-0", *said))}
    seconds = EACH * len(begins)
    files = {**assets(), **script_files()}
    versions: tuple[Version, ...] = ("integral", "facile")
    for version in versions:
        edition = Edition(
            Book("Le site", "fr", (_document(),), (), "la Région"),
            version,
            (_narration(begins, seconds),),
        )
        cover = file_path(ID, version, "-couverture.png")
        files[cover] = variety.PLAN
        downloads = (
            *_sounds(folder, version, seconds),
            Download(ID, version, "cover", cover, len(variety.PLAN)),
        )
        files |= write_html(edition, HtmlOptions(downloads=downloads, easy=(ID,)), Report())
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(content, bytes)
        target.write_bytes(content)
    return Heard(folder, begins)


def _ids() -> Iterator[str]:
    for paragraph in range(1, PARAGRAPHS + 1):
        yield from (f"s-{paragraph}-1", f"s-{paragraph}-2")


def _sentence(id_: str, *more: Inline) -> Sentence:
    return Sentence((Text(" ".join(WORDS)), *more, Text(".")), id=id_)


def _document() -> Document:
    linked = (Text(" "), link("https://exemple.fr", "loin"))
    blocks: list[Block] = [heading(2, _sentence("s-0"))]
    for n in range(1, PARAGRAPHS + 1):
        one, two = _sentence(f"s-{n}-1"), _sentence(f"s-{n}-2", *(linked if n == 1 else ()))
        blocks.append(Para((one, Text(" "), two)))
    return Document(ID, "fr", "Un essai", tuple(blocks), Meta(author="Ada Lovelace"))


def _narration(begins: dict[str, float], seconds: float) -> Narration:
    clips = tuple(Clip(id_, begin, begin + EACH) for id_, begin in begins.items())
    words = tuple(
        WordClip(id_, word, 0, begin + n * 0.5, begin + n * 0.5 + 0.45)
        for id_, begin in begins.items()
        if id_ != "titre"
        for n, word in enumerate(WORDS)
    )
    return Narration(ID, Path("x.mp3"), seconds, clips, "Essai", words=words)


def _sounds(folder: Path, version: Version, seconds: float) -> Iterator[Download]:
    """Write a hum in both formats, and yield what the page says of them."""
    wave = (int(3000 * math.sin(n * 440 / RATE * math.tau)) for n in range(RATE))
    second = b"".join(struct.pack("<h", value) for value in wave)
    tool = ffmpeg.probe()
    for name in ("opus", "mp3"):
        path = file_path(ID, version, f".{name}")
        output = folder / path
        output.parent.mkdir(parents=True, exist_ok=True)
        ffmpeg.encode(
            name, tool=tool, pcm=[second] * int(seconds), rate=RATE, output=output
        )
        size = output.stat().st_size
        yield Download(ID, version, name, path, size, seconds)


def wait_still(page: Page, frames: int = 12) -> None:
    """Wait until the page has not moved for 12 frames, of which a glide has one each."""
    page.evaluate(
        "frames => new Promise(done => { let y = NaN, n = 0; const look = () => {"
        " n = y === pageYOffset ? n + 1 : 0; y = pageYOffset;"
        " if (n === frames) done(); else requestAnimationFrame(look); }; look(); })",
        frames,
    )


def wait_labels(page: Page, top: str, bar: str = "") -> None:
    """Wait until the two buttons that play are called so: ``bar``, if it is not ``top``."""
    page.wait_for_function(
        "labels => [...document.querySelectorAll('.jouer b, [data-pas=\"0\"] b')]"
        ".every((b, n) => b.textContent === labels[n])",
        arg=[top, bar or top],
    )


class SlowSound(Folder):
    """A site of which most of each sound waits, until ``let_go`` is set: a move lands late.

    The sounds are MP3, whose first bytes tell how long they are.
    """

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.let_go = Event()

    def place(self, path: str) -> Place:
        """Find no other sound."""
        return None if path.endswith(".opus") else super().place(path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a sound slowly: after its first third, when it may go."""
        sound = self.root / scope["path"].strip("/")
        if sound.suffix != ".mp3":
            await super().__call__(scope, receive, send)
            return
        at, third = 0, sound.stat().st_size // 3

        async def send_slowly(message: Message) -> None:
            nonlocal at
            if message["type"] == "http.response.start":
                range_ = MutableHeaders(scope=message).get("Content-Range", "bytes 0-")
                at = int(range_.removeprefix("bytes ").partition("-")[0])
                await send(message)
                return
            body, more = message["body"], message["more_body"]
            for begin in range(0, len(body), 1024):
                while at > third and not self.let_go.is_set():
                    await asyncio.sleep(0.02)
                piece = body[begin : begin + 1024]
                at += len(piece)
                await send({**message, "body": piece, "more_body": True})
            if not more:
                await send({**message, "body": b""})

        await super().__call__(scope, receive, send_slowly)
