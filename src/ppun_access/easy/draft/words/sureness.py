"""What keeps an easier word from being put in without asking: it is suggested.

The easy word must not stand in the sentence already (« pour… pour »); some entries are
sure in some places only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from ppun_access.easy.draft.model import Rewrite
from ppun_access.easy.draft.parse.text import plain
from ppun_access.easy.draft.words.lexicon import KINDS, entries
from ppun_access.easy.draft.words.prepositions import is_shared
from ppun_access.french.lexical.morphology import readings

_FREE = frozenset({"avoir", "c'est", "dans", "de", "et", "être", "ou", "à"})
"""Nobody hears these twice."""
_OPEN = re.compile(r"(?: (?:de|à|que|\{le\}))+\Z|\{tout\}")
_WORD = re.compile(r"[^\W\d_]+")


def settled(sentence: str, rewrites: Iterable[Rewrite]) -> Iterator[Rewrite]:
    """Yield ``rewrites``, in order; a sure one that is doubtful here is a suggestion.

    A hard word that stands twice may change twice: the author said it twice.
    """
    added: list[Rewrite] = []
    for one in rewrites:
        if one.confidence != "auto":
            yield one
            continue
        more = (other.text for other in added if other.rule != one.rule)
        around = " ".join((sentence[: one.start], sentence[one.end :], *more))
        if _is_sure(sentence, one) and not _is_said(one, plain(around).lower()):
            added.append(one)
            yield one
        else:
            yield replace(one, confidence="suggest")


def _is_said(one: Rewrite, around: str) -> bool:
    """Return whether the easy word, in any form, stands around its place."""
    said = [w for w in _easier().get(one.rule, ()) if w and w not in _FREE]
    return any(_stands_in(word, around) for word in said)


def _stands_in(word: str, around: str) -> bool:
    if _WORD.fullmatch(word) is None:
        return re.search(rf"\b{re.escape(word)}\b", around) is not None
    return any(
        found == word or any(one.lemma == word for one in readings(found))
        for found in set(_WORD.findall(around))
    )


@cache
def _easier() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for kind in KINDS:
        for entry in entries(kind):
            word = _OPEN.sub("", plain(entry.easier))
            found[f"mots/{entry.expression}"].append(word)
    return found


def _goal(before: str, after: str) -> bool:
    """« afin de créer… et de co-construire »: « pour » would rule the first one only.

    Of two goals the second one waits: « pour A, pour B » may not be parallel.
    """
    second = re.search(r"\b(?:et|ou)\s+(?:de\s+|d')[\w-]+(?:er|ir|re)\b", after)
    twice = re.search(r"\bafin d", before)
    return not (second or twice or is_shared(after, "de", infinitive=True))


_LINK = r"(?:(?:à|aux?|de|du|des|sur|dans|pour|par|avec|en|vers|chez|sous|entre)\s+|d')"
_LED = re.compile(
    rf"\b{_LINK}(?:(?:les?|la|une?|[cs]es|[nv]os|leurs?|cette|cet?|sa|son)\s+|l')?"
    r"[\w-]+\s+\Z"
)


def _added(before: str, after: str) -> bool:
    """« des données sur A ainsi que la carte »: with « et », « sur » would rule both."""
    return _LED.search(before) is None or re.match(rf"\s*{_LINK}", after) is not None


def _whole(before: str, after: str) -> bool:
    """« l'ensemble des textes… sa lecture »: « tous les textes » asks for « leur »."""
    return re.search(r"\b(?:sa|son|ses|celui-ci|il)\b", after) is None


Guard = Callable[[str, str], bool]
"""What precedes and what follows, in lower case with plain apostrophes → it is sure."""
SURE: Final[dict[str, Guard]] = {
    "afin de": _goal,
    "ainsi que": _added,
    "augmentation": lambda _, after: not re.match(r"\s+(?:de|du)\s+capital\b", after),
    "sélectionner": lambda before, after: (
        "choi" not in before + after and not re.search(r"\b(?:et|ou)\s+\Z", before)
    ),
    "l’ensemble de": _whole,
}


def _is_sure(sentence: str, one: Rewrite) -> bool:
    guard = SURE.get(one.rule.removeprefix("mots/"))
    if guard is None:
        return True
    flat = plain(sentence).lower()
    return guard(flat[: one.start], flat[one.end :])
