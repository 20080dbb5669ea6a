"""« En l’absence de N, B. » → « Il n’y a pas de N ? Dans ce cas, B. »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.text import count, of, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.structure.conditions import IN_THAT_CASE, said_once, tells_rule
from ppun_access.easy.draft.structure.rule import Pieces
from ppun_access.french.lexical.morphology import readings

_LACK = re.compile(r"(?:[ÀA] défaut|En l'absence) (?=d(?:e |'))|Sans ")
_KNOWN = re.compile(
    r"(?:d(?:e |'))?(?:l[ae] |l'|une? |ce(?:t|tte|s)? |son |sa |ses |leurs? |vos |votre |"
    r"nos |notre |tout|quoi\b|démarche|être |pouvoir |l\w*quel|tels? |telles? |"
    r"[\w-]+(?:er|ir|re) )"
)
"""« À défaut de cette lettre » names a thing, « à défaut de payer » an act."""
_GOES_ON = re.compile(r"\b(?:qui|que|dont|si|sauf|alors|et)\b|[(:;]|qu'")
_NOTHING = re.compile(
    r"(?:préjudice|doute|précision|compter|oublier|délai|attendre|surprise|ailleurs|cesse|"
    r"motif|raison|exception)\b"
)


def lack(tree: Tree) -> Iterator[Pieces]:
    """« À défaut d’accord, B. » → « Il n’y a pas d’accord ? Dans ce cas, B. »."""
    opened, comma = _LACK.match(tree.plain), tree.plain.find(", ")
    if not opened or comma < 0 or _KNOWN.match(tree.plain, opened.end()):
        return
    named, told = tree.text[opened.end() : comma], said_once(tree.text[comma + 2 :])
    if opened[0] == "Sans ":
        if _NOTHING.match(named) or not any(
            r.pos == "NOM" for r in readings(named.split()[0])
        ):
            return
        named = of(named)
    if count(named) <= 12 and not _GOES_ON.search(tree.plain, 0, comma):
        yield f"Il n’y a pas {named}\u00a0?", IN_THAT_CASE + stopped(told)


def after_lack(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a main clause that opens with its subject, named there."""
    return tells_rule(*pieces, certain=True)
