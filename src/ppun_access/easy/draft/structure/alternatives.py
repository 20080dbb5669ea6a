"""« le propriétaire (ou son mandataire) doit » loses its brackets: no word changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.draft.parse.text import count, is_in_quotation, plain, sentence
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.structure.rule import Pieces

_OTHER = re.compile(r"\s*\((ou [^()]+)\)\s*")
_LONGEST, _NEAR = 6, 6
_NO_OTHER = re.compile(
    r"\b(?:si|s'|en cas|qui|que|qu'|\d+|et|certains cas|pas)\b|\Aou non\Z|[,;:%€/]|"
    r"\Aou .*\bou\b"
)
"""A condition, a list, a number: its brackets show how far it goes."""
_JOINED = re.compile(r"\b(?:et|ou|ni|soit|entre)\b")
_JOINS_AGAIN = re.compile(r"(?:et|ou|ni)\b|[(/]")
_PREPOSITION = re.compile(
    r"\b(?:(d)(?:e|u|es)?|(à|aux?)|(par|pour|sur|dans|en|avec|sans|chez|via|auprès|sous|vers))"
    r"(?:\b|(?<=d)')"
)
_ARTICLE = re.compile(r"(?:les?|la|une?|son|sa|ses|leurs?|votre|vos|cet?|cette|ces)\b|l'")
_WITH_OF = re.compile(r"\b(?:de|du|des)\b|\bd'")
_COMPLETED = re.compile(r"(?:de|du|des|pour|à|en|\w+(?:ée?s?|ies?|elles?|ives?)|,)\b|d'|,")
_RELATIVE = re.compile(r"(?:qui|que|dont|où|auquel|\w*quel(?:le)?s?)\b|qu'")
_LONG = re.compile(r"\w{4,}")
_OPEN = re.compile(r"\b(?:de|du|des|d|à|au|aux|le|la|les|l|un|une|par|en|pour|ne)\W*\Z")


def alternative(tree: Tree) -> Iterator[Pieces]:
    """« A (ou B) V » → « A ou B V »."""
    found = list(_OTHER.finditer(tree.plain))
    if len(found) != 1:
        return
    one = found[0]
    before, after = tree.plain[: one.start()], tree.plain[one.end() :]
    if is_in_quotation(tree.plain, one.start()) or ":" in before:
        return
    said = plain(one[1].strip()).lower()
    near = " ".join(re.split(r"[,;:.]", before.lower())[-1].split()[-_NEAR:])
    if _JOINED.search(near) or _JOINS_AGAIN.match(after) or _OPEN.search(near):
        return
    if count(said) > _LONGEST or _NO_OTHER.search(said) or not _is_parallel(near, said[3:]):
        return
    if _is_loose(near, said[3:], after):
        return
    inner = tree.text[one.start(1) : one.end(1)].strip()
    blank = "" if not after or after[0] in ",." else " "
    yield (sentence(f"{tree.text[: one.start()]} {inner}{blank}{tree.text[one.end() :]}"),)


def _is_parallel(near: str, said: str) -> bool:
    """Return whether both stand after the same preposition, or need none.

    « pour motif légitime (ou de prénom) », « le discours du maire (ou un adjoint) »: not.
    """
    nearest = [_kind(found) for found in _PREPOSITION.finditer(near)]
    own = _PREPOSITION.match(said)
    if own:
        return bool(nearest) and nearest[-1] == _kind(own)
    return not (_ARTICLE.match(said) and nearest and nearest[-1] == "d")


def _is_loose(near: str, said: str, after: str) -> bool:
    """Return whether without its brackets « ou » could join more, or less.

    « au siège (ou au domicile du syndic) », « de A de B (ou de C) », and a second name of
    a noun that something completes: « les éoliennes (ou aérogénérateurs) de 50 m ».
    """
    opened = _PREPOSITION.match(said) or _ARTICLE.match(said)
    rest = said[opened.end() :] if opened else said
    own = _PREPOSITION.match(said)
    nested = own and _kind(own) == "d" and len(_WITH_OF.findall(near)) > 1
    completed = _RELATIVE.match(after) or (not opened and _COMPLETED.match(after))
    again = not opened and set(_LONG.findall(near)) & set(_LONG.findall(said))
    return bool(nested or completed or again or _WITH_OF.search(rest))


def _kind(found: re.Match[str]) -> str:
    """Return what a preposition is, whatever article it holds."""
    return "d" if found[1] else "à" if found[2] else found[3]
