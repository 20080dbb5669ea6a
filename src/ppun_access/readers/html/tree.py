"""Convert an HTML tree (beautifulsoup4) to our model: one case for each element."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PageElement, PreformattedString, Tag

from ppun_access.document.build import callout
from ppun_access.document.model import (
    Abbr,
    Block,
    Cell,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Deleted,
    Div,
    Emph,
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
    Span,
    Strong,
    Table,
    Text,
)
from ppun_access.document.walk import labelled, nodes, plain_text
from ppun_access.readers.context import AGAIN, Context, Notes
from ppun_access.readers.gitbook.html import tidy
from ppun_access.readers.html.divisions import (
    FORMULA,
    admonition,
    alert,
    division,
    formula,
    summary_title,
    tabs_of,
)
from ppun_access.readers.html.elements import (
    APART,
    EXTRA_CELLS,
    checked,
    code_text,
    direct_elements,
    ends_drawing,
    footnotes,
    is_blank,
    language,
    note_id,
    quoted,
    spaced,
    stray_content,
)
from ppun_access.readers.html.parsing import parsed
from ppun_access.readers.html.pictures import figure, only_image, titled, titled_image
from ppun_access.readers.html.preparation import limit_depth, link_media
from ppun_access.readers.html.repairs import (
    LEFT_OPEN,
    report_left_open,
    report_literal_tag,
    report_unclosed_quotes,
    report_unknown_tag,
)
from ppun_access.readers.marks import (
    is_empty,
    is_pause,
    marks,
    paused,
    pauses,
    said_instead,
)
from ppun_access.readers.spaces import SPACE, merged, trimmed, words
from ppun_access.runtime.untrusted_files import whole_number

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CONTAINERS = {
    "address", "article", "aside", "body", "center", "details", "dialog", "div", "fieldset",
    "footer", "header", "hgroup", "html", "legend", "main", "nav", "picture", "search",
    "section", "summary",
}  # fmt: skip
_BLOCKS = {
    *_HEADINGS, *_CONTAINERS, "p", "ul", "ol", "menu", "dl", "blockquote", "pre", "table",
    "figure", "hr",
}  # fmt: skip
_PLAIN = {
    "span", "u", "s", "del", "ins", "small", "big", "font", "label", "q", "cite", "time",
    "dfn", "var", "samp", "kbd", "bdi", "bdo", "data", "wbr", "tt", "strike", "button",
}  # fmt: skip
_CELLS = ("td", "th")
_PARTS = {
    *_BLOCKS, *_CELLS, "li", "dt", "dd", "tr", "tbody", "thead", "tfoot", "caption",
}  # fmt: skip
_APART = {*_PARTS, *APART}
"""What stands apart from the words around it, even in a line of text."""


def read_html(html: str, context: Context) -> tuple[Block, ...]:
    """Return the blocks that ``html`` describes."""
    return read_tree(parsed(html), context)


def read_tree(soup: BeautifulSoup, context: Context) -> tuple[Block, ...]:
    """Return the blocks of a parsed page, which is changed."""
    report_unclosed_quotes(soup, context)
    limit_depth(soup, context)
    link_media(soup)
    tidy(soup, context)
    context = replace(context, notes=Notes(footnotes(soup)))
    found = blocks(soup.children, context)
    return (*found, *_uncalled(context))


def _uncalled(context: Context) -> Iterator[Block]:
    """Yield the footnotes that nothing calls: their text stays, and is reported."""
    for name, note in context.notes.by_id.items():
        if name not in context.notes.called:
            message = (
                "Cette note n’est appelée nulle part : elle est mise à la fin du texte. "
                "Ajoutez son appel, ou retirez-la."
            )
            context.tell("note-sans-appel", message, note)
            context.notes.called.add(name)
            yield from blocks(note.children, context.in_note(name))


def blocks(elements: Iterable[PageElement], context: Context) -> tuple[Block, ...]:
    """Return the blocks of ``elements``; loose inlines become paragraphs."""
    found: list[Block] = []
    loose: list[PageElement] = []
    blank, below = True, context
    for element in elements:
        if isinstance(element, Tag) and element.name in _BLOCKS:
            found.extend(_paragraph(loose, below))
            below = below if blank else context
            loose, blank = [], True
            found.extend(_block(element, below))
            below = below if is_empty(element) else context
        elif blank and any(marks([element])):
            below = below.hearing([element])
        elif blank and paused(found, element):
            continue
        else:
            loose.append(element)
            blank = blank and is_blank(element)
    return (*found, *_paragraph(loose, below))


def _paragraph(elements: list[PageElement], context: Context) -> Iterator[Block]:
    """Yield the paragraph of ``elements``, or a figure when it is one picture."""
    if all(map(is_blank, elements)):
        return
    context = context.hearing(elements)
    pos = context.pos(next(e for e in elements if not is_blank(e)))
    content = inlines(elements, context)
    if not content or all(map(is_pause, content)):
        return
    if len(content) == 1 and isinstance(content[0], Image):
        yield figure(only_image(elements), (), pos)
    else:
        yield Para(content, pos=pos)


def _block(tag: Tag, context: Context) -> Iterator[Block]:
    report_left_open(tag, context)
    yield from _in_language(_read_block(tag, context), language(tag))


def _in_language(found: Iterable[Block], lang: str) -> Iterator[Block]:
    """Yield blocks in the language of what holds them, unless they say their own."""
    for block in found:
        yield replace(block, lang=lang) if lang and not block.lang else block


def _line(tag: Tag, context: Context) -> tuple[Inline, ...]:
    """Return the content of a tag as one line of text, in the tag's language."""
    content, lang = inlines(tag.children, context), language(tag)
    return (Span(content, lang=lang),) if lang and content else content


