"""Examples between two commas, after the subject: « Des polluants, comme N, V »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.rewrite.asides import exemplified
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import sentence, stopped
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import is_finite

_OPENED = re.compile(
    r",\s+(?:et )?(?:notamment|par exemple|comme|en particulier|"
    r"tel(?:le)?s? qu(?:e |(?=')))"
    r"\s*'?(?=(?:les?|la|des|un|une|certaine?s)\b|l')"
)
_CLOSED = re.compile(r",\s+(?=(?:n'|ne |se |s'|y |en )?([\w-]+))")
_LONGEST = 160


def inserted_examples(tree: Tree) -> Iterator[Pieces]:
    """« N, comme A et B, V » → « N V. Exemples de N : A et B. »."""
    opened = list(_OPENED.finditer(tree.plain))
    if len(opened) != 1 or "(" in tree.plain or ":" in tree.plain or ";" in tree.plain:
        return
    start = opened[0]
    for closed in _CLOSED.finditer(tree.plain, start.end(), start.end() + _LONGEST):
        if not is_finite(tree, tree.at(closed.start(1))):
            continue
        said = tree.text[start.end() : closed.start()]
        span = start.end(), closed.start()
        if fragment := exemplified(tree, tree.at(start.start()), said, span):
            main = f"{tree.text[: start.start()]} {tree.text[closed.end() :]}"
            yield sentence(main), stopped(fragment)
        return
