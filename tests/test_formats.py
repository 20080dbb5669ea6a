"""The table of formats: a format is one record, one function, and their names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from bs4 import BeautifulSoup
from projects import build, catalogue, failed, project
from test_serve import get, serving

from ppun_access.document.model import Edition
from ppun_access.document.walk import plain_text
from ppun_access.formats import CARRY, FORMATS, GROUPS, FileKind, Format, every_format
from ppun_access.inspect import CHECKERS, Checker
from ppun_access.inspect.published_folder import inspect
from ppun_access.report import Report
from ppun_access.tools.ffmpeg import SoundFormat
from ppun_access.writers import WRITERS, Writer
from ppun_access.writers.model import Files, TextOptions, path_of

__all__ = ["project"]

GRAS = Format(
    "gras", "Texte en capitales (GRAS)", "pour lire de loin.", CARRY, "text/plain",
    (FileKind(".gras"),), cached=True,
)  # fmt: skip
WRITTEN: list[str] = []
"""The texts that were given to the writer."""


def write_gras(edition: Edition, options: TextOptions, report: Report) -> Files:
    """Return each document of ``edition`` in capitals."""
    assert options.annonces == "complet"
    WRITTEN.extend(document.id for document in edition.book.documents)
    return {
        path_of("gras", document.id, edition.version): "\n".join(
            plain_text(block).upper() for block in document.blocks
        ).encode()
        for document in edition.book.documents
    }


def check_gras(path: Path) -> Iterator[str]:
    """Yield what is wrong with a text in capitals."""
    if (text := path.read_text("utf-8")) != text.upper():
        yield "ce texte a des minuscules."


@pytest.fixture
def gras(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two texts, and a format that is added as a developer would."""
    monkeypatch.setitem(FORMATS, "gras", GRAS)
    monkeypatch.setitem(WRITERS, "gras", Writer(__name__, "write_gras", TextOptions))
    monkeypatch.setitem(CHECKERS, "gras", Checker(__name__, "check_gras"))
    (project / "content/b.md").write_text("# Autre\n\nUn mot.\n", "utf-8")
    (project / "ppun.toml").write_text('[texte]\nannonces = "complet"\n', "utf-8")
    WRITTEN.clear()
    return project


def test_a_format_is_a_record_and_a_function(
    gras: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build("--to", "html,gras") == 0
    out = gras / "output"
    content = (out / "autre/autre.gras").read_bytes()
    assert content == b"UN MOT."
    assert sorted(WRITTEN) == ["autre", "bonjour-a-tous"]

    listed = [
        file
        for text in catalogue(out)["publications"]
        for version in text["versions"]
        for file in version["files"]
        if file["format"] == "gras"
    ]
    assert [file["path"] for file in listed] == [
        "bonjour-a-tous/bonjour-a-tous.gras", "autre/autre.gras",
    ]  # fmt: skip
    assert listed[1]["bytes"] == len(content)
    for page, href in (
        ("autre/index.html", "autre.gras"),
        ("telechargements/index.html", "../autre/autre.gras"),
    ):
        soup = BeautifulSoup((out / page).read_bytes(), "lxml")
        (link,) = soup.select(f'a[href="{href}"]')
        assert GRAS.label in link.text
        assert GRAS.use in soup.text

    with serving(out) as server:
        got = get(server, "/autre/autre.gras")
    assert (got.status, got.body) == (200, content)
    assert got.headers["Content-Type"] == "text/plain; charset=utf-8"

    found = inspect(out)
    (ran,) = (one for one in found.ran if one.name.endswith("gras"))
    assert (found.faults, ran.files, ran.faults) == ((), 2, 0)
    (out / "autre/autre.gras").write_text("minuscules", "utf-8")
    assert "minuscules" in " ".join(fault.message for fault in inspect(out).faults)

    capsys.readouterr()
    assert build("--to", "html,gras", "-o", "again", "--explain") == 0
    told = capsys.readouterr().err.replace("\N{NO-BREAK SPACE}", " ")
    assert f"{GRAS.label} : 0 refait, 2 repris" in told
    assert len(WRITTEN) == 2, "the cache has both"
    assert (gras / "again/autre/autre.gras").read_bytes() == content
    log = json.loads((gras / "again-rapport/build.json").read_text("utf-8"))
    assert not [f for f in log["findings"] if f["code"] == "texte-en-panne"]


def test_a_format_that_nobody_registered_is_unknown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = failed(capsys, "build", "--to", "gras")
    assert code == 2
    assert "format inconnu « gras »" in told
    assert told.count("podcast") == 1, "a format and a group of one name are told once"


def test_what_is_registered_is_in_the_table() -> None:
    known = {one.name for one in every_format()}
    assert set(CHECKERS) <= known
    whole_site = {name for name, one in FORMATS.items() if one.whole_site}
    assert set(WRITERS) == set(FORMATS) - whole_site
    sounds = {name for name, one in FORMATS.items() if one.is_sound}
    assert sounds <= {*get_args(SoundFormat)}
    assert set().union(*(one.groups for one in every_format())) <= set(GROUPS)


@pytest.mark.parametrize("name", WRITERS)
def test_a_writer_takes_the_options_that_it_is_registered_with(name: str) -> None:
    one = WRITERS[name]
    function = getattr(import_module(one.module, "ppun_access.writers"), one.function)
    assert get_type_hints(function)["options"] is one.options


@pytest.mark.parametrize("name", CHECKERS)
def test_a_checker_is_there(name: str) -> None:
    one = CHECKERS[name]
    function = getattr(import_module(one.module, "ppun_access.inspect"), one.function)
    assert ("size" in signature(function).parameters) == one.sized


def test_every_record_is_whole() -> None:
    """What the pages and servers are told of each file of a text."""
    for one in every_format():
        own = [kind for kind in one.files if kind.suffix]
        assert one.label
        assert one.use.endswith(".")
        assert one.media_type or not own, one.name
        variants = [kind.variant for kind in one.files]
        assert len(set(variants)) == len(variants), one.name
        assert one.is_sound <= one.needs_sound
    ends = [kind.suffix for one in every_format() for kind in one.files if kind.suffix]
    assert len(set(ends)) == len(ends)
