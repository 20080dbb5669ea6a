"""``facile``: manage the review of easy versions, kept in plain files under Git."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from ppun_access.build.model_drafts import Drafted as ModelDraft
from ppun_access.build.model_drafts import OnProgress
from ppun_access.build.rewriting import open_rewriter, without_parser
from ppun_access.commands.model_help import along_the_plans, model_line, model_server
from ppun_access.commands.reviews import Review, Reviews, reviews
from ppun_access.commands.texts import Outcome
from ppun_access.document.model import Document
from ppun_access.easy.draft.composition import Draft
from ppun_access.easy.draft.first_draft import FirstDraft, first_draft, left_out
from ppun_access.easy.draft.questions import (
    GENRES,
    LABELS,
    genre_named,
    genre_of,
    is_genre_known,
)
from ppun_access.easy.draft.questions import KEY as GENRE
from ppun_access.easy.facts.sheet import text_of
from ppun_access.easy.review.changed_facts import compared
from ppun_access.easy.review.record import (
    Standing,
    standing_of,
    without_readings,
    workshops,
)
from ppun_access.easy.review.signing import (
    SignedText,
    noting_command,
    reread,
    signed,
    with_front_matter,
)
from ppun_access.easy.review.signing import SigningRequest as SigningRequest
from ppun_access.easy.review.ties import (
    changes,
    completed,
    outdated_passages,
    relinked,
    units,
)
from ppun_access.errors import ExitCode, InputError, UsageError
from ppun_access.report import Report, excerpt
from ppun_access.runtime.disk import write_atomically

_STATES = {
    "absent": "absent",
    "brouillon": "brouillon",
    "relu": "relu",
    "valide": "validé (FALC)",
    "a-revoir": "à revoir",
}
_READ = {
    Standing.UNREAD: "pas celle du fichier",
    Standing.ANSWERED: "celle d’avant les réponses des fiches",
    Standing.READ: "celle du fichier",
}
_TOLD = (
    "paragraphe-a-revoir", "paragraphe-sans-facile", "passage-a-ecrire", "source-changee",
)  # fmt: skip
"""What ``status`` tells in its own words."""


# status


def status(source: Path, id_: str, report: Report) -> Outcome:
    """Return the table of easy versions, with what is left to do for each."""
    found = reviews((source,), id_, report)
    shown = (found.of(id_),) if id_ else found.all
    head = ("Texte", "État", "Ateliers", "Accord", "À revoir")
    rows = [head, *map(_row, shown)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    for review in shown:
        left = [f"  - {line}" for line in _left(review)]
        lines += ["", f"{review.id} : {'reste à faire' if left else 'rien à faire'}", *left]
        lines += [f"  {line}" for line in _readings(review)] if id_ else []
    return Outcome("\n".join(lines))


def _row(review: Review) -> tuple[str, str, str, str, str]:
    read = workshops(without_readings(review.record, review.late).readings)
    return (
        review.id,
        _STATES[review.state],
        f"{len(read)} ({sum(read.values())} pers.)" if read else "aucun",
        "oui" if review.record.agreed else "non",
        str(len(review.outdated))
        if review.ties
        else "tout"
        if review.source_changed
        else "0",
    )


def _readings(review: Review) -> Iterator[str]:
    """Yield which version the text is, and which each workshop read."""
    now = review.review_digests
    if now is None:
        return
    yield f"version {now.version[:8]} : celle du fichier"
    for one in without_readings(review.record, review.late).readings:
        who = f"{one.workshop}, {several(one.people, 'personne')}"
        kind = _READ[standing_of(review.record, one, now)]
        if not one.version:
            kind = f"version non notée, {kind}"
        yield f"{one.version[:8] or 'lecture'} le {one.date}, {who} : {kind}"


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
            what = f"« {excerpt(one.passage)} »" if one.passage else "rien n’y est écrit"
            yield f"revoir, ligne {one.line} : {what}.{now}"
        yield f"dire que c’est revu : ppun-access facile sign {review.id} --revu"
    if count := len(review.unlinked):
        yield (
            f"{several(count, 'paragraphe')} du texte complet sans passage : ppun-access "
            f"facile new {review.id} --completer"
        )
    for line, what in review.to_write:
        left = what or "il reste un passage à écrire"
        yield f"écrire, ligne {line} : {left}"
    about = [f for f in review.findings if f.code not in _TOLD and f.severity > 1]
    yield from (finding.message for finding in about)
    yield from _next(review)


def _next(review: Review) -> Iterator[str]:
    state = review.record.state
    if state == "relu" and review.is_read:
        yield f"faire valider le texte : ppun-access facile sign {review.id}"
    elif not (state == "valide" and review.is_read):
        yield f"préparer la fiche de l’atelier : ppun-access facile sheet {review.id}"
        yield f"noter la relecture : {noting_command(review.id)}"
    if not review.record.agreed:
        yield "demander l’accord de l’auteur (le texte reste à la troisième personne)"


def several(count: int, word: str) -> str:
    """Return a count and its word."""
    return f"{count} {word}{'s' if count > 1 else ''}"


# new


@dataclass(frozen=True, slots=True)
class Asked:
    """The model that may be asked for a draft, and whom to tell how far that is."""

    host: str | None = None
    """As ``simplify --modele`` names it; None: nobody is asked."""
    on_progress: OnProgress = lambda done, total: None


def new(
    source: Path, id_: str, complete: bool, report: Report, model: Asked | None = None
) -> Outcome:
    """Write the draft of a text, or add to its easy version the drafts that it lacks.

    Raises UsageError when the version is there already, or is not.
    """
    found, model = reviews((source,), id_, report), model or Asked()
    if complete:
        return _complete(found, found.written(id_), model)
    review = found.of(id_)
    if review.inside and review.path.exists():
        raise UsageError(
            f"{review.path} existe déjà : rien n’a été changé.",
            next_step=f"Tapez « ppun-access facile status {id_} » pour voir ce qui reste à "
            f"faire, ou « ppun-access facile new {id_} --completer » pour ajouter le "
            "brouillon des nouveaux paragraphes.",
        )
    draft, notes, code = _draft(found, review, model)
    write_version(review, draft.begun_page(review.source, _set_genre(found, review)))
    after = (
        f"Relisez {review.path} phrase par phrase, écrivez-le à la troisième personne, "
        f"puis tapez « ppun-access facile sheet {id_} »."
    )
    return Outcome(f"{review.path} : {several(len(draft.units), 'paragraphe')}.",
                (*notes, *draft.left, after), code)  # fmt: skip


def write_version(review: Review, text: str) -> None:
    """Write an easy version; UsageError when it would be no Markdown of the folder."""
    refuse_outside(review)
    write_atomically(review.path, text.encode())


def refuse_outside(review: Review) -> None:
    """Raise UsageError when an easy version would be no Markdown of the folder."""
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


def _draft(
    found: Reviews, review: Review, model: Asked
) -> tuple[FirstDraft, tuple[str, ...], ExitCode]:
    if not units(review.source):
        raise InputError(
            f"Le texte « {review.id} » est vide.", next_step="Écrivez d’abord ce texte."
        )
    settings, code = found.project.settings, ExitCode.DONE
    genre, lexicon = _set_genre(found, review), found.project.lexicon
    told: tuple[str, ...] = ()
    server = None if model.host is None else model_server(settings, model.host)
    with open_rewriter() as parser:
        draft = first_draft(review.source, lexicon, parser, review.links, genre)
        if server and parser:
            texts = [(review.source, [p for one in draft.drafted for p in one.passages])]
            rules = [Draft(p.source.text, ()) for p in texts[0][1]]
            made, provenance = along_the_plans(
                texts, rules, settings, server, parser, model.on_progress
            )
            draft, told = _answered(draft, made), model_line(provenance)
            code = ExitCode.OUTPUT_FAILED if provenance.is_useless else code
    kind = _told_genre(review.source, genre)
    return draft, (*kind, *told, *without_parser()), code


def _answered(draft: FirstDraft, made: Sequence[ModelDraft]) -> FirstDraft:
    """Return a draft with the answers of a model where they are right."""
    rest = iter(made)
    drafted = []
    for one in draft.drafted:
        some = list(islice(rest, len(one.passages)))
        right = frozenset(n for n, answer in enumerate(some) if answer.origin == "modele")
        lines = (
            some[n].draft.sentences if n in right else x for n, x in enumerate(one.lines)
        )
        drafted.append(replace(one, lines=tuple(lines), modelled=right))
    return replace(draft, drafted=tuple(drafted))


def _set_genre(found: Reviews, review: Review) -> str:
    return found.project.settings.of(review.id).genre


def _told_genre(source: Document, set_by_hand: str) -> Iterator[str]:
    """Yield what kind of text the draft takes ``source`` for, and how to change it."""
    written = dict(source.meta.front).get(GENRE, "")
    if written and genre_named(written) is None:
        yield f"Le genre « {written} » n’existe pas. Genres : {', '.join(GENRES)}."
    if not is_genre_known(source, set_by_hand):
        yield (
            "Le programme ne sait pas quel est le genre de ce texte. Pour les questions de "
            f"son genre, écrivez par exemple « {GENRE}: {GENRES[0]} » en tête de la page. "
            f"Genres : {', '.join(GENRES)}."
        )
        return
    genre = genre_of(source, set_by_hand)
    other = GENRES[0] if genre != GENRES[0] else GENRES[1]
    yield (
        f"Ce texte est lu comme {LABELS[genre]}. Pour les questions d’un autre genre, "
        f"écrivez par exemple « {GENRE}: {other} » en tête de la page."
    )


def _complete(found: Reviews, review: Review, model: Asked) -> Outcome:
    if not review.ties:
        raise UsageError(
            f"{review.path} n’a aucun lien vers son texte : rien ne dit ce qui manque.",
            next_step="Écrivez avant chaque passage « <!-- source: … --> », ou complétez "
            "le texte à la main.",
        )
    count = len(review.unlinked)
    if not count:
        return Outcome(f"{review.path} : il ne manque aucun paragraphe.")
    draft, notes, code = _draft(found, review, model)
    text = completed(review.text, draft.units, draft.paragraphs)
    write_version(review, text)
    left = left_out(review.unlinked)
    return Outcome(
        f"{review.path} : {several(count, 'brouillon')} de plus.", (*notes, *left), code
    )


# sign


def sign(
    source: Path, id_: str, asked: SigningRequest, again: bool, report: Report
) -> Outcome:
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
    seen = SignedText(id_, date.today(), review.first_person, review.to_write)
    made = signed(review.record, asked, review.review_digests, seen)
    write_version(review, with_front_matter(review.text, made.values))
    if "statut" not in made.values:
        return Outcome(f"{id_} : l’accord de l’auteur est noté.", (_commit(review),))
    before, after = (_STATES[s] for s in (review.state, str(made.values["statut"])))
    return Outcome(f"{id_} : {before} → {after}", (*made.told, _commit(review)))


def _reread(review: Review, asked: SigningRequest) -> Outcome:
    if asked != SigningRequest():
        raise UsageError(
            "--revu dit qu’une personne a revu le texte ; une relecture se note après.",
            next_step=f"Tapez d’abord « ppun-access facile sign {review.id} --revu » seul.",
        )
    if not review.source_changed and review.record.stamp:
        return Outcome(f"{review.id} : le texte complet n’a pas changé, rien à noter.")
    notes = compared(_changed_paragraphs(review))
    text = relinked(review.text, review.units)
    text = reread(text, review.record, review.stamp)
    write_version(review, text)
    return Outcome(
        f"{review.id} : revu. Le texte est un brouillon : un atelier doit le relire.",
        (*notes, _commit(review)),
    )


def _changed_paragraphs(review: Review) -> list[tuple[int, str, str]]:
    """Return the changed paragraphs and their passages: line, source, passage."""
    if review.ties or review.page is None:
        found = outdated_passages(review.ties, review.units)
        return [(one.line, source, one.passage) for one, source in found]
    return [(0, text_of(review.source), text_of(review.page))]


def _commit(review: Review) -> str:
    return f"Gardez ce changement : git add {review.path} && git commit"
