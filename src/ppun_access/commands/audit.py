"""``audit``: judge a text by the 72 tests of the RLS and return the filled grid."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from textwrap import fill
from typing import Any

from ppun_access.build.audit import at_their_lines, facts_of
from ppun_access.commands.outputs import check_outputs
from ppun_access.commands.texts import Outcome, Texts, one_text, texts, within_time
from ppun_access.document.model import Document
from ppun_access.easy.audit import audit as judge
from ppun_access.easy.audit.model import VERDICTS, Audit, AuditFinding, Result, Verdict
from ppun_access.easy.audit.outcomes import printed
from ppun_access.easy.review.record import version_of
from ppun_access.errors import InputError, OutputError, reason
from ppun_access.project.project import Project
from ppun_access.readers import ReaderOptions, decode, read_bytes, read_markdown
from ppun_access.report import Report, excerpt
from ppun_access.runtime.disk import write_named
from ppun_access.runtime.processor_time import TEXT_SECONDS
from ppun_access.runtime.spreadsheets import csv_table
from ppun_access.writers.html.frame import rendered

NARROWEST, WIDEST = 40, 100
SHOWN = 12
"""How many findings of one test the terminal shows; the JSON and the pages have all."""
QUOTED = 12
"""Words of a sentence that show which one it is."""
NO_FORCE = (
    "Le RLS (DISIC, 2016-2017) n’a pas de valeur légale. La pratique du facile à lire "
    "(FALC) suit les règles européennes « L’information pour tous » : seules des personnes "
    "handicapées intellectuelles peuvent dire qu’un texte est FALC."
)


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """What the user asked for, and the width of his terminal."""

    file: str
    """``FILE`` or ``FILE#id``."""
    as_json: bool = False
    csv: Path | None = None
    html: Path | None = None
    width: int = 92
    seconds: float = TEXT_SECONDS
    """Of processor, for each text."""


@dataclass(frozen=True, slots=True)
class AuditedText:
    """A text and its filled grid."""

    document: Document
    audit: Audit


def audit_file(request: AuditRequest, report: Report) -> Outcome:
    """Audit the text of a file; with ``as_json`` alone, every text of it.

    Raises InputError when the file cannot be read, UsageError when it holds several texts
    and one is wanted or when a grid would replace a text or the other grid, OutputError
    when a grid cannot be written.
    """
    if request.as_json and not (request.csv or request.html):
        return Outcome(_json(audited(request, report)))
    project, _ = one_text(request.file, Report())
    named = (("--csv", request.csv), ("--html", request.html))
    check_outputs(((o, path) for o, path in named if path), request.file, project)
    (found,) = audited(request, report)
    written = tuple(_write(request, found))
    return Outcome(
        _json([found]) if request.as_json else "\n".join(_lines(found, request)), written
    )


def audited(request: AuditRequest, report: Report) -> list[AuditedText]:
    """Return every text of the file with its filled grid."""
    found = texts(request.file, report)
    works = (partial(_audited, found, one, report) for one in found.documents)
    return [within_time(request.file, work, request.seconds) for work in works]


def _audited(found: Texts, document: Document, report: Report) -> AuditedText:
    project, front = found.project, _front(found, document)
    facts = facts_of(
        document, front, project.settings, project.lexicon, report, date.today()
    )
    placed = at_their_lines(judge(facts), lambda name: _text_of(project, name))
    return AuditedText(document, placed)


def _text_of(project: Project, name: str) -> str:
    """Return the text of a page, nothing of one that is no text: it has no lines."""
    paths = (root / name for root in project.roots)
    try:
        return next((decode(read_bytes(p), name) for p in paths if p.is_file()), "")
    except InputError:
        return ""


def _front(found: Texts, document: Document) -> Mapping[str, str]:
    """Return the front matter of a text; that of an easy version is in its own file."""
    if version_of(document) == "integral":
        return dict(document.meta.front)
    path = _easy_file(found.project, document)
    name = document.meta.source
    (page,) = read_markdown(
        decode(read_bytes(path), name), name, ReaderOptions(document.lang), Report()
    )
    return dict(page.meta.front)


