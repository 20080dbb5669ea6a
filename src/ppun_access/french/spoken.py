"""What a text-to-speech engine must be given so that it reads French right.

The text is read once from left to right; at each place the first rule of ``RULES`` that
matches says what to give instead, and what a rule has given is not read again. What no rule
matches is left alone: engines read plain integers, years and telephone numbers well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from ppun_access.french import spoken_numbers as numbers
from ppun_access.french import spoken_words as words
from ppun_access.french.spoken_numbers import Rule

NO_PRONUNCIATIONS: Mapping[str, str] = MappingProxyType({})

RULES: Sequence[Rule] = (
    words.EMAIL_ADDRESS,
    words.WEB_ADDRESS,
    words.NUMBER_SIGN,
    numbers.AS_IT_IS,
    numbers.HOUR,
    numbers.RANK,
    numbers.CENTURY,
    numbers.MONEY,
    numbers.QUANTITY,
    numbers.CODE,
    words.ERA,
    words.TITLE,
    words.ABBREVIATION,
    words.ACRONYM,
    words.SYMBOL,
    words.DASH,
    words.SUSPENSION,
    words.CHARACTER,
)
"""In order: what holds digits that are no quantity, then quantities, then words."""


def spoken_form(text: str, pronunciations: Mapping[str, str] = NO_PRONUNCIATIONS) -> str:
    """Return ``text`` as it must be given to a text-to-speech engine.

    ``pronunciations`` maps a word or a phrase to its respelling, which wins over every rule
    and is given as it is. Whole words only, the longest first; a key in lower case also
    matches capitals, any other key matches exactly.
    """
    users = [_rule(key, pronunciations[key]) for key in _longest_first(pronunciations)]
    rules = [*users, *RULES]
    grammar = re.compile("|".join(f"(?P<r{i}>{rule[0]})" for i, rule in enumerate(rules)))

    def say(found: re.Match[str]) -> str:
        pattern, rule = rules[int(str(found.lastgroup)[1:])]
        own = re.compile(pattern).match(found.string, found.start())
        return rule(own) if own else found[0]

    return grammar.sub(say, words.without_invisible(text))


def _longest_first(keys: Iterable[str]) -> list[str]:
    """Return the keys that hold something, the longest first."""
    return sorted((key for key in keys if key.strip()), key=lambda key: (-len(key), key))


def _rule(key: str, respelling: str) -> Rule:
    """Return the rule that says ``respelling`` for ``key``, whatever its apostrophe."""
    pattern = re.sub(r"\\?\s+", r"\\s+", re.escape(key.strip()))
    pattern = re.sub("['’]", "['’]", pattern)
    if key == key.lower():
        pattern = f"(?i:{pattern})"
    return rf"(?<!\w){pattern}(?!\w)", lambda _: respelling
