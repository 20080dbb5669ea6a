"""Put other words in a sentence: elision and articles are mended where the edit is.

Nothing else of the sentence moves: what the author wrote elsewhere stays as it was. « du »
is « de le »: a new preposition takes its article bare (« suite au vol » → « après le
vol »), or contracts with it in its own way (« grâce au »). When nothing says what article a
noun would take (« au sein de structures »), the expression stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ppun_access.easy.draft.model import Rewrite
from ppun_access.easy.text import plain
from ppun_access.french.lexical.morphology import begins_with_vowel_sound, readings


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


_OPEN = {
    "de": re.compile(r"\s*\b(?:(?P<contracted>du|des)(?=\s)|de(?=\s)|d')\s*"),
    "à": re.compile(r"\s*\b(?:(?P<contracted>aux?)(?=\s)|à(?=\s))\s*"),
}
_ARTICLES = {"du": "le", "des": "les", "au": "le", "aux": "les"}
_CONTRACTED = {"de le": "du", "de les": "des", "à le": "au", "à les": "aux"}
_DETERMINED = re.compile(
    r"(?:la|le|les|un|une|ce|cet|cette|ces|son|sa|ses|leurs?|notre|nos|votre|vos|chaque|"
    r"plusieurs|tous|toutes|tout|toute|chacun|chacune|deux|trois|quatre|cinq|six|dix|"
    r"nombreux|certains|certaines|celles?|ceux|celui|\d+)\b|l'",
    re.IGNORECASE,
)
_BEFORE_INFINITIVE = (
    r"(?:(?:(?:ne pas|mieux|plus|y|en|se|les?|la|lui|leur|nous|vous)\b|s'|l')\s*)*"
)
_INFINITIVE = re.compile(rf"{_BEFORE_INFINITIVE}(?P<verb>[^\W\d_]+)", re.IGNORECASE)

TAKE_INFINITIVE = frozenset(
    {"pour", "sans", "il faut", "il ne faut pas", "il vaut mieux", "on peut"}
)
TAKE_NOUN = frozenset({"sans", "comme", "selon"})
"""They take a noun without an article (« sans réponse »)."""


def is_infinitive(rest: str) -> bool:
    """Return whether ``rest`` begins with an infinitive, and its pronouns."""
    found = _INFINITIVE.match(rest)
    if found is None:
        return False
    known = readings(found["verb"])
    return bool(known) and known[0].pos in {"VER", "AUX"} and "inf" in known[0].verb


def followed(edit: Edit, rest: str, source: str) -> Edit | None:
    """Return ``edit``, of an expression in ``source``, with what follows as it takes it.

    ``rest`` follows it, plain and in lower case. None when the preposition is not there,
    when a second member hangs from it, or when the result would be no French.
    """
    found = _OPEN[source].match(rest)
    if found is None:
        return None
    bare, _, target = edit.text.rpartition(" ")
    if target not in _OPEN:
        bare, target = edit.text, ""
    if target == source:
        return edit._replace(text=bare)
    member, article = rest[found.end() :], _ARTICLES.get(found["contracted"] or "", "")
    infinitive = not article and is_infinitive(member)
    if infinitive:
        fits = edit.text in TAKE_INFINITIVE
    else:
        free = article or target or edit.text in TAKE_NOUN
        fits = bool(free or _DETERMINED.match(member))
    if not fits or is_shared(member, source, infinitive=infinitive):
        return None
    said = _CONTRACTED.get(f"{target} {article}", article) if article else target
    return Edit(edit.start, edit.end + found.end(), f"{bare} {said}".strip())


def is_shared(rest: str, source: str, *, infinitive: bool = False) -> bool:
    """Return whether a second member hangs from the preposition (« et de le diffuser »).

    After an infinitive, any other infinitive of the clause may; after a noun, any noun
    phrase. An aside may stand before it, or hold it: « (ou à un contrôle) ».
    """
    members = r"(?:de\b|d'|du\b|des\b)" if source == "de" else r"(?:à\b|aux?\b)"
    joint = (
        rf"(?:\b(?:et|ou|puis|ainsi que|mais|voire|c'est-à-dire|soit|à savoir)|,)\s+"
        rf"(?:non\s+|surtout\s+|notamment\s+)?{members}"
    )
    clause = re.split(r"[.;:!?]", re.sub("[()]", " ", rest), maxsplit=1)[0]
    ends = (found.end() for found in re.finditer(joint, clause))
    return any(not infinitive or is_infinitive(clause[end:].lstrip()) for end in ends)
