"""Acronyms, told in the line after their first use: « ARS : agence régionale de santé. ».

Not in brackets, which the RLS forbids (4.2.1) and which make sentences longer. Where the
lexicon knows it, what that does or is comes after. No sentence changes; the acronyms do not
count among the eight hard words of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ppun_access.easy.draft.glossary import Explained
from ppun_access.easy.draft.model import Spans
from ppun_access.easy.draft.parse.text import plain, unaccented
from ppun_access.easy.draft.word_sense import is_meant
from ppun_access.easy.draft.words.edits import overlaps, quoted
from ppun_access.easy.draft.words.lexicon import acronyms as told
from ppun_access.french.spoken.acronyms import meanings


def acronyms(
    sentences: Sequence[str], lexicon: Mapping[str, str], closed: Sequence[Spans] = ()
) -> tuple[Explained, ...]:
    """Return the acronyms of a text to explain, in the order of their first use.

    ``lexicon`` holds the project's meanings, which win over the packaged ones. An acronym
    whose meaning is already said before it, or beside it, is left. In a quotation, or in
    what is ``closed`` in its sentence (code, titles), it does not count as used.
    """
    known = {**meanings(), **told(), **lexicon}
    uses: dict[str, list[int]] = {}
    left: set[str] = set()
    said = ""
    for place, sentence in enumerate(sentences):
        said += " " + plain(sentence).lower()
        kept = [*quoted(sentence), *(closed[place] if closed else ())]
        for found in _uses(sentence, known):
            acronym, before = found[0], sentence[: found.start()]
            meant = acronym in lexicon or _is_meant(sentence, found)
            if overlaps(*found.span(), kept) or not meant:
                continue
            explained = _is_told(before, acronym) or _words(known[acronym]) in said
            if explained and acronym not in uses:
                left.add(acronym)
            uses.setdefault(acronym, []).append(place)
    return tuple(
        entry(acronym, known[acronym], places[0], len(places))
        for acronym, places in uses.items()
        if acronym not in left
    )


def _uses(sentence: str, known: Mapping[str, str]) -> Iterator[re.Match[str]]:
    every = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    # Not « PLU(i) », « CCAS/CIAS », « CAP’TRONIC » nor « CAF.fr », which are one word.
    return re.finditer(rf"(?<![\w/@-])(?:{every})(?![\w(/@’'-]|\.\w)", sentence)


def _is_meant(sentence: str, found: re.Match[str]) -> bool:
    """« la CAP, saisie par le fonctionnaire » is no diploma."""
    return is_meant(found[0].lower(), plain(sentence).lower(), *found.span())


def _words(meaning: str) -> str:
    """Return what an acronym stands for, without what that does."""
    return plain(meaning).lower().partition(". ")[0].removesuffix(".")


def entry(acronym: str, meaning: str, place: int = 0, uses: int = 1) -> Explained:
    """Return an acronym as it is explained: what it stands for ends with a stop."""
    stop = "" if meaning.endswith((".", "!", "?")) else "."
    return Explained(acronym, f"{meaning}{stop}", place, uses)


def _is_told(before: str, acronym: str) -> bool:
    """Return whether a bracket opens on an acronym, after words that begin as it does."""
    words = re.findall(r"[^\W\d_]+", unaccented(before)) if before.endswith("(") else []
    initials = (word[0] for word in words[-12:])
    return all(letter in initials for letter in unaccented(acronym))
