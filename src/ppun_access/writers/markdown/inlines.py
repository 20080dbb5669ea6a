"""Render inlines as Markdown, or as the HTML that Markdown may hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
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
from ppun_access.document.walk import plain_text
from ppun_access.writers.markdown import characters

_PLAIN_ADDRESS = re.compile(r"[\w/:.?&=%#~+,;@-]+", re.ASCII)
_PLAIN_WORDS = re.compile(r"[^\W_](?:[\w ’',.;!?«»€%…-]*[^\W_])?")
_PLAIN_CODE = re.compile(r"[^\s`{$|\\](?:[^\n\t`{$|\\]*[^\s`{$|\\])?")


@dataclass(slots=True)
class Writing:
    """What one document remembers while it is written."""

    native: bool = True
    """Notes are « [^1] »; else all are HTML, as those of HTML blocks have to be."""
    notes: list[Note] = field(default_factory=list)
    raw_notes: bool = False
    """A note was called where Markdown is not read."""

    def call(self, note: Note, lang: str, *, markdown: bool) -> str:
        """Return the mark that calls ``note``, which is kept for the end."""
        self.notes.append(note)
        number = len(self.notes)
        self.raw_notes |= not markdown or bool(lang)
        if self.native:
            return f"[^{number}]"
        mark = f'<a class="footnote-ref" href="#note-{number}">{number}</a>'
        return f"<sup{lang}>{mark}</sup>"


def inlines(found: tuple[Inline, ...], w: Writing) -> str:
    """Return a line in Markdown."""
    text = ""
    for inline in found:
        text += _markdown(inline, text, w)
    return text


def html_inlines(found: tuple[Inline, ...], w: Writing) -> str:
    """Return a line for a raw block of HTML."""
    return "".join(_tagged(inline, w, characters.html, markdown=False) for inline in found)


def attribute(name: str, text: str) -> str:
    """Return an attribute, a space before it; nothing when it has no value."""
    return f' {name}="{characters.value(text)}"' if text else ""


def _markdown(inline: Inline, before: str, w: Writing) -> str:
    """Return an inline in Markdown's own marks if they are sure to be read as such."""
    if not inline.lang:
        match inline:
            case Strong((Text(words),)) if _marked(words, before):
                return f"**{characters.escaped(words)}**"
            case Emph((Text(words),)) if _marked(words, before):
                return f"*{characters.escaped(words)}*"
            case Deleted((Text(words),)) if _marked(words, before.replace("~", "*")):
                return f"~~{characters.escaped(words)}~~"
            case Code(text) if _PLAIN_CODE.fullmatch(text) and before[-1:] not in "\\`":
                return f"`{text}`"
            case Link((Text(words),), href) if _marked(words, "") and _is_plain(href):
                return f"[{characters.escaped(words)}]({href})"
            case Image() if _described(inline) and _is_plain(inline.src):
                return f"![{plain_text(inline)}]({inline.src})"
    return _tagged(inline, w, characters.escaped, markdown=True)


def _marked(words: str, before: str) -> bool:
    return bool(_PLAIN_WORDS.fullmatch(words)) and not before.endswith(("*", "\\"))


def _is_plain(address: str) -> bool:
    return bool(_PLAIN_ADDRESS.fullmatch(address))


def _described(image: Image) -> bool:
    words = plain_text(image)
    return not words or bool(_PLAIN_WORDS.fullmatch(words))


_MARKS = {Emph: "em", Strong: "strong", Deleted: "del"}


def _tagged(  # noqa: C901 - one case a node
    inline: Inline, w: Writing, escape: Callable[[str], str], *, markdown: bool
) -> str:
    """Return an inline as HTML; its text is escaped for where it stands."""
    lang = attribute("lang", inline.lang)

    def inside(children: tuple[Inline, ...]) -> str:
        return inlines(children, w) if markdown else html_inlines(children, w)

    match inline:
        case Text():
            return escape(inline.text)
        case Code():
            return f"<code{lang}>{escape(inline.text)}</code>"
        case LineBreak():
            return "<br>" if inline.text == "\n" else " "
        case Emph() | Strong() | Deleted():
            tag = _MARKS[type(inline)]
            held = inside(inline.children)
            return f"<{tag}{lang}>{held}</{tag}>" if held else ""
        case Link():
            href = f'href="{characters.value(inline.href)}"'
            return f"<a {href}{lang}>{inside(inline.children)}</a>"
        case Image():
            alt = attribute("alt", plain_text(inline)) or ' alt=""'
            return f'<img src="{characters.value(inline.src)}"{alt}{lang}>'
        case Note():
            return w.call(inline, lang, markdown=markdown)
        case Abbr():
            title = f'title="{characters.value(inline.title)}"'
            return f"<abbr {title}{lang}>{inside(inline.children)}</abbr>"
        case Span():
            return _span(inline, lang, inside(inline.children))
        case Sentence():
            return inside(inline.children)
        case _:
            assert_never(inline)


def _span(span: Span, lang: str, inside: str) -> str:
    if span.pause:
        return f"{inside}<!-- pause {span.pause} -->"
    if span.role in ("sup", "sub", "mark"):
        return f"<{span.role}{lang}>{inside}</{span.role}>"
    said = "" if span.said is None else attribute("data-dire", span.said)
    if span.said == "":
        said = ' data-lire="non"'
    return f"<span{lang}{said}>{inside}</span>" if lang or said else inside
