"""EPUBCheck and Ace on real books: those of the project, and one that tries everything."""

from __future__ import annotations

import json
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from ppun_access.build import Request, build
from ppun_access.errors import MissingToolError
from ppun_access.inspect.epub import check_epub
from ppun_access.tools import ace, epubcheck

from .browser import Browser, opened
from .conftest import Published, missing

TORTURE = Path(__file__).with_name("torture.md")


def png() -> bytes:
    """Return a red square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    pixels = (b"\0" + b"\xff\0\0" * 8) * 8
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(pixels))
        + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="session")
def books(published: Published) -> list[Path]:
    """The project's own books: each text, each version, and all of them in one."""
    found = sorted(published.site.rglob("*.epub"))
    assert [book.name for book in found] == [
        "edito-de-la-presidente.epub",
        "edito-de-la-presidente-facile.epub",
        "edito-du-vice-president.epub",
        "edito-du-vice-president-facile.epub",
        "ppun.epub",
    ]
    (whole,) = (
        file
        for file in json.loads((published.site / "catalogue.json").read_text("utf-8"))[
            "files"
        ]
        if file["format"] == "epub"
    )
    assert (whole["variant"], whole["path"]) == ("book", "ppun.epub")
    return found


@pytest.fixture(scope="session")
def torture(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The books of an almost empty text, of one that tries everything, of both."""
    folder = tmp_path_factory.mktemp("torture")
    content = folder / "content"
    content.mkdir()
    shutil.copy(TORTURE, content / "a.md")
    (content / "b.md").write_text("---\ntitle: Presque rien\n---\n\n---\n", "utf-8")
    (content / "carre.png").write_bytes(png())
    (content / "faux.gif").write_bytes(png())
    (content / "abime.png").write_bytes(b"rien")
    site = folder / "site"
    made = Request(
        (content,), site, formats=("epub",), voice="silence", cache=folder / "cache"
    )
    build(made)
    return sorted(site.rglob("*.epub"), key=lambda book: book.stat().st_size)


@pytest.fixture(scope="session")
def checker() -> Callable[[Path], list[str]]:
    """Both checkers, when they are there, and ours."""
    try:
        epubcheck.probe()
        ace.probe()
    except MissingToolError as error:
        missing(str(error))
    return lambda book: [*check_epub(book), *epubcheck.check(book), *ace.check(book)]


@pytest.mark.long  # test_check runs the same checkers on the same books
def test_the_books_of_the_project(
    books: list[Path], checker: Callable[[Path], list[str]]
) -> None:
    full, easy, _, _, whole = books  # the others are made alike, and in the last one
    found = {book.name: checker(book) for book in (full, easy, whole)}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.long
def test_a_text_that_tries_everything(
    torture: list[Path], checker: Callable[[Path], list[str]]
) -> None:
    empty, alone, whole = torture
    assert "presque-rien" in empty.name
    assert list(check_epub(alone)) == []
    found = {book.name: checker(book) for book in (empty, whole)}  # the other is in whole
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.long
def test_a_text_that_tries_everything_alone(
    torture: list[Path], checker: Callable[[Path], list[str]]
) -> None:
    assert checker(torture[1]) == []


Fault: TypeAlias = tuple[str, str, str]
"""The end of a file's name, what stands in it, and what is put in its place."""


def spoilt(book: Path, folder: Path, *faults: Fault) -> Path:
    """Return a copy of ``book`` with faults in its files."""
    path, planted = folder / "faux.epub", set()
    with zipfile.ZipFile(book) as zip_, zipfile.ZipFile(path, "w") as out:
        for entry in zip_.infolist():
            content = zip_.read(entry)
            for fault in faults:
                name, old, new = fault
                if entry.filename.endswith(name):
                    assert old.encode() in content, "the fault was not planted"
                    content = content.replace(old.encode(), new.encode(), 1)
                    planted.add(fault)
            out.writestr(zipfile.ZipInfo(entry.filename), content)
    assert planted == {*faults}
    return path


@pytest.mark.long
def test_epubcheck_sees_faults(books: list[Path], checker: object, tmp_path: Path) -> None:
    faults = {
        (".opf", "<dc:language>fr</dc:language>", ""): "RSC-005",
        ("presidente.xhtml", "<h1 ", "<h1 zut='1' "): "RSC-005",
        (".smil", "#titre", "#rien"): "RSC-012",
        (".css", "AtkinsonHyperlegible-Bold", "Absente"): "RSC-007",
    }
    found = epubcheck.check(spoilt(books[0], tmp_path, *faults))
    places = {(told.split()[0], told.split()[1].split(":")[0]) for told in found}
    for (name, _, _), code in faults.items():
        assert [p for c, p in places if c == code and p.endswith(name)], (name, found)


@pytest.mark.long
def test_ace_sees_faults(books: list[Path], checker: object, tmp_path: Path) -> None:
    image = '</h1><img src="images/couverture.png"/>'
    faults = {
        (".opf", "accessibilitySummary", "zut"): "metadata-accessibilitysummary",
        ("presidente.xhtml", "</h1>", image): "image-alt",
        (
            "presidente.xhtml",
            "<title>L’édito de la Présidente",
            "<title>",
        ): "document-title",
    }
    found = "\n".join(ace.check(spoilt(books[0], tmp_path, *faults)))
    assert [rule for rule in faults.values() if rule not in found] == []


def test_pages_open_with_their_font_and_nothing_from_elsewhere(
    books: list[Path], browser: Browser, tmp_path: Path
) -> None:
    with zipfile.ZipFile(books[-1]) as book:
        book.extractall(tmp_path)
    for page in sorted((tmp_path / "EPUB").glob("*.xhtml")):
        with opened(browser, page, width=400) as watched:
            watched.page.evaluate("document.fonts.ready.then(() => 0)")
            loaded = watched.page.evaluate(
                "[...document.fonts].filter((f) => f.status === 'loaded').length"
            )
            assert loaded >= 1, page
            wide = "document.documentElement.scrollWidth"
            assert watched.page.evaluate(wide) <= 400, page
            assert watched.faults == [], page
