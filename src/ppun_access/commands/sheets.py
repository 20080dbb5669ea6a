"""``facile sheet`` and ``facile import``: what a group is asked, and what it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from difflib import SequenceMatcher
from pathlib import Path

from ppun_access.build.team_folder import team_place
from ppun_access.commands.facile import several, write_version
from ppun_access.commands.outputs import check_outputs, write_sheets
from ppun_access.commands.reviews import Review, Reviews, reviews
from ppun_access.commands.texts import Outcome
from ppun_access.easy.draft.markdown import escaped
from ppun_access.easy.review import answers as given
from ppun_access.easy.review.rewording import reworded, wanted
from ppun_access.easy.review.signing import corrected
from ppun_access.errors import InputError, MissingToolError, OutputError, UsageError
from ppun_access.french.lexical.persons import person_in
from ppun_access.french.text.typography import french_spacing
from ppun_access.readers import read_bytes
from ppun_access.readers.front_matter import split_front_matter
from ppun_access.readers.office.sheet_tables import LARGEST, Filled, filled
from ppun_access.report import Report, excerpt
from ppun_access.runtime.console import typed
from ppun_access.tools.typst import pdf_sheet
from ppun_access.writers.sheet import write as paper
from ppun_access.writers.sheet.office import docx_sheet, odt_sheet

FOLDER = "relecture"


def sheet(source: Path, id_: str, out: Path, folder: str, report: Report) -> Outcome:
    """Write the sheet of a version in every form; UsageError if it replaces a text."""
    found = reviews((source,), id_, report)
    review = found.written(id_)
    made = _spaced(_sheet(review))
    place = Path(folder) if folder else team_place(out, FOLDER)
    files = {
        "html": paper.html_sheet(made),
        "odt": odt_sheet(made),
        "docx": docx_sheet(made),
        "csv": paper.csv_sheet(made),
    }
    written = [("-o", place / f"{id_}.{suffix}") for suffix in (*files, "pdf")]
    check_outputs(written, str(review.path), found.project)
    notes: tuple[str, ...] = ()
    try:
        files["pdf"] = pdf_sheet(_drawn(made))
    except (MissingToolError, OutputError) as error:
        notes = (f"La fiche n’est pas en PDF. {error}",)
    write_sheets({f"{id_}.{kind}": made for kind, made in files.items()}, place)
    count = several(len(made.rows), "phrase")
    after = (
        "Après l’atelier, recopiez les réponses dans le fichier ODT, DOCX ou CSV, puis "
        f"tapez « ppun-access facile import {typed(place / f'{id_}.odt')} »."
    )
    return Outcome("\n".join(str(place / f"{id_}.{suffix}") for suffix in files),
                (f"{count} à lire.", *notes, after))  # fmt: skip


def _sheet(review: Review) -> paper.Sheet:
    assert review.easy is not None
    assert review.review_digests is not None
    return paper.sheet(review.easy, review.review_digests.version)


def _spaced(made: paper.Sheet) -> paper.Sheet:
    """Return a sheet where no line ends between « 20 » and « € »."""
    rows = (
        replace(r, text=french_spacing(r.text), question=french_spacing(r.question))
        for r in made.rows
    )
    return replace(made, rows=tuple(rows))


def _drawn(made: paper.Sheet) -> dict[str, object]:
    return {
        **asdict(made),
        "heading": made.heading,
        "name": made.name,
        "columns": paper.COLUMNS,
        "advice": paper.ADVICE,
        "fields": paper.FIELDS,
        "who": paper.WHO,
        "kinds": paper.KINDS,
        "understood": paper.UNDERSTOOD,
        "not_understood": paper.NOT_UNDERSTOOD,
    }


def import_sheets(
    source: Path, files: Sequence[str], apply: bool, report: Report
) -> Outcome:
    """Return the answers of filled sheets; ``apply`` writes the proposed wordings.

    Raises InputError when a sheet cannot be read or is about another text.
    """
    sheets = [_read(filled(read_bytes(Path(name), LARGEST), name), name) for name in files]
    ids = list(dict.fromkeys(one.id for one in sheets))
    if len(ids) > 1:
        raise UsageError(
            f"Ces fiches sont celles de plusieurs textes : {', '.join(ids)}.",
            next_step="Donnez celles d’un texte à la fois.",
        )
    every = reviews((source,), ids[0], report)
    review = every.written(ids[0])
    made = _sheet(review)
    found = given.tally([row.text for row in made.rows], sheets)
    notes = []
    versions = list(dict.fromkeys(one.version for one in sheets))
    if versions != [made.stamp]:
        notes.append(
            "Ces fiches ne sont pas toutes celles du texte tel qu’il est : elles disent la "
            f"version {', '.join(versions)}, le fichier est la version {made.stamp}."
        )
    if apply:
        notes += _apply(every, review, found, made.rows, versions)
    elif any(one.instead for one in found.tallies):
        notes.append("Rien n’a été changé : --appliquer écrit les propositions.")
    assert review.review_digests is not None
    is_signed = review.review_digests.are_those_read(review.record.review_digests)
    if {*versions} <= {made.stamp, *(review.record.answered if is_signed else ())}:
        notes.append(f"Notez cette lecture : {_signing(review, found.sheets)}")
    return Outcome("\n".join((*given.diff(found), *given.summary(found))), tuple(notes))


def _read(found: Filled, name: str) -> given.ReviewSheet:
    sheet = given.sheet_of(found.text, found.rows)
    if not sheet.id:
        raise InputError(
            f"{name} : rien ne dit de quel texte est cette fiche.",
            next_step="Gardez sa dernière ligne, « Fiche : … — version : … », ou la "
            "première colonne du CSV.",
        )
    return sheet


def _signing(review: Review, sheets: Sequence[given.ReviewSheet]) -> str:
    """Return the command that notes what was read, with what the sheets say of it."""
    places = {one.readers.workshop for one in sheets} - {""}
    days = {one.readers.day for one in sheets} - {""}
    place = places.pop() if len(places) == 1 and all(map(_is_place, places)) else "…"
    day = days.pop() if len(days) == 1 else "…"
    known = any(one.readers.people for one in sheets)
    people = given.people_of(sheets) if known else "…"
    return (
        f'ppun-access facile sign {review.id} --atelier "{place}" --date {day} '
        f"--participants {people} --version-lue {sheets[-1].version}"
    )


def _is_place(written: str) -> bool:
    """Return whether a workshop can stand in a command: no person, no sign of a shell."""
    return bool(re.fullmatch(r"[\w .,'’()-]+", written)) and not person_in(written)


def _apply(
    every: Reviews, review: Review, found: given.Answers, rows: Sequence[paper.Row],
    versions: Sequence[str],
) -> Iterator[str]:  # fmt: skip
    """Write what all the sheets agree to say instead; yield what was done and what not."""
    front, _, _ = split_front_matter(review.text, review.name)
    is_titled = not front.keys().isdisjoint(("title", "titre"))
    places = wanted([(r.text, r.line, r.gloss) for r in rows], is_titled)
    told = dict(zip(places, found.tallies, strict=True))
    chosen = {w: escaped(t.instead[0]) for w, t in told.items() if len(t.instead) == 1}
    text, left = reworded(review.text, chosen)
    after: tuple[str, ...] = ()
    if text != review.text:
        write_version(review, text)
        text, after = _noted(every, review, text, versions)
    yield f"{review.path} : phrases écrites autrement : {len(chosen) - len(left)}."
    for one in found.tallies:
        if len(one.instead) > 1:
            yield f"À choisir à la main, phrase {one.number} : « {excerpt(one.text)} »"
    for place, line in left.items():
        number = told[place].number
        line = _line_now(line or rows[number - 1].line, review.text, text)
        where = f"ligne {line}" if line else f"phrase {number}"
        yield f"À écrire à la main, {where} : « {excerpt(place.text)} »"
    yield from after


def _noted(
    every: Reviews, review: Review, text: str, versions: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """Note what was read before its readers’ wordings were written in ``text``.

    Return the page as it now is, and what to say of it.
    """
    before, now = review.review_digests, every.digests_of(review)
    assert before is not None
    if now.are_those_read(before):
        return text, ()
    noted = corrected(text, review.record, before, now, versions)
    after = (
        f"Personne n’a lu le texte tel qu’il est maintenant (version {now.version[:8]}) : "
        f"faites-en la fiche, « ppun-access facile sheet {review.id} ».",
    )
    if noted == text:
        return text, after
    write_version(review, noted)
    return noted, after


def _line_now(line: int, before: str, now: str) -> int:
    """Return where a line of a page stands now; 0 for 0."""
    lines = before.split("\n"), now.split("\n")
    for _, start, end, first, last in SequenceMatcher(
        None, *lines, autojunk=False
    ).get_opcodes():
        if start < line <= end:
            return first + min(line - start, max(last - first, 1))
    return line
