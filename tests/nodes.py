"""The syntax tree of a module, walked once however many look at it."""

from __future__ import annotations

import ast
from collections.abc import Sequence


def nodes(tree: ast.AST) -> Sequence[ast.AST]:
    """Return ``tree`` and all that is in it; what is found is kept with the tree."""
    kept = vars(tree)
    if "nodes" not in kept:
        kept["nodes"] = [*ast.walk(tree)]
    return kept["nodes"]  # type: ignore[no-any-return]
