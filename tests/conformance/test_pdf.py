"""outloud, a checker of PDF/UA-1 and of what it means, finds nothing in our PDFs.

It is AGPL, so it runs as a program of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from late import Late
from pdf_documents import EASY, PICTURES, TORTURE, edition

from ppun_access.document.model import Document
from ppun_access.report import Report
from ppun_access.settings.sections import Contact
from ppun_access.site.kit.contents import items, write_item
from ppun_access.writers.model import PdfOptions
from ppun_access.writers.pdf.write import write_pdf

from .conftest import missing

pikepdf = Late("pikepdf")
OUTLOUD = Path(sys.executable).with_name("outloud")
CONTACT = Contact(
    "La mission", "03 81 00 00 00", "4, square Castan\nBesançon", "a@exemple.fr"
)
OPTIONS = PdfOptions(contact=CONTACT, base_url="https://exemple.fr", pictures=PICTURES)


def outloud(pdfs: Sequence[Path], folder: Path) -> list[list[str]]:
    """Return what outloud says of each of ``pdfs``, its plain information left out."""
    if not OUTLOUD.exists():
        missing("outloud n’est pas installé : tapez « make test »")
    out = folder / "outloud.json"
    command = [str(OUTLOUD), "--fail-on", "never", "--json", str(out), *map(str, pdfs)]
    subprocess.run(command, check=True, capture_output=True)
    reports = json.loads(out.read_text("utf-8"))["results"]
    assert len(reports) == len(pdfs)
    return [
        [
            f"{finding['rule']}: {finding['message']}"
            for finding in report["findings"]
            if finding["severity"] != "info"
        ]
        for report in reports
    ]


def written(folder: Path, *documents: Document) -> list[Path]:
    """Write every PDF of ``documents``, in both versions, and of their kit."""
    both = (edition(*documents), edition(*documents, version="facile"))
    files: dict[str, bytes | Path] = {}
    for item in items(both, OPTIONS):
        files |= write_item(item, Report())
    for made in both:
        files |= write_pdf(made, OPTIONS, Report())
    paths = []
    for name, content in files.items():
        assert isinstance(content, bytes)
        paths.append(folder / name.rpartition("/")[2])
        paths[-1].write_bytes(content)
    return paths


MIXED = "ORD-001"
"""outloud takes what a paragraph holds itself to come before all its links: a page full of
them seems out of order. ``disorder`` looks at the order itself."""


PAINTED_LATER = ("/Note", "/Caption", "/THead")
"""What a page rightly paints elsewhere than it is read: notes at the foot, captions under
pictures, and cells that span two rows of a head, which typst paints last."""


def disorder(pdf: Path) -> list[tuple[int, int]]:
    """Return the marks that the tags of a page name before an earlier one."""
    with pikepdf.open(pdf) as document:
        numbers = {page.objgen: n for n, page in enumerate(document.pages, 1)}
        found: dict[int, list[int]] = {}

        def walk(element: Any, page: int) -> None:
            page = numbers[element.Pg.objgen] if "/Pg" in element else page
            held = element.get("/K", pikepdf.Array())
            for kid in held if isinstance(held, pikepdf.Array) else [held]:
                if isinstance(kid, int):
                    found.setdefault(page, []).append(kid)
                elif "/MCID" in kid:
                    here = numbers[kid.Pg.objgen] if "/Pg" in kid else page
                    found.setdefault(here, []).append(int(kid.MCID))
                elif kid.get("/S") not in PAINTED_LATER:
                    walk(kid, page)

        walk(document.Root.StructTreeRoot, 0)
    assert found
    return [
        (page, mark)
        for page, marks in found.items()
        for before, mark in pairwise(marks)
        if mark < before
    ]


PLANTED = (
    (b"/Lang(fr)", b"/Lung(fr)"), (b"/Marked true", b"/Marked null"), (b"/S/H1", b"/S/H3"),
)  # fmt: skip
"""What is changed in a good PDF, and is told."""


@dataclass(frozen=True)
class Pdfs:
    """Good PDFs, and some with a fault."""

    easy: list[Path]
    hard: list[Path]
    planted: list[Path]


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> Pdfs:
    easy, hard, spoilt = (tmp_path_factory.mktemp(name) for name in ("a", "b", "c"))
    made = Pdfs(written(easy, EASY), written(hard, TORTURE, EASY), [])
    (content,) = write_pdf(edition(EASY), OPTIONS, Report()).values()
    assert isinstance(content, bytes)
    for n, (old, new) in enumerate(PLANTED):
        assert old in content
        made.planted.append(spoilt / f"{n}.pdf")
        made.planted[-1].write_bytes(content.replace(old, new))
    return made


@pytest.fixture(scope="module")
def told(pdfs: Pdfs, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, list[str]]:
    """What outloud says, which starts once."""
    every = [*pdfs.easy, *pdfs.hard, *pdfs.planted]
    said = outloud(every, tmp_path_factory.mktemp("outloud"))
    return dict(zip(every, said, strict=True))


def test_outloud_finds_nothing(pdfs: Pdfs, told: dict[Path, list[str]]) -> None:
    assert len(pdfs.easy) == 4
    assert {path.name: told[path] for path in pdfs.easy if told[path]} == {}


def test_outloud_finds_nothing_in_what_is_hard(
    pdfs: Pdfs, told: dict[Path, list[str]]
) -> None:
    assert len(pdfs.hard) == 6
    found = [one for path in pdfs.hard for one in told[path]]
    assert [one for one in found if not one.startswith(MIXED)] == []
    assert {pdf.name: found for pdf in pdfs.hard if (found := disorder(pdf))} == {}


def test_outloud_finds_planted_faults(pdfs: Pdfs, told: dict[Path, list[str]]) -> None:
    assert [path.name for path in pdfs.planted if not told[path]] == []


def test_disorder_is_seen(pdfs: Pdfs, tmp_path: Path) -> None:
    path = tmp_path / "disorder.pdf"
    with pikepdf.open(pdfs.easy[0]) as document:
        first = document.Root.StructTreeRoot.K
        first = first if isinstance(first, pikepdf.Dictionary) else first[0]
        first.K = pikepdf.Array(reversed(list(first.K)))
        document.save(path)
    assert disorder(path)
