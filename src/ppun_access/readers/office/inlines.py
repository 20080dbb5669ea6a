"""Convert inline nodes of pandoc (pandoc-types 1.23, JSON) to those of our model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

from ppun_access.document.model import (
    Code,
    Deleted,
    Emph,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    Span,
    Strong,
    Text,
)
from ppun_access.document.walk import plain_text
from ppun_access.readers.html.elements import marks
from ppun_access.readers.html.pictures import picture_source, with_title
from ppun_access.readers.office.context import DEEPEST, Json, Reading, language, words
from ppun_access.readers.office.language_marks import folded, unmarked
from ppun_access.readers.spaces import merged, trimmed

_MARKUP = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)


def inlines(found: Iterable[Json], reading: Reading) -> tuple[Inline, ...]:
    """Return the inlines of ``found``, without white space at either end."""
    return trimmed(merged(_several(found, reading)))


def raw_text(content: Any, reading: Reading) -> str:
    """Return the words of a raw passage for another program, and report it."""
    format_, source = content
    text = source
    if "html" in format_:
        end = source.rfind(">") + 1  # nothing closes what opens after it
        text = _MARKUP.sub(" ", source[:end]) + source[end:]
    message = (
        f"Ce passage est écrit pour un autre programme ({format_}) : seul son texte est "
        "gardé. Écrivez-le dans la langue du document."
    )
    reading.tell("passage-brut", message, source)
    return " ".join(text.split())


def _several(found: Iterable[Json], reading: Reading) -> tuple[Inline, ...]:
    reading.depth += 1
    try:
        if reading.depth > DEEPEST:
            text = words(list(found))
            return (Text(text),) if text else ()
        line = merged(i for inline in found for i in _inline(inline, reading))
        return tuple(merged(folded(line)))
    finally:
        reading.depth -= 1


def _inline(  # noqa: C901 - one case a node
    inline: Json, reading: Reading
) -> Iterator[Inline]:
    kind: str = inline["t"]
    content: Any = inline.get("c")
    match kind:
        case "Str":
            yield Text(content)
        case "Space" | "SoftBreak":
            yield Text(" ")
        case "LineBreak":
            yield LineBreak()
        case "Underline" | "SmallCaps":  # a look without a meaning
            yield from _several(content, reading)
        case "Emph" | "Strong" | "Strikeout" | "Superscript" | "Subscript":
            if children := _several(content, reading):
                yield _MARKS[kind](children)
        case "Code":
            yield Code(unmarked(content[1]))
        case "RawInline":
            if text := raw_text(content, reading):
                yield Text(text)
        case "Note":
            if inside := reading.blocks(content, reading):
                yield Note(inside)
        case _ if reader := _INLINES.get(kind):
            yield from reader(content, reading)
        case _:
            text = words(inline)
            message = f"Un passage « {kind} » n’est pas connu : seul son texte est gardé."
            reading.tell("bloc-inconnu", message, text)
            yield Text(text)


_MARKS: Mapping[str, Callable[[tuple[Inline, ...]], Inline]] = {
    "Emph": Emph,
    "Strong": Strong,
    "Strikeout": Deleted,
    "Superscript": partial(Span, role="sup"),
    "Subscript": partial(Span, role="sub"),
}


def _quoted(content: Any, reading: Reading) -> Iterator[Inline]:
    kind, inside = content
    single = kind["t"] == "SingleQuote"
    before, after = marks(reading.lang, reading.quotations, single=single)
    reading.quotations += not single
    yield Text(before)
    yield from _several(inside, reading)
    yield Text(after)
    reading.quotations -= not single


def _cite(content: Any, reading: Reading) -> Iterator[Inline]:
    """Yield the text of a citation, else the names of its references."""
    cited, inside = content
    if kept := [inline for inline in inside if inline["t"] != "RawInline"]:
        yield from _several(kept, reading)
    else:
        yield Text("[" + ", ".join(str(c["citationId"]) for c in cited) + "]")


def _math(content: Any, reading: Reading) -> Iterator[Inline]:
    """Yield a formula as its source, which is text: « x^2 »."""
    source = " ".join(content[1].split())
    message = (
        f"Cette formule est publiée comme elle est écrite ({source}). Dites aussi en mots "
        "ce qu’elle veut dire."
    )
    reading.tell("formule-en-source", message, source)
    yield Code(source)


def _link(content: Any, reading: Reading) -> Iterator[Inline]:
    _, inside, (href, title) = content
    children = with_title(_several(inside, reading), title, href)
    if children:
        yield Link(children, href, pos=reading.here())


def _image(content: Any, reading: Reading) -> Iterator[Inline]:
    _, inside, (src, title) = content
    if told := reading.descriptions.get(src):
        inside, title = [{"t": "Str", "c": told.pop(0)}], ""
    elif words(inside) == "image":  # what pandoc says of each picture of an RTF
        inside = []
    children = with_title(_several(inside, reading), title, src)
    alt = " ".join("".join(map(plain_text, children)).split())
    src = picture_source(src, partial(reading.tell, passage=alt))
    yield Image((Text(alt),) if alt else (), src, pos=reading.here())


def _span(content: Any, reading: Reading) -> Iterator[Inline]:
    attr, inside = content
    classes = set(attr[1])
    if classes & {"comment-start", "comment-end", "deletion", "paragraph-deletion"}:
        _beside(classes, words(inside), reading)
        return
    if classes & {"insertion", "paragraph-insertion"}:
        reading.changes = True
    children = _several(inside, reading)
    lang = language(attr)
    if children and (lang or "mark" in classes):
        yield Span(children, "mark" if "mark" in classes else "", lang=lang)
    else:
        yield from children


def _beside(classes: set[str], text: str, reading: Reading) -> None:
    """Remember tracked deletions and comments."""
    if "comment-start" in classes:
        reading.comments.append(text)
    elif "comment-end" not in classes:
        reading.changes = True
        reading.deleted.append(text)


_InlineReader: TypeAlias = Callable[[Any, Reading], Iterator[Inline]]
_INLINES: Mapping[str, _InlineReader] = {
    "Quoted": _quoted,
    "Cite": _cite,
    "Math": _math,
    "Link": _link,
    "Image": _image,
    "Span": _span,
}
