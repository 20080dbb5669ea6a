"""Draft passages with a language model if one is asked for, else keep the rules' drafts.

A passage is what one paragraph answers to one question of the plan of its text. An answer
that is refused is asked for once more, with the reasons. Each answer is cached by server,
model and question: it is judged again, but never asked for twice. When the server fails,
the rest of the text is not sent to it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from ppun_access.document.model import Document
from ppun_access.easy.draft.composition import Draft
from ppun_access.easy.draft.model import Source
from ppun_access.easy.draft.model_answers import (
    LONGEST_SOURCE,
    PROMPT,
    RULE,
    Judge,
    check,
    is_asked,
    messages,
    once_more,
    sentences_of,
)
from ppun_access.easy.draft.passages import Passage, passages
from ppun_access.easy.draft.plan import plan
from ppun_access.easy.draft.questions import genre_of
from ppun_access.easy.review.ties import units
from ppun_access.runtime.cache import Cache, cache_key
from ppun_access.runtime.untrusted_files import parse_json
from ppun_access.tools.chat import ChatError, Messages, Server, Usage, ask

ATTEMPTS = 2
"""How often a passage is asked for: once, and again with what was wrong."""
PATIENCE = 2
"""Failures in a row after which a server is left alone."""
Origin = Literal["regles", "modele"]
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Group:
    """Sentences that are asked for together, by their numbers, and what they answer."""

    numbers: tuple[int, ...]
    question: str
    """Of the plan of the text; empty for the rest of it."""
    source: Source


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft, who made it, and why the model's was refused, when one was asked."""

    draft: Draft
    origin: Origin = "regles"
    refused: str = ""


@dataclass(slots=True)
class Provenance:
    """What was asked, of whom, at what cost."""

    server: Server
    spent: Usage = field(default_factory=Usage)
    answers: int = 0
    """What the server answered in this run."""
    cached: int = 0
    asked_again: int = 0
    accepted: int = 0
    refused: int = 0
    failure: str = ""
    """The last failure of the server, in French; empty when there was none."""
    next_step: str = ""
    in_a_row: int = 0
    """Failures since the last answer."""
    stopped: bool = False
    """Whether the server is left alone from now on."""

    @property
    def is_useless(self) -> bool:
        """Whether the server was asked, and nothing that it ever answered was there."""
        return bool(self.failure) and not self.answers + self.cached

    def fail(self, error: ChatError) -> None:
        """Note a failure; enough of them, or one that lasts, and no more is asked."""
        self.failure, self.next_step = error.message, error.next_step
        self.in_a_row += 1
        self.stopped = self.stopped or error.lasting or self.in_a_row >= PATIENCE

    def values(self) -> dict[str, object]:
        """Return the provenance in the JSON form of the contract."""
        return {
            "name": self.server.model,
            "host": self.server.host,
            "prompt": PROMPT,
            "calls": self.spent.calls,
            "cached": self.cached,
            "tokens": {
                "prompt": self.spent.prompt_tokens,
                "completion": self.spent.completion_tokens,
            },
            "seconds": round(self.spent.seconds, 1),
            "asked_again": self.asked_again,
            "accepted": self.accepted,
            "refused": self.refused,
            "failure": self.failure or None,
        }


def model_drafts(
    found: Sequence[Passage],
    groups: Sequence[Group],
    drafts: Sequence[Draft],
    judge: Judge,
    told: Provenance,
    cache: Cache,
    on_progress: OnProgress,
) -> list[Drafted]:
    """Return the draft of each sentence of ``found``: the model's where it is right.

    ``groups`` are asked for one by one. The first sentence of a group has the whole answer
    in its draft, the others have none. ``told`` says what was asked.
    """
    made = [Drafted(draft) for draft in drafts]
    for done, group in enumerate(groups, 1):
        first, *others = group.numbers
        try:
            sentences, reasons = answer(group.source, group.question, judge, told, cache)
            refused = " ; ".join(reasons)
        except ChatError as error:
            told.fail(error)
            sentences, refused = (), error.message
        if refused:
            told.refused += 1
            made[first] = replace(made[first], refused=refused)
        else:
            told.accepted += 1
            empty = [(n, ()) for n in others]
            for n, some in ((first, sentences), *empty):
                made[n] = Drafted(Draft(found[n].source.text, some, (RULE,)), "modele")
        on_progress(done, len(groups))
    return made


