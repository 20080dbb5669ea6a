"""Render blocks as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import assert_never

from ppun_access.document.model import (
    Abbr,
    Block,
    Callout,
    Cell,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Deleted,
    Div,
    Emph,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Note,
    Para,
    Quote,
    Row,
    Rule,
    Sentence,
    Span,
    Strong,
    Table,
    Text,
)
from ppun_access.document.walk import plain_text, repeats_description, running_text
from ppun_access.writers.addresses import (
    from_page,
    is_picto,
    link_address,
    picture_address,
    reached,
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
    tongue,
    wrapped,
)
from ppun_access.writers.labels import CALLOUT, labelled, says_image
from ppun_access.writers.outline import outlined
from ppun_access.writers.tables import (
    cell_attributes,
    column_headers,
    columns,
    grid,
    heads_of,
    is_header_row,
    starts,
)
from ppun_access.writers.units import NBSP

_DIVS = {
    "": ("div", ""),
    "lead": ("div", ' class="chapeau"'),
    "signature": ("div", ' class="signature"'),
    "description": ("div", ' class="image-absente"'),
    "status": ("div", ' class="statut"'),
    "credits": ("div", ' class="credits"'),
    "section": ("section", ""),
    "tabs": ("div", ""),
    "tab": ("section", ""),
}


def render_blocks(blocks: tuple[Block, ...], r: Rendering) -> str:
    """Return ``blocks`` as HTML, one a line."""
    return "\n".join(html for block in blocks if (html := _block(block, r)))


def render_notes(r: Rendering) -> str:
    """Return the footnotes met so far, each with a link back to its mark."""
    items: list[str] = []
    while len(items) < len(r.notes):  # a footnote may hold another one
        n = len(items) + 1
        back = f'<a class="retour-note" href="#appel-{n}">Retour au texte, note {n}</a>'
        text = render_blocks(outlined(r.notes[n - 1].blocks, 3), r)
        lang = r.notes[n - 1].lang
        attrs = tongue(lang, r)
        items.append(f'<li id="note-{n}"><div{attrs}>{text}</div>\n{back}</li>')
    if not items:
        return ""
    listed = "\n".join(items)
    title = '<h2 id="notes">Notes</h2>'
    return f'<section class="notes">\n{title}\n<ol>\n{listed}\n</ol>\n</section>'


def _block(block: Block, r: Rendering) -> str:  # noqa: C901 - one case a node
    match block:
        case Heading():
            return _leaf(f"h{min(max(block.level, 1), 6)}", block, r)
        case Para():
            return _leaf("p", block, r)
        case List():
            return _list(block, r)
        case DefinitionList():
            terms = "\n".join(_definition(item, r) for item in block.items)
            return element("dl", f"\n{terms}\n", attributes(block, r))
        case Quote():
            quoted = render_blocks(block.blocks, r)
            return element("blockquote", f"\n{quoted}\n", attributes(block, r))
        case Callout():
            return _callout(block, r)
        case CodeBlock(language=language):
            name = f' class="language-{attribute(language)}"' if language else ""
            code = element("code", characters(block.text.rstrip("\n")), name)
            return element("pre", code, attributes(block, r))
        case Table():
            return render_table(block, r, lambda cell: _tight(cell.blocks, r))
        case Figure():
            return _figure(block, r)
        case Rule():
            return f"<hr{attributes(block, r)}>"
        case Div():
            return _div(block, r)
        case _:
            assert_never(block)


def _leaf(tag: str, block: Heading | Para, r: Rendering) -> str:
    attrs = attributes(block, r)
    return element(tag, render_inlines(block.children, r), attrs)


def _list(list_: List, r: Rendering) -> str:
    attrs = attributes(list_, r)
    if list_.ordered and list_.start != 1:
        attrs += f' start="{list_.start}"'
    items = "\n".join(_item(item, r) for item in list_.items)
    return element("ol" if list_.ordered else "ul", f"\n{items}\n", attrs)


def _item(item: ListItem, r: Rendering) -> str:
    task = {None: "", True: f"Fait{NBSP}: ", False: f"À faire{NBSP}: "}[item.checked]
    mark = element("strong", task)
    return f"<li{attributes(item, r)}>{mark}{_tight(item.blocks, r)}</li>"


def _tight(blocks: tuple[Block, ...], r: Rendering) -> str:
    """Return blocks without the tags of a first paragraph that stands alone."""
    match blocks:
        case (Para(id="", lang="") as text,):
            return render_inlines(text.children, r)
        case (Para(id="", lang="") as text, List() as below):
            return f"{render_inlines(text.children, r)}\n{_list(below, r)}"
        case _:
            return render_blocks(blocks, r)


def _definition(item: Definition, r: Rendering) -> str:
    term = f"<dt{attributes(item, r)}>{render_inlines(item.term, r)}</dt>"
    return f"{term}\n<dd>{_tight(item.blocks, r)}</dd>"


def _callout(callout: Callout, r: Rendering) -> str:
    attrs = f' class="encart {callout.kind}" role="note"{attributes(callout, r)}'
    name = f'<p class="encart-nom"><strong>{CALLOUT[callout.kind]}</strong></p>'
    content = render_blocks(callout.blocks, r)
    return f"<div{attrs}>\n{name}\n{content}\n</div>" if content else ""


def _figure(figure: Figure, r: Rendering) -> str:
    attrs = attributes(figure, r)
    picture = render_picture(figure.image, r)
    once = ' aria-hidden="true"' if repeats_description(figure) else ""
    caption = element("figcaption", render_inlines(figure.caption, r), once)
    inner = "\n".join(part for part in (picture, caption) if part)
    return element("figure", f"\n{inner}\n", attrs)


def _div(div: Div, r: Rendering) -> str:
    tag, class_ = _DIVS[div.role]
    attrs = class_ + attributes(div, r)
    content = element("p", f"<strong>{characters(div.title)}</strong>") if div.title else ""
    if div.role == "description":
        return element(tag, f"\n{content}{_described(div.blocks, r)}\n", attrs)
    inner = "\n".join(part for part in (content, render_blocks(div.blocks, r)) if part)
    if tag == "div" and not attrs:
        return inner
    return element(tag, f"\n{inner}\n", attrs)


def _described(blocks: tuple[Block, ...], r: Rendering) -> str:
    """Return the description of a missing picture, said to be one."""
    if says_image(plain_text(blocks[0]) if blocks else ""):
        return render_blocks(blocks, r)
    match blocks:
        case (Para() as first, *rest):
            label = f"<strong>{labelled('Image', '')}</strong>"
            text = render_inlines(first.children, r)
            opening = f"<p{attributes(first, r)}>{label}{text}</p>"
            return "\n".join(p for p in (opening, render_blocks(tuple(rest), r)) if p)
        case _:
            return f"<p><strong>Image{NBSP}:</strong></p>\n{render_blocks(blocks, r)}"


# Tables


CellContent = Callable[[Cell], str]

WIDE = 3
"""From this many columns on, a table may need scrolling on a phone."""
WIDER = 4
"""From this many on, no phone is wide enough, nor a sheet of paper in large letters: cells
stand there one below the other, each after the title of its column."""


def render_table(table: Table, r: Rendering, content: CellContent) -> str:
    """Return ``table``; a wide one stands in a box that scrolls, also by keyboard."""
    r.tables += 1
    caption_id = f"tableau-{r.tables}"
    caption = render_inlines(table.caption, r)
    rows, heads = _rows(table, r, content), heads_of(table.rows)
    head, body = "\n".join(rows[:heads]), "\n".join(rows[heads:])
    parts = (
        element("caption", caption, f' id="{caption_id}"'),
        element("thead", f"\n{head}\n"),
        element("tbody", f"\n{body}\n"),
    )
    inner = "\n".join(part for part in parts if part)
    whole = element("table", f"\n{inner}\n", attributes(table, r))
    if columns(table) < WIDE or not whole:
        return whole
    name = (
        f'aria-labelledby="{caption_id}"' if caption else f'aria-label="Tableau {r.tables}"'
    )
    kind = "defile large" if _titles(table) else "defile"
    return f'<div class="{kind}" role="region" tabindex="0" {name}>\n{whole}\n</div>'


def _titles(table: Table) -> dict[int, str]:
    """Return the title of each column of a very wide table: its number → its headers."""
    if columns(table) < WIDER:
        return {}
    said = column_headers(grid(table), lambda cell: running_text(cell.blocks))
    titles = (" ".join(column).replace("\n", " ").strip(" ") for column in said)
    return {x: title for x, title in enumerate(titles) if title}


def _rows(table: Table, r: Rendering, content: CellContent) -> list[str]:
    titles, heads = _titles(table), heads_of(table.rows)
    return [
        _row(row, [] if y < heads else [titles.get(x, "") for x in begins], r, content)
        for y, (row, begins) in enumerate(zip(table.rows, starts(table), strict=True))
    ]


def _row(row: Row, titles: Sequence[str], r: Rendering, content: CellContent) -> str:
    down = is_header_row(row)
    told: Iterator[str] = iter(titles) if titles else repeat("")
    cells = "".join(
        _table_cell(cell, down, title, r, content)
        for cell, title in zip(row.cells, told, strict=False)
    )
    return f"<tr{attributes(row, r)}>{cells}</tr>" if cells else ""


def _table_cell(
    cell: Cell, down: bool, title: str, r: Rendering, content: CellContent
) -> str:
    """``title``: shown where a table is too wide; ``down``: as in ``cell_attributes``."""
    attrs = attributes(cell, r) + cell_attributes(cell, down=down)
    if title and not cell.header:
        attrs += f' data-titre="{attribute(title)}"'
    tag = "th" if cell.header else "td"
    return f"<{tag}{attrs}>{content(cell)}</{tag}>"


# Inlines


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
            return wrapped("span", _text(inline.text, r), attributes(inline, r))
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
    return wrapped(tag, render_inlines(node.children, r), attrs)


def _text(text: str, r: Rendering) -> str:
    """Return ``text``; a number to call and an address that are written in it are links."""
    if r.in_link:
        return characters(text)
    return "".join(_written(*one) for one in reached(text))


def _written(piece: str, address: str) -> str:
    """Return a piece of text as a link, if it is one; paper shows its address once."""
    if not address:
        return characters(piece)
    mark = ' class="ecrite"' if address.startswith("http") else ""
    return f'<a href="{attribute(address)}"{mark}>{characters(piece)}</a>'


def _link(link: Link, r: Rendering) -> str:
    address = link_address(link.href)
    if address is None:
        r.report.add(refused_link(link, r.page))
    if address is None or r.in_link:
        content = render_inlines(link.children, r)
        return wrapped("span", content, attributes(link, r))
    r.in_link = True
    content = render_inlines(link.children, r)
    r.in_link = False
    if not content.replace("<br>", "").strip():
        content = characters(link.href)
    if not content.strip():
        return ""
    href = attribute(from_page(address or "#", r.root))
    return f'<a href="{href}"{attributes(link, r)}>{content}</a>'


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
