"""Repair malformed HTML and report it: open quotes, unclosed tags, stray brackets."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import Tag

from ppun_access.readers.context import Context
from ppun_access.report import Finding

# Attributes without their closing quotation mark


BADLY_WRITTEN = "data-badly-written"
"""The attribute that holds the beginning of what is badly written."""
_TAG = r"<(?P<name>[a-zA-Z][^\s/<>]*+)(?=[\s/])|<!--(?!-?>)"
_IN_HTML = re.compile(_TAG)
_IN_MARKDOWN = re.compile(rf"(?<![`\\])(?P<code>`++).+?(?<!`)(?P=code)(?!`)|{_TAG}")
_SIGN = re.compile(r"""[<>"']""")
_END = re.compile(r"[<>]")
_ATTRIBUTE = re.compile(r"[\w:-]+")
_TAG_AFTER = re.compile(r"[^>]*+>[^<]*+</?[a-zA-Z]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NO_WORDS = frozenset({
    "align", "class", "colspan", "dir", "height", "href", "id", "lang", "name", "open",
    "rel", "role", "rowspan", "src", "start", "style", "target", "type", "width",
})  # fmt: skip
"""Attributes that hold no « > », but for the square brackets of some classes."""
_MOST = 100
"""Tags of a page that are reported."""
_MOST_SEARCHED = 1_000_000
"""Characters of a page in which the ends of tags may be looked for in vain."""
_LONGEST = 80
"""Characters of what a finding says again."""
_WHOLE, _NO_TAG = -1, -2
"""What a value is that lacks nothing, and one that lacks the « > » of its tag too."""
_Change = tuple[int, int, str]
"""What replaces a piece of a text: it begins and ends there."""
_Found = tuple[int, list[_Change]]


def with_quotes(text: str, *, markdown: bool = False) -> str:
    """Return HTML with the quotation marks that its tags lack, each such tag marked.

    ``markdown``: the text is a passage of Markdown, its code is left.
    """
    pieces, done = list[str](), 0
    for start, end, added in _changes(text, markdown=markdown):
        pieces += (text[done:start], added)
        done = end
    return "".join((*pieces, text[done:]))


def _changes(text: str, *, markdown: bool) -> Iterator[_Change]:
    last = {sign: text.rfind(sign) for sign in ('"', "'")}
    closed, told = text.rfind("-->"), False
    end = count = searched = 0
    for sign in (_IN_MARKDOWN if markdown else _IN_HTML).finditer(text):
        start = sign.start()
        if start < end or text[start] == "`":
            continue
        found: list[_Change] = []
        if sign["name"]:
            end, found = _in_tag(text, start, sign.end(), last)
            if found[:1] == [(start, start + 1, "")] and searched < _MOST_SEARCHED:
                searched += end - start
                end = sign.end()  # it is text: others may begin in it
        elif start > closed and not (told and text[start - 1].isspace()):
            told, found = True, [(start, start + 1, "")]  # one, but « <b<!-- x » is a tag
        if not found:
            continue
        count += 1
        said = html.escape(text[start : start + _LONGEST].partition("\n")[0])
        mark = f' {BADLY_WRITTEN}="{said}"' if count <= _MOST else ""
        if found[0][0] == start:
            yield start, start + 1, f"<span{mark}>&lt;</span>" if mark else "&lt;"
        else:
            yield sign.end(), sign.end(), mark
            yield from found


def _in_tag(text: str, start: int, at: int, last: Mapping[str, int]) -> _Found:
    """Return where a start tag ends, and what it lacks; its attributes begin at ``at``."""
    found = list[_Change]()
    while (mark := _SIGN.search(text, at)) and (sign := mark[0]) not in "<>":
        said, at = text[at : mark.start()].rstrip(), mark.end()
        if not said.endswith("="):  # « l’eau », where attributes should be
            continue
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
        is_tag = text[place : place + 1] == ">" and "%}" not in text[start:place]
        return place if is_tag else _NO_TAG  # the block of GitBook ends, and words follow
    value, after = text[start:end], text[end + 1 : end + 2]
    odd = not after.isspace() and after not in ("/", ">")
    place, opens = value.find(">"), value.find("<")
    if -1 < opens < place or (odd and place < 0 <= opens):
        return _NO_TAG if odd else _WHOLE
    lacks = odd or _TAG_AFTER.match(value) or _BLANK_LINE.search(value)
    known = name and name[0].lower() in _NO_WORDS and "[" not in value
    if not lacks and not known:
        place = -1
    places = [p for p in (place, _next_attribute(value) if odd else -1) if p >= 0]
    return start + len(_trimmed(value[: min(places)])) if places else _WHOLE