def _read_block(tag: Tag, context: Context) -> Iterator[Block]:
    if level := _HEADINGS.get(tag.name):
        context = context.hearing([tag])
        pos = context.pos(tag)
        if content := inlines(tag.children, context):
            yield Heading(level, content, id=str(tag.get("id", "")), pos=pos)
        else:
            context.empty_heading(tag)
        return
    if reader := _BLOCK_READERS.get(tag.name):
        yield from reader(tag, context)
        return
    yield from blocks(tag.children, context)


def _list(tag: Tag, context: Context) -> Iterator[Block]:
    pos = context.pos(tag)
    items = []
    for item in tag.find_all("li", recursive=False):
        done = checked(item)
        items.append(ListItem(blocks(item.children, context), done, lang=language(item)))
    strays = [e for e in tag.children if not (isinstance(e, Tag) and e.name == "li")]
    if items:
        start = whole_number(str(tag.get("start", "1")), 10**9)
        first = 1 if start is None else start
        yield List(tuple(items), tag.name == "ol", first, pos=pos)
    yield from blocks(strays, context)


def _definitions(tag: Tag, context: Context) -> Iterator[Block]:
    pos = context.pos(tag)
    items: list[Definition] = []
    yield from blocks(stray_content(tag, ("dt", "dd"), through=("div",)), context)
    for element in direct_elements(tag, ("dt", "dd"), through=("div",)):
        if element.name == "dt":
            place = context.pos(element)
            items.append(Definition(_line(element, context), (), pos=place))
        else:
            last = items.pop() if items else Definition((), ())
            added = _in_language(blocks(element.children, context), language(element))
            items.append(replace(last, blocks=(*last.blocks, *added)))
    if items:
        yield DefinitionList(tuple(items), pos=pos)


def _quote(tag: Tag, context: Context) -> Iterator[Block]:
    pos = context.pos(tag)
    if note := alert(tag):
        kind, title = note
        yield callout(kind, (Text(title),), blocks(tag.children, context), pos)
    else:
        yield Quote(blocks(tag.children, context), pos=pos)


def _code_block(tag: Tag, context: Context) -> Iterator[Block]:
    code = tag.find("code")
    names = code.get_attribute_list("class") if isinstance(code, Tag) else []
    language = next((str(n).removeprefix("language-") for n in names if n), "")
    text = code_text(tag, "\n").removesuffix("\n")
    if title := str(tag.get("title", "")).strip():
        yield Para((Text(f"{title}\u00a0:"),), pos=context.pos(tag))
    yield CodeBlock(text, language, pos=context.pos(tag))


