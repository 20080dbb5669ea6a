"""outloud, a checker of PDF/UA-1 and of what it means, finds nothing in our PDFs.

It is AGPL, so it runs as a program of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pdf_documents import EASY, PICTURES, TORTURE, edition

from ppun_access.document.model import Document
from ppun_access.report import Report
from ppun_access.settings.sections import Contact
from ppun_access.site.kit.contents import items, write_item
from ppun_access.writers.model import PdfOptions
from ppun_access.writers.pdf.write import write_pdf

from .conftest import missing

OUTLOUD = Path(sys.executable).with_name("outloud")
CONTACT = Contact(
    "La mission", "03 81 00 00 00", "4, square Castan\nBesançon", "a@exemple.fr"
)
OPTIONS = PdfOptions(contact=CONTACT, base_url="https://exemple.fr", pictures=PICTURES)


def outloud(pdfs: Sequence[Path], folder: Path) -> list[str]:
    """Return what outloud says of ``pdfs``, its plain information left out."""
    if not OUTLOUD.exists():
        missing("outloud n’est pas installé : tapez « make test »")
    out = folder / "outloud.json"
    command = [str(OUTLOUD), "--fail-on", "never", "--json", str(out), *map(str, pdfs)]
    subprocess.run(command, check=True, capture_output=True)
    reports = json.loads(out.read_text("utf-8"))["results"]
    assert len(reports) == len(pdfs)
    return [
        f"{finding['rule']}: {finding['message']}"
        for report in reports
        for finding in report["findings"]
        if finding["severity"] != "info"
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


def test_outloud_finds_nothing(tmp_path: Path) -> None:
    pdfs = written(tmp_path, EASY)
    assert len(pdfs) == 5
    assert outloud(pdfs, tmp_path) == []


def test_outloud_finds_nothing_in_what_is_hard(tmp_path: Path) -> None:
    pdfs = written(tmp_path, TORTURE, EASY)
    assert len(pdfs) == 8
    found = outloud(pdfs, tmp_path)
    assert [told for told in found if not told.startswith(MIXED)] == []
    assert {pdf.name: found for pdf in pdfs if (found := disorder(pdf))} == {}


def test_disorder_is_seen(tmp_path: Path) -> None:
    (path, *_) = written(tmp_path, EASY)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        first = document.Root.StructTreeRoot.K
        first = first if isinstance(first, pikepdf.Dictionary) else first[0]
        first.K = pikepdf.Array(reversed(list(first.K)))
        document.save(path)
    assert disorder(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Lang(fr)", b"/Lung(fr)"),
        (b"/Marked true", b"/Marked null"),
        (b"/S/H1", b"/S/H3"),
    ],
)
def test_outloud_finds_planted_faults(tmp_path: Path, old: bytes, new: bytes) -> None:
    (content,) = write_pdf(edition(EASY), OPTIONS, Report()).values()
    assert isinstance(content, bytes)
    assert old in content
    path = tmp_path / "planted.pdf"
    path.write_bytes(content.replace(old, new))
    assert outloud([path], tmp_path)