def _easy_file(project: Project, document: Document) -> Path:
    paths = (root / document.meta.source for root in project.roots)
    return next(path for path in paths if path.is_file())


def _write(request: AuditRequest, found: AuditedText) -> Iterator[str]:
    wanted = (
        (request.csv, grid_csv(found.audit)),
        (request.html, grid_html(found.audit, found.document)),
    )
    for path, content in wanted:
        if path is not None:
            write_named(path, content, _unwritten)
            yield f"Grille écrite : {path}"


def _unwritten(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path} : écriture impossible, {reason(error)}.",
        next_step="Donnez un autre nom, ou un dossier où vous pouvez écrire.",
    )


# JSON


def _json(found: list[AuditedText]) -> str:
    if len(found) == 1:
        values = as_json(found[0].audit)
    else:
        several = [{"id": t.document.id, **as_json(t.audit)} for t in found]
        values = {"documents": several}
    return json.dumps(values, ensure_ascii=False, indent=1)


def as_json(audit: Audit) -> dict[str, Any]:
    """Return a filled grid in the shape of the contract."""
    return {
        "profile": audit.profile.name,
        "tests": [_test(result) for result in audit.results],
    }


def _test(result: Result) -> dict[str, Any]:
    return {
        "id": result.criterion.test,
        "level": result.criterion.level,
        "verdict": result.verdict,
        "auto": result.auto,
        "question": result.reason if result.verdict == "NT" else "",
        "findings": [_finding(finding) for finding in result.findings],
    }


def _finding(finding: AuditFinding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "message": finding.message,
        "sentence": finding.sentence,
        "file": finding.file,
        "line": finding.line,
    }


# Terminal


def _lines(found: AuditedText, request: AuditRequest) -> Iterator[str]:
    audit, width = found.audit, min(max(request.width, NARROWEST), WIDEST)
    yield f"{found.document.title} (profil {audit.profile.name})"
    yield ""
    yield from _summary(audit, width)
    yield from _wrong(audit, width)
    yield from _asked(audit, width)
    yield ""
    yield _wrapped(NO_FORCE, width)


def _summary(audit: Audit, width: int) -> Iterator[str]:
    names: tuple[Verdict, ...] = ("C", "NC", "NA", "NT")
    counted = (
        f"{audit.count(name)}\N{NO-BREAK SPACE}{verdict_label(name, audit.count(name))}"
        for name in names
    )
    yield _wrapped(", ".join(counted) + ".", width)
    auto = sum(result.auto for result in audit.results)
    yield f"Le programme a réglé {auto} tests sur {len(audit.results)}."
    first = [f"{r.criterion.test} : {r.reason}" for r in wrong_first(audit)[:3]]
    if first:
        yield ""
        yield _wrapped("À faire d’abord :", width)
        yield from (_wrapped(f"{n}. {told}", width, 2) for n, told in enumerate(first, 1))


def _wrong(audit: Audit, width: int) -> Iterator[str]:
    for result in audit.results:
        if result.verdict != "NC":
            continue
        yield ""
        yield _wrapped(_head(result), width)
        if not any(one.message.startswith(result.reason) for one in result.findings):
            yield _wrapped(result.reason, width, 2)
        shown = result.findings[:SHOWN]
        if len(shown) > 1 and len({finding.message for finding in shown}) == 1:
            yield _wrapped(f"- {shown[0].message}", width, 2)
            yield from (_wrapped(f"- {_quoted(one)}", width, 4) for one in shown)
            shown = ()
        for (_, _, sentence), found in groupby(
            shown, lambda one: (one.file, one.line, one.sentence)
        ):
            yield from _group(sentence, list(found), width)
        if len(result.findings) > SHOWN:
            more = len(result.findings) - SHOWN
            message = f"… et {more} de plus : « --json » et « --html » les donnent tous."
            yield _wrapped(message, width, 2)


