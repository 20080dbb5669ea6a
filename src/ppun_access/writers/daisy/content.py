"""Render the text of a DAISY book: title, announcements, then the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from ppun_access.document.model import (
    Block,
    Callout,
    Cell,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Document,
    Figure,
    Heading,
    List,
    ListItem,
    Narration,
    Node,
    Note,
    Para,
    Quote,
    Row,
    Rule,
    Sentence,
    Strong,
    Table,
    Text,
    credit,
)
from ppun_access.document.walk import (
    nodes,
    plain_text,
    repeats_description,
    running_text,
    walk,
)
from ppun_access.writers.audio.vtt import TITLE_ID
from ppun_access.writers.characters import clean, one_line
from ppun_access.writers.daisy.inlines import (
    heard_ids,
    language,
    picture,
    render_inlines,
    shown,
    words_of,
)
from ppun_access.writers.daisy.model import Entry, Writing
from ppun_access.writers.html.rendering import characters, element
from ppun_access.writers.labels import CALLOUT, says_image
from ppun_access.writers.outline import outlined
from ppun_access.writers.tables import cell_attributes, heads_of, is_header_row
from ppun_access.writers.units import NBSP


@dataclass(frozen=True, slots=True)
class _Asides:
    """Ids of what is said and stands nowhere in the text, by where it is said."""

    before: tuple[str, ...] = ()
    """Before the title."""
    below: tuple[str, ...] = ()
    """Between the title and the text."""
    after: tuple[str, ...] = ()


def book_title(document: Document) -> str:
    """Return the title of a document on one line, never empty."""
    return one_line(document.title).strip(" ") or UNTITLED


def render_book(document: Document, narration: Narration | None, w: Writing) -> str:
    """Return the body of the text, whose marks and parts go to ``w``."""
    said = _asides(narration)
    words = narration.asides if narration else {}
    parts = (
        *(element("p", characters(words[id_]), ' class="annonce"') for id_ in said.before),
        _title(document, said.before, w),
        *(_aside(id_, words[id_], w) for id_ in said.below),
        *_credits(document, narration, said, w),
        render_blocks(outlined(document.blocks), w),
        *(_aside(id_, words[id_], w) for id_ in said.after),
    )
    return "\n".join(part for part in parts if part)


def _title(document: Document, before: tuple[str, ...], w: Writing) -> str:
    """Return the title; what is said before it is heard from there."""
    title = book_title(document)
    mark = w.mark((*before, TITLE_ID), Entry(1, title), title)
    link = f'<a href="{mark.href}">{characters(title)}</a>'
    return f"<h1{mark.attributes('title')}>{link}</h1>"


def _aside(id_: str, words: str, w: Writing) -> str:
    mark = w.mark((id_,), words=words)
    link = f'<a href="{mark.href}">{characters(words)}</a>'
    return f"<p{mark.attributes('annonce')}>{link}</p>"


def _credits(
    document: Document, narration: Narration | None, said: _Asides, w: Writing
) -> Iterator[str]:
    """Yield who signs, unless the text says it, and who reads, unless the voice does."""
    signed = any(isinstance(n, Div) and n.role == "signature" for n in nodes(document))
    author = ", ".join(
        line
        for text in (document.meta.author, document.meta.role)
        if (line := one_line(text).strip(" "))
    )
    if author and not signed:
        yield piece("p", author, w, ' class="auteur"')
    if narration and not said.below:
        reader = credit(narration.voice, narration.recorded)
        yield element("p", characters(f"{reader}."), ' class="annonce"')


def _asides(narration: Narration | None) -> _Asides:
    """Return what is said around the text, in the order of the sound."""
    if narration is None:
        return _Asides()
    ids = [clip.node_id for clip in narration.clips]
    title = ids.index(TITLE_ID) if TITLE_ID in ids else 0
    body = [
        at for at, id_ in enumerate(ids) if id_ != TITLE_ID and id_ not in narration.asides
    ]
    first = body[0] if body else len(ids)
    extra = [(at, id_) for at, id_ in enumerate(ids) if id_ in narration.asides]
    return _Asides(
        _between(extra, 0, title),
        _between(extra, title, first),
        _between(extra, max(title, first), len(ids)),
    )


def _between(extra: Iterable[tuple[int, str]], begin: int, end: int) -> tuple[str, ...]:
    return tuple(id_ for at, id_ in extra if begin <= at < end)


# Blocks


UNTITLED = "Sans titre"
_CLASSES = {
    "": "",
    "lead": "chapeau",
    "signature": "signature",
    "description": "image-absente",
    "status": "statut",
    "credits": "credits",
    "section": "",
    "tabs": "",
    "tab": "",
}


def render_blocks(blocks: tuple[Block, ...], w: Writing) -> str:
    """Return ``blocks`` as XHTML, one a line."""
    return "\n".join(html for block in blocks if (html := _block(block, w)))


def piece(tag: str, words: str, w: Writing, attrs: str = "") -> str:
    """Return words of ours; a mark only where no voice of ours reads."""
    return (
        _place(tag, words, w, attrs) if w.silent else element(tag, characters(words), attrs)
    )


def _place(tag: str, words: str, w: Writing, attrs: str = "") -> str:
    """Return words that are a place to go to, such as code, which no voice reads."""
    text = characters(words)
    if w.here or not text.strip():
        return element(tag, text, attrs)
    mark = w.mark(words=words)
    return f'<{tag}{mark.attributes()}{attrs}><a href="{mark.href}">{text}</a></{tag}>'


def _block(block: Block, w: Writing) -> str:  # noqa: C901 - one case a node
    match block:
        case Heading():
            return _heading(block, w)
        case Para():
            return _para(block, w)
        case List():
            return _list(block, w)
        case DefinitionList():
            terms = "\n".join(_definition(item, w) for item in block.items)
            return element("dl", f"\n{terms}\n", language(block))
        case Quote():
            quoted = render_blocks(block.blocks, w)
            return element("blockquote", f"\n{quoted}\n", language(block))
        case Callout():
            return _callout(block, w)
        case CodeBlock():
            return _place("pre", block.text.rstrip("\n"), w, language(block))
        case Table():
            return _table(block, w)
        case Figure():
            return _figure(block, w)
        case Rule():
            return "<hr />"
        case Div():
            return _div(block, w)
        case _:
            assert_never(block)


# Lines of text


def _heading(heading: Heading, w: Writing) -> str:
    """Return a heading, one place to go to, whatever its sentences."""
    level = min(max(heading.level, 1), 6)
    title = plain_text(heading)
    mark = w.mark(heard_ids(heading.children), Entry(level, UNTITLED), title)
    w.here = mark.href
    content = render_inlines(heading.children, w)
    w.here = ""
    words = shown(content) or one_line(title).strip(" ")
    w.entries[-1] = Entry(level, words or UNTITLED)
    attrs = mark.attributes() + language(heading)
    return _with_notes(f"<h{level}{attrs}>{content}</h{level}>", w)


def _para(para: Para, w: Writing) -> str:
    """Return a paragraph; one that was not cut into sentences is itself a place."""
    attrs = language(para)
    if _is_lone(para, w):
        mark = w.mark(words=words_of(para))
        w.here = mark.href
        attrs = mark.attributes() + attrs
    content = render_inlines(para.children, w)
    w.here = ""
    return _with_notes(element("p", content, attrs), w)


def _is_lone(para: Para, w: Writing) -> bool:
    """Return whether ``para`` has words but no sentence: no voice of ours reads it.

    A picture is a place by itself.
    """
    cut = any(isinstance(node, Sentence) for node in nodes(para))
    return not w.here and not cut and bool(clean(running_text(para.children)).strip())


def _with_notes(text: str, w: Writing) -> str:
    """Return a paragraph and the footnotes that it calls."""
    return "\n".join(part for part in (text, _notes(w)) if part)


def _notes(w: Writing) -> str:
    waiting, w.waiting = w.waiting, []
    return "\n".join(_note(number, note, w) for number, note in waiting)


def _note(number: int, note: Note, w: Writing) -> str:
    plain = walk(note, _no_heading)
    label = f'<p class="note-nom">{piece("strong", f"Note{NBSP}{number}", w)}</p>'
    back = f'<p><a href="#appel-{number}">Retour au texte, note {number}</a></p>'
    content = render_blocks(plain.blocks, w)
    inner = "\n".join(part for part in (label, content, back) if part)
    return f'<div class="note" id="note-{number}"{language(note)}>\n{inner}\n</div>'


def _no_heading(node: Node) -> Node:
    """Return the headings inside a note as lines in bold: they open no part of the book."""
    match node:
        case Heading():
            strong = (Strong(node.children),)
            return Para(strong, id=node.id, lang=node.lang, pos=node.pos)
        case Div() if node.title:
            title = Para((Strong((Text(node.title),)),))
            return replace(node, blocks=(title, *node.blocks), title="")
        case _:
            return node


# Groups


def _list(list_: List, w: Writing) -> str:
    attrs = language(list_)
    if list_.ordered and list_.start != 1:
        attrs += f' start="{list_.start}"'
    items = "\n".join(_item(item, w) for item in list_.items)
    return element("ol" if list_.ordered else "ul", f"\n{items}\n", attrs)


def _item(item: ListItem, w: Writing) -> str:
    task = {None: "", True: f"Fait{NBSP}: ", False: f"À faire{NBSP}: "}[item.checked]
    mark = piece("strong", task, w)
    return f"<li{language(item)}>{mark}{_tight(item.blocks, w)}</li>"


def _tight(blocks: tuple[Block, ...], w: Writing) -> str:
    """Return blocks without the tags of a paragraph that stands alone or opens a list."""
    match blocks:
        case (Para(lang="") as text, *rest) if not rest or isinstance(rest[0], List):
            if _is_lone(text, w):
                return render_blocks(blocks, w)
            line = _with_notes(render_inlines(text.children, w), w)
            return "\n".join(p for p in (line, render_blocks(tuple(rest), w)) if p)
        case _:
            return render_blocks(blocks, w)


def _definition(item: Definition, w: Writing) -> str:
    term = f"<dt{language(item)}>{render_inlines(item.term, w)}</dt>"
    content = "\n".join(part for part in (_notes(w), _tight(item.blocks, w)) if part)
    return f"{term}\n<dd{language(item)}>{content}</dd>"


def _callout(callout: Callout, w: Writing) -> str:
    name = piece("strong", CALLOUT[callout.kind], w)
    content = render_blocks(callout.blocks, w)
    attrs = f' class="encart"{language(callout)}'
    return f"<div{attrs}>\n<p>{name}</p>\n{content}\n</div>"


def _figure(figure: Figure, w: Writing) -> str:
    """Return a picture and its caption.

    One that repeats the description is seen below the picture, and is no place of its own:
    it leads to that of the picture, where those words are heard.
    """
    image = element("p", picture(figure.image, w))
    again = repeats_description(figure)
    w.here = w.marks[-1].href if again and w.marks else ""
    words = () if again and figure.image.src not in w.pictures else figure.caption
    caption = element("p", render_inlines(words, w), ' class="legende"')
    w.here = ""
    inner = "\n".join(part for part in (image, _with_notes(caption, w)) if part)
    return element("div", f"\n{inner}\n", f' class="figure"{language(figure)}')


def _div(div: Div, w: Writing) -> str:
    """Return blocks that share a role; ``outlined`` made their title a heading."""
    class_ = _CLASSES[div.role]
    attrs = (f' class="{class_}"' if class_ else "") + language(div)
    label = ""
    if div.role == "description" and not says_image(plain_text(div)):
        label = f"<p>{piece('strong', f'Image{NBSP}:', w)}</p>"
    inner = "\n".join(part for part in (label, render_blocks(div.blocks, w)) if part)
    return element("div", f"\n{inner}\n", attrs) if attrs else inner


# Tables


def _table(table: Table, w: Writing) -> str:
    caption = render_inlines(table.caption, w)
    notes = _notes(w)
    rows = [row for row in table.rows if row.cells]
    apart = notes or not rows  # a caption holds one line, and needs a table
    before = element("p", caption, ' class="legende"') if apart else ""
    heads = heads_of(rows)
    head = "\n".join(_row(row, w) for row in rows[:heads])
    body = "\n".join(_row(row, w) for row in rows[heads:])
    parts = (
        "" if apart else element("caption", caption),
        element("thead", f"\n{head}\n") if body else "",
        element("tbody", f"\n{body or head}\n"),
    )
    inner = "\n".join(part for part in parts if part)
    whole = element("table", f"\n{inner}\n", language(table)) if rows else ""
    return "\n".join(part for part in (before, notes, whole) if part)


def _row(row: Row, w: Writing) -> str:
    down = is_header_row(row)
    cells = "".join(_cell(cell, down, w) for cell in row.cells)
    return f"<tr{language(row)}>{cells}</tr>"


def _cell(cell: Cell, down: bool, w: Writing) -> str:
    attrs = language(cell) + cell_attributes(cell, down=down)
    tag = "th" if cell.header else "td"
    return f"<{tag}{attrs}>{_tight(cell.blocks, w)}</{tag}>"