def _table(tag: Tag, context: Context) -> Iterator[Block]:
    pos = context.pos(tag)
    captions = tag.find_all("caption", recursive=False)
    title = inlines(spaced(captions), context)
    sections = ("thead", "tbody", "tfoot", "colgroup", "col")
    yield from blocks(stray_content(tag, ("tr", "caption"), through=sections), context)
    rows = []
    for row in direct_elements(tag, ("tr",), through=sections):
        if row.has_attr(EXTRA_CELLS):
            context.tell("cellules-en-trop", _TOO_MANY_CELLS, row, " ")
        yield from blocks(stray_content(row, _CELLS, through=()), context)
        cells = direct_elements(row, _CELLS)
        rows.append(Row(tuple(_cell(c, context, language(row)) for c in cells)))
    yield Table(tuple(rows), title, pos=pos)


_TOO_MANY_CELLS = (
    "Cette ligne du tableau a plus de cellules que la première : elles sont gardées, dans "
    "des colonnes sans nom. Nommez ces colonnes, ou retirez un « | » de trop (« \\| » s’il "
    "fait partie des mots)."
)


def _cell(tag: Tag, context: Context, lang: str) -> Cell:
    def span(name: str) -> int:
        return max(1, whole_number(str(tag.get(name, "1")), 1000) or 1)

    content = blocks(tag.children, context)
    head, lang = tag.name == "th", language(tag) or lang
    return Cell(content, head, span("colspan"), span("rowspan"), lang=lang)


def _figure(tag: Tag, context: Context) -> Iterator[Block]:
    pos = context.pos(tag)
    captions = [caption.extract() for caption in tag.find_all("figcaption")]
    images = tag.find_all("img")
    title = inlines(spaced(captions), context)
    for number, image in enumerate(images):
        last = number == len(images) - 1
        yield figure(image, title if last else (), pos)
        image.extract()
    if title and not images:
        yield Para(title, pos=pos)
    yield from blocks(tag.children, context)


def _rule(tag: Tag, context: Context) -> Iterator[Block]:
    yield Rule(pos=context.pos(tag))


def _titled(tag: Tag, context: Context) -> Iterator[Block]:
    summary = tag.find("summary", recursive=False)
    if isinstance(summary, Tag):
        summary.extract()
        pos = context.pos(summary)
        title = summary_title(tag, title_text(inlines(summary.children, context)))
        yield Div(blocks(tag.children, context), "section", title, pos=pos)
    else:
        yield from blocks(tag.children, context)


def _division(tag: Tag, context: Context) -> Iterator[Block]:
    """Yield a division; those of the extensions of Markdown have a class."""
    pos = context.pos(tag)
    match division(tag):
        case "admonition":
            title, kind, named = admonition(tag)
            words = inlines(title.children, context) if title else ()
            held = blocks(tag.children, context)
            yield callout(kind, (Text(named),) if named else words, held, pos)
        case "tabs":
            tabs = [
                Div(blocks(tab.extract().children, context), "tab", title, pos=pos)
                for title, tab in tabs_of(tag)
            ]
            yield Div(tuple(tabs), "tabs", pos=pos)
            yield from blocks(tag.children, context)  # what a stray end tag put after
        case "formula":
            tag.string = formula(tag)
            context.tell("formule-en-source", FORMULA, tag)
            yield CodeBlock(tag.get_text(), pos=pos)
        case _:
            yield from blocks(tag.children, context)


_BlockReader: TypeAlias = Callable[[Tag, Context], Iterator[Block]]
_BLOCK_READERS: Mapping[str, _BlockReader] = {
    "div": _division,
    "ul": _list,
    "ol": _list,
    "menu": _list,
    "dl": _definitions,
    "blockquote": _quote,
    "pre": _code_block,
    "table": _table,
    "figure": _figure,
    "hr": _rule,
    "details": _titled,
}


def inlines(elements: Iterable[PageElement], context: Context) -> tuple[Inline, ...]:
    """Return the inlines of ``elements``, without white space at either end."""
    found = [inline for e in elements for inline in _inline(e, context)]
    return trimmed(merged(found))