def _end(text: str, at: int) -> int:
    """Return where the next « < » or « > » is."""
    found = _END.search(text, at)
    return found.start() if found else len(text)


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


def report_unclosed_quotes(soup: BeautifulSoup, context: Context) -> None:
    """Report the tags of a page that lack a quotation mark, each at its line."""
    tags = soup.find_all(lambda tag: tag.has_attr(BADLY_WRITTEN), limit=_MOST)
    found = {str(tag[BADLY_WRITTEN]): tag for tag in reversed(tags)}
    for written, tag in reversed(found.items()):
        name = tag.name
        match written[:4], name:
            case "<!--", _:
                fault = "Ce commentaire n’est jamais fermé : ajoutez « --> » à sa fin."
            case _, "span" if not written.lower().startswith("<span"):
                fault = "Il manque un guillemet ou « > » dans cette balise : ajoutez-le."
            case _:
                fault = f"Il manque un guillemet dans la balise <{name}> : ajoutez-le."
        code, pos = "balise-mal-ecrite", context.start(tag)
        message = f"{fault} Le texte est gardé."
        context.report.add(Finding(code, message, pos, context.page, written))


# Elements without their end tag


LEFT_OPEN = "data-left-open"
NEED_END = frozenset({
    "a", "abbr", "article", "aside", "b", "blockquote", "cite", "code", "del", "details",
    "div", "dl", "em", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "kbd",
    "mark", "ol", "q", "s", "section", "small", "span", "strong", "sub", "sup", "table",
    "u", "ul",
})  # fmt: skip
"""Those of a text that HTML lets no author leave open."""


def marked(tag: str, name: str) -> str:
    """Return a start tag with that note, if something should have ended it."""
    return f'{tag[:-1]} {LEFT_OPEN}="">' if name in NEED_END else tag


def report_left_open(tag: Tag, context: Context) -> None:
    """Report that ``tag``, or the element it replaces, is never closed."""
    if not tag.has_attr(LEFT_OPEN):
        return
    name = str(tag[LEFT_OPEN] or tag.name)
    if tag[LEFT_OPEN]:
        advice = f"retirez-la, ou ajoutez </{name}> à la fin de ce qu’elle contient"
    else:
        advice = f"ajoutez </{name}> à la fin de ce qu’elle marque"
    message = f"La balise <{name}> n’est pas fermée : {advice}. Le texte est gardé."
    pos, code = context.start(tag), "balise-non-fermee"
    found = Finding(code, message, pos, context.page, f"<{name}>")
    context.report.add(found)


# Words in angle brackets that are not markup


AS_WRITTEN: Final = "data-as-written"
ELEMENTS = frozenset({
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b",
    "base", "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body",
    "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup",
    "command", "content", "data", "datalist", "dd", "del", "details", "dfn", "dialog",
    "dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font",
    "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "i", "iframe", "image", "img", "input", "ins",
    "isindex", "kbd", "keygen", "label", "legend", "li", "link", "listing", "main", "map",
    "mark", "marquee", "math", "menu", "menuitem", "meta", "meter", "multicol", "nav",
    "nextid", "nobr", "noembed", "noframes", "noscript", "object", "ol", "optgroup",
    "option", "output", "p", "param", "picture", "plaintext", "portal", "pre", "progress",
    "q", "rb", "rbc", "rp", "rt", "rtc", "ruby", "s", "samp", "script", "search",
    "section", "select", "shadow", "slot", "small", "source", "spacer", "span", "strike",
    "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template",
    "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul",
    "var", "video", "wbr", "xmp",
})  # fmt: skip
"""Those of HTML, past and present."""
VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
})  # fmt: skip
"""Elements that hold nothing, and have no end tag."""
_BARE = frozenset({
    "align", "allowfullscreen", "alt", "async", "autofocus", "autoplay", "border",
    "checked", "class", "compact", "controls", "crossorigin", "declare", "default",
    "defer", "disabled", "download", "draggable", "formnovalidate", "height", "hidden",
    "href", "id", "inert", "ismap", "itemscope", "lang", "loop", "markdown", "multiple",
    "muted", "name", "nohref", "nomodule", "noresize", "noshade", "novalidate", "nowrap",
    "open", "playsinline", "popover", "readonly", "rel", "required", "reversed", "role",
    "scope", "seamless", "selected", "sortable", "src", "start", "style", "target",
    "title", "type", "value", "width",
})  # fmt: skip
"""Attributes that people write, or a program leaves, without a value."""
_PROGRAMS = ("<script", "<style")
"""What follows one of these is code for whoever parses, whatever its attributes."""
_WORDS_SHOWN = 60
"""Characters of what a message says again."""
_NAME = re.compile(r"<[^\s/>]*")
_PREFIXED = re.compile(r"\w+:[a-z][\w.-]*", re.ASCII)
_HYPHENATED = re.compile(r"[a-z][\w.]*-[\w.-]*", re.ASCII)
_QUOTED = re.compile(r"""=\s*["']""")
_ATTRIBUTE_OR_WORD = re.compile(
    r"""([^\s=]*+)\s*+(=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"']*+))?"""
)
"""Something in a tag, and its value if it has one."""
_ANY_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)(\s*>)?", re.IGNORECASE)


