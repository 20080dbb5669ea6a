"""``facile``: manage the review of easy versions, kept in plain files under Git."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from ppun_access.build.rewriting import open_rewriter, without_parser
from ppun_access.build.team_folder import team_place
from ppun_access.commands.outputs import check_outputs, write_sheets
from ppun_access.commands.reviews import Review, Reviews, reviews
from ppun_access.document.model import Document
from ppun_access.document.walk import plain_text
from ppun_access.easy.draft.first_draft import FirstDraft, escaped, first_draft, left_out
from ppun_access.easy.draft.genre import GENRES, LABELS, Genre, genre_named
from ppun_access.easy.draft.genre import KEY as GENRE
from ppun_access.easy.review import answers as given
from ppun_access.easy.review.record import without_readings
from ppun_access.easy.review.rewording import reworded, wanted
from ppun_access.easy.review.signing import (
    SignedText,
    SigningRequest,
    compared,
    reread,
    signed,
    with_front_matter,
)
from ppun_access.easy.review.ties import (
    changes,
    completed,
    outdated_passages,
    relinked,
    units,
)
from ppun_access.errors import InputError, MissingToolError, OutputError, UsageError
from ppun_access.french.text.typography import french_spacing
from ppun_access.readers import read_bytes
from ppun_access.readers.front_matter import split_front_matter
from ppun_access.readers.office.sheet_tables import LARGEST, Filled, filled
from ppun_access.report import Report
from ppun_access.runtime.disk import write_atomically
from ppun_access.tools.typst import pdf_sheet
from ppun_access.writers.sheet import write as paper
from ppun_access.writers.sheet.office import docx_sheet, odt_sheet

FOLDER = "relecture"
_STATES = {
    "absent": "absent",
    "brouillon": "brouillon",
    "relu": "relu",
    "valide": "validé (FALC)",
    "a-revoir": "à revoir",
}
_TOLD = (
    "paragraphe-a-revoir", "paragraphe-sans-facile", "passage-a-ecrire", "source-changee",
)  # fmt: skip
"""What ``status`` tells in its own words."""


@dataclass(frozen=True, slots=True)
class FacileOutcome:
    """What to print on standard output, and the messages beside it."""

    text: str
    notes: tuple[str, ...] = ()


# status


def status(source: Path, id_: str, report: Report) -> FacileOutcome:
    """Return the table of easy versions, with what is left to do for each."""
    found = reviews((source,), id_, report)
    shown = (found.of(id_),) if id_ else found.all
    head = ("Texte", "État", "Relectures", "Accord", "À revoir")
    rows = [head, *map(_row, shown)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    for review in shown:
        left = [f"  - {line}" for line in _left(review)]
        lines += ["", f"{review.id} : {'reste à faire' if left else 'rien à faire'}", *left]
    return FacileOutcome("\n".join(lines))


def _row(review: Review) -> tuple[str, str, str, str, str]:
    readings = without_readings(review.record, review.late).readings
    people = sum(reading.people for reading in readings)
    return (
        review.id,
        _STATES[review.state],
        f"{len(readings)} ({people} pers.)" if readings else "aucune",
        "oui" if review.record.agreed else "non",
        str(len(review.outdated))
        if review.ties
        else "tout"
        if review.source_changed
        else "0",
    )


def _left(review: Review) -> Iterator[str]:
    """Yield the remaining tasks of a version, in order."""
    if review.easy is None:
        if review.path.is_file():
            yield from (finding.message for finding in review.findings)
        else:
            yield f"écrire le brouillon : ppun-access facile new {review.id}"
        return
    if review.source_changed:
        for one, fresh in changes(review.ties, review.units):
            now = f" Le texte complet dit maintenant : « {fresh} »" if fresh else ""
            what = f"« {_short(one.passage)} »" if one.passage else "rien n’y est écrit"
            yield f"revoir, ligne {one.line} : {what}.{now}"
        yield f"dire que c’est revu : ppun-access facile sign {review.id} --revu"
    if count := len(review.unlinked):
        yield (
            f"{_several(count, 'paragraphe')} du texte complet sans passage : ppun-access "
            f"facile new {review.id} --completer"
        )
    for line, what in review.to_write:
        left = what or "il reste un passage à écrire"
        yield f"écrire, ligne {line} : {left}"
    about = [f for f in review.findings if f.code not in _TOLD and f.severity > 1]
    yield from (finding.message for finding in about)
    yield from _next(review)


def _next(review: Review) -> Iterator[str]:
    match review.record.state:
        case "brouillon":
            yield f"préparer la fiche de l’atelier : ppun-access facile sheet {review.id}"
            yield f"noter la relecture : ppun-access facile sign {review.id} --atelier …"
        case "relu":
            yield f"faire valider le texte : ppun-access facile sign {review.id}"
    if not review.record.agreed:
        yield "demander l’accord de l’auteur (le texte reste à la troisième personne)"


def _several(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count > 1 else ''}"


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


# new


def new(source: Path, id_: str, complete: bool, report: Report) -> FacileOutcome:
    """Write the draft of a text, or add to its easy version the drafts that it lacks.

    Raises UsageError when the version is there already, or is not.
    """
    found = reviews((source,), id_, report)
    if complete:
        return _complete(found, found.written(id_))
    review = found.of(id_)
    if review.inside and review.path.exists():
        raise UsageError(
            f"{review.path} existe déjà : rien n’a été changé.",
            next_step=f"Tapez « ppun-access facile status {id_} » pour voir ce qui reste à "
            f"faire, ou « ppun-access facile new {id_} --completer » pour ajouter le "
            "brouillon des nouveaux paragraphes.",
        )
    draft, notes = _draft(found, review)
    write_version(review, draft.planned_page(review.source))
    after = (
        f"Relisez {review.path} phrase par phrase, écrivez-le à la troisième personne, "
        f"puis tapez « ppun-access facile sheet {id_} »."
    )
    return FacileOutcome(f"{review.path} : {_several(len(draft.units), 'paragraphe')}.",
                (*notes, *draft.left, after))  # fmt: skip


def write_version(review: Review, text: str) -> None:
    """Write an easy version; UsageError when it would be no Markdown of the folder."""
    hidden = any(part.startswith(".") for part in Path(review.name).parts)
    if (
        not review.inside
        or hidden
        or review.path.suffix.lower() not in (".md", ".markdown")
    ):
        raise UsageError(
            f"{review.name} : ce n’est pas un fichier Markdown du dossier des pages. Rien "
            "n’a été écrit.",
            next_step=f"Corrigez « facile: » dans l’en-tête de « {review.id} », ou dans "
            f"ppun.toml : par exemple « facile: facile/{review.id}.md ».",
        )
    write_atomically(review.path, text.encode())


def _draft(found: Reviews, review: Review) -> tuple[FirstDraft, tuple[str, ...]]:
    if not units(review.source):
        raise InputError(
            f"Le texte « {review.id} » est vide.", next_step="Écrivez d’abord ce texte."
        )
    with open_rewriter() as parser:
        kind = found.project.settings.of(review.id).genre
        draft = first_draft(review.source, found.project.lexicon, parser, kind)
    return draft, (*_told_genre(review.source, draft.genre), *without_parser())


def _told_genre(source: Document, found: Genre) -> Iterator[str]:
    """Yield what kind of text the draft takes ``source`` for, and how to change it."""
    written = dict(source.meta.front).get(GENRE, "")
    if written and genre_named(written) is None:
        yield f"Le genre « {written} » n’existe pas. Genres : {', '.join(GENRES)}."
    yield (
        f"Ce texte est lu comme {LABELS[found]}. Pour un autre plan, écrivez par exemple "
        f"« {GENRE}: {GENRES[0] if found != GENRES[0] else GENRES[1]} » en tête de la page."
    )


def _complete(found: Reviews, review: Review) -> FacileOutcome:
    if not review.ties:
        raise UsageError(
            f"{review.path} n’a aucun lien vers son texte : rien ne dit ce qui manque.",
            next_step="Écrivez avant chaque passage « <!-- source: … --> », ou complétez "
            "le texte à la main.",
        )
    count = len(review.unlinked)
    if not count:
        return FacileOutcome(f"{review.path} : il ne manque aucun paragraphe.")
    draft, notes = _draft(found, review)
    text = completed(review.text, draft.units, draft.paragraphs)
    write_version(review, text)
    left = left_out(review.unlinked)
    return FacileOutcome(
        f"{review.path} : {_several(count, 'brouillon')} de plus.", (*notes, *left)
    )


# sign


def asked_of(
    workshop: str, day: str, people: int, service: str, service_date: str, state: str
) -> SigningRequest:
    """Return the request to sign a review that the command line makes."""
    return SigningRequest(workshop, day, people, service, service_date, state)


def sign(
    source: Path, id_: str, asked: SigningRequest, again: bool, report: Report
) -> FacileOutcome:
    """Record a review, the author's agreement, or (``again``) that a person read again.

    Raises UsageError saying what is missing.
    """
    review = reviews((source,), id_, report).written(id_)
    if again:
        return _reread(review, asked)
    if review.source_changed and not (asked.service and not asked.workshop):
        raise UsageError(
            f"Le texte complet de « {id_} » a changé : le texte simplifié est à revoir.",
            next_step=f"Relisez-le, puis tapez « ppun-access facile sign {id_} --revu ».",
        )
    assert review.review_digests is not None
    seen = SignedText(date.today(), review.first_person, review.to_write)
    values = signed(review.record, asked, review.review_digests, seen)
    write_version(review, with_front_matter(review.text, values))
    if "statut" not in values:
        return FacileOutcome(f"{id_} : l’accord de l’auteur est noté.", (_commit(review),))
    before, after = (_STATES[s] for s in (review.state, str(values["statut"])))
    return FacileOutcome(f"{id_} : {before} → {after}", (_commit(review),))


def _reread(review: Review, asked: SigningRequest) -> FacileOutcome:
    if asked != SigningRequest():
        raise UsageError(
            "--revu dit qu’une personne a revu le texte ; une relecture se note après.",
            next_step=f"Tapez d’abord « ppun-access facile sign {review.id} --revu » seul.",
        )
    if not review.source_changed and review.record.stamp:
        return FacileOutcome(
            f"{review.id} : le texte complet n’a pas changé, rien à noter."
        )
    notes = compared(_changed_paragraphs(review))
    text = relinked(review.text, review.units)
    text = reread(text, review.record, review.stamp)
    write_version(review, text)
    return FacileOutcome(
        f"{review.id} : revu. Le texte est un brouillon : un atelier doit le relire.",
        (*notes, _commit(review)),
    )


def _changed_paragraphs(review: Review) -> list[tuple[int, str, str]]:
    """Return the changed paragraphs and their passages: line, source, passage."""
    if review.ties or review.page is None:
        found = outdated_passages(review.ties, review.units)
        return [(one.line, source, one.passage) for one, source in found]
    return [(0, plain_text(review.source), plain_text(review.page))]


def _commit(review: Review) -> str:
    return f"Gardez ce changement : git add {review.path} && git commit"


# sheet


def sheet(source: Path, id_: str, out: Path, folder: str, report: Report) -> FacileOutcome:
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
    count = _several(len(made.rows), "phrase")
    after = (
        "Après l’atelier, recopiez les réponses dans le fichier ODT, DOCX ou CSV, puis "
        f"tapez « ppun-access facile import {place / id_}.odt »."
    )
    return FacileOutcome("\n".join(str(place / f"{id_}.{suffix}") for suffix in files),
                (f"{count} à lire.", *notes, after))  # fmt: skip


def _sheet(review: Review) -> paper.Sheet:
    assert review.easy is not None
    assert review.review_digests is not None
    return paper.sheet(review.easy, review.review_digests.texte)


def _spaced(made: paper.Sheet) -> paper.Sheet:
    """Return a sheet where no line ends between « 20 » and « € »."""
    rows = (replace(row, text=french_spacing(row.text)) for row in made.rows)
    return replace(made, rows=tuple(rows))


def _drawn(made: paper.Sheet) -> dict[str, object]:
    return {
        **asdict(made),
        "heading": made.heading,
        "name": made.name,
        "columns": paper.COLUMNS,
        "advice": paper.ADVICE,
        "fields": paper.FIELDS,
        "understood": paper.UNDERSTOOD,
        "not_understood": paper.NOT_UNDERSTOOD,
    }


# import


def import_sheets(
    source: Path, files: Sequence[str], apply: bool, report: Report
) -> FacileOutcome:
    """Return the answers of filled sheets; ``apply`` writes the proposed wordings.

    Raises InputError when a sheet cannot be read or is about another text.
    """
    sheets = [filled(read_bytes(Path(name), LARGEST), name) for name in files]
    names = [_named(one, name) for one, name in zip(sheets, files, strict=True)]
    ids = list(dict.fromkeys(id_ for id_, _ in names))
    if len(ids) > 1:
        raise UsageError(
            f"Ces fiches sont celles de plusieurs textes : {', '.join(ids)}.",
            next_step="Donnez celles d’un texte à la fois.",
        )
    review = reviews((source,), ids[0], report).written(ids[0])
    made = _sheet(review)
    found = given.tally(
        [row.text for row in made.rows], [given.answers_of(one.rows) for one in sheets]
    )
    notes = []
    if any(stamp != made.stamp for _, stamp in names):
        notes.append("Le texte a changé depuis qu’une de ces fiches a été faite.")
    if apply:
        notes += _apply(review, found, made.rows)
    elif any(one.instead for one in found.tallies):
        notes.append("Rien n’a été changé : --appliquer écrit les propositions.")
    return FacileOutcome(
        "\n".join((*given.diff(found), *given.summary(found))), tuple(notes)
    )


def _named(one: Filled, name: str) -> tuple[str, str]:
    id_, stamp = given.sheet_name(one.text, one.rows)
    if not id_:
        raise InputError(
            f"{name} : rien ne dit de quel texte est cette fiche.",
            next_step="Gardez sa dernière ligne, « Fiche : … — version : … », ou la "
            "première colonne du CSV.",
        )
    return id_, stamp


def _apply(
    review: Review, found: given.Answers, rows: Sequence[paper.Row]
) -> Iterator[str]:
    """Write what all the sheets agree to say instead; yield what was done and what not."""
    front, _, _ = split_front_matter(review.text, review.name)
    is_titled = not front.keys().isdisjoint(("title", "titre"))
    places = wanted([(r.text, r.line, r.gloss) for r in rows], is_titled)
    told = dict(zip(places, found.tallies, strict=True))
    chosen = {w: escaped(t.instead[0]) for w, t in told.items() if len(t.instead) == 1}
    text, left = reworded(review.text, chosen)
    if text != review.text:
        write_version(review, text)
    yield f"{review.path} : phrases écrites autrement : {len(chosen) - len(left)}."
    for one in found.tallies:
        if len(one.instead) > 1:
            yield f"À choisir à la main, phrase {one.number} : « {_short(one.text)} »"
    for place, line in left.items():
        number = told[place].number
        line = line or rows[number - 1].line
        where = f"ligne {line}" if line else f"phrase {number}"
        yield f"À écrire à la main, {where} : « {_short(place.text)} »"
