"""Which text a finding belongs to."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from ppun_access.build.catalogue import Publication, PublishedVersion
from ppun_access.build.editors_report import named
from ppun_access.build.measures import measures_of
from ppun_access.document.model import Document, Meta, Para, Pos, Text, Version
from ppun_access.report import Finding


def document(title: str, source: str, line: int) -> Document:
    file = source.partition("#")[0]
    para = Para((Text("Mot.", pos=Pos(file, line)),), pos=Pos(file, line))
    return Document(title.lower(), "fr", title, (para,), Meta(source))


def published(full: Document, easy: Document | None = None) -> Publication:
    pairs: list[tuple[Version, Document | None]] = [("integral", full), ("facile", easy)]
    versions = tuple(PublishedVersion(v, d, measures_of(d), ()) for v, d in pairs if d)
    return Publication(full, versions)


FIRST = document("L’édito A", "page.md#a", 5)
SECOND = document("L’édito B", "page.md#b", 20)
SIMPLE = replace(document("Simple", "facile/a.md", 4), id=FIRST.id)


@cache
def book() -> tuple[Publication, ...]:
    return published(FIRST, SIMPLE), published(SECOND)


@pytest.mark.parametrize(
    ("pos", "page", "owner"),
    [
        (Pos("page.md", 7), "", (FIRST.id, "integral")),
        (Pos("page.md", 25), "", (SECOND.id, "integral")),
        (Pos("page.md", 7), "L'édito B", (SECOND.id, "integral")),
        (Pos("facile/a.md", 1), "", (FIRST.id, "facile")),
        (Pos("facile/a.md", 9), "Simple", (FIRST.id, "facile")),
        (None, "L'édito B", (SECOND.id, "integral")),
        (None, "Simple", (FIRST.id, "facile")),
        (Pos("page.md", 2), "La page", ("", "integral")),
        (Pos("autre.md", 9), "L'édito A", ("", "integral")),
        (None, "", ("", "integral")),
    ],
)
def test_the_place_decides_then_the_title_then_the_line(
    pos: Pos | None, page: str, owner: tuple[str, str]
) -> None:
    (found,) = named([Finding("code", "un message", pos=pos, page=page)], book())
    assert (found.document_id, found.version) == owner


def test_every_finding_stays_in_its_order() -> None:
    findings = [Finding("un", "x"), Finding("deux", "y"), Finding("un", "z")]
    assert [n.finding for n in named(findings, book())] == findings