class Names:
    """The names of the tags of a page."""

    def __init__(self, page: str) -> None:
        found = [(bool(t[1]), bool(t[3]), t[2].lower()) for t in _ANY_TAG.finditer(page)]
        self.started = frozenset(name for end, _, name in found if not end)
        self.ended = frozenset(name for end, bare, name in found if end and bare)


def start_words(name: str, tag: str, names: Names, *, program: bool) -> str:
    """Return the text of something that looks like a start tag; empty for a real tag.

    ``program``: what follows is code for whoever parses, whatever its attributes.
    """
    if name in ELEMENTS and tag == f"<{name}>":
        return ""  # most of them, at little cost
    if not tag.endswith(">"):  # « x<y<b> »
        return tag
    written = is_sentence(tag) if program else _is_prose(tag)
    return tag if written or not _is_element(name, tag, names.ended) else ""


def end_words(name: str, tag: str, names: Names) -> str:
    """Return the text of something that looks like an end tag; empty for a real tag."""
    more = tag[2 + len(name) :].strip(" />\t\r\n")
    if not more and (name in ELEMENTS or name in names.started):
        return ""
    known = name in ELEMENTS or is_custom(name)
    written = _is_prose(f"<{tag[2:]}") if known else more or name not in names.started
    return tag if written else ""


def is_custom(name: str) -> bool:
    """Return whether a name is one of an office suite, or of another vocabulary."""
    return bool(_PREFIXED.fullmatch(name) or _HYPHENATED.fullmatch(name))


def _is_element(name: str, tag: str, ended: frozenset[str]) -> bool:
    if name in ELEMENTS or name in ended or _PREFIXED.fullmatch(name):
        return True
    bare = not tag[1 + len(name) :].strip(" />\t\r\n")
    custom = not bare and _HYPHENATED.fullmatch(name)
    return bool(custom or _QUOTED.search(tag))


def is_sentence(tag: str) -> bool:
    """Return whether the attributes of a start tag are really words."""
    return not tag.lower().startswith(_PROGRAMS) and _is_prose(tag)


def _is_prose(tag: str) -> bool:
    attributes = _NAME.sub("", tag, count=1).removesuffix(">")
    least = 2
    if "=" in attributes:
        parts, least = _ATTRIBUTE_OR_WORD.finditer(attributes), 3
        attributes = " ".join(part[1] for part in parts if not part[2])
    bare = [word.strip(".,;:!?…«»()\"'’/-–—`*_") for word in attributes.split()]
    words = [w for w in bare if _is_word(w) and w.lower() not in _BARE]
    return len(words) >= least or not all(map(str.isascii, words))


def _is_word(word: str) -> bool:
    """Return whether letters are a word; « data-hidden » is an attribute."""
    inside = "['’]" if word.isascii() else "['’-]"
    return re.sub(inside, "", word).isalpha()


def report_literal_tag(tag: Tag, context: Context) -> None:
    """Report that ``tag`` holds text that was written like a tag."""
    if tag.has_attr(AS_WRITTEN):
        words = tag.get_text()
        message = (
            f"« {shorten(words, _WORDS_SHOWN, placeholder=' …>')} » n’est pas une "
            "balise : ces mots sont publiés comme ils sont écrits. Pour en être sûr, "
            "écrivez « &lt; » à la place de « < »."
        )
        _report_words(message, words, tag, context)


def report_unknown_tag(tag: Tag, context: Context) -> None:
    """Report that ``tag`` is an unknown element."""
    message = (
        f"La balise <{tag.name}> n’est pas reconnue : son texte est gardé. "
        "Retirez-la si elle ne sert pas."
    )
    _report_words(message, " ".join(tag.get_text().split()), tag, context)


def _report_words(message: str, words: str, tag: Tag, context: Context) -> None:
    code = "balise-inconnue"
    pos = context.pos(tag)
    context.report.add(Finding(code, message, pos, context.page, words))