def _head(result: Result) -> str:
    criterion = result.criterion
    verdict = VERDICTS[result.verdict]
    return f"{criterion.test} ({criterion.level}), {verdict} : {criterion.title}"


def _group(sentence: str, found: list[AuditFinding], width: int) -> Iterator[str]:
    """Yield a sentence and its line once, then what to change in it."""
    if not sentence:
        yield from (_wrapped(f"- {_at(one)}{one.message}", width, 2) for one in found)
        return
    yield _wrapped(_quoted(found[0]), width, 2)
    yield from (_wrapped(f"- {one.message}", width, 4) for one in found)


def _at(finding: AuditFinding) -> str:
    return f"{finding.file}:{finding.line} " if finding.file and finding.line else ""


def _quoted(finding: AuditFinding) -> str:
    """Return the line of a sentence, and enough of it to recognise it."""
    return f"{_at(finding)}« {excerpt(finding.sentence, QUOTED)} »"


def _asked(audit: Audit, width: int) -> Iterator[str]:
    open_ = [result for result in audit.results if result.verdict == "NT"]
    if not open_:
        return
    yield ""
    yield _wrapped(
        "À vérifier par une personne. Notez les réponses dans l’en-tête du texte facile : "
        f"« reponses: {{{open_[0].criterion.test}: C}} » (C, NC ou NA).",
        width,
    )
    for result in open_:
        yield _wrapped(f"- {result.criterion.test} : {result.reason}", width, 2)


def _wrapped(text: str, width: int, indent: int = 0) -> str:
    begin = " " * indent
    return fill(
        printed(text), width, initial_indent=begin,
        subsequent_indent=f"{begin}  " if indent else "",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


# The filled grid


COLUMNS = (
    "theme", "critere", "niveau", "intitule", "test", "intitule_test", "verdict",
    "verdict_en_clair", "regle_par", "explication", "constats",
)  # fmt: skip


def grid_csv(audit: Audit) -> bytes:
    """Return the grid for a French spreadsheet: semicolons, UTF-8 with a mark."""
    return csv_table((COLUMNS, *map(_row, audit.results)))


def _row(result: Result) -> tuple[str, ...]:
    criterion = result.criterion
    return (
        criterion.theme, criterion.criterion, criterion.level, criterion.criterion_title,
        criterion.test, criterion.title, result.verdict, VERDICTS[result.verdict],
        "programme" if result.auto else "personne", result.reason,
        "\n".join(_line(f.line, f.message, f.sentence) for f in result.findings),
    )  # fmt: skip


def _line(line: int | None, message: str, sentence: str) -> str:
    place = f"ligne {line} : " if line else ""
    quoted = f" « {sentence} »" if sentence else ""
    return printed(f"{place}{message}{quoted}")


def wrong_first(audit: Audit) -> list[Result]:
    """Return the results « non conforme », level A first, then by number of findings."""
    wrong = [result for result in audit.results if result.verdict == "NC"]
    return sorted(wrong, key=lambda r: (len(r.criterion.level), -len(r.findings)))


def verdict_label(verdict: Verdict, number: int) -> str:
    """Return « non conformes »; what a person checks takes no plural."""
    label = VERDICTS[verdict]
    return f"{label}s" if number > 1 and " par " not in label else label


def grid_html(audit: Audit, document: Document) -> bytes:
    """Return the grid as one standalone page: no script, no other file."""
    themes: dict[str, list[object]] = {}
    for result in audit.results:
        themes.setdefault(result.criterion.theme, []).append(result)
    return rendered(
        "audit.html", "ppun_access.site",
        title=document.title, audit=audit, themes=themes, verdicts=VERDICTS,
        counts=[(audit.count(v), verdict_label(v, audit.count(v))) for v in VERDICTS],
        no_force=printed(NO_FORCE), wrong=wrong_first(audit),
        auto=sum(result.auto for result in audit.results),
    )  # fmt: skip
