"""Read a web page as a browser saves it: its main content, without its menus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from ppun_access.document.model import Document, Heading, Pos
from ppun_access.readers.context import Context
from ppun_access.readers.depth import limited_depth
from ppun_access.readers.front_matter import with_language
from ppun_access.readers.html.elements import placed
from ppun_access.readers.html.notes import as_notes
from ppun_access.readers.html.parsing import DRAWINGS, parsed
from ppun_access.readers.html.pictures import picture_source
from ppun_access.readers.html.preparation import is_hidden, limit_depth, unfold
from ppun_access.readers.html.repairs import LEFT_OPEN
from ppun_access.readers.html.tree import read_tree
from ppun_access.readers.markdown.page import page
from ppun_access.readers.model import ReaderOptions
from ppun_access.readers.own_block import without_own_block
from ppun_access.report import Finding, Report

_CHARSET = re.compile(rb"""<meta\b[^>]*\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_XML = re.compile(rb"""\A\s*<\?xml\b[^>]*\bencoding\s*=\s*["']([\w.:-]+)""")
_PROLOGUE = re.compile(r"\A\s*<\?xml\b[^>]*>")
_SNIFFED = 4096
"""Bytes of a page in which it says its encoding."""
_FORMS = "formulaires"
_AROUND: Mapping[str, str] = {
    "nav": "menus", "header": "en-tête", "footer": "pied de page",
    "aside": "encadrés de côté", "dialog": "fenêtres", "form": _FORMS, "button": _FORMS,
    "select": _FORMS, "textarea": _FORMS, "search": _FORMS,
}  # fmt: skip
_ROLES: Mapping[str, str] = {
    "navigation": "menus", "banner": "en-tête", "contentinfo": "pied de page",
    "complementary": "encadrés de côté", "search": _FORMS, "dialog": "fenêtres",
    "alertdialog": "fenêtres", "menu": "menus", "menubar": "menus", "toolbar": "menus",
}  # fmt: skip
_PROGRAMS = (
    "script", "style", "template", "noscript", "link", "meta", "base", "canvas", "input",
    "map", "param", "frame", "frameset", "noframes",
)  # fmt: skip
_MOST = 0.6
"""The share of the words of a page below which a part is not the main one."""
_SUBJECT = re.compile(r"(?<!\s)\s++[|–—·»-]\s+")


def declared_charset(content: bytes) -> str:
    """Return the encoding that a page says, empty when it says none."""
    head = content[:_SNIFFED]
    found = _CHARSET.search(head) or _XML.search(head)
    return found[1].decode("ascii", "replace") if found else ""


def read_page(
    source: str, name: str, options: ReaderOptions, report: Report
) -> tuple[Document, ...]:
    """Return the one document of a web page; ``name`` is its path, for messages.

    What is around the main content is left out, and reported in one finding.
    """
    soup = parsed(_PROLOGUE.sub(lambda found: "\n" * found[0].count("\n"), source))
    front = dict(_front(soup))
    title = front.get("title", "")
    options = with_language(options, front, name, title, report)
    unfold(soup)
    hidden = _without_programs(soup)
    _without_title(soup)
    as_notes(soup)
    before = _words(_body(soup))
    around = _around(soup)
    main = _main(soup, around)
    heading = _heading(main, soup)
    kinds = _without_surroundings(soup, main, around)
    if hidden:
        kinds.append(f"texte caché : {hidden} mot{'s' if hidden > 1 else ''}")
    _report_left_out(before + hidden - _words(main), kinds, Pos(name, 1), title, report)
    context = Context(name, title, report, lang=options.lang)
    limit_depth(soup, context, main)
    _simplified(main, context)
    main.name = "div"  # it may be a cell
    if main is not soup:
        soup.clear()
        soup.append(main)
    content = without_own_block(read_tree(soup, context))
    content = limited_depth(content, name, title, report)
    if not any(isinstance(block, Heading) and block.level == 1 for block in content):
        front["title"] = heading or title
    else:
        front.pop("title", None)
    return (page(content, front, name, options),)


