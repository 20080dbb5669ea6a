"""The few lines that end a build: what is published, what to fix first, what to do next."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ppun_access.pipeline.catalogue import Publication
from ppun_access.pipeline.narration import NO_AUDIO
from ppun_access.pipeline.order import Result
from ppun_access.report import Finding, Severity
from ppun_access.writers.units import count, length

SHOWN = 5
"""How many findings the summary shows; the report has them all."""


def summary(result: Result) -> list[str]:
    """Return the lines to show at the end of a build."""
    place = _relative(result.out / "index.html")
    report = _relative(result.report_folder / "index.html")
    lines = [*_published(result), f"À ouvrir : {place}", *_missing(result)]
    lines += _to_fix(result.findings)
    total = len(result.findings)
    told = f" ({count(total, 'remarque')})" if total else ""
    lines.append(f"Le rapport pour l’équipe : {report}{told}")
    lines += silent_line(len(result.silenced))
    return [*lines, *_next(result)]


def _published(result: Result) -> Iterator[str]:
    if not result.changed:
        yield f"Rien n’a changé : {_relative(result.out)} est à jour."
        return
    yield f"Publié dans {_relative(result.out)} : " + count(
        len(result.publications), "texte", "textes"
    )
    for publication in result.publications:
        yield f"  - {publication.document.title} : {_versions(publication)}"
    if result.voices:
        yield f"Voix : {' ; '.join(result.voices)}"


def _missing(result: Result) -> Iterator[str]:
    if any(finding.code == NO_AUDIO for finding in result.findings):
        yield "Il manque : l’audio"
    for publication in result.publications:
        if len(publication.versions) == 1:
            document = publication.document
            file = f"facile/{document.id}.md"
            yield f"Il manque : la version simplifiée de « {document.title} » ({file})"


def _versions(publication: Publication) -> str:
    names = {"integral": "texte complet", "facile": "version simplifiée"}
    found = []
    for version in publication.versions:
        sounds = [d.seconds for d in version.downloads if d.seconds is not None]
        heard = f", {length(sounds[0])} d’audio" if sounds else ""
        found.append(f"{names[version.version]}{heard}")
    return " ; ".join(found)


def _to_fix(findings: Sequence[Finding]) -> Iterator[str]:
    grave = [f for f in findings if f.severity > Severity.INFO]
    first = sorted(grave, key=lambda f: -f.severity)[:SHOWN]
    if first:
        yield "À corriger d’abord :"
        yield from (f"  - {finding}" for finding in first)


def silent_line(silenced: int) -> list[str]:
    """Return the line that tells how many findings nobody is told of; none if none."""
    if not silenced:
        return []
    return [f"{count(silenced, 'constat tu', 'constats tus')} (dans un texte ou ppun.toml)"]


def _next(result: Result) -> Iterator[str]:
    grave = any(f.severity > Severity.INFO for f in result.findings)
    todo = "corrigez les pages puis relancez" if grave else "après un changement, relancez"
    yield f"Ensuite : {todo} « make » (ou « ppun-access build »)."


def _relative(path: Path) -> str:
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near
