"""The questions that each passage of a text in its own order may answer.

A guess that is wrong moves nothing, so what is less than sure is told too, and a passage
may have several questions. They are those of every kind of text: a kind that was read
wrongly hides none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ppun_access.document.model import Block, Heading, List
from ppun_access.document.walk import plain_text
from ppun_access.easy.draft.plan import Plan
from ppun_access.easy.draft.questions import (
    PLANS,
    WORDS,
    Asked,
    Genre,
    Topic,
    bare,
    is_set_aside,
    says,
    spared,
    topic_of_row,
    topic_of_title,
    topics_of,
)
from ppun_access.easy.facts.sheet import Kind, facts_in
from ppun_access.easy.text import plain

ANSWERING: Mapping[Topic, tuple[Kind, ...]] = {
    "qui": ("âge",),
    "combien": ("somme",),
    "contact": ("téléphone", "courriel", "adresse"),
    "lieu": ("adresse", "lieu"),
    "quand": ("date", "jour", "horaire"),
}
"""A question → the facts that may answer it, wherever they stand."""
_ALSO: Mapping[Genre, tuple[Topic, ...]] = {
    "aide": ("papiers",),
    "demarche": ("avoir",),
    "actualite": ("pourquoi",),
    "politique": ("faire",),
    "autre": ("pourquoi", "papiers"),
}
"""What readers may ask beside a plan: the kind of a text may have been read wrongly."""
_MOST = 2
"""Passages that words or facts alone may name for one question."""


def questions_of(made: Plan) -> dict[Topic, str]:
    """Return the questions of a kind of text, then those that readers ask of any."""
    asked = {answer.topic: answer.question for answer in made.answers}
    every = {topic: question for plan in PLANS.values() for topic, question in plan}
    return asked | {t: every[t] for t in _ALSO[made.genre] if t not in asked}


def guesses(
    made: Plan, blocks: Sequence[Block], said: Sequence[Sequence[str]]
) -> dict[Topic, list[int]]:
    """Return the paragraphs that may answer each question, from 0, in order.

    What a title tells is told once, of the title. ``said`` are the sentences of each.
    """
    found: dict[Topic, set[int]] = {topic: set() for topic in questions_of(made)}
    asked, silent = frozenset(found), _silent(blocks, said)
    said = [() if n in silent else some for n, some in enumerate(said)]
    for answer in made.answers:
        found[answer.topic] |= {*answer.titles, *(part.unit for part in answer.parts)}
    times = Counter[Topic]()
    for n, (block, sentences) in enumerate(zip(blocks, said, strict=True)):
        for topic in _told(block, sentences, made.genre, asked):
            is_title = isinstance(block, Heading)
            times[topic] += not is_title
            if topic in found and (is_title or times[topic] <= _MOST):
                found[topic].add(n)
    for topic, places in found.items():
        places.update(_with_facts(topic, said))
    titles = [n for n, block in enumerate(blocks) if isinstance(block, Heading)]
    own = {n: topic_of_title(plain_text(blocks[n]), asked) for n in titles}
    starts = {topic: _starts(some - silent, blocks) for topic, some in found.items()}
    return {t: [n for n in some if own.get(n) in (None, t)] for t, some in starts.items()}


def _silent(blocks: Sequence[Block], said: Sequence[Sequence[str]]) -> set[int]:
    """Return the examples, and what stands under « Exemple » or another such title."""
    found, least = set[int](), 0
    for n, (block, sentences) in enumerate(zip(blocks, said, strict=True)):
        if isinstance(block, Heading) and not 0 < least < block.level:
            least = block.level if is_set_aside(plain_text(block)) else 0
        if least or WORDS["example"].match(plain(" ".join(sentences))):
            found.add(n)
    return found


def _told(
    block: Block, sentences: Sequence[str], genre: Genre, asked: Asked
) -> Iterator[Topic]:
    """Yield what a title, sentences that nobody spares, or a third of the rows tell."""
    if isinstance(block, Heading):
        if topic := topic_of_title(plain_text(block), asked):
            yield topic
        return
    is_list = isinstance(block, List)
    told = (
        [topic_of_row(text, genre)] if is_list else [*dict.fromkeys(topics_of(text, genre))]
        for text in sentences
        if is_list or not spared(text)
    )
    times = Counter(topic for some in told for topic in some if topic)
    least = len(sentences) / 3 if is_list else 1
    yield from (topic for topic, count in times.items() if count >= least)


def _with_facts(topic: Topic, said: Sequence[Sequence[str]]) -> list[int]:
    kinds = ANSWERING.get(topic, ())
    none = {"quand": ("gone", "law", "dated"), "combien": ("no-price",)}.get(topic, ())
    return [
        n
        for n, sentences in enumerate(said)
        if any(
            one.kind in kinds and (one.kind != "date" or any(one.key[1:]))
            for text in sentences
            if not says(text, *none)
            for one in facts_in(bare(text) if topic == "quand" else text)
        )
    ][:_MOST]


def _starts(places: set[int], blocks: Sequence[Block]) -> list[int]:
    """Return the places that follow none, nor stand under a title that is one."""
    kept, title = list[int](), -1
    for n, block in enumerate(blocks):
        is_title = isinstance(block, Heading)
        title = n if is_title else title
        if n in places and (is_title or not {n - 1, title} & places):
            kept.append(n)
    return kept
