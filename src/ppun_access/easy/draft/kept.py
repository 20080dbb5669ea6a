"""What a draft may not lose: quotations, names, code, numbers, dates, negations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ppun_access.easy.draft.words.words import written_out
from ppun_access.easy.text import listed, plain
from ppun_access.french.text.numerals import EMAIL, WEB

_QUOTED = re.compile(rf"«[^«»]*»|“[^“”]*”|\"[^\"]*\"|`[^`]*`|(?i:{WEB})|{EMAIL}", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:[ .,/:]\d+)*(?:er|e|ère)?\b|\d+")
_NUMBER_WORDS = listed(
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "vingt trente quarante cinquante soixante cent cents mille million millions milliard "
    "milliards janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre"
)
_NEGATIONS = listed(
    "ne n' pas jamais aucun aucune aucuns aucunes sans ni rien non guère nul nulle"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*'?")
_NAME = re.compile(r"(?<![\w-])[A-ZÀ-Ý]\w*(?:-\w+)*")
_ANY_WORD = re.compile(r"\w+(?:-\w+)*")


def protected(text: str, more: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what no rule may touch in ``text``: quotations, code, addresses, ``more``."""
    found = [match[0] for match in _QUOTED.finditer(text)]
    return (*found, *(name for name in more if name and name in text))


def spans(text: str, more: Iterable[str] = ()) -> tuple[tuple[int, int], ...]:
    """Return where ``text`` holds what no rule may touch."""
    text = " ".join(text.split("\n"))
    return tuple(
        found.span()
        for kept in dict.fromkeys(protected(text, more))
        for found in re.finditer(re.escape(kept), text)
    )


def names(text: str) -> Counter[str]:
    """Return the words with a capital that do not open ``text``, in lower case."""
    opening = re.match(r"\W*", text)
    start = opening.end() if opening else 0
    first = _WORD.match(plain(text), start)
    return Counter(
        found[0].lower()
        for found in _NAME.finditer(plain(text))
        if first is None or found.start() >= first.end()
    )


def numbers(text: str) -> Counter[str]:
    """Return the numbers and the months of ``text``."""
    flat = plain(text)
    spelled = (w for w in _WORD.findall(flat.lower()) if w in _NUMBER_WORDS)
    return Counter(_NUMBER.findall(flat)) + Counter(spelled)


def negations(text: str) -> Counter[str]:
    """Return the negative words of ``text``."""
    return Counter(w for w in _WORD.findall(plain(text.lower())) if w in _NEGATIONS)


def facts_kept(source: str, pieces: Iterable[str], more: Iterable[str] = ()) -> bool:
    """Return whether ``pieces`` hold every fact of ``source``, and no number of their own.

    A name may be said again; it may not go.
    """
    text = " ".join(pieces)
    said = Counter(w.lower() for w in _ANY_WORD.findall(plain(text)))
    return (
        all(text.count(p) >= source.count(p) for p in protected(source, more))
        and numbers(text) == numbers(source)
        and negations(text) == negations(source)
        and all(said[name] >= times for name, times in names(source).items())
    )


def words_kept(before: str, after: str, more: Iterable[str] = ()) -> bool:
    """Return whether other words say the same facts: numbers, names, negations.

    A date may be written out.
    """
    said = Counter(w.lower() for w in _ANY_WORD.findall(plain(after)))
    strong = {"ne", "n'", "pas", "jamais", "rien", "non"}
    old, new = negations(before), negations(after)
    return (
        all(after.count(p) >= before.count(p) for p in protected(before, more))
        and numbers(written_out(before)) == numbers(written_out(after))
        and all(old[word] == new[word] for word in strong)
        and all(said[name] >= n for name, n in names(written_out(before)).items())
    )
