"""Editions with sound to make books of: the sound is real MP3 frames that hold nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from ppun_access.document.model import Book, Clip, Document, Edition, Narration, Version
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.speech.model import ScriptOptions
from ppun_access.speech.narration.script import extra_texts, script
from ppun_access.transforms.model import TransformOptions
from ppun_access.transforms.segment import segment

FRAME_SECONDS = 576 / 24_000
_FRAME = b"\xff\xf3\x84\xc4" + bytes(188)
"""MPEG-2, layer III, 64 kbit/s, 24 kHz, one channel: 192 bytes for 24 ms."""
TAG = b"ID3\x03\x00\x00\x00\x00\x00\x0a" + bytes(10)
SAID = ScriptOptions(mention=True, opening="Bonjour.", ending="C’est tout.")


def mp3(seconds: float) -> bytes:
    """Return a sound of at least ``seconds``."""
    return TAG + _FRAME * (int(seconds / FRAME_SECONDS) + 1)


def segmented(document: Document) -> Document:
    return segment(document, TransformOptions(Lexicon()), Report())


def narration(document: Document, folder: Path, *, each: float = 1.25) -> Narration:
    """Return ``document`` as the program would say it, ``each`` seconds a sentence."""
    lines = script(document, SAID)
    said = [line.node_id for line in lines if re.search(r"\w", line.text)]
    clips = tuple(Clip(id_, n * each, (n + 1) * each) for n, id_ in enumerate(said))
    seconds = len(said) * each
    sound = folder / f"{len(said)}.mp3"
    sound.write_bytes(mp3(seconds))
    return Narration(
        document.id, sound, seconds, clips, "Siwis", {"mp3": sound},
        asides=extra_texts(SAID, document),
    )  # fmt: skip


def edition(
    *documents: Document, sounds: tuple[Narration, ...] = (), version: Version = "integral"
) -> Edition:
    book = Book("Le livre", "fr", documents, (), "la Région")
    return Edition(book, version, sounds)


def unzipped(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as zip_:
        return {name: zip_.read(name) for name in zip_.namelist()}


def rezipped(entries: Mapping[str, bytes | str]) -> bytes:
    """Return a ZIP of ``entries``, in their order and bare, as our books are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zip_:
        for name, content in entries.items():
            zip_.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def altered(book: bytes, name: str, alter: Callable[[str], str]) -> bytes:
    """Return ``book`` with one file changed; it is an error if nothing changes."""
    entries = unzipped(book)
    (path,) = [path for path in entries if path.endswith(name)]
    text = entries[path].decode()
    changed = alter(text)
    assert changed != text, "the fault was not planted"
    return rezipped({**entries, path: changed.encode()})