def _front(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Yield what the head of a page says, under the names of front matter."""
    html = soup.find("html")
    lang = (
        str(html.get("lang") or html.get("xml:lang") or "") if isinstance(html, Tag) else ""
    )
    if lang.strip():
        yield "lang", lang.strip()
    if isinstance(title := soup.find("title"), Tag):
        yield "title", _SUBJECT.split(" ".join(title.get_text().split()))[0]
    for key, names in (
        ("author", ("author", "dcterms.creator", "dc.creator")),
        ("description", ("description", "og:description")),
        ("date", ("date", "dcterms.issued", "article:published_time")),
    ):
        metas = (m for m in soup.find_all("meta") if _named(m) in names)
        text = next((str(m.get("content", "")).strip() for m in metas), "")
        if text:
            yield key, text[:10] if key == "date" else text


def _named(meta: Tag) -> str:
    return str(meta.get("name") or meta.get("property") or "").lower()


def _without_programs(soup: BeautifulSoup) -> int:
    """Take out what no reader of the page sees; return how many words were hidden."""
    for text in soup.find_all(string=lambda s: isinstance(s, PreformattedString)):
        text.extract()
    for tag in soup.find_all(_PROGRAMS):
        if not tag.has_attr(LEFT_OPEN):  # what it hides would be the rest of the page
            tag.extract()
    found = soup.find_all(lambda tag: is_hidden(tag) and not tag.has_attr(LEFT_OPEN))
    hidden = [tag.extract() for tag in list(_outermost(found))]
    return sum(map(_words, hidden))


def _without_title(soup: BeautifulSoup) -> None:
    """Remove what ``_front`` has read, wherever it is."""
    title = soup.find("title")
    if isinstance(title, Tag) and not title.find(True):
        title.extract()


_Around: TypeAlias = Mapping[int, str]
"""What each part of a page that stands around its text is, by the id of the part."""


def _main(soup: BeautifulSoup, around: _Around) -> Tag:
    """Return the main content: what says so, else the largest part."""
    worded = _worded(soup)
    for found in (
        soup.find_all("main"),
        soup.find_all(lambda tag: tag.get("role") == "main"),
        soup.find_all("article"),
    ):
        whole = [tag for tag in found if isinstance(tag, Tag) and id(tag) in worded]
        if len(whole) == 1:
            return whole[0]
    return _largest(_body(soup), _sizes(soup, around))


def _body(soup: BeautifulSoup) -> Tag:
    """Return the body of a page, or the whole page when words stand beside it.

    A browser puts in it what comes before or after, and the words of any other.
    """
    body = soup.body
    return body if body and _words(body) == _words(soup) else soup


def _largest(tag: Tag, sizes: Mapping[int, int]) -> Tag:
    """Return the smallest part that still has most of the words of ``tag``."""
    least = _MOST * sizes[id(tag)]
    while True:
        parts = [c for c in tag.find_all(True, recursive=False) if c.name in _HOLDERS]
        best = max(parts, key=lambda part: sizes[id(part)], default=None)
        if best is None or sizes[id(best)] < least or not least:
            return tag
        tag = best


_HOLDERS = ("div", "section", "article", "main", "center", "td", "table", "tbody", "tr")


def _sizes(soup: BeautifulSoup, around: _Around) -> Mapping[int, int]:
    """Count the words of each part, by its id; menus and the like have none."""
    sizes = Counter[int]()
    for element in reversed(list(soup.descendants)):
        part = id(element)
        held = sizes[part] if isinstance(element, Tag) else len(str(element).split())
        if part in around:
            sizes[part] = 0
        else:
            sizes[id(element.parent)] += held
    return sizes


def _outermost(tags: Iterable[PageElement]) -> Iterator[Tag]:
    inside: set[int] = set()
    for tag in tags:
        if isinstance(tag, Tag) and id(tag) not in inside:
            inside.update(map(id, tag.descendants))
            yield tag


def _words(tag: Tag) -> int:
    return len(tag.get_text(" ").split())


def _around(soup: BeautifulSoup) -> _Around:
    """Return the elements around the text, without the header of an article."""
    titles = _holders(soup.find_all("h1"))
    own = _inside(soup, ("main", "article"), "header")
    own |= {id(tag) for tag in soup.find_all("header") if id(tag) in titles}
    own |= _inside(soup, ("blockquote", "figure"), "footer")
    asides = (t for t in soup.find_all("aside") if t.find_parent(("main", "article")))
    own |= {id(tag) for tag in asides if not _is_linking(tag)}
    kinds = {}
    for tag in soup.find_all(True):
        kind = "" if id(tag) in own else _AROUND.get(tag.name, "")
        kinds[id(tag)] = _ROLES.get(str(tag.get("role", "")).strip().lower(), kind)
    return {part: kind for part, kind in kinds.items() if kind}


def _is_linking(tag: Tag) -> bool:
    """Return whether most words of a part are links, as in « Sur le même sujet »."""
    return 2 * sum(map(_words, tag.find_all("a", href=True))) > _words(tag)


def _inside(soup: BeautifulSoup, parts: tuple[str, ...], name: str) -> set[int]:
    """Return the ids of the elements called ``name`` in some parts."""
    return {id(t) for part in _outermost(soup.find_all(parts)) for t in part.find_all(name)}


def _worded(soup: BeautifulSoup) -> set[int]:
    """Return the ids of what holds words."""
    return _holders(text for text in soup.find_all(string=True) if text.strip())


def _holders(elements: Iterable[PageElement]) -> set[int]:
    """Return the ids of what holds some elements."""
    found: set[int] = set()
    for element in elements:
        for parent in element.parents:
            if id(parent) in found:
                break
            found.add(id(parent))
    return found


def _heading(main: Tag, soup: BeautifulSoup) -> str:
    """Return the title of a page whose main part has none: its only first heading."""
    found = [" ".join(h.get_text(" ").split()) for h in soup.find_all("h1")]
    return found[0] if len(found) == 1 and not main.find("h1") else ""


def _without_surroundings(soup: BeautifulSoup, main: Tag, around: _Around) -> list[str]:
    """Remove what surrounds the text; return what was removed."""
    worded = _worded(soup)
    parts = [tag for tag in soup.find_all(True) if id(tag) in around]
    kinds = [around[id(tag)] for tag in parts if id(tag) in worded]
    for tag in _outermost(tag for tag in main.find_all(True) if id(tag) in around):
        tag.extract()
    return list(dict.fromkeys(kinds))


def _report_left_out(
    words: int, kinds: list[str], pos: Pos, title: str, report: Report
) -> None:
    if words > 0:
        what = ", ".join(kinds) or "ce qui entoure le texte"
        left = "1 mot autour de lui est laissé"
        if words > 1:
            left = f"{words} mots autour de lui sont laissés"
        message = (
            f"Seul le contenu principal de cette page est publié : {left} de côté "
            f"({what}). Vérifiez qu’il n’y manque rien."
        )
        report.add(Finding("hors-contenu", message, pos, title))


def _simplified(main: Tag, context: Context) -> None:
    """Change what our tree has no word for: drawings become their titles."""
    for tag in _outermost(main.find_all(DRAWINGS)):
        tag.replace_with(placed(NavigableString(_drawn_words(tag)), tag))
    for tag in main.find_all("img"):
        src = str(tag.get("src", ""))
        later = str(tag.get("data-src") or tag.get("data-original") or "")
        src = later if later and (not src or src.startswith("data:")) else src
        tell = partial(_report_picture, context, tag)
        tag["src"] = picture_source(src, tell)
    for tag in main.find_all(lambda t: "-" in t.name or t.name in ("fieldset", "legend")):
        tag.name = "div"


_UNSEEN = ("symbol", "defs", "metadata")


def _drawn_words(drawing: Tag) -> str:
    """Return what a drawing is called, then the words that are in it, on one line."""
    for tag in drawing.find_all(_UNSEEN):
        tag.extract()
    inside = " ".join(drawing.get_text(" ").split())
    name = " ".join(str(drawing.get("aria-label") or "").split())
    return inside if name in inside else f"{name} {inside}".strip()


def _report_picture(context: Context, tag: Tag, code: str, message: str) -> None:
    pos = context.pos(tag)
    passage = str(tag.get("alt", ""))
    context.report.add(Finding(code, message, pos, context.page, passage))
