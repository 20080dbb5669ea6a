"""List the first things to do after a build: at most seven, those that change most."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from ppun_access.build.automatic_drafts import AutomaticDraft
from ppun_access.checks import full_name
from ppun_access.easy.draft.lines.sense_lines import ideas
from ppun_access.easy.review.ties import ties, units
from ppun_access.french import split_sentences, words
from ppun_access.report import Finding, Severity, excerpt
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.settings.ppun_toml import Settings
from ppun_access.settings.statements import missing_of_declaration, missing_of_notice
from ppun_access.site.report.decisions import Decision, decisions
from ppun_access.site.report.model import (
    HardSentence,
    Place,
    ReportText,
    ReportVersion,
    ToDo,
)
from ppun_access.site.report.page import sentence_to_do
from ppun_access.writers.units import NBSP, count

MOST = 7
"""Things to do that are shown: ten minutes' work, and what to begin with."""
NAMED = 3
"""Places, texts or words that one of them names."""
LEGAL = ("declaration-incomplete", "mentions-incompletes", "contact-absent")
ACRONYMS = ("sigle-inexplique", "sigle-inconnu")
PICTURES = ("image-sans-description", "description-vague")
EMPTY = "page-vide"
TOLD = (*LEGAL, *ACRONYMS, *PICTURES, "phrase-longue", "source-changee")
"""Codes that have a thing to do of their own."""
_STATES = {"a-revoir": 0, "brouillon": 1, "relu": 2}
"""States of easy versions that wait for somebody, the most urgent first."""
_WAITS_FOR = {
    "brouillon": "Tant que des personnes concernées ne l’ont pas relue et signée, elle est "
    "publiée comme un brouillon.",
    "relu": "Des personnes concernées l’ont relue. Il reste à la faire valider, telle "
    "qu’elle est maintenant.",
    "a-revoir": "Elle a changé depuis que des personnes concernées l’ont relue : elle n’a "
    "plus la mention FALC.",
}
"""Why an easy version whose source did not change is to be read."""
_ALIKE = 0.5
"""The share of the words of a sentence that its rewriting keeps, at the least."""
_ENDLESS = 200
"""Words of a sentence that is no sentence: its parts are not sought."""
_SHORTER = 0.75
"""The share of the words of a sentence that one of its rewriting has, at the most."""
_BRACKETED = re.compile(r"\(([A-ZÀ-Ý]{2,})\)")
_MARKUP = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)|[*`]+|(?<!\w)_+|_+(?!\w)")
"""Marks of Markdown, and what a link shows."""


def things_to_do(
    settings: Settings,
    texts: Sequence[ReportText],
    hard: Sequence[HardSentence],
    found: Sequence[Decision],
    drafts: Sequence[AutomaticDraft],
    dates: Mapping[str, str],
) -> tuple[ToDo, ...]:
    """Return what to do first, at most ``MOST`` things.

    What is not published comes first; then what the law wants, pages without a text,
    easy versions to review, the hardest sentences, acronyms, pictures, and the rest.
    """
    links = {v.file: v.link for text in texts for v in text.versions if v.link}
    hardest = [one.text.document_id for one in hard]
    failed = (one for one in found if _is_failure(one) and one.code != EMPTY)
    failures = [_failure(one, links) for one in failed][:2]
    reviews = _reviews(texts, found, _hardest_first(drafts, hardest), dates)
    empty = [_failure(one, links) for one in found if one.code == EMPTY]
    before = [*failures, *_legal(settings, found), *empty, *reviews]
    after = [*_acronyms(found, texts, links), *_pictures(found, links)]
    room = max(1, MOST - len(before) - len(after))
    rewritten = _Rewritten(drafts)
    sentences = [
        sentence_to_do(one, rewritten(one.text.document_id, one.row.text), _ideas(one))
        for one in hard[:room]
    ]
    rest = (
        _other(one, links)
        for one in found
        if one.severity is Severity.WARNING
        and one.code not in TOLD
        and not _is_failure(one)
    )
    return (*before, *sentences, *after, *rest)[:MOST]


def _is_failure(one: Decision) -> bool:
    """Return whether something is not published."""
    return one.severity is Severity.ERROR or one.findings[0].row.always_shown


def _failure(one: Decision, links: Mapping[str, str] = MappingProxyType({})) -> ToDo:
    first = one.findings[0]
    return ToDo(one.title, first.message, _places(one, links), told=_told(one))


def _told(one: Decision) -> str:
    """Return what was found, where, the line too if once, and what its message says.

    Of several that each say something else, the first stands for them.
    """
    first = one.findings[0]
    where = _named(one.pages)
    if len({finding.message for finding in one.findings}) > 1:
        told = f"{one.title}, dont {first.pos or first.page}"
    elif where:
        at = first.pos if len(one.findings) == 1 and first.pos else where
        told = f"{one.title} ({at})"
    else:
        told = one.title
    return f"{told}{NBSP}: {first.message} [{one.code}]"


def late_lines(shown: Sequence[str], found: Iterable[Finding]) -> Iterator[str]:
    """Yield a line for each failure that came after the list of things to do was made."""
    for one in decisions(tuple(found)):
        if _is_failure(one) and not any(f"[{one.code}]" in line for line in shown):
            yield _failure(one).line


def _other(one: Decision, links: Mapping[str, str]) -> ToDo:
    advice = one.findings[0].row.advice
    plain = re.sub(r"\[([^\[\]]+)\]\([^()]+\)|`", lambda found: found[1] or "", advice)
    return ToDo(one.title, plain, _places(one, links, quoting=True), told=_told(one))


def _places(
    one: Decision, links: Mapping[str, str], *, quoting: bool = False
) -> tuple[Place, ...]:
    """Return the first places of a decision, of as many pages as can be.

    ``quoting``: with the words that it is about, for a line may hold several links.
    """
    firsts = {f.pos.file if f.pos else f.page: f for f in reversed(one.findings)}
    found = dict.fromkeys([*reversed(firsts.values()), *one.findings])
    some = [f for f in found if f.page or f.pos][:NAMED]
    return tuple(_place(f, links, f.passage if quoting else "") for f in some)


def _place(finding: Finding, links: Mapping[str, str], quoted: str) -> Place:
    page, at = finding.page, finding.pos
    link = links.get(at.file, "") if at and page else ""
    named = [f"«{NBSP}{excerpt(quoted)}{NBSP}»"] if quoted else []
    named += [f"page «{NBSP}{page}{NBSP}»"] if page else []
    return Place(", ".join(named), link, str(at or ""))


def _named(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" et {more} de plus" if more > 0 else "")


# Who publishes, and whom to ask


def _legal(settings: Settings, found: Iterable[Decision]) -> Iterator[ToDo]:
    codes = {one.code for one in found}
    if codes.isdisjoint(LEGAL):
        return
    contact = ("[contact] courriel", "[contact] telephone")
    lacking = (
        *(() if settings.title else ("titre",)),
        *(contact if "contact-absent" in codes else ()),
        *missing_of_declaration(
            settings.accessibility, settings.contact, settings.publisher
        ),
        *missing_of_notice(settings.notice, settings.contact, settings.publisher),
    )
    what = "Complétez la déclaration d’accessibilité et les mentions légales (ppun.toml)"
    why = "La loi les demande. Une page du site ne dit pas encore tout."
    if "contact-absent" in codes or not settings.publisher:
        what = "Dites qui publie ce site et comment vous joindre (ppun.toml)"
        why = "La loi le demande. Sans cela, personne ne peut dire qu’une page ne va pas."
    if "contact-absent" in codes:
        why = "Les pages ne disent pas à qui écrire ni téléphoner. La loi le demande."
    yield ToDo(
        what,
        why,
        paste=_lines(lacking),
        into=f"À écrire dans ppun.toml, sans le «{NBSP}#{NBSP}», dans la section de ce nom",
    )


def _lines(names: Iterable[str]) -> str:
    """Return the lines of settings that are to be written, section by section.

    >>> print(_lines(["editeur", "[contact] courriel (ou un formulaire)"]))
    # editeur = "…"
    <BLANKLINE>
    [contact]
    # courriel = "…"
    """
    sections: dict[str, dict[str, None]] = {}
    for name in names:
        if written := re.match(r"(?:\[(\w+)\] )?(\w+)", name):
            lines = sections.setdefault(written[1] or "", {})
            lines[f'# {written[2]} = "…"'] = None
    parts = [
        "\n".join((*([f"[{section}]"] if section else []), *lines))
        for section, lines in sorted(sections.items())
    ]
    return "\n\n".join(parts)


# Easy versions


def _reviews(
    texts: Iterable[ReportText],
    found: Iterable[Decision],
    drafts: Sequence[AutomaticDraft],
    dates: Mapping[str, str],
) -> Iterator[ToDo]:
    """Yield what to do about easy versions: those that people wrote come first."""
    every = ((text, version) for text in texts for version in text.versions)
    waiting = [
        (text, own) for text, own in every
        if own.version == "facile" and own.status in _STATES
    ]  # fmt: skip
    if waiting:
        waiting.sort(key=lambda pair: dates.get(pair[0].document_id, ""))
        old = (f for one in found if one.code == "source-changee" for f in one.findings)
        yield _review(waiting, {one.pos.file for one in old if one.pos})
    elif drafts:
        first = drafts[0].document
        many = f"{count(len(drafts), 'brouillon attend', 'brouillons attendent')}"
        yield ToDo(
            f"Écrivez une première version simplifiée{NBSP}: {many}",
            "Un ordinateur les a faits : une personne les corrige, puis un atelier les "
            "relit. Sans version simplifiée, des lecteurs sont laissés de côté.",
            tuple(Place(one.document.title, one.path) for one in drafts[:NAMED]),
            paste=f"ppun-access facile new {first.id}",
            into="À taper pour le premier",
        )


def _hardest_first(
    drafts: Iterable[AutomaticDraft], hardest: Sequence[str]
) -> list[AutomaticDraft]:
    """Return drafts, those of the texts with the hardest sentences first."""
    rank = {document_id: n for n, document_id in reversed([*enumerate(hardest)])}
    return sorted(drafts, key=lambda one: rank.get(one.document.id, len(rank)))


def _review(
    waiting: Sequence[tuple[ReportText, ReportVersion]], outdated: Collection[str]
) -> ToDo:
    """Return the review to do; the oldest of the versions comes first.

    ``outdated``: the files of those whose source has changed.
    """
    text, version = waiting[0]
    changed = version.file in outdated
    option = "--revu" if changed else ""
    command = f"ppun-access facile {'sign' if changed else 'sheet'} {text.document_id}"
    others = f", la plus ancienne de {len(waiting)}" if len(waiting) > 1 else ""
    return ToDo(
        f"Faites relire la version simplifiée de «{NBSP}{text.title}{NBSP}»{others}",
        "Le texte complet a changé depuis : relisez-la, puis dites que c’est fait."
        if changed
        else _WAITS_FOR.get(version.status, _WAITS_FOR["brouillon"]),
        tuple(Place(one.title, own.link) for one, own in waiting[:NAMED]),
        paste=f"{command} {option}".strip(),
        into="À taper une fois relue" if changed else "À taper pour la fiche de l’atelier",
    )


# Sentences


class _Rewritten:
    """Finds what the machine's drafts make of a sentence."""

    def __init__(self, drafts: Iterable[AutomaticDraft]) -> None:
        self._drafts = {one.document.id: one for one in drafts if not one.corrected}

    def __call__(self, document_id: str, sentence: str) -> str:
        """Return the rewriting of a sentence of a text; empty when there is none."""
        draft = self._drafts.get(document_id)
        if draft is None:
            return ""
        there = " ".join(sentence.split())
        digest = next((u.digest for u in units(draft.document) if there in u.text), None)
        text = content_bytes(draft.content).decode()
        passages = (tie.passage for tie in ties(text) if digest in tie.digests)
        return _rewriting(there, _MARKUP.sub(r"\1", next(passages, "")))


def _ideas(one: HardSentence) -> tuple[str, ...]:
    """Return the parts of a sentence; nothing when it has one, or no end."""
    found = ideas(one.row.text) if one.row.words <= _ENDLESS else ()
    return found if len(found) > 1 else ()


def _rewriting(sentence: str, passage: str) -> str:
    """Return the sentences of a drafted passage that were made of ``sentence``.

    Nothing where they are hardly shorter: that is no help.

    >>> _rewriting("La mairie, qui aide, ouvre.", "Bus : une voiture. La mairie ouvre.")
    'La mairie ouvre.'
    >>> _rewriting("La mairie, qui aide, ouvre.", "La mairie, qui aide, est ouverte.")
    ''
    """
    spoken = words(sentence)
    known = {word.lower() for word in spoken}
    made = (" ".join(one.split()) for one in split_sentences(passage))
    kept = [one for one in made if _is_of(known, one)]
    longest = max((len(words(one)) for one in kept), default=len(spoken))
    return " ".join(kept) if longest <= _SHORTER * len(spoken) else ""


def _is_of(known: set[str], sentence: str) -> bool:
    own = [word.lower() for word in words(sentence) if len(word) > 3]
    return bool(own) and sum(word in known for word in own) >= _ALIKE * len(own)


# Acronyms and pictures


def _acronyms(
    found: Iterable[Decision], texts: Sequence[ReportText], links: Mapping[str, str]
) -> Iterator[ToDo]:
    those = [one for one in found if one.code in ACRONYMS and one.subject]
    if not those:
        return
    names = _names_in(texts, {one.subject for one in those if one.line.startswith("#")})
    lines = dict.fromkeys(names.get(one.subject, one.line) for one in those if one.line)
    titles = [f"{one.subject} ({one.many})" for one in those]
    yield ToDo(
        f"Décidez de {count(len(those), 'sigle')}{NBSP}: {_named(titles)}",
        "Un lecteur qui ne connaît pas un sigle s’arrête là. Une ligne du lexique "
        "l’explique dans toutes les pages.",
        tuple(
            replace(place, words=f"{one.subject}{NBSP}: {place.words}")
            for one in those[:NAMED]
            for place in _places(one, links)[:1]
        ),
        paste="\n".join(lines),
        into="À coller dans lexique.toml, sous [sigles]. Écrivez les noms entiers, et "
        f"retirez leur «{NBSP}#{NBSP}»",
    )


def _names_in(texts: Iterable[ReportText], acronyms: set[str]) -> dict[str, str]:
    """Return the line of each acronym whose name a text gives: « … (DGT) »."""
    rows = (row for text in texts for v in text.versions for row in v.sentences)
    found: dict[str, str] = {}
    for row in rows:
        for acronym in acronyms.intersection(_BRACKETED.findall(row.text)):
            if name := full_name(acronym, row.text).replace('"', ""):
                found.setdefault(acronym, f'{acronym} = "{name}"')
    return found


def _pictures(found: Iterable[Decision], links: Mapping[str, str]) -> Iterator[ToDo]:
    those = [one for one in found if one.code in PICTURES]
    if not those:
        return
    pages = dict.fromkeys(page for one in those for page in one.pages)
    many = count(sum(one.times for one in those), "image")
    where = f" sur {count(len(pages), 'page')}" if len(pages) > 1 else ""
    title = f"Décrivez {many}{where}"
    yield ToDo(
        title,
        "Qui ne voit pas une image n’en a que la description.",
        tuple(place for one in those for place in _places(one, links))[:NAMED],
        paste="![ce que montre l’image](fichier.png)",
        into="À écrire dans la page ; dans Word ou LibreOffice, par un clic droit sur "
        "l’image, « Texte de remplacement »",
        told=f"{title} ({_named([*pages])})",
    )
