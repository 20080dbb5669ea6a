"""The DAISY books of the project, opened by the engine of Thorium, which others wrote."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from daisy_reader import Event, play

from . import tools
from .conftest import Published, missing

READER = Path(__file__).with_name("daisy_reader.cjs")


@dataclass(frozen=True)
class Opened:
    """A book as Thorium's engine has it; a sound is « file#t=begin,end »."""

    title: str
    seconds: float
    toc: list[tuple[int, str, str]]
    played: list[tuple[str, str]]


def thorium(books: Sequence[Path]) -> list[Opened]:
    """Open ``books`` with Readium's r2-shared-js; AssertionError if it cannot."""
    if not (tools.NODE_MODULES / "r2-shared-js").is_dir():
        missing("le lecteur DAISY n’est pas installé : tapez « make test »")
    run = subprocess.run(
        [str(tools.NODE), str(READER), *map(str, books)],
        env=os.environ | {"NODE_PATH": str(tools.NODE_MODULES)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    read = json.loads(run.stdout)
    for found, name in product(read, ("toc", "played")):
        found[name] = [tuple(item) for item in found[name]]
    return [Opened(**found) for found in read]


def words(title: str) -> str:
    """Return a title with plain spaces, as the reader of the tests has it."""
    return " ".join(title.split())


def sound(event: Event, folder: str) -> str:
    times = (f"{time:.3f}" for time in (event.begin, event.end))
    begin, end = (time.rstrip("0").rstrip(".") for time in times)
    return f"{folder}/{event.sound}#t={begin},{end}"


@pytest.fixture(scope="session")
def books(published: Published) -> list[Path]:
    found = sorted(published.site.rglob("*-daisy202.zip"))
    assert len(found) == 4
    return found


@pytest.fixture(scope="module")
def broken(books: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first book, of which a place is taken out of a part."""
    path = tmp_path_factory.mktemp("broken") / books[0].name
    with zipfile.ZipFile(books[0]) as whole, zipfile.ZipFile(path, "w") as copy:
        for name in whole.namelist():
            content = whole.read(name)
            if name.endswith("/s0001.smil"):
                begin, end = content.rindex(b"<par "), content.rindex(b"</par>") + 6
                content = content[:begin] + content[end:]
            copy.writestr(name, content)
    return path


@pytest.fixture(scope="module")
def read(books: list[Path], broken: Path) -> dict[Path, Opened]:
    """What Thorium's engine has of each, which starts once."""
    every = [*books, broken]
    return dict(zip(every, thorium(every), strict=True))


def test_thorium_finds_what_the_books_say(
    books: list[Path], read: dict[Path, Opened]
) -> None:
    for path in books:
        ours, opened = play(path), read[path]
        assert opened.title == ours.metadata["dc:title"]
        lines = [(chapter.level, chapter.title) for chapter in ours.chapters]
        assert [(level, words(title)) for level, title, _ in opened.toc] == lines
        folder = path.name.removesuffix("-daisy202.zip")
        sounds = [sound(event, folder) for event in ours.events]
        assert [heard for _, heard in opened.played] == sounds
        assert abs(opened.seconds - ours.events[-1].end) < 1


def test_thorium_sees_a_text_that_is_not_played(
    books: list[Path], broken: Path, read: dict[Path, Opened]
) -> None:
    """The comparison can fail: a place that is taken out of a part is missed."""
    assert len(read[broken].played) == len(read[books[0]].played) - 1
