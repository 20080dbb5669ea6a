"""The DAISY books of the project, opened by the engine of Thorium, which others wrote."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from dataclasses import dataclass
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


def thorium(book: Path) -> Opened:
    """Open ``book`` with Readium's r2-shared-js; AssertionError if it cannot."""
    if not (tools.NODE_MODULES / "r2-shared-js").is_dir():
        missing("le lecteur DAISY n’est pas installé : tapez « make test »")
    run = subprocess.run(
        [str(tools.NODE), str(READER), str(book)],
        env=os.environ | {"NODE_PATH": str(tools.NODE_MODULES)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    for name in ("toc", "played"):
        found[name] = [tuple(item) for item in found[name]]
    return Opened(**found)


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


def test_thorium_finds_what_the_books_say(books: list[Path]) -> None:
    for path in books:
        ours, opened = play(path), thorium(path)
        assert opened.title == ours.metadata["dc:title"]
        lines = [(chapter.level, chapter.title) for chapter in ours.chapters]
        assert [(level, words(title)) for level, title, _ in opened.toc] == lines
        folder = path.name.removesuffix("-daisy202.zip")
        sounds = [sound(event, folder) for event in ours.events]
        assert [heard for _, heard in opened.played] == sounds
        assert abs(opened.seconds - ours.events[-1].end) < 1


def test_thorium_sees_a_text_that_is_not_played(books: list[Path], tmp_path: Path) -> None:
    """The comparison can fail: a place that is taken out of a part is missed."""
    broken = tmp_path / books[0].name
    with zipfile.ZipFile(books[0]) as whole, zipfile.ZipFile(broken, "w") as copy:
        for name in whole.namelist():
            content = whole.read(name)
            if name.endswith("/s0001.smil"):
                begin, end = content.rindex(b"<par "), content.rindex(b"</par>") + 6
                content = content[:begin] + content[end:]
            copy.writestr(name, content)
    assert len(thorium(broken).played) == len(thorium(books[0]).played) - 1
