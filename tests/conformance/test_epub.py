"""EPUBCheck and Ace on real books: those of the project, and one that tries everything."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ppun_access.errors import MissingToolError
from ppun_access.pipeline.epub_inspection import check_epub
from ppun_access.tools import ace, epubcheck

from .browser import opened
from .conftest import ROOT, missing

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


def build(folder: Path, *sources: str) -> Path:
    """Publish the books of ``sources`` with the program, in ``folder``."""
    program = Path(sys.executable).with_name("ppun-access")
    site = folder / "site"
    command = [str(program), "build", *sources, "-o", str(site), "--to", "epub"]
    run = subprocess.run(
        [*command, "--voice", "silence"], cwd=ROOT, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
    return site


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The project's own books: each text, each version, and all of them in one."""
    site = build(tmp_path_factory.mktemp("livres"), "content")
    found = sorted(site.rglob("*.epub"))
    assert [book.name for book in found] == [
        "edito-de-la-presidente.epub",
        "edito-de-la-presidente-facile.epub",
        "edito-du-vice-president.epub",
        "edito-du-vice-president-facile.epub",
        "ppun.epub",
    ]
    (whole,) = json.loads((site / "catalogue.json").read_text("utf-8"))["files"]
    assert (whole["format"], whole["variant"], whole["path"]) == (
        "epub", "book", "ppun.epub",
    )  # fmt: skip
    return found


@pytest.fixture(scope="session")
def torture(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The books of a text that tries everything, of one in Greek, of an empty one."""
    folder = tmp_path_factory.mktemp("torture")
    content = folder / "content"
    content.mkdir()
    shutil.copy(TORTURE, content / "a.md")
    (content / "b.md").write_text("---\ntitle: Presque rien\n---\n\n---\n", "utf-8")
    (content / "carre.png").write_bytes(png())
    (content / "faux.gif").write_bytes(png())
    (content / "abime.png").write_bytes(b"rien")
    return sorted(build(folder, str(content)).rglob("*.epub"))


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


def test_a_text_that_tries_everything(
    torture: list[Path], checker: Callable[[Path], list[str]]
) -> None:
    assert len(torture) == 3
    found = {book.name: checker(book) for book in torture}
    assert {name: faults for name, faults in found.items() if faults} == {}


def replaced(book: Path, folder: Path, name: str, old: str, new: str) -> Path:
    """Return a copy of ``book`` with a fault in one file."""
    path = folder / "faux.epub"
    with zipfile.ZipFile(book) as zip_, zipfile.ZipFile(path, "w") as out:
        for entry in zip_.infolist():
            content = zip_.read(entry)
            if entry.filename.endswith(name):
                assert old.encode() in content, "the fault was not planted"
                content = content.replace(old.encode(), new.encode(), 1)
            out.writestr(zipfile.ZipInfo(entry.filename), content)
    return path


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        (".opf", "<dc:language>fr</dc:language>", "", "RSC-005"),
        ("presidente.xhtml", "<h1 ", "<h1 zut='1' ", "RSC-005"),
        (".smil", "#titre", "#rien", "RSC-012"),
        (".css", "AtkinsonHyperlegible-Bold", "Absente", "RSC-007"),
    ],
)
def test_epubcheck_sees_a_fault(
    books: list[Path],
    checker: object,
    tmp_path: Path,
    name: str,
    old: str,
    new: str,
    code: str,
) -> None:
    broken = replaced(books[0], tmp_path, name, old, new)
    assert any(fault.startswith(code) for fault in epubcheck.check(broken))


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        (".opf", "accessibilitySummary", "zut", "metadata-accessibilitysummary"),
        (
            "presidente.xhtml",
            "</h1>",
            '</h1><img src="images/couverture.png"/>',
            "image-alt",
        ),
        (
            "presidente.xhtml",
            "<title>L’édito de la Présidente",
            "<title>",
            "document-title",
        ),
    ],
)
def test_ace_sees_a_fault(
    books: list[Path],
    checker: object,
    tmp_path: Path,
    name: str,
    old: str,
    new: str,
    rule: str,
) -> None:
    broken = replaced(books[0], tmp_path, name, old, new)
    assert any(rule in fault for fault in ace.check(broken))


def test_pages_open_with_their_font_and_nothing_from_elsewhere(
    books: list[Path], browser: Browser, tmp_path: Path
) -> None:
    with zipfile.ZipFile(books[-1]) as book:
        book.extractall(tmp_path)
    for page in sorted((tmp_path / "EPUB").glob("*.xhtml")):
        with opened(browser, page, width=400) as watched:
            watched.page.wait_for_timeout(100)
            loaded = watched.page.evaluate(
                "[...document.fonts].filter((f) => f.status === 'loaded').length"
            )
            assert loaded >= 1, page
            wide = "document.documentElement.scrollWidth"
            assert watched.page.evaluate(wide) <= 400, page
            assert watched.faults == [], page
