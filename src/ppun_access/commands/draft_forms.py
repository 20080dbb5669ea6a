"""A whole draft as ``simplify`` prints it: text, differences, or the contract's JSON."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ppun_access.build.model_drafts import Drafted, Provenance
from ppun_access.document.model import Document
from ppun_access.easy.draft import glossary
from ppun_access.easy.draft.composition import BODY, PROPOSED, EasyDraft, HardWord, listed
from ppun_access.easy.draft.essential import TITLE
from ppun_access.easy.draft.passages import Passage
from ppun_access.writers.units import NBSP


@dataclass(frozen=True, slots=True)
class TextDraft:
    """The draft of one text, and where each of its sentences comes from."""

    document: Document
    found: tuple[Passage, ...]
    made: tuple[Drafted, ...]
    whole: EasyDraft

    @property
    def modelled(self) -> tuple[str, ...]:
        """The sentences that a language model wrote."""
        return tuple(s for one in self.made for s in _modelled(one))


def _modelled(one: Drafted) -> tuple[str, ...]:
    return one.draft.sentences if one.origin == "modele" else ()


# Text

MARK = f"Modèle{NBSP}: "
"""Stands before each sentence of a language model: it is read aloud as it is seen."""


def _marked(text: str, modelled: Container[str]) -> str:
    """Return ``text`` with the mark before those of its lines that a model wrote."""
    lines = text.split("\n")
    return "\n".join(f"{MARK}{line}" if line in modelled else line for line in lines)


def as_text(drafts: Sequence[TextDraft]) -> str:
    """Return drafts, a sentence or a sense line a line, blocks parted by a blank one."""
    several = len(drafts) > 1
    return "\n\n".join(block for one in drafts for block in _blocks(one, several))


def _blocks(one: TextDraft, titled: bool) -> Iterator[str]:
    if titled:
        yield one.document.title
    points = one.whole.points or one.whole.proposed
    if points:
        said = (_marked(point, one.modelled) for point in points)
        yield "\n".join((TITLE if one.whole.points else PROPOSED, *listed(said)))
    if points and not one.found[0].kept:
        yield BODY
    yield from _body(one)
    words = glossary.ordered(word.explained for word in one.whole.explained)
    if words:
        yield "\n".join((glossary.TITLE, *listed(map(glossary.line, words))))


def _body(one: TextDraft) -> Iterator[str]:
    """Yield the blocks of a text; the items of a list are together."""
    pairs = zip(one.found, map(_block, one.whole.lines, one.made), strict=True)
    items: list[str] = []
    for _, group in groupby(pairs, key=lambda pair: pair[0].place):
        (passage, first), *others = group
        text = "\n".join((first, *(said for _, said in others)))
        if passage.mark:
            items.append(passage.mark + text.replace("\n", f"\n{' ' * len(passage.mark)}"))
            continue
        if items:
            yield "\n".join(items)
            items = []
        yield text
    if items:
        yield "\n".join(items)


def _block(lines: Sequence[str], made: Drafted) -> str:
    return _marked("\n".join(lines), _modelled(made))


# Differences


def as_diff(drafts: Sequence[TextDraft]) -> str:
    """Return what changed, and apart what a person could decide."""
    return "\n".join(line for one in drafts for line in _diff(one))


def _diff(one: TextDraft) -> Iterator[str]:
    if one.whole.points:
        yield from (f"+ {line}" for line in (TITLE, *listed(one.whole.points)))
        yield ""
    if one.whole.proposed:
        proposed = (" ".join(point.split("\n")) for point in one.whole.proposed)
        yield f"? proposition (essentiel) : {' | '.join(proposed)}"
        yield ""
    for n, passage in enumerate(one.found):
        explained = [word.line for word in one.whole.explained if word.passage == n]
        yield from _changes(passage, one, n, explained)
    words = glossary.ordered(word.explained for word in one.whole.explained)
    if words:
        entries = (glossary.TITLE, *listed(map(glossary.line, words)))
        yield from (f"+ {line}" for line in entries)


def _changes(
    passage: Passage, one: TextDraft, n: int, explained: Sequence[str]
) -> Iterator[str]:
    draft, refused = one.whole.drafts[n], one.made[n].refused
    if not draft.rules and not draft.suggestions and not refused and not explained:
        return
    if passage.line:
        yield f"ligne {passage.line}"
    yield f"- {draft.source}"
    if draft.rules or explained:
        yield from (f"+ {line}" for s in one.whole.lines[n] for line in s.split("\n"))
        rules = (*draft.rules, *(["mots expliqués"] if explained else []))
        yield f"  règles : {', '.join(rules)}"
    for suggestion in draft.suggestions:
        yield f"? proposition ({suggestion.rule}) : {' | '.join(suggestion.draft)}"
    if refused:
        yield f"  modèle refusé : {refused}"
    yield ""


# JSON


def as_json(drafts: Sequence[TextDraft], provenance: Provenance | None) -> str:
    """Return the contract's JSON: one text, or ``documents`` when there are several."""
    modelled = provenance is not None
    found = [{"id": one.document.id, **_values(one, modelled)} for one in drafts]
    values: dict[str, object] = {"documents": found}
    if len(found) == 1:
        values = _values(drafts[0], modelled)
    if provenance:
        values = {"model": provenance.values(), **values}
    return json.dumps(values, ensure_ascii=False, indent=1)


def _values(one: TextDraft, modelled: bool) -> dict[str, object]:
    return {
        "sentences": [_sentence(one, n, modelled) for n in range(len(one.found))],
        "essential": {
            "origin": one.whole.essential.origin,
            "points": list(one.whole.essential.points),
        },
        "acronyms": [_explained(word) for word in one.whole.acronyms],
        "hard_words": [_explained(word) for word in one.whole.hard_words],
    }


def _explained(word: HardWord) -> dict[str, object]:
    return {
        "word": word.explained.word,
        "meaning": word.explained.meaning,
        "uses": word.explained.uses,
        "sentence": word.passage,
        "after": word.sentence,
    }


def _sentence(one: TextDraft, n: int, modelled: bool) -> dict[str, object]:
    draft, made = one.whole.drafts[n], one.made[n]
    return {
        "source": draft.source,
        "draft": list(draft.sentences),
        "rules": list(draft.rules),
        "confidence": draft.confidence,
        "suggestions": [
            {"rule": s.rule, "source": s.source, "draft": list(s.draft)}
            for s in draft.suggestions
        ],
        **({"origin": made.origin, "refused": made.refused or None} if modelled else {}),
    }
