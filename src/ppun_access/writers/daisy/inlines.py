"""Render inlines as XHTML 1.0 for a DAISY book: every word links to its sound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import groupby
from typing import assert_never
from urllib.parse import urljoin

from ppun_access.document.model import (
    Abbr,
    Code,
    Deleted,
    Emph,
    Image,
    Inline,
    LineBreak,
    Link,
    Literal,
    Node,
    Note,
    Sentence,
    Span,
    Strong,
    Text,
)
from ppun_access.document.walk import DELETED, children, nodes, plain_text
from ppun_access.report import Finding
from ppun_access.writers.addresses import LINK_SCHEMES, is_picto, link_address, refused_link
from ppun_access.writers.characters import clean, description, direction, one_line
from ppun_access.writers.daisy.model import Writing
from ppun_access.writers.html.rendering import attribute, characters, element, wrapped
from ppun_access.writers.labels import labelled, quoted

_CALL = re.compile(r'<sup class="noteref".*?</sup>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SPANS = {
    "": ("span", ""),
    "number": ("span", ' class="nombre"'),
    "mark": ("span", ' class="surligne"'),
    "sup": ("sup", ""),
    "sub": ("sub", ""),
}


def render_inlines(inlines: Iterable[Inline], w: Writing) -> str:
    """Return ``inlines`` as XHTML; what has no link of its own leads to ``w.here``."""
    if w.bare or not w.here:
        return "".join(_inline(inline, w) for inline in inlines)
    parts: list[str] = []
    for has_link, group in groupby(inlines, key=_has_link):
        if has_link:
            parts.extend(_inline(inline, w) for inline in group)
        else:
            content = away(tuple(group), w)
            shows = bool(content.strip())
            parts.append(f'<a href="{w.here}">{content}</a>' if shows else content)
    return "".join(parts)


def away(inlines: tuple[Inline, ...], w: Writing) -> str:
    """Return ``inlines`` without links to the sound."""
    bare, w.bare = w.bare, True
    content = render_inlines(inlines, w)
    w.bare = bare
    return content


def words_of(tree: object) -> str:
    """Return the words that a place shows, with those that no voice says.

    Where an abbreviation or a link has none, its meaning or its address stands there.
    """
    return "".join(map(_own_words, nodes(tree)))


def _own_words(node: Node) -> str:
    match node:
        case Literal():
            return node.text
        case Abbr(children=()):
            return node.title
        case Link():
            pictured = any(isinstance(inner, Image) for inner in nodes(node))
            return "" if pictured or plain_text(node).strip() else node.href
        case _:
            return ""


def heard_ids(inlines: Iterable[Node]) -> Iterator[str]:
    """Yield the ids of what is heard of a line: its sentences, pictures that are in none.

    Its footnotes are heard after it.
    """
    for inline in inlines:
        match inline:
            case Sentence() | Image():
                yield inline.id
            case Note():
                pass
            case _:
                yield from heard_ids(children(inline))


def _as_place(node: Image | Link, words: str, w: Writing) -> str:
    """Return a picture, or a link around one, as a place to go to."""
    mark = w.mark(heard_ids((node,)), words=words)
    w.here = mark.href
    content = render_inlines((node,), w)
    w.here = ""
    return f"<span{mark.attributes()}>{content}</span>"


def language(node: Node) -> str:
    """Return the language of ``node`` as attributes, a space before each."""
    return language_of(node.lang)


def language_of(lang: str) -> str:
    """Return a language as attributes, with its direction when it is not ours."""
    if not lang:
        return ""
    tag = attribute(lang)
    way = ' dir="rtl"' if direction(lang) == "rtl" else ""
    return f' lang="{tag}" xml:lang="{tag}"{way}'


def _has_link(inline: Node) -> bool:
    """Return whether ``inline`` shows a link; the description of a picture has none."""
    if isinstance(inline, Image):
        return False
    return isinstance(inline, (Link, Note)) or any(map(_has_link, children(inline)))


def _inline(inline: Inline, w: Writing) -> str:  # noqa: C901 - one case a node
    match inline:
        case Text():
            return wrapped("span", characters(inline.text), language(inline))
        case Code():
            return wrapped("code", characters(inline.text), language(inline))
        case LineBreak():
            return "<br />\n"
        case Emph():
            return _element("em", inline, w)
        case Strong():
            return _element("strong", inline, w)
        case Deleted():
            return _element("del", inline, w)
        case Sentence():
            return _sentence(inline, w)
        case Span():
            tag, class_ = _SPANS[inline.role]
            return _element(tag, inline, w, class_)
        case Abbr():
            title = f' title="{attribute(inline.title)}"' if inline.title else ""
            return _element("abbr", inline, w, title) or characters(inline.title)
        case Link():
            return _link(inline, w)
        case Image():
            return picture(inline, w)
        case Note():
            return _call(inline, w)
        case _:
            assert_never(inline)


def _element(
    tag: str, node: Emph | Strong | Deleted | Span | Abbr, w: Writing, attrs: str = ""
) -> str:
    attrs += language(node)
    return wrapped(tag, render_inlines(node.children, w), attrs)


def _sentence(node: Sentence, w: Writing) -> str:
    """Return a sentence, a place to go to, heard or not, unless it is part of one."""
    words = clean(words_of(node)).strip()
    if w.here or w.in_link or not (words or node.id in w.clips):
        return wrapped("span", render_inlines(node.children, w), language(node))
    mark = w.mark((node.id,), words=words)
    w.here = mark.href
    content = render_inlines(node.children, w)
    w.here = ""
    return f"<span{mark.attributes('sentence')}{language(node)}>{content}</span>"


def _link(link: Link, w: Writing) -> str:
    address = "" if w.in_link else _address(link, w)
    attrs = language(link)
    if not address:
        return wrapped("span", render_inlines(link.children, w), attrs)
    words = clean(plain_text(link)).strip()
    if words and not (w.here or w.in_link or w.bare):
        return _as_place(link, words, w)
    w.in_link = True
    content = away(link.children, w)
    w.in_link = False
    is_seen = content.replace("<br />", "").strip()
    shown = content if is_seen else characters(link.href)
    return f'<a href="{attribute(address)}"{attrs}>{shown}</a>'


def _address(link: Link, w: Writing) -> str:
    """Return the address of a link, empty for one that a book cannot hold."""
    address = link_address(link.href)
    if address is None:
        w.report.add(refused_link(link, w.page))
        return ""
    if not address or address.startswith("#"):
        return ""
    if address.partition(":")[0].lower() in LINK_SCHEMES:
        return address
    if w.base_url:
        return urljoin(w.base_url.rstrip("/") + "/", address)
    message = (
        f"le lien {quoted(link.href[:80])} mène hors du livre : dans le livre DAISY, "
        "seul son texte est gardé. Donnez l’adresse du site (base_url) dans ppun.toml"
    )
    w.report.add(Finding("lien-hors-livre", message, link.pos, w.page, plain_text(link)))
    return ""


def picture(image: Image, w: Writing) -> str:
    """Return a picture of the book, or its description.

    A described one that is in no sentence is a place to go to. « Image » stands before
    words alone: no voice says « … », nor that it is a picture.
    """
    words = description(image.children)
    if words and not (w.here or w.in_link):
        return _as_place(image, words, w)
    if name := w.pictures.get(image.src):
        small = ' class="picto"' if is_picto(image.src) else ""
        return f'<img src="{name}" alt="{attribute(words)}"{small}{language(image)} />'
    text = characters(labelled("Image", words) if any(map(str.isalnum, words)) else words)
    return element("span", text, ' class="image-absente"' + language(image))


def _call(note: Note, w: Writing) -> str:
    """Return the mark of a footnote, whose text comes after the paragraph."""
    w.notes += 1
    number = w.notes
    w.waiting.append((number, note))
    if w.in_link:
        return f'<sup class="noteref" id="appel-{number}">({number})</sup>'
    call = f'<a href="#note-{number}">{number}</a>'
    return f'<sup class="noteref" id="appel-{number}">{call}</sup>'


def shown(content: str) -> str:
    """Return the words that XHTML of ours shows, on one line, without calls of notes.

    >>> shown('<a href="#x">Un &amp; deux</a><sup class="noteref"><a>1</a></sup>')
    'Un & deux'
    """
    named = re.sub("<del[^>]*>", DELETED, content).replace("</del>", ")")
    return one_line(unescape(_TAG.sub("", _CALL.sub("", named)))).strip(" ")
