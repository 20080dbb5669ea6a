"""Attributes whose last quotation mark is missing: it is added, and an editor is told.

To a parser, the value goes on to the next quotation mark of the page: all words up to it
were lost. A tag without « > » and a « <!-- » that nothing ends are text, and told as well.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from bs4 import BeautifulSoup

from ppun_access.document.model import Pos
from ppun_access.readers.context import Context
from ppun_access.report import Finding

_WRITTEN = "data-badly-written"
"""The attribute that holds the beginning of what is badly written."""
_TAG = r"<(?P<name>[a-zA-Z][\w:-]*+)(?=[\s/])|<!--(?!-?>)"
_IN_HTML = re.compile(_TAG)
_IN_MARKDOWN = re.compile(rf"(?<![`\\])(?P<code>`++).+?(?<!`)(?P=code)(?!`)|{_TAG}")
_BEFORE = re.compile(r"""[^<>"']*+(?=["'])""")
"""What stands in a tag before the next quotation mark."""
_TO_END = re.compile(r"[^<>]*+")
_ATTRIBUTE = re.compile(r"[\w:-]+")
_TAG_AFTER = re.compile(r"[^>]*+>[^<]*+</?[a-zA-Z]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NO_WORDS = frozenset({
    "align", "class", "colspan", "dir", "height", "href", "id", "lang", "name", "open",
    "rel", "role", "rowspan", "src", "start", "style", "target", "type", "width",
})  # fmt: skip
"""Attributes that hold no « > », but for the square brackets of some classes."""
_CODE = 4
"""Spaces that make code of a line of Markdown."""
_MOST = 100
"""Tags of a page that are told."""
_MOST_SEARCHED = 1_000_000
"""Characters of a page in which the ends of tags may be looked for in vain."""
_LONGEST = 80
"""Characters of what a finding says again."""
_WHOLE, _NO_TAG = -1, -2
"""What a value is that lacks nothing, and one that lacks the « > » of its tag too."""
_Change = tuple[int, int, str]
"""What is put in the place of a piece of a text: it begins and ends there."""
_Found = tuple[int, list[_Change]]


def with_quotes(text: str, columns: Sequence[int] = ()) -> str:
    """Return HTML with the quotation marks that its tags lack, each such tag marked.

    ``columns``: how far each line stands in lists, when it is Markdown; code is left.
    """
    pieces, done = list[str](), 0
    for start, end, added in _changes(text, columns):
        pieces += (text[done:start], added)
        done = end
    return "".join((*pieces, text[done:]))


def _changes(text: str, columns: Sequence[int]) -> Iterator[_Change]:
    last = {sign: text.rfind(sign) for sign in ('"', "'", "-->")}
    lines = [0, *(m.end() for m in re.finditer("\n", text))] if columns else []
    end = count = searched = 0
    for sign in (_IN_MARKDOWN if columns else _IN_HTML).finditer(text):
        start = sign.start()
        if start < end or text[start] == "`":
            continue
        found: list[_Change] = []
        if sign["name"]:
            end, found = _in_tag(text, start, sign.end(), last)
            if found[:1] == [(start, start + 1, "")] and searched < _MOST_SEARCHED:
                searched += end - start
                end = sign.end()  # it is text: others may begin in it
        elif start > last["-->"]:
            last["-->"], found = len(text), [(start, start + 1, "")]  # one is enough
        if not found or (columns and _is_code(text, start, lines, columns)):
            continue
        count += 1
        said = html.escape(text[start : start + _LONGEST].partition("\n")[0])
        mark = f' {_WRITTEN}="{said}"' if count <= _MOST else ""
        if found[0][0] == start:
            yield start, start + 1, f"<span{mark}>&lt;</span>" if mark else "&lt;"
        else:
            yield sign.end(), sign.end(), mark
            yield from found


def _is_code(text: str, at: int, lines: Sequence[int], columns: Sequence[int]) -> bool:
    """Tell whether the line of ``at`` is set back as code of Markdown is."""
    line = bisect_right(lines, at) - 1
    return not text[lines[line] : lines[line] + columns[line] + _CODE].strip()


def _in_tag(text: str, start: int, at: int, last: Mapping[str, int]) -> _Found:
    """Return where a start tag ends, and what it lacks; its attributes begin at ``at``."""
    found = list[_Change]()
    while before := _BEFORE.match(text, at):
        at = before.end() + 1
        said = before[0].rstrip()
        if not said.endswith("="):  # « l’eau », where attributes should be
            continue
        sign = text[at - 1]
        end = text.find(sign, at) if at <= last[sign] else -1
        place = _lacks(text, at, end, said[:-1].split()[-1:])
        if place == _NO_TAG:
            return at, [(start, start + 1, "")]
        if place != _WHOLE:
            found.append((place, place, sign))
        at = end + 1 if place == _WHOLE else place
    end = _end(text, at)
    if found and text[end : end + 1] != ">":
        return end, [(start, start + 1, "")]
    return end, found


def _lacks(text: str, start: int, end: int, name: list[str]) -> int:
    """Return where a value lacks its quotation mark, if it does.

    It begins at ``start``; the next mark is at ``end``, -1 when there is none.
    """
    if end < 0:
        place = _end(text, start)
        return place if text[place : place + 1] == ">" else _NO_TAG
    value, after = text[start:end], text[end + 1 : end + 2]
    odd = not after.isspace() and after not in ("/", ">")
    place, opens = value.find(">"), value.find("<")
    if -1 < opens < place:
        return _NO_TAG if odd else _WHOLE
    lacks = odd or _TAG_AFTER.match(value) or _BLANK_LINE.search(value)
    known = name and name[0].lower() in _NO_WORDS and "[" not in value
    if not lacks and not known:
        place = -1
    places = [p for p in (place, _next_attribute(value) if odd else -1) if p >= 0]
    return start + len(_trimmed(value[: min(places)])) if places else _WHOLE


def _end(text: str, at: int) -> int:
    """Return where the next « < » or « > » is."""
    found = _TO_END.match(text, at)
    return found.end() if found else at


def _next_attribute(value: str) -> int:
    """Return where another attribute begins at the end of a value: « x alt= »."""
    said = value.rstrip()
    words = said[:-1].rsplit(None, 1) if said.endswith("=") else []
    if not words or not _ATTRIBUTE.fullmatch(words[-1]):
        return -1
    before = said[:-1].rstrip().removesuffix(words[-1])
    return len(before.rstrip()) if before[-1:].isspace() else -1


def _trimmed(value: str) -> str:
    """Return a value without the « / » that ends its tag: « <img src="x /> »."""
    bare = value.removesuffix("/")
    return bare.rstrip() if bare[-1:].isspace() else value


def tell_badly_written(soup: BeautifulSoup, context: Context) -> None:
    """Note the tags of a page that lack a quotation mark, each at its line."""
    tags = soup.find_all(lambda tag: tag.has_attr(_WRITTEN))
    found = {str(tag[_WRITTEN]): tag.name for tag in tags}
    for written, name in found.items():
        match written[:4], name:
            case "<!--", _:
                fault = "Ce commentaire n’est jamais fermé : ajoutez « --> » à sa fin."
            case _, "span" if not written.lower().startswith("<span"):
                fault = "Il manque un guillemet ou « > » dans cette balise : ajoutez-le."
            case _:
                fault = f"Il manque un guillemet dans la balise <{name}> : ajoutez-le."
        code, line = "balise-mal-ecrite", context.finder.look(re.escape(written))
        pos = Pos(context.name, line, context.silenced)
        message = f"{fault} Le texte est gardé."
        context.report.add(Finding(code, message, pos, context.page, written))
