"""Words that say as much as others: « verser » and « payer », « habitant », « résider »."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from ppun_access.easy.audit.lists import base_forms
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.words.lexicon import Kind, entries
from ppun_access.french import words
from ppun_access.french.lexical.lists import is_function_word

TABLE = Path(__file__).with_name("data") / "memes-sens.toml"
Forms = frozenset[str]
LIGHT = listed(
    "avoir être faire aller dire pouvoir devoir falloir vouloir mettre prendre venir tenir "
    "passer rester devenir y"
)
"""Verbs that say nothing by themselves."""
_KINDS: tuple[Kind, ...] = ("verbes", "noms")


@lru_cache(maxsize=1 << 12)
def meanings(forms: Forms) -> Forms:
    """Return ``forms``, and those of the words that one may say for them."""
    found = set(forms)
    for group in _groups():
        if group & forms:
            found |= group
    return frozenset(found)


@cache
def _groups() -> tuple[Forms, ...]:
    found = [listed(one) for one in tomllib.loads(TABLE.read_text("utf-8"))["groupes"]]
    for kind in _KINDS:
        for one in entries(kind):
            pair = {one.expression, one.easier}
            if not any(" " in word for word in pair):
                found.append(frozenset(pair))
    return tuple(found)


_CLITICS = re.compile(
    r"-(?:t-)?(?:les?|la|lui|leur|vous|nous|moi|y|en|ils?|elles?|on|ce)\b"
)


def content(text: str) -> list[str]:
    """Return the words of ``text`` that say something, in lower case."""
    return [
        word.lower()
        for word in words(_CLITICS.sub("", text))
        if not is_function_word(word) and not base_forms(word) & LIGHT
    ]
