"""Assume a language for passages in another script that declare none.

Without it, a voice spells them or says nothing, and the direction of the writing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

from ppun_access.document.model import (
    Deleted,
    Document,
    Emph,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    Node,
    Para,
    Pos,
    Span,
    Strong,
    Text,
)
from ppun_access.document.walk import nodes, shown_text, walk, wrapped
from ppun_access.report import Finding, Report
from ppun_access.transforms.model import TransformOptions


@dataclass(frozen=True, slots=True)
class _Script:
    """A script: how it is called, the language assumed, the languages written in it."""

    letters: str
    lang: str
    name: str
    other: str
    """Another language of this script, as an example."""
    written: str


_KANA = "\u3040-\u30ff\u31f0-\u31ff"
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
_SCRIPTS = (
    _Script("\u0370-\u03ff\u1f00-\u1fff", "el", "du grec", "grc", "el grc"),
    _Script("\u0590-\u05ff\ufb1d-\ufb4f", "he", "de l’hébreu", "yi", "he yi"),
    _Script(
        "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc",
        "ar", "de l’arabe", "fa", "ar fa ur ps sd ug ckb ks ku",
    ),
    _Script(
        "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
        "ru", "du russe", "uk", "ru uk be bg sr mk kk ky mn tg tt",
    ),
    _Script(_KANA + _HAN, "ja", "du japonais", "zh", "ja zh ko"),
    _Script(_HAN, "zh", "du chinois", "ja", "ja zh ko"),
    _Script(_HANGUL, "ko", "du coréen", "zh", "ko"),
)  # fmt: skip
_NAMES = {script.lang: script for script in _SCRIPTS}
_BETWEEN = r"[\s\d,.;:!?'’\-–、。，！？]{1,3}"
_LINE = (Text, Emph, Strong, Deleted, Link, LineBreak, Span)


@cache
def _pattern(script: _Script) -> re.Pattern[str]:
    """Return the pattern of words of a script, with spaces and marks between.

    Where words are parted, part of a word (« μm », « αβ-globuline ») is none.
    """
    some = f"[{script.letters}]+"
    run = f"{some}(?:{_BETWEEN}{some})*"
    if _HAN in script.letters:
        return re.compile(run)
    # marks such as vowel points are no letters: they may stand at the end
    return re.compile(rf"(?<![\w]){run}(?![\w]|[-‑]\w)")


_KANA_LETTER = re.compile(f"[{_KANA}]")


def scripts(document: Document, options: TransformOptions, report: Report) -> Document:
    """Give their likely language to the passages in a script that French has not.

    What has a language already is left alone, so are single letters (« α »), which are
    mathematics. The editor is told of each language once.
    """
    ours = _Marking(document.lang.partition("-")[0].lower())
    _report_assumed(document, ours, report)
    known = _declared_nodes(document)

    def whole(node: Node) -> Node:
        if isinstance(node, Para | Heading) and not known & set(map(id, nodes(node))):
            return replace(node, lang=node.lang or ours.language_of(node.children))
        return node

    marked = walk(document, whole)
    inside = _declared_nodes(marked)
    return walk(
        marked,
        lambda node: (
            tuple(ours.marked(node))
            if isinstance(node, Text) and id(node) not in inside
            else node
        ),
    )


def _declared_nodes(document: Document) -> set[int]:
    """Return the nodes with a known language, or that no voice reads."""
    return {
        id(below)
        for node in nodes(document)
        if node.lang or isinstance(node, Image)
        for below in nodes(node)
    }


@dataclass(frozen=True, slots=True)
class _Marking:
    """How passages are found in a document of a language."""

    ours: str

    def runs(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where each passage of ``text`` begins and ends, and its language."""
        if text.isascii():
            return
        for script in _SCRIPTS:
            if self.ours in script.written.split() or script.lang == "zh":
                continue
            for run in _pattern(script).finditer(text):
                lang = script.lang
                if lang == "ja" and not _KANA_LETTER.search(run[0]):
                    lang = "zh"
                if _is_word(run[0], _NAMES[lang]):
                    yield run.start(), run.end(), lang

    def language_of(self, line: tuple[Inline, ...]) -> str:
        """Return the language of a whole line, empty when it has none or several."""
        below = (node for inline in line for node in nodes(inline))
        if not all(isinstance(node, _LINE) for node in below):
            return ""
        text = shown_text(line)
        found = {lang for _, _, lang in self.runs(text)}
        if found == {"ja", "zh"}:
            found = {"ja"}
        if len(found) != 1:
            return ""
        (lang,) = found
        letters = re.compile(f"[{_NAMES[lang].letters}]")
        foreign = all(letters.match(c) for c in text if c.isalpha())
        return lang if foreign else ""

    def marked(self, node: Text) -> Iterator[Inline]:
        """Yield a text, each passage in a span that says its language."""
        found = sorted(self.runs(node.text))
        spans = ((start, stop, partial(_spoken, lang)) for start, stop, lang in found)
        return wrapped(node, spans)


def _spoken(lang: str, passage: Text) -> Span:
    return Span((passage,), lang=lang)


def _is_word(run: str, script: _Script) -> bool:
    """Return whether a passage holds a word: one letter is one in Chinese alone."""
    least = 1 if _HAN in script.letters else 2
    return bool(re.search(f"[{script.letters}]{{{least}}}", run))


def _report_assumed(document: Document, ours: _Marking, report: Report) -> None:
    """Tell, for each language, the first passage for which it is assumed."""
    known, told = _declared_nodes(document), set()
    for block in document.blocks:
        place = block.pos
        for node in nodes(block):
            place = node.pos or place
            if not isinstance(node, Text) or id(node) in known:
                continue
            for start, stop, lang in sorted(ours.runs(node.text)):
                if lang not in told:
                    told.add(lang)
                    report.add(_finding(lang, node.text[start:stop], place, document))


def _finding(lang: str, passage: str, pos: Pos | None, document: Document) -> Finding:
    script = _NAMES[lang]
    message = (
        f"La langue de ce passage n’est pas donnée : d’après son écriture, c’est "
        f"{script.name} (« {lang} »). Si ce n’est pas le cas, donnez-la, par exemple "
        f'« <span lang="{script.other}">…</span> ».'
    )
    code = "langue-supposee"
    return Finding(code, message, pos, document.title, passage)
