"""Visit and rewrite trees of nodes, and get their text, whatever their shapes.

>>> from ppun_access.document.model import Para, Text
>>> line = Para((Text("Un mot."),))
>>> plain_text(walk(line, lambda n: replace(n, text="…") if isinstance(n, Text) else n))
'…'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from ppun_access.document.model import (
    Abbr,
    Book,
    Code,
    Document,
    Image,
    Literal,
    Node,
    Note,
    Sentence,
    Span,
)

T = TypeVar("T")
Rewrite = Callable[[Node], Node | tuple[Node, ...]]

_TREES = (Node, Document, Book)
_SCALARS = {"id", "lang", "pos", "text", "title", "meta", "level", "src", "href"}


_BRANCHES: dict[type, tuple[str, ...]] = {}


def _branches(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields of ``kind`` that may hold nodes."""
    if kind not in _BRANCHES:
        names = (f.name for f in fields(kind))
        _BRANCHES[kind] = tuple(name for name in names if name not in _SCALARS)
    return _BRANCHES[kind]


def walk(tree: T, rewrite: Rewrite) -> T:
    """Rebuild ``tree`` bottom-up, replacing each node below it by ``rewrite(node)``.

    Returning a tuple splices its nodes in; an empty tuple deletes the node. A node that
    stands alone in its field (the image of a figure) must stay one node. The root itself
    is rebuilt but not rewritten.
    """
    changes: dict[str, Any] = {}
    for name in _branches(type(tree)):
        old = getattr(tree, name)
        if isinstance(old, tuple):
            new: Any = tuple(n for o in old for n in _rewritten(o, rewrite))
        elif isinstance(old, Node):
            (new,) = _rewritten(old, rewrite)
        else:
            continue
        if new != old:
            changes[name] = new
    return replace(tree, **changes) if changes else tree  # type: ignore[type-var]


def _rewritten(value: Any, rewrite: Rewrite) -> tuple[Any, ...]:
    if not isinstance(value, _TREES):
        return (value,)
    value = walk(value, rewrite)
    new = rewrite(value) if isinstance(value, Node) else value
    return new if isinstance(new, tuple) else (new,)


def children(tree: object) -> Iterator[Any]:
    """Yield the nodes (or documents) just below ``tree``, in reading order."""
    for name in _branches(type(tree)):
        value = getattr(tree, name)
        for child in value if isinstance(value, tuple) else (value,):
            if isinstance(child, _TREES):
                yield child


def nodes(tree: object) -> Iterator[Node]:
    """Yield every node of ``tree``, in reading order, parents first."""
    waiting = [tree]
    while waiting:
        first = waiting.pop()
        if isinstance(first, Node):
            yield first
        waiting += [*children(first)][::-1]


def plain_text(tree: object) -> str:
    """Return the characters of ``tree``, without its structure."""
    return "".join(node.text for node in nodes(tree) if isinstance(node, Literal))


def running_text(line: Iterable[Node]) -> str:
    """Return the characters of a line of text: no footnote, no picture's description."""
    return "".join(map(_running, line))


def _running(node: Node) -> str:
    match node:
        case Literal():
            return node.text
        case Note() | Image():
            return ""
        case _:
            return "".join(map(_running, children(node)))


HIDDEN = "\N{OBJECT REPLACEMENT CHARACTER}"
"""What stands, in ``masked_text``, for words that are no French of the author's."""


def masked_text(node: Node, abbreviated: bool = False) -> str:
    """Return the running text of ``node``, without what no rule should judge.

    Code, words of another language, those with a pronunciation of their own and explained
    abbreviations (but with ``abbreviated``) are each one ``HIDDEN``.
    """
    match node:
        case Code():
            return HIDDEN
        case Abbr() if node.title and not abbreviated:
            return HIDDEN
        case Span() if node.lang[:2] not in ("", "fr") or node.said is not None:
            return HIDDEN
        case Literal():
            return node.text
        case Note() | Image():
            return ""
        case _:
            return "".join(masked_text(child, abbreviated) for child in children(node))


def sentences(tree: object) -> Iterator[Sentence]:
    """Yield the sentences of ``tree``, in reading order."""
    return (node for node in nodes(tree) if isinstance(node, Sentence))
