"""The texts that are measured: those of content/, and ours in corpus/."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ppun_access.build.context import looking_at
from ppun_access.build.narration import narration_options
from ppun_access.build.preparation import Prepared, prepare
from ppun_access.build.sources import read_sources
from ppun_access.document.model import Document, Version
from ppun_access.french.spoken.spoken_form import spoken_form
from ppun_access.project.project import Project, load_project
from ppun_access.report import Report
from ppun_access.speech.narration.script import script

CONTENT = Path("content")
CORPUS = Path("benchmarks") / "corpus"


@cache
def project() -> Project:
    return load_project((CONTENT,))


@cache
def prepared() -> Prepared:
    build = looking_at(project(), Report())
    return prepare(build, read_sources(project(), Report()))


def editorials() -> tuple[Document, ...]:
    return prepared().integral


def said(version: Version, document: Document) -> list[str]:
    """Return the sentences of a document as a voice says them."""
    options = narration_options(project(), version).script
    return [utterance.text for utterance in script(document, options, Report())]


def sentences() -> list[str]:
    """Return every sentence measured: editorials, easy versions, then ours."""
    found = [s for version, text in prepared().texts() for s in said(version, text)]
    for path in sorted(CORPUS.glob("*.txt")):
        lines = path.read_text("utf-8").splitlines()
        found += [spoken_form(line) for line in lines if line.strip()]
    return list(dict.fromkeys(found))
