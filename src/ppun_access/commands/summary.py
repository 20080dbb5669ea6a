"""Summarise a finished build: what is published, what to fix, what to do next."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ppun_access.build.catalogue import Publication, PublishedVersion
from ppun_access.build.context import Result
from ppun_access.build.narration import NO_AUDIO
from ppun_access.build.podcast import NO_PODCAST, NONE
from ppun_access.build.todo import late_lines
from ppun_access.easy.review.record import AUTOMATIC
from ppun_access.errors import ExitCode
from ppun_access.publish.remote import Sent
from ppun_access.report import Finding, Severity
from ppun_access.runtime.installing import is_make_folder
from ppun_access.site.report.decisions import decisions
from ppun_access.writers.units import count, length

MOST = 15
"""How many lines end a build: the report has all the rest."""
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
    """Return the lines to show at the end of a build, at most ``MOST`` of them.

    ``whole``: every text and every finding is told. ``then`` is what to type after a
    change: nothing when pages are watched.
    """
    place = _relative(result.out / "index.html")
    report = _relative(result.report_folder / "index.html")
    head = [*_published(result, whole=whole), f"À ouvrir : {place}", *_missing(result)]
    found = result.findings
    many = f"{count(len(found), 'remarque')}, {count(len(decisions(found)), 'décision')}"
    tail = [f"Le rapport pour l’équipe : {report}{f' ({many})' if found else ''}"]
    tail += silenced_line(len(result.silenced))
    tail += [*_sent(result.sent), *_exit(result), *(_next(result, then) if then else ())]
    if whole:
        return [*head, *_every(found), *tail]
    return [*head, *_first(result, MOST - len(head) - len(tail)), *tail]


def _published(result: Result, *, whole: bool) -> Iterator[str]:
    """Yield what is published: how many texts, and each of them if ``whole``."""
    if not result.changed:
        yield f"Rien n’a changé : {_relative(result.out)} est à jour."
        return
    yield f"Publié dans {_relative(result.out)} : {_counts(result.publications)}"
    for publication in result.publications if whole else ():
        yield f"  - {publication.document.title} : {_versions(publication)}"
    if result.voices:
        yield f"Voix : {' ; '.join(result.voices)}"


def _counts(publications: Sequence[Publication]) -> str:
    """Return « 37 textes, 12 versions simplifiées, 3 brouillons automatiques, 2 h »."""
    easy = [v for p in publications for v in p.versions if v.version == "facile"]
    drafts = sum(version.document.meta.status == AUTOMATIC for version in easy)
    parts = [count(len(publications), "texte", "textes")]
    if written := len(easy) - drafts:
        parts.append(count(written, "version simplifiée", "versions simplifiées"))
    if drafts:
        parts.append(count(drafts, "brouillon automatique", "brouillons automatiques"))
    heard = [s for p in publications for v in p.versions if (s := _seconds(v)) is not None]
    return ", ".join((*parts, *([f"{length(sum(heard))} d’audio"] if heard else [])))


def _seconds(version: PublishedVersion) -> float | None:
    return next((d.seconds for d in version.downloads if d.seconds is not None), None)


def _sent(sent: Sent | None) -> Iterator[str]:
    if sent and not (sent.sent or sent.removed):
        yield f"Rien à envoyer : {sent.address} est à jour."
    elif sent:
        what = count(len(sent.sent), "fichier envoyé", "fichiers envoyés")
        gone = count(len(sent.removed), "retiré", "retirés")
        yield f"Copié à l’adresse {sent.address} : {what}, {gone}"


def _missing(result: Result) -> Iterator[str]:
    if any(finding.code == NO_AUDIO for finding in result.findings):
        yield "Il manque : l’audio"
    yield from (
        f"Il manque : le podcast. {finding.message.removeprefix(NONE).strip()}"
        for finding in result.findings
        if finding.code == NO_PODCAST
    )


def _versions(publication: Publication) -> str:
    names = {"integral": "texte complet", "facile": "version simplifiée"}
    automatic = "brouillon automatique d’une version simplifiée"
    found = []
    for version in publication.versions:
        seconds = _seconds(version)
        heard = "" if seconds is None else f", {length(seconds)} d’audio"
        is_draft = version.document.meta.status == AUTOMATIC
        found.append(f"{automatic if is_draft else names[version.version]}{heard}")
    return " ; ".join(found)


def _every(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield every finding, the gravest first."""
    if told := sorted(findings, key=lambda finding: -finding.severity):
        yield "Ce qui a été trouvé :"
        yield from (f"  - {finding}" for finding in told)


def _first(result: Result, room: int) -> Iterator[str]:
    """Yield the first things to do, in ``room`` lines."""
    lines = [one.line for one in result.todo]
    lines = [*late_lines(lines, result.findings), *lines]
    lines = lines or [one.title for one in decisions(result.findings)]
    if lines:
        yield "À faire d’abord :"
        yield from (f"  {n}. {line}" for n, line in enumerate(lines[: room - 1], 1))


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
    places = (f.pos.file if f.pos else f.page for f in found)
    names = ", ".join(dict.fromkeys(filter(None, places)))
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
