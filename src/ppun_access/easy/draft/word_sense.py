"""Whether a word of several senses has the one that is explained: « recours contre… ».

« Le recours à un prestataire » is no « recours » against a decision. The table
(``data/sens.toml``) holds what stands beside such a word; in doubt the answer is no.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ppun_access.easy.text import table


@dataclass(frozen=True, slots=True)
class Sense:
    """What stands beside a word: patterns, empty where nothing tells.

    Where ``before`` or ``after`` is one, the word has the sense explained only there.
    """

    before: str = ""
    after: str = ""
    not_before: str = ""
    not_after: str = ""

    def suits(self, sentence: str, start: int, end: int) -> bool:
        """Return whether the word at [start, end) of ``sentence`` has this sense.

        ``sentence`` is plain and in lower case.
        """
        before, after = sentence[:start], sentence[end:]
        other = _ends(self.not_before, before) or _begins(self.not_after, after)
        free = not (self.before or self.after)
        return not other and (
            free or _ends(self.before, before) or _begins(self.after, after)
        )


def senses_of(table: Mapping[str, Mapping[str, str]]) -> Mapping[str, Sense]:
    """Return the senses that a TOML table tells, by word."""
    keys = ("avant", "suite", "sauf_avant", "sauf")
    return {word: Sense(*(row.get(key, "") for key in keys)) for word, row in table.items()}


@cache
def senses() -> Mapping[str, Sense]:
    """Return the words of the packaged glossary that have several senses."""
    return senses_of(table("sens"))


def is_meant(word: str, sentence: str, start: int, end: int) -> bool:
    """Return whether ``word``, at [start, end), has the sense that is explained."""
    return senses().get(word, Sense()).suits(sentence, start, end)


def _ends(pattern: str, text: str) -> bool:
    return bool(pattern and _pattern(rf"(?<!\w)(?:{pattern})\Z").search(text))


def _begins(pattern: str, text: str) -> bool:
    return bool(pattern and _pattern(rf"\s+(?:{pattern})\b").match(text))


@lru_cache(maxsize=1 << 8)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
