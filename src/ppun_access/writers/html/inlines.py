"""Render inlines as HTML."""

from __future__ import annotations

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
    Note,
    Sentence,
    Span,
    Strong,
    Text,
)
from ppun_access.writers.addresses import (
    from_page,
    is_picto,
    link_address,
    picture_address,
    refused_link,
    refused_picture,
)
from ppun_access.writers.characters import description
from ppun_access.writers.html.rendering import (
    Rendering,
    attribute,
    attributes,
    characters,
    element,
)
from ppun_access.writers.labels import labelled

_SPANS = {
    "": ("span", ""),
    "number": ("span", ' class="nb"'),
    "mark": ("mark", ""),
    "sup": ("sup", ""),
    "sub": ("sub", ""),
}


def render_inlines(inlines: tuple[Inline, ...], r: Rendering) -> str:
    """Return ``inlines`` as HTML."""
    return "".join(_inline(inline, r) for inline in inlines)


def _inline(inline: Inline, r: Rendering) -> str:  # noqa: C901 - one case a node
    match inline:
        case Text():
            return _around(inline, characters(inline.text), r)
        case Code():
            return element("code", characters(inline.text), attributes(inline, r))
        case LineBreak():
            return "<br>\n"
        case Emph():
            return _element("em", inline, r)
        case Strong():
            return _element("strong", inline, r)
        case Deleted():
            return _element("del", inline, r)
        case Sentence():
            return _element("span", inline, r, ' class="s"')
        case Span():
            tag, class_ = _SPANS[inline.role]
            return _element(tag, inline, r, class_)
        case Abbr():
            title = f' title="{attribute(inline.title)}"' if inline.title else ""
            return _element("abbr", inline, r, title) or characters(inline.title)
        case Link():
            return _link(inline, r)
        case Image():
            return render_picture(inline, r)
        case Note():
            return _mark(inline, r)
        case _:
            assert_never(inline)


def _element(
    tag: str,
    node: Emph | Strong | Deleted | Sentence | Span | Abbr,
    r: Rendering,
    attrs: str = "",
) -> str:
    attrs += attributes(node, r)
    content = render_inlines(node.children, r)
    return content if tag == "span" and not attrs else _kept(tag, content, attrs)


def _kept(tag: str, content: str, attrs: str) -> str:
    """Return an element; a space alone needs no tag."""
    return element(tag, content, attrs) or content


def _around(node: Text, content: str, r: Rendering) -> str:
    attrs = attributes(node, r)
    return element("span", content, attrs) if attrs else content


def _link(link: Link, r: Rendering) -> str:
    address = link_address(link.href)
    if address is None:
        r.report.add(refused_link(link, r.page))
    if address is None or r.in_link:
        return _kept_text(link, render_inlines(link.children, r), r)
    r.in_link = True
    content = render_inlines(link.children, r)
    r.in_link = False
    if not content.strip():
        content = characters(link.href)
    if not content.strip():
        return ""
    href = attribute(from_page(address or "#", r.root))
    return f'<a href="{href}"{attributes(link, r)}>{content}</a>'


def _kept_text(link: Link, content: str, r: Rendering) -> str:
    attrs = attributes(link, r)
    return _kept("span", content, attrs) if attrs else content


def render_picture(image: Image, r: Rendering) -> str:
    """Return a picture of the site, or the description of one that cannot be shown."""
    alt = description(image.children)
    address = picture_address(image.src)
    if address is None:
        if image.src:
            r.report.add(refused_picture(image, r.page))
        text = characters(labelled("Image", alt)) if alt else ""
        return element("span", text, ' class="image-absente"' + attributes(image, r))
    src = attribute(from_page(address, r.root))
    attrs = (' class="picto"' if is_picto(image.src) else "") + attributes(image, r)
    if size := r.sizes.get(address):
        attrs = f' width="{size[0]}" height="{size[1]}"{attrs}'
    return f'<img src="{src}" alt="{attribute(alt)}" loading="lazy"{attrs}>'


def _mark(note: Note, r: Rendering) -> str:
    """Return the mark of a footnote; a link cannot hold another one."""
    r.notes.append(note)
    n = len(r.notes)
    if r.in_link:
        return f'<sup id="appel-{n}">({n})</sup>'
    label = f'<span class="hors-ecran">Note </span>{n}'
    return f'<sup><a class="appel" id="appel-{n}" href="#note-{n}">{label}</a></sup>'
