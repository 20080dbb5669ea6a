"""Words in angle brackets that are no markup: « Bonjour <votre prénom> », « x<y et y>z ».

A browser shows nothing of them. Whoever parses puts them in the tree as text, marked with
an attribute; ``tree.py`` tells where they are.
"""

from __future__ import annotations

import re
from textwrap import shorten
from typing import Final

from bs4.element import Tag

from ppun_access.readers.context import Context
from ppun_access.report import Finding

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
_LONGEST = 60
"""Characters of what a message says again."""
_NAME = re.compile(r"<[^\s/>]*")
_PREFIXED = re.compile(r"\w+:[a-z][\w.-]*", re.ASCII)
_HYPHENATED = re.compile(r"[a-z][\w.]*-[\w.-]*", re.ASCII)
_QUOTED = re.compile(r"""=\s*["']""")
_VALUE = re.compile(r"""[^\s=]*+\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"']*+)""")
"""An attribute and its value."""
_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)(\s*>)?", re.IGNORECASE)


class Names:
    """The names of the tags of a page."""

    def __init__(self, page: str) -> None:
        found = [(bool(t[1]), bool(t[3]), t[2].lower()) for t in _TAG.finditer(page)]
        self.started = frozenset(name for end, _, name in found if not end)
        self.ended = frozenset(name for end, bare, name in found if end and bare)


def start_words(name: str, tag: str, names: Names, *, program: bool) -> str:
    """Return what is written where ``tag``, a start tag, seems to be; empty when it is one.

    ``program``: what follows is code for whoever parses, whatever its attributes.
    """
    if name in ELEMENTS and tag == f"<{name}>":
        return ""  # most of them, at little cost
    if not tag.endswith(">"):  # « x<y<b> »
        return tag
    written = is_sentence(tag) if program else _is_prose(tag)
    return tag if written or not _is_element(name, tag, names.ended) else ""


def end_words(name: str, tag: str, names: Names) -> str:
    """Return what is written where ``tag``, an end tag, seems to be, as for a start."""
    more = tag[2 + len(name) :].strip(" />\t\r\n")
    if not more and (name in ELEMENTS or name in names.started):
        return ""
    known = name in ELEMENTS or _PREFIXED.fullmatch(name) or _HYPHENATED.fullmatch(name)
    written = _is_prose(f"<{tag[2:]}") if known else more or name not in names.started
    return tag if written else ""


def _is_element(name: str, tag: str, ended: frozenset[str]) -> bool:
    if name in ELEMENTS or name in ended or _PREFIXED.fullmatch(name):
        return True
    bare = not tag[1 + len(name) :].strip(" />\t\r\n")
    custom = not bare and _HYPHENATED.fullmatch(name)
    return bool(custom or _QUOTED.search(tag))


def is_sentence(tag: str) -> bool:
    """Tell whether what stands in the place of the attributes of a start tag is words."""
    return not tag.lower().startswith(_PROGRAMS) and _is_prose(tag)


def _is_prose(tag: str) -> bool:
    attributes = _NAME.sub("", tag, count=1).removesuffix(">")
    least = 2
    if "=" in attributes:
        attributes, least = _VALUE.sub(" ", attributes), 3
    bare = [word.strip(".,;:!?…«»()\"'’/-–—`*_") for word in attributes.split()]
    words = [w for w in bare if _is_word(w) and w.lower() not in _BARE]
    return len(words) >= least or not all(map(str.isascii, words))


def _is_word(word: str) -> bool:
    """Tell whether letters are a word; « data-hidden » is an attribute."""
    inside = "['’]" if word.isascii() else "['’-]"
    return re.sub(inside, "", word).isalpha()


def tell_as_written(tag: Tag, context: Context) -> None:
    """Note that ``tag`` holds words that were written as one, if so."""
    if tag.has_attr(AS_WRITTEN):
        words = tag.get_text()
        message = (
            f"« {shorten(words, _LONGEST, placeholder=' …>')} » n’est pas une balise : ces "
            "mots sont publiés comme ils sont écrits. Pour en être sûr, écrivez « &lt; » à "
            "la place de « < »."
        )
        _tell(message, words, tag, context)


def tell_unknown(tag: Tag, context: Context) -> None:
    """Note that ``tag`` is an element that nobody knows."""
    message = (
        f"La balise <{tag.name}> n’est pas reconnue : son texte est gardé. "
        "Retirez-la si elle ne sert pas."
    )
    _tell(message, " ".join(tag.get_text().split()), tag, context)


def _tell(message: str, words: str, tag: Tag, context: Context) -> None:
    code = "balise-inconnue"
    pos = context.near(tag)
    context.report.add(Finding(code, message, pos, context.page, words))
