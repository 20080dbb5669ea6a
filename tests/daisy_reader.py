"""A small reader of DAISY 2.02 books, for the tests: it shares no code with the writer.

It does what a player does, as the specification says: it opens ncc.html, follows its
links to SMIL files, plays each from its beginning, and shows the text that it points at.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Event:
    """What is shown and heard at once; times are in seconds."""

    tag: str
    text: str
    sound: str = ""
    begin: float = 0.0
    end: float = 0.0


@dataclass(frozen=True)
class Chapter:
    """A line of the table of contents and what is played from there to the next."""

    level: int
    title: str
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Talking:
    """A book as a player has it."""

    metadata: dict[str, str]
    chapters: tuple[Chapter, ...]
    names: tuple[str, ...]

    @property
    def events(self) -> list[Event]:
        return [event for chapter in self.chapters for event in chapter.events]


def play(path: Path) -> Talking:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        (ncc,) = (name for name in names if name.endswith("/ncc.html"))
        folder = posixpath.dirname(ncc)
        trees = {
            posixpath.relpath(name, folder): ElementTree.fromstring(archive.read(name))
            for name in names
            if name.endswith((".html", ".smil"))
        }
    root = trees["ncc.html"]
    metas = (meta for meta in root.iter(f"{XHTML}meta") if meta.get("name"))
    metadata = {str(meta.get("name")): str(meta.get("content")) for meta in metas}
    lines = list(root.find(f"{XHTML}body") or ())
    starts = [start(line) for line in lines]
    played = [(at, event) for at, event in everything(trees, starts)]
    chapters = []
    for number, (line, begin) in enumerate(zip(lines, starts, strict=True)):
        positions = [at for at, _ in played]
        first = positions.index(begin)
        after = starts[number + 1] if number + 1 < len(starts) else None
        last = positions.index(after) if after else len(played)
        own = tuple(event for _, event in played[first:last])
        chapters.append(Chapter(int(line.tag[-1]), words(line), own))
    return Talking(metadata, tuple(chapters), tuple(names))


def start(line: ElementTree.Element) -> tuple[str, str]:
    link = line.find(f"{XHTML}a")
    assert link is not None
    file, _, place = str(link.get("href")).partition("#")
    return file, place


def everything(
    trees: dict[str, ElementTree.Element], starts: list[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], Event]]:
    """Yield each event of the SMIL files, in the order in which the ncc names them."""
    for file in dict.fromkeys(file for file, _ in starts):
        for par in trees[file].iter("par"):
            (shown,) = par.findall("text")
            page, _, place = str(shown.get("src")).partition("#")
            (element,) = (e for e in trees[page].iter() if e.get("id") == place)
            sounds = list(par.iter("audio"))
            tag = element.tag.removeprefix(XHTML)
            event = Event(tag, words(element))
            if sounds:
                begin, end = seconds(sounds[0], "begin"), seconds(sounds[-1], "end")
                event = Event(tag, words(element), str(sounds[0].get("src")), begin, end)
            yield (file, str(shown.get("id"))), event


def seconds(sound: ElementTree.Element, side: str) -> float:
    value = str(sound.get(f"clip-{side}"))
    assert value.startswith("npt=")
    assert value.endswith("s")
    return float(value[4:-1])


def words(element: ElementTree.Element) -> str:
    """Return what an element shows, or what describes its picture."""
    shown = " ".join("".join(element.itertext()).split())
    described = (image.get("alt", "") for image in element.iter(f"{XHTML}img"))
    return shown or " ".join(f"Image : {alt}" for alt in described if alt)
