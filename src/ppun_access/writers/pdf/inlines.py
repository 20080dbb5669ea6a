"""Render inlines as typst source."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from ppun_access.document.model import (
    Abbr,
    Code,
    Deleted,
    Emph,
    Image,
    Inline,
    LineBreak,
    Link,
    Node,
    Note,
    Sentence,
    Span,
    Strong,
    Text,
)
from ppun_access.document.walk import nodes, plain_text, walk
from ppun_access.report import Finding
from ppun_access.writers.addresses import (
    is_picto,
    link_address,
    picture_address,
    refused_link,
    refused_picture,
    shown_address,
)
from ppun_access.writers.characters import clean, description, one_line
from ppun_access.writers.labels import labelled
from ppun_access.writers.pdf.source import call, joined, literal
from ppun_access.writers.pdf.typesetting import (
    SPACE,
    Typesetting,
    anchor_name,
    as_code,
    placed,
    plain,
    within,
    words,
)
from ppun_access.writers.units import NBSP, NNBSP

BREAK = "linebreak()"
PICTO_ROOM = 113.4
"""Points: four centimetres, the width of a pictogram."""
_SPANS = {"": "", "number": "", "mark": "strong", "sup": "raised", "sub": "lowered"}


def inlines(line: tuple[Inline, ...], t: Typesetting) -> str:
    """Return ``line`` as one piece of source; empty when nothing would be seen."""
    if t.look.easy:
        lines = sentences(line, t)
        return joined([part for one in lines for part in (BREAK, one)][1:])
    parts = [_inline(node, t) for node in line]
    return "" if all(part in ("", SPACE) for part in parts) else joined(parts)


def sentences(line: tuple[Inline, ...], t: Typesetting) -> list[str]:
    """Return each sentence of ``line`` as one piece of source; none that is not seen."""
    found: list[list[str]] = [[]]
    for node in line:
        source = _inline(node, t)
        last = found[-1]
        if isinstance(node, Sentence) and source:
            while last and last[-1] in (SPACE, BREAK):
                last.pop()
            if last:
                found.append([])
        elif source == SPACE and last[-1:] in ([], [BREAK]):
            continue
        found[-1].append(source)
    return [
        joined(parts) for parts in found if any(part not in ("", SPACE) for part in parts)
    ]


def _inline(node: Inline, t: Typesetting) -> str:  # noqa: C901 - one case a node
    match node:
        case Text():
            return placed(node, joined(words(node.text, t)), t)
        case Code():
            return _code(node, t)
        case LineBreak():
            return BREAK
        case Emph() | Strong():
            with within(t, heavy=True):
                return _around("strong", node, t)
        case Deleted():
            with within(t, struck=True):
                return _around("strike", node, t)
        case Sentence():
            return _around("", node, t)
        case Span():
            whole = _together(node) if node.role == "number" else node
            return _around(_SPANS[node.role], whole, t)
        case Abbr():
            return _abbreviation(node, t)
        case Link():
            holds = any(isinstance(one, Deleted) for one in nodes(node))
            with within(t, struck=t.struck or holds):
                return _link(node, t)
        case Image():
            return picture(node, t)
        case Note():
            return _note(node, t)
        case _:
            assert_never(node)


def _around(
    name: str, node: Emph | Strong | Deleted | Sentence | Span, t: Typesetting
) -> str:
    content = _children(node, t)
    if name in ("raised", "lowered") and content not in ("", SPACE):
        content = call(name, f"{t.look.small * t.scale:.1f}pt", content)
    elif name and content not in ("", SPACE):
        content = call(name, content)
    return placed(node, content, t)


def _together(number: Span) -> Span:
    """Return a number whose groups of digits no line end parts."""

    def joined_up(node: Node) -> Node:
        if isinstance(node, Text):
            return replace(node, text=node.text.replace(" ", NNBSP))
        return node

    return walk(number, joined_up)


def _children(
    node: Emph | Strong | Deleted | Sentence | Span | Abbr | Link, t: Typesetting
) -> str:
    """Return what ``node`` holds; spaces alone stay what they are."""
    return joined([_inline(child, t) for child in node.children])


def _code(node: Code, t: Typesetting) -> str:
    text = one_line(node.text)
    if not text.strip():
        return SPACE if text else ""
    return placed(node, call("code", as_code(text, t)), t)


def _abbreviation(abbr: Abbr, t: Typesetting) -> str:
    """Return an abbreviation, with its meaning the first time: paper has no tooltip."""
    short = plain_text(abbr).strip()
    meaning = one_line(abbr.title).strip(" ")
    content = _children(abbr, t)
    if meaning and meaning != short and (short, meaning) not in t.said:
        t.said.add((short, meaning))
        message = f" ({meaning})" if content not in ("", SPACE) else meaning
        content = joined([content, *words(message, t)])
    return placed(abbr, content, t)


def _link(link: Link, t: Typesetting) -> str:
    address = link_address(link.href)
    if address is None:
        t.report.add(refused_link(link, t.page))
    if address is None or t.in_link:
        return placed(link, _children(link, t), t)
    with within(t, in_link=True):
        content = _children(link, t)
    if content in ("", SPACE):
        content = joined(words(clean(link.href), t))
    if content in ("", SPACE):
        return content
    if address.startswith("#"):
        target = address.removeprefix("#")
        if target not in t.targets:
            return placed(link, content, t)
        return placed(link, _led("jump", anchor_name(target, t), content, t), t)
    path = address.partition("#")[0]
    if mark := t.places.get(address, t.places.get(path)):
        return placed(link, _led("jump", mark, content, t), t)
    if volume := t.volumes.get(path):
        where = words(f" (volume{NBSP}{volume})", t)
        return placed(link, joined([content, *where]), t)
    return placed(link, _away(link, address, content, t), t)


def _away(link: Link, address: str, content: str, t: Typesetting) -> str:
    """Return a link that leaves the PDF, with its address where it is for paper."""
    if ":" not in address.partition("/")[0]:
        if not t.base_url:
            t.report.add(_of_the_site(link, t))
            return content
        address = f"{t.base_url.rstrip('/')}/{address}"
    source = _led("away", address, content, t)
    shown = shown_address(address)
    if t.look.printed and shown.rstrip("/") not in plain_text(link):
        if t.addresses is not None:
            t.addresses.setdefault(address, plain_text(link).strip())
            return source
        printed = joined(words(shown, t))
        return joined(
            [source, SPACE, '"("', call("away", literal(address), printed), '")"']
        )
    return source


def _led(name: str, target: str, content: str, t: Typesetting) -> str:
    """Return a link; PDF/UA-1 does not let words be underlined and struck."""
    if t.struck:
        return call(name, literal(target), content, drawn="plainly")
    return call(name, literal(target), content)


def _of_the_site(link: Link, t: Typesetting) -> Finding:
    message = (
        "ce lien mène à une page du site : dans le PDF, qui voyage seul, seul son texte "
        "est là. Écrivez l’adresse du site dans « base_url » de ppun.toml"
    )
    return Finding("lien-du-site", message, link.pos, t.page, plain_text(link))


def picture(image: Image, t: Typesetting) -> str:
    """Return a picture with its description, or the description of one that is not here."""
    alt = description(image.children)
    name = t.pictures.get(image.src)
    if name is not None:
        small = is_picto(image.src)
        room = f"{min(t.room, PICTO_ROOM) if small else t.room:.1f}pt"
        drawn = "picture" if alt else "ornament"
        return placed(image, call(drawn, literal(name), plain(alt, t), room), t)
    if image.src and picture_address(image.src) is None:
        t.report.add(refused_picture(image, t.page))
    return placed(image, joined(words(labelled("Image", alt), t)) if alt else "", t)


def _note(note: Note, t: Typesetting) -> str:
    """Return a footnote, linked both ways by typst; one inside another is in brackets."""
    with within(t, in_link=False, scale=1.0, heavy=False, in_note=True):
        content = placed(note, t.inside.run_in(note.blocks, t), t)
    return call("note", content) if content else ""
