"""Put other words in a sentence: elision and articles are mended where the edit is.

Nothing else of the sentence moves: what the author wrote elsewhere stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ppun_access.easy.draft.model import Rewrite
from ppun_access.easy.draft.parse.text import plain
from ppun_access.french.lexical.morphology import begins_with_vowel_sound


class Edit(NamedTuple):
    """Characters [start, end) become ``text``."""

    start: int
    end: int
    text: str


_ELIDED = "de que ne se je me te lorsque puisque jusque"
_FULL = {f"{full[:-1]}'": f"{full} " for full in _ELIDED.split()}
"""Elided → before a consonant."""
_SHORT = {full.strip(): short for short, full in _FULL.items()} | {"le": "l'", "la": "l'"}
_BEFORE_VOWEL = {"du": "de l'", "au": "à l'", "ce": "cet ", "ma": "mon ", "ta": "ton "}
_BEFORE_VOWEL |= {"sa": "son "}
_BEFORE_FEMININE = {"mon": "ma ", "ton": "ta ", "son": "sa ", "de l'": "de la "}
_BEFORE_FEMININE |= {"à l'": "à la ", "l'": "la "}
_BEFORE_MASCULINE = {"cet": "ce ", "de l'": "du ", "à l'": "au ", "l'": "le "}
_LAST = re.compile(
    r"(?:\b(?:de|à) l'|\b(?:lorsqu|puisqu|jusqu|qu|[dnsjmtlc])'|"
    r"\b(?:lorsque|puisque|jusque|que|de|ne|se|je|me|te|le|la|du|au|ce|cet|ma|ta|sa|mon|"
    r"ton|son|beau|bel|nouveau|nouvel|vieux|vieil)\s)\Z",
    re.IGNORECASE,
)
_ADJECTIVES = frozenset({"beau", "bel", "nouveau", "nouvel", "vieux", "vieil", "c'"})
"""They change in ways that are rare enough to leave the word alone."""


def joined(sentence: str, edit: Edit, gender: str = "") -> Edit | None:
    """Return ``edit`` as elision asks, with the little word before it and what follows.

    ``gender`` is that of the new word when it is a noun: a « l’ » before it becomes « le »
    or « la ». None when it cannot be known.
    """
    text, (head, _, end) = edit.text, edit.text.rpartition(" ")
    if end in _ELIDED.split() and begins_with_vowel_sound(sentence[edit.end :].lstrip()):
        text = f"{head} {_SHORT[end]}".replace("'", "’").lstrip()
    if sentence[edit.start].isupper():
        text = text[:1].upper() + text[1:]
    start, last = edit.start, _LAST.search(plain(sentence[: edit.start]))
    word = last[0].lower().strip() if last else ""
    if last and word == "s'" and plain(sentence[start:]).lower().startswith("il"):
        if not text.startswith("il"):
            start, text = last.start(), f"{last[0][0]}i {text}"
    elif last:
        new = _little(word, text, gender)
        if new is None:
            return None
        if new:
            start, new = last.start(), new.replace("'", "’")
            text = (new[:1].upper() + new[1:] if last[0][0].isupper() else new) + text
    return _without_space(Edit(start, edit.end, text), sentence)


def _little(word: str, text: str, gender: str) -> str | None:
    """Return what the little ``word`` becomes before ``text``; "" when it stays."""
    vowel = begins_with_vowel_sound(text)
    if word in _ADJECTIVES:
        return None if vowel != (word[-1] in "l'") else ""
    if vowel:
        if not gender and word in {"ce", "du", "au", "ma", "ta", "sa"}:
            return "" if word == "ce" else None
        return _SHORT.get(word) or _BEFORE_VOWEL.get(word, "")
    if word in _FULL or word not in _BEFORE_FEMININE | _BEFORE_MASCULINE:
        return _FULL.get(word, "")
    found = _BEFORE_FEMININE if gender == "f" else _BEFORE_MASCULINE
    return found.get(word, "") if gender else None


def _without_space(edit: Edit, sentence: str) -> Edit:
    """Return ``edit`` with the space after it when its text ends with an apostrophe."""
    if edit.text.endswith("’") and sentence[edit.end : edit.end + 1].isspace():
        return edit._replace(end=edit.end + 1)
    if edit.text[-1:].isalpha() and sentence[edit.end : edit.end + 1].isalnum():
        return edit._replace(text=edit.text + " ")
    return edit


def rewrite(rule: str, edit: Edit) -> Rewrite:
    """Return ``edit`` as what a rule returns."""
    return Rewrite(f"mots/{rule}", edit.start, edit.end, edit.text)


def overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Return whether [start, end) touches one of ``spans``."""
    return any(start < last and first < end for first, last in spans)


_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")


def quoted(sentence: str) -> tuple[tuple[int, int], ...]:
    """Return the quotations of a sentence, marks included; an open one runs to its end."""
    spans = [found.span() for found in _QUOTED.finditer(sentence)]
    for mark, closing in (("«", "»"), ("“", "”")):
        first = sentence.rfind(mark)
        if first >= 0 and closing not in sentence[first:]:
            spans.append((first, len(sentence)))
    return tuple(spans)