def groups_of(
    document: Document, found: Sequence[Passage], genre: str, most: int
) -> tuple[Group, ...]:
    """Return what is asked for of ``document``, along the plan of its kind.

    Sentences of one paragraph that answer one question are asked for together, where one
    of them has more than ``most`` words. ``found`` are the passages of the document.
    """
    parts = units(document)
    said = [passages(replace(document, blocks=(unit.block,))) for unit in parts]
    texts = [[one.source.text for one in some] for some in said]
    known = plan(genre_of(document, genre), [unit.block for unit in parts], texts)
    starts = [sum(map(len, texts[:n])) for n in range(len(texts))]
    questions = dict.fromkeys(range(len(found)), "")
    if [text for some in texts for text in some] == [one.source.text for one in found]:
        for answer in known.answers:
            for part in answer.parts:
                for k in part.sentences:
                    questions[starts[part.unit] + k] = answer.question
    return tuple(
        Group(numbers, questions[numbers[0]], source)
        for numbers in _together(found, questions)
        if is_asked(source := _source(found, numbers), most)
    )


def _together(
    found: Sequence[Passage], questions: Mapping[int, str]
) -> Iterator[tuple[int, ...]]:
    """Yield the sentences that stand together, in lots that are not too long."""

    def kind(n: int) -> tuple[object, ...]:
        return found[n].place, found[n].kept, questions.get(n, "")

    for (_, kept, _), some in groupby(range(len(found)), key=kind):
        lot: list[int] = []
        for n in () if kept else some:
            if lot and len(_source(found, (*lot, n)).text) > LONGEST_SOURCE:
                yield tuple(lot)
                lot = []
            lot.append(n)
        if lot:
            yield tuple(lot)


def _source(found: Sequence[Passage], numbers: Sequence[int]) -> Source:
    some = [found[n].source for n in numbers]
    names = dict.fromkeys(name for one in some for name in one.names)
    return Source(" ".join(one.text for one in some), tuple(names))


def answer(
    source: Source, question: str, judge: Judge, told: Provenance, cache: Cache
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sentences of a right answer, or why the last of two is refused.

    Raises ChatError when the server fails.
    """
    asked = messages(source, question, judge)
    for attempt in range(ATTEMPTS):
        found = _stored(asked, told, cache)
        reasons = check(source, found, judge)
        if not reasons:
            return sentences_of(found), ()
        if attempt + 1 < ATTEMPTS:
            told.asked_again += 1
            asked = once_more(asked, found, reasons)
    return (), reasons


def _stored(asked: Messages, told: Provenance, cache: Cache) -> str:
    """Return the answer to ``asked``, from the cache when it is there.

    Raises ChatError when the server fails, or is left alone.
    """
    server = told.server
    key = cache_key("modele", PROMPT, server.address, server.model, list(asked))
    if (known := _read(cache, key)) is not None:
        told.cached += 1
        return known
    if told.stopped:
        raise ChatError(told.failure, next_step=told.next_step)
    answer = ask(server, asked, told.spent)
    told.answers += 1
    told.in_a_row = 0
    cache.write(key, json.dumps({"answer": answer}).encode())
    return answer


def _read(cache: Cache, key: str) -> str | None:
    """Return a stored answer; None when there is none, or it is no longer whole."""
    with suppress(ValueError, KeyError, TypeError):
        answer = parse_json(cache.read(key) or b"")["answer"]
        return answer if isinstance(answer, str) else None
    return None
