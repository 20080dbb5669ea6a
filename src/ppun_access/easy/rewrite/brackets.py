"""Brackets leave a sentence: each becomes a sentence or a fragment that names its noun.

The brackets of one sentence leave together or not at all: « A (par exemple B) et C (par
exemple D) » is a list. Acronyms and word endings stay: « (CSE) », « salarié(e) ».
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ppun_access.easy.rewrite.asides import detail, examples, told
from ppun_access.easy.rewrite.insertions import inserted_examples
from ppun_access.easy.rewrite.references import reference
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import is_in_quotation, sentence
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import is_finite
from ppun_access.easy.rewrite.verify import is_sentence

_Teller = Callable[[Tree, re.Match[str]], str]
_BRACKET = re.compile(r"\s*\(([^()]+)\)")
_SHORT = re.compile(r"[\w-]{1,7}|[A-ZÀ-Ý][\w-]*")
_EXAMPLE_ITSELF = re.compile(r"exemples? ?:", re.IGNORECASE)
_TELLERS: tuple[_Teller, ...] = (examples, detail, reference)
"""What may leave with what a rule takes out."""


def named_examples(tree: Tree) -> Iterator[Pieces]:
    """« N (par exemple A) V », « N, comme A, V » → « N V. Exemple de N : A. »."""
    yield from _detached(tree, examples)
    yield from inserted_examples(tree)


def named_detail(tree: Tree) -> Iterator[Pieces]:
    """« N (A ou B) V » → « N V. Précision sur N : A ou B. »."""
    return _detached(tree, detail)


def referred(tree: Tree) -> Iterator[Pieces]:
    """« A (article 1 du code du travail). » → « A. Référence : article 1… »."""
    return _detached(tree, reference)


def told_aside(tree: Tree) -> Iterator[Pieces]:
    """« A (S V), B » → « A, B. S V. »; « N (qui V) » → « N… N V. »."""
    return _detached(tree, told)


def stand_alone(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Return whether what left its brackets is a sentence."""
    return all(map(is_sentence, pieces[1:]))


def _detached(tree: Tree, teller: _Teller) -> Iterator[Pieces]:
    brackets = list(_BRACKET.finditer(tree.plain))
    found = [one for one in brackets if not _SHORT.fullmatch(one[1])]
    nested = tree.plain.count("(") != len(brackets)
    noted = any(tree.plain[one.end() :].strip()[:1].isdigit() for one in found)
    quoted = any(is_in_quotation(tree.plain, one.start()) for one in found)
    if nested or noted or quoted or _EXAMPLE_ITSELF.match(tree.plain):
        return
    fragments = [teller(tree, one) for one in found]
    if not any(fragments):
        return
    told = zip(fragments, found, strict=True)
    fragments = [said or _by_others(tree, one) for said, one in told]
    if all(fragments):
        yield sentence(_without(tree, found)), *map(sentence, fragments)


def _by_others(tree: Tree, found: re.Match[str]) -> str:
    return next(filter(None, (teller(tree, found) for teller in _TELLERS)), "")


def _without(tree: Tree, found: Sequence[re.Match[str]]) -> str:
    text = tree.text
    for one in reversed(found):
        after = one.end()
        if text.startswith(",", after) and _parts_verb(tree, one):
            after += 1
        text = text[: one.start()] + text[after:]
    return re.sub(r"\.\.\Z", ".", text)


def _parts_verb(tree: Tree, found: re.Match[str]) -> bool:
    """« Les séjours (colonies), doivent… »: a comma between a subject and its verb."""
    after = tree.at(found.end() + 1)
    verb = after < len(tree) and is_finite(tree, after)
    return verb and "," not in tree.plain[: found.start()]
