"""Visit and rewrite trees of nodes, and get their text, whatever their shapes.

>>> from ppun_access.document.model import Para, Text
>>> line = Para((Text("Un mot."),))
>>> plain_text(walk(line, lambda n: replace(n, text="…") if isinstance(n, Text) else n))
'…'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from ppun_access.document.model import (
    Abbr,
    Book,
    Code,
    Deleted,
    Document,
    Figure,
    Image,
    Inline,
    Link,
    Literal,
    Node,
    Note,
    Sentence,
    Span,
    Text,
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
        if not _same(new, old):
            changes[name] = new
    return replace(tree, **changes) if changes else tree  # type: ignore[type-var]


def _same(new: Any, old: Any) -> bool:
    """Tell whether two values are the very same: equal nodes may have other places."""
    if isinstance(new, tuple) and len(new) == len(old):
        return all(one is other for one, other in zip(new, old, strict=True))
    return new is old


def _rewritten(value: Any, rewrite: Rewrite) -> tuple[Any, ...]:
    if not isinstance(value, _TREES):
        return (value,)
    value = walk(value, rewrite)
    new = rewrite(value) if isinstance(value, Node) else value
    return new if isinstance(new, tuple) else (new,)


def wrapped(
    node: Text, spans: Iterable[tuple[int, int, Callable[[Text], Inline]]]
) -> Iterator[Inline]:
    """Yield a text in pieces, each of ``spans`` (in order) as its function makes it."""
    end = 0
    for start, stop, wrap in spans:
        if start > end:
            yield replace(node, text=node.text[end:start])
        yield wrap(replace(node, text=node.text[start:stop]))
        end = stop
    if end < len(node.text) or not node.text:
        yield replace(node, text=node.text[end:])


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


def repeats_description(figure: Figure) -> bool:
    """Return whether a caption only says the description of its picture, as Word's do.

    It is told once: but not a caption that leads somewhere, or is struck.
    """
    said = plain_text(figure.image).split()
    if not said or said != "".join(map(plain_text, figure.caption)).split():
        return False
    inside = (node for part in figure.caption for node in nodes(part))
    return not any(isinstance(node, Link | Note | Deleted) for node in inside)


DELETED = "(texte supprimé\N{NO-BREAK SPACE}: "
"""What stands before deleted words, and a bracket after them, where none can be struck."""


_HEARD = {
    "fr": (DELETED[1:], "fin du texte supprimé"),
    "de": ("gelöschter Text: ", "Ende des gelöschten Textes"),
    "es": ("texto suprimido: ", "fin del texto suprimido"),
    "it": ("testo eliminato: ", "fine del testo eliminato"),
}
_ENGLISH = ("deleted text: ", "end of deleted text")


def heard_deleted(words: str, *, alone: bool = False, lang: str = "fr") -> str:
    """Return deleted words as a person hears them, who may not be told of brackets.

    ``alone``: they are a whole sentence; ``lang``: what a voice reads.

    >>> heard_deleted("ne").replace("\N{NO-BREAK SPACE}", " ")
    '(texte supprimé : ne, fin du texte supprimé)'
    >>> heard_deleted("Fermé", alone=True).replace("\N{NO-BREAK SPACE}", " ")
    'Texte supprimé : Fermé. Fin du texte supprimé.'
    """
    words = words.strip()
    if not words:
        return " "
    before, after = _HEARD.get(lang.partition("-")[0].lower() or "fr", _ENGLISH)
    if not alone:
        return f"({before}{words}, {after})"
    stop = "" if words[-1:] in (*".!?…",) else "."
    before, after = (f"{text[0].upper()}{text[1:]}" for text in (before, after))
    return f"{before}{words}{stop} {after}."


_BESIDE = re.compile(r"(?<=\w)(?=\(texte supprimé\W)|(?<=fin du texte supprimé\))(?=\w)")


def apart(text: str) -> str:
    """Return a line with a space where deleted words, as heard, would touch others."""
    return _BESIDE.sub(" ", text)


def labelled(tree: T) -> T:
    """Return ``tree`` with deleted words like the others, in brackets after a label."""

    def between(node: Node) -> Node | tuple[Node, ...]:
        if not isinstance(node, Deleted):
            return node
        return (Text(DELETED), *node.children, Text(")"))

    return walk(tree, between) if _has_deleted(tree) else tree


def without_deleted(tree: T) -> T:
    """Return ``tree`` without the words that are deleted."""

    def kept(node: Node) -> Node | tuple[Node, ...]:
        return () if isinstance(node, Deleted) else node

    return walk(tree, kept) if _has_deleted(tree) else tree


def _has_deleted(tree: object) -> bool:
    return any(isinstance(node, Deleted) for node in nodes(tree))


_RAISED = str.maketrans("0123456789+-\N{MINUS SIGN}", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def raised(text: str) -> str:
    """Return what is written above the line: « 6 » in characters of its own, « er » not.

    >>> raised("-6"), raised("er"), raised(" (note 1)")
    ('⁻⁶', 'er', ' (note 1)')
    """
    return text if any(map(str.isalpha, text)) else text.translate(_RAISED)


def shown_text(line: Iterable[Node]) -> str:
    """Return the characters of a line of text: no footnote, no picture's description."""
    return "".join(_of_line(node, None) for node in line)