def _inline(element: PageElement, context: Context) -> Iterator[Inline]:
    if isinstance(element, PreformattedString):
        yield from pauses(element)
        if not isinstance(element, Comment):
            report_instruction(element, context)
        return
    if isinstance(element, NavigableString):
        yield from words(str(element), sense_lines=context.sense_lines)
        return
    if not isinstance(element, Tag):
        return
    report_left_open(element, context)
    if element.name in WITHOUT_TEXT:
        report_dropped(element, context)
        return
    report_literal_tag(element, context)
    children = tuple(merged(i for e in element.children for i in _inline(e, context)))
    lang = language(element)
    for inline in _inline_tag(element, children, context):
        own = inline.lang or isinstance(inline, Text | LineBreak)
        yield inline if own else replace(inline, lang=lang)


def _inline_tag(  # noqa: C901 - one case a tag
    tag: Tag, children: tuple[Inline, ...], context: Context
) -> Iterator[Inline]:
    match tag.name:
        case "em" | "i":
            yield Emph(children)
        case "strong" | "b":
            yield Strong(children)
        case "del" | "s" | "strike" if children:
            said = said_instead(tag)
            yield Deleted(children if said is None else (Span(children, said=said),))
        case "a" if tag.has_attr("href"):
            href = str(tag["href"])
            yield Link(titled(children, tag), href, pos=context.pos(tag))
        case "img":
            yield replace(titled_image(tag), pos=context.pos(tag))
        case "code":
            yield from _code(tag, children, context)
        case "br":
            yield LineBreak()
        case "abbr":
            yield Abbr(children, str(tag.get("title", "")))
        case "sup" if note_id(tag) in context.notes.by_id:
            yield from _note(tag, note_id(tag), context)
        case "sup" | "sub" | "mark":
            yield Span(children, tag.name)
        case _:
            yield from _other(tag, children, context)


def _code(tag: Tag, children: tuple[Inline, ...], context: Context) -> Iterator[Inline]:
    """Yield code, then the notes that are called in it."""
    for call in tag.find_all("sup"):
        if note_id(call) in context.notes.by_id:
            call.extract()
    yield Code(code_text(tag, " "))
    yield from (node for node in nodes(Span(children)) if isinstance(node, Note))


def _note(tag: Tag, name: str, context: Context) -> Iterator[Inline]:
    if note := context.notes.call(name):
        yield Note(blocks(note.children, context.in_note(name)))
    else:
        context.tell("note-repetee", AGAIN, tag)


def _other(tag: Tag, children: tuple[Inline, ...], context: Context) -> Iterator[Inline]:
    if division(tag) == "formula":
        tag.string = formula(tag)
        context.tell("formule-en-source", FORMULA, tag)
        children = (Code(tag.get_text()),)
    lang = language(tag)
    said = said_instead(tag)
    if lang or said is not None:
        children = (Span(children, lang=lang, said=said),)
    if tag.name == "q":
        children = tuple(quoted(tag, children, context.lang))
    if lang or said is not None:
        yield from children
        return
    if tag.name not in {*_PLAIN, *_PARTS, "a"}:
        report_unknown_tag(tag, context)
    apart = (Text(" "),) if tag.name in _APART and not ends_drawing(tag) else ()
    yield from (*apart, *children, *apart)


def title_text(content: tuple[Inline, ...]) -> str:
    """Return inlines as the text of a title."""
    return SPACE.sub(" ", plain_text(labelled(Para(content)))).strip()


# Elements without text


WITHOUT_TEXT = {
    "script", "style", "template", "head", "noscript", "source", "input", "meta", "link",
}  # fmt: skip
_UNSAID = {"source", "input", "head", "meta", "link"}
_NOT_TEXT = (
    "Ce qui est entre « <? » ou « <! » et « > » n’est pas du texte à lire : il n’est pas "
    "publié."
)


def report_dropped(tag: Tag, context: Context) -> None:
    """Report that the content of ``tag`` is not published."""
    if tag.name not in _UNSAID and not tag.has_attr(LEFT_OPEN):
        message = (
            f"Le contenu de la balise <{tag.name}> n’est pas du texte à lire : "
            "il n’est pas publié."
        )
        context.tell("balise-retiree", message, tag)


def report_instruction(element: PageElement, context: Context) -> None:
    """Report that a processing instruction is not published."""
    context.tell("balise-retiree", _NOT_TEXT, element)
