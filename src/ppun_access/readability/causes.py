"""Tell why a sentence is hard, and what to do about it: advice in French.

A cause is reported from the count in ``_CAUSES`` on; a sentence that is harder than an easy
version may be has at least one. The one that loads the sentence most comes first; length
loads what is over the length to aim at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from ppun_access.french.text.typography import counted
from ppun_access.readability.composite import contributions
from ppun_access.readability.sentence_counts import SentenceCounts
from ppun_access.readability.vocabulary import verb_of
from ppun_access.settings.thresholds import EASY_THRESHOLDS

ALWAYS_EXPLAINED = float(EASY_THRESHOLDS.difficulty)
"""A difficulty over which a sentence has a cause."""
WORDS_A_SENTENCE = 15
"""The length to aim at."""
_SHOWN = 4
"""How many words a message quotes."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason why a sentence is hard; ``code`` is stable, the rest is in French."""

    code: str
    message: str
    suggestion: str


def causes(counts: SentenceCounts, difficulty: float) -> tuple[Cause, ...]:
    """Return why a sentence is hard, the weightiest first; nothing when it is easy."""
    excess = float(counts.words - WORDS_A_SENTENCE)
    found = contributions(counts)
    others = {
        "words": excess,
        "rare_words": found["rarity"],
        "commas": float(counts.commas),
    }
    load = {**found, **others}
    ranked = sorted(_CAUSES, key=lambda kind: -load[kind.count])
    told = [kind for kind in ranked if kind.amount(counts) >= kind.least]
    if not told and difficulty > ALWAYS_EXPLAINED:
        some = (kind for kind in (*ranked, _LETTERS) if kind.amount(counts))
        told = [max(some, key=lambda kind: load[kind.count])]
    return tuple(kind.cause(counts) for kind in told)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of cause: what it counts, from how many on it is reported, and how."""

    code: str
    count: str
    least: int
    message: Callable[[SentenceCounts], str]
    suggestion: Callable[[SentenceCounts], str]

    def amount(self, counts: SentenceCounts) -> int:
        value = getattr(counts, self.count)
        return len(value) if isinstance(value, tuple) else int(value)

    def cause(self, counts: SentenceCounts) -> Cause:
        return Cause(self.code, self.message(counts), self.suggestion(counts))


def _listed(words: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(words))
    more = "…" if len(distinct) > _SHOWN else ""
    return ", ".join(distinct[:_SHOWN]) + more


def _cut(counts: SentenceCounts) -> str:
    pieces = max(2, ceil(counts.words / WORDS_A_SENTENCE))
    return (
        f"Coupez-la en {pieces} phrases au moins\u00a0: une idée par phrase, "
        f"{WORDS_A_SENTENCE} mots au plus."
    )


def _shorter(counts: SentenceCounts) -> str:
    """Propose the verbs that long nouns hide, two at most."""
    verbs = {word: verb for word in counts.heavy_words if (verb := verb_of(word))}
    pairs = [
        f"«\u00a0{verb}\u00a0» plutôt que «\u00a0{word}\u00a0»"
        for word, verb in list(verbs.items())[:2]
    ]
    if pairs:
        return f"Dites l’action avec un verbe\u00a0: {', '.join(pairs)}."
    return "Cherchez des mots plus courts, ou expliquez ceux qu’il faut garder."


_CAUSES = (
    _Kind(
        "longueur", "words", WORDS_A_SENTENCE + 1,
        lambda c: counted(c.words, "mot", "mots"),
        _cut,
    ),
    _Kind(
        "mots-longs", "heavy_words", 2,
        lambda c: counted(len(c.heavy_words), "mot long", "mots longs")
        + f"\u00a0: {_listed(c.heavy_words)}",
        _shorter,
    ),
    _Kind(
        "mots-rares", "rare_words", 1,
        lambda c: f"mots rares\u00a0: {_listed(c.rare_words)}",
        lambda c: "Prenez des mots de tous les jours, ou expliquez ceux-là.",
    ),
    _Kind(
        "propositions", "clauses", 2,
        lambda c: counted(len(c.clauses), "proposition emboîtée", "propositions emboîtées")
        + f" ({', '.join(c.clauses)})",
        lambda c: "Commencez par l’idée principale, puis faites une phrase de chaque "
        "proposition.",
    ),
    _Kind(
        "negation", "negations", 2,
        lambda c: counted(c.negations, "négation", "négations"),
        lambda c: "Dites ce qui est ou ce qu’il faut faire, plutôt que le contraire.",
    ),
    _Kind(
        "parentheses", "asides", 1,
        lambda c: counted(c.asides, "parenthèse ou incise", "parenthèses ou incises"),
        lambda c: "Faites une phrase à part de ce qui interrompt la phrase, ou retirez-le.",
    ),
    _Kind(
        "chiffres", "numbers", 3,
        lambda c: counted(len(c.numbers), "nombre", "nombres")
        + f"\u00a0: {_listed(c.numbers)}",
        lambda c: "Gardez le nombre le plus utile, arrondissez-le, et mettez les autres "
        "dans un tableau ou une liste.",
    ),
    _Kind(
        "sigles", "acronyms", 2,
        lambda c: counted(len(c.acronyms), "sigle", "sigles")
        + f"\u00a0: {_listed(c.acronyms)}",
        lambda c: "Écrivez chaque nom en entier la première fois, ou dites à quoi "
        "l’organisme sert.",
    ),
    _Kind(
        "enumeration", "commas", 4,
        lambda c: f"{c.commas} virgules ou points-virgules",
        lambda c: "Faites une liste de l’énumération, un élément par ligne, ou plusieurs "
        "phrases.",
    ),
)  # fmt: skip
_LETTERS = _Kind(
    "mots-longs", "long_words", 1,
    lambda c: counted(c.long_words, "mot", "mots") + " de plus de six lettres",
    _shorter,
)  # fmt: skip
"""Of a sentence with nothing else to tell: such words are too many to be named."""
CODES = tuple(kind.code for kind in _CAUSES)
"""Every code that a cause can have."""