def running_text(line: Iterable[Node]) -> str:
    """Return the ``shown_text`` of a line as its author wants it: without deleted words.

    What is above the line stays above it: « 10⁶ ».

    >>> from ppun_access.document.model import Deleted, Text
    >>> running_text((Text("Il ne casse "), Deleted((Text("pas"),)), Text(", il plie.")))
    'Il ne casse, il plie.'
    """
    return _closed("".join(_of_line(node, _GONE) for node in line))


def deleted_line(line: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return the content of a line whose words are all deleted; nothing for another."""
    whole = Deleted(line)
    if not any(map(_has_deleted, line)) or running_text(line).strip():
        return ()
    return walk(whole, lambda n: n.children if isinstance(n, Deleted) else n).children


_GONE = "\ufdd0"
"""Stands for deleted words: no page can show this character."""
_GAP = re.compile(rf"( ?){_GONE}(?: *{_GONE})*( ?)(?=([.,)…\u00a0\u202f]|\Z)?)")


def _of_line(node: Node, deleted: str | None) -> str:
    """Return the characters of an inline, with ``deleted`` in the place of such words."""
    match node:
        case Literal():
            return node.text
        case Note() | Image():
            return ""
        case Deleted() if deleted is not None:
            return deleted
        case Span(role="sup") if deleted is not None:
            return raised("".join(_of_line(child, deleted) for child in node.children))
        case _:
            return "".join(_of_line(child, deleted) for child in children(node))


def _closed(text: str) -> str:
    """Return ``text`` with one space, or none, where deleted words stood."""

    def joint(gap: re.Match[str]) -> str:
        begins = gap.string[: gap.start()][-1:] in ("", "(")
        ends = gap[3] is not None or (begins and not gap[1])
        return " " if (gap[1] or gap[2]) and not ends else ""

    return _GAP.sub(joint, text) if _GONE in text else text


HIDDEN = "\N{OBJECT REPLACEMENT CHARACTER}"
"""What stands, in ``masked_text``, for words that are no French of the author's."""


def masked_text(node: Node, abbreviated: bool = False) -> str:
    """Return the running text of ``node``, without what no rule should judge.

    Code, words of another language, those with a pronunciation of their own and explained
    abbreviations (but with ``abbreviated``) are each one ``HIDDEN``.
    """
    return _closed(_masked(node, abbreviated))


def _masked(node: Node, abbreviated: bool) -> str:
    match node:
        case Code():
            return HIDDEN
        case Abbr() if node.title and not abbreviated:
            return HIDDEN
        case Span() if node.lang[:2] not in ("", "fr") or node.said is not None:
            return HIDDEN
        case Deleted():
            return _GONE
        case Literal():
            return node.text
        case Note() | Image():
            return ""
        case _:
            return "".join(_masked(child, abbreviated) for child in children(node))


def sentences(tree: object) -> Iterator[Sentence]:
    """Yield the sentences of ``tree``, in reading order."""
    return (node for node in nodes(tree) if isinstance(node, Sentence))
