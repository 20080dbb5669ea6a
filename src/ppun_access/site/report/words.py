"""Write the sentences of the report: trend, gain, levels, priorities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ppun_access.settings.thresholds import Thresholds
from ppun_access.site.report.drawing import SHOWN_BUILDS, level_number
from ppun_access.site.report.model import LEVELS, Figures, ReportVersion, SentenceRow
from ppun_access.writers.units import NBSP, count, number

FIRST = 10
"""How many sentences to rewrite are shown."""

Direction = Literal["easier", "harder", "same", "first"]


@dataclass(frozen=True, slots=True)
class Trend:
    """What has changed since the last build that was different."""

    direction: Direction
    text: str
    history: str
    """Every value of the drawing, in words."""


def trend(version: ReportVersion) -> Trend | None:
    """Return the trend of a version; None when its difficulty is not known."""
    now = version.ours.difficulty
    if now is None:
        return None
    if not version.earlier:
        why = (
            "nouveau calcul, sans comparaison" if version.recomputed else "première mesure"
        )
        return Trend("first", why, "")
    last = version.earlier[-1]
    change = round(now) - round(last.difficulty)
    points = version.earlier[-(SHOWN_BUILDS - 1) :]
    past = "".join(f"{number(p.difficulty)} {p.when}, " for p in points)
    since = "depuis le nouveau calcul, " if version.recomputed else ""
    history = f"{since}{past}{number(now)} maintenant"
    if change == 0:
        return Trend("same", f"aussi difficile {_than(last.when)}", history)
    kind: Direction = "easier" if change < 0 else "harder"
    name = "facile" if change < 0 else "difficile"
    than = _than(last.when)
    sign = number(change) if change < 0 else f"+{change}"
    return Trend(kind, f"plus {name} {than}{NBSP}: {sign}", history)


def _than(when: str) -> str:
    """Return « que le 12 novembre »; for today, the hour is enough: « qu’à 9 h 03 »."""
    hour = when.removeprefix("aujourd’hui ")
    return f"qu’{hour}" if hour != when else f"que {when}"


def comparison(versions: Sequence[ReportVersion]) -> str:
    """Return the gain of the easy version in words, empty without a comparison."""
    if len(versions) < 2:
        return ""
    full, easy = versions[0].ours, versions[1].ours
    if full.difficulty is None or easy.difficulty is None or not easy.words:
        return ""
    gain = round(full.difficulty) - round(easy.difficulty)
    if gain <= 0:
        return (
            "Attention : la version simplifiée n’est pas plus facile que le texte complet."
        )
    return (
        f"La version simplifiée est plus facile : {number(easy.difficulty)} au lieu de "
        f"{number(full.difficulty)}. Elle a {count(int(easy.words), 'mot')} au lieu de "
        f"{number(full.words or 0)}."
    )


def level_counts(sentences: Sequence[SentenceRow]) -> tuple[tuple[int, str, int], ...]:
    """Return each level that has a sentence: its number, its name, how many."""
    found = Counter(level_number(s.difficulty) for s in sentences)
    return tuple((n, one.name, found[n]) for n, one in enumerate(LEVELS, 1) if found[n])


def in_words(counts: Sequence[tuple[int, str, int]]) -> str:
    """Return the levels of a text: « facile : 3 phrases ; difficile : 1 phrase »."""
    return f"{NBSP}; ".join(f"{name}{NBSP}: {count(n, 'phrase')}" for _, name, n in counts)


def separate_scores(version: ReportVersion) -> tuple[str, ...]:
    """Return the sentence on lists and titles: « Listes, à part : … »."""
    told = (("Listes", version.lists), ("Titres", version.headings))
    return tuple(_apart(name, found) for name, found in told if found.words)


def _apart(name: str, found: Figures) -> str:
    hard = found.difficulty or 0.0
    return (
        f"{name}, à part{NBSP}: {count(int(found.sentences or 0), 'phrase')}, "
        f"{count(int(found.words or 0), 'mot')}, difficulté {number(hard)} "
        f"({LEVELS[level_number(hard) - 1].name})."
    )


def to_rewrite(sentences: Sequence[SentenceRow], thresholds: Thresholds) -> tuple[int, ...]:
    """Return the places of the sentences past a threshold, those worth most first.

    A sentence is worth the words that people read above the threshold of difficulty, times
    how far above they are, and a little more for each word past the threshold of length.
    """
    found = [
        (worth(sentence, thresholds), place)
        for place, sentence in enumerate(sentences)
        if sentence.difficulty > thresholds.difficulty
        or sentence.words > thresholds.long_sentence
    ]
    return tuple(place for _, place in sorted(found, key=lambda item: (-item[0], item[1])))


def worth(sentence: SentenceRow, thresholds: Thresholds) -> float:
    """Return what rewriting a sentence gains: see ``to_rewrite``."""
    above = max(sentence.difficulty - thresholds.difficulty, 0)
    too_long = max(sentence.words - thresholds.long_sentence, 0)
    return sentence.words * above + too_long
