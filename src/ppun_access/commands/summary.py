"""Summarise a finished build: what is published, what to fix, what to do next."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ppun_access.build.automatic_drafts import FOLDER
from ppun_access.build.catalogue import Publication, PublishedVersion
from ppun_access.build.context import Result
from ppun_access.build.narration import NO_AUDIO
from ppun_access.build.podcast import NO_PODCAST, NONE
from ppun_access.build.whole_site import INCOMPLETE
from ppun_access.easy.review.version import AUTOMATIC
from ppun_access.errors import ExitCode
from ppun_access.publish.remote import Sent
from ppun_access.report import Finding, Severity
from ppun_access.runtime.installing import is_make_folder
from ppun_access.writers.units import count, length

SHOWN = 5
"""How many findings the summary shows; the report has them all."""
LONGEST = 60
"""Characters of a command that is reported again as it was typed."""
_PLAIN = re.compile(r"[\w./,:=+-]+")
"""What every console takes for one word, as it is."""


def same_command(typed: Sequence[str], here: Path | None = None) -> str:
    """Return, in French, the command to type in ``here`` for the same build.

    >>> same_command(("build", "mes pages"), Path("/"))
    'la même commande'
    """
    command = " ".join(("ppun-access", *typed))
    if tuple(typed) == ("build",) and is_make_folder(here or Path.cwd()):
        return "« make »"
    if "MAKELEVEL" in os.environ or len(command) > LONGEST:  # make typed it for somebody
        return "la même commande"
    return f"« {command} »" if all(map(_PLAIN.fullmatch, typed)) else "la même commande"


def summary(result: Result, *, whole: bool = False, then: str = "") -> list[str]:
    """Return the lines to show at the end of a build; ``whole``: every finding is reported.

    ``then`` is what to type after a change: nothing when pages are watched.
    """
    place = _relative(result.out / "index.html")
    report = _relative(result.report_folder / "index.html")
    lines = [*_published(result), f"À ouvrir : {place}", *_missing(result)]
    lines += _to_fix(result.findings, whole=whole)
    total = len(result.findings)
    message = f" ({count(total, 'remarque')})" if total else ""
    lines.append(f"Le rapport pour l’équipe : {report}{message}")
    lines += silenced_line(len(result.silenced))
    lines += _sent(result.sent)
    return [*lines, *_exit(result), *(_next(result, then) if then else ())]


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


def _sent(sent: Sent | None) -> Iterator[str]:
    if sent and not (sent.sent or sent.removed):
        yield f"Rien à envoyer : {sent.address} est à jour."
    elif sent:
        what = count(len(sent.sent), "fichier envoyé", "fichiers envoyés")
        gone = count(len(sent.removed), "retiré", "retirés")
        yield f"Copié à l’adresse {sent.address} : {what}, {gone}"


def _missing(result: Result) -> Iterator[str]:
    yield from (
        f"À compléter : {finding.message}"
        for code in INCOMPLETE
        for finding in result.findings
        if finding.code == code
    )
    if any(finding.code == NO_AUDIO for finding in result.findings):
        yield "Il manque : l’audio"
    yield from (
        f"Il manque : le podcast. {finding.message.removeprefix(NONE).strip()}"
        for finding in result.findings
        if finding.code == NO_PODCAST
    )
    for publication in result.publications:
        document, versions = publication.document, publication.versions
        if document.is_french and all(map(is_made_by_nobody, versions)):
            file = f"facile/{document.id}.md"
            yield f"Il manque : la version simplifiée de « {document.title} » ({file})"
            draft = result.report_folder / FOLDER / f"{document.id}.md"
            if draft.is_file():
                yield f"  Son brouillon automatique, à corriger : {_relative(draft)}"


def is_made_by_nobody(version: PublishedVersion) -> bool:
    """Return whether an easy version was written by the machine alone."""
    return version.version == "integral" or version.document.meta.status == AUTOMATIC


def _versions(publication: Publication) -> str:
    names = {"integral": "texte complet", "facile": "version simplifiée"}
    automatic = "brouillon automatique d’une version simplifiée"
    found = []
    for version in publication.versions:
        sounds = [d.seconds for d in version.downloads if d.seconds is not None]
        heard = f", {length(sounds[0])} d’audio" if sounds else ""
        is_draft = version.document.meta.status == AUTOMATIC
        found.append(f"{automatic if is_draft else names[version.version]}{heard}")
    return " ; ".join(found)


def _to_fix(findings: Sequence[Finding], *, whole: bool) -> Iterator[str]:
    """Yield what to fix: every failure, then the gravest of the rest."""
    told = sorted(findings, key=lambda f: -f.severity)
    if not whole:
        failures = sum(f.severity is Severity.ERROR for f in findings)
        told = [f for f in told if f.severity > Severity.INFO][: max(SHOWN, failures)]
    if told:
        yield "À corriger d’abord :"
        yield from (f"  - {finding}" for finding in told)


def silenced_line(silenced: int) -> list[str]:
    """Return the line that tells how many findings are silenced; none if none."""
    if not silenced:
        return []
    return [f"{count(silenced, 'constat tu', 'constats tus')} (dans un texte ou ppun.toml)"]


def _exit(result: Result) -> Iterator[str]:
    """Yield why the command ends with another code than 0, as the README numbers them."""
    code = result.exit_code
    found = [f for f in result.findings if f.row.exit_code is code]
    if not found or code is ExitCode.DONE:
        return
    names = ", ".join(dict.fromkeys(str(f.pos.file) for f in found if f.pos))
    named = f" ({names})" if names else ""
    if code is ExitCode.BAD_INPUT:
        one, several = "fichier n’a pas pu être lu", "fichiers n’ont pas pu être lus"
    else:
        one, several = "résultat n’a pas pu être fait", "résultats n’ont pas pu être faits"
    what = count(len(found), one, several)
    yield f"Code de sortie {code} : {what}{named}. Le reste est publié."


def _next(result: Result, then: str) -> Iterator[str]:
    grave = any(f.severity > Severity.INFO for f in result.findings)
    todo = "corrigez les pages puis relancez" if grave else "après un changement, relancez"
    yield f"Ensuite : {todo} {then}."


def _relative(path: Path) -> str:
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near
