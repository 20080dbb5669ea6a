"""The Markdown of a paragraph of a first draft: a sentence or a sense line a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import indent

from ppun_access.document.model import (
    Block,
    CodeBlock,
    DefinitionList,
    Heading,
    Link,
    Quote,
    Strong,
)
from ppun_access.document.walk import nodes, plain_text, running_text
from ppun_access.easy.draft.passages import Passage
from ppun_access.easy.text import is_stopped, plain

_SPECIAL = re.compile(r"([\\`*\[\]{}|~]|(?<!\w)_|_(?!\w))")
"""Characters that Markdown reads as marks; « les_demarches », of an address, has none."""
_LINK = r"\[[^\]]*\]\([^)]*\)"


def markdown(
    block: Block,
    part: Sequence[Passage],
    lines: Sequence[Sequence[str]],
    links: Iterable[Link],
) -> str:
    """Return a paragraph in Markdown, a sentence or a sense line a line.

    It has its ``links``, and in bold what its author wrote so, where the words are kept.
    """
    apart = [one for some in lines for one in some if one[:1] == "\n"]
    own = ([one for one in some if one not in apart] for some in lines)
    whole = " ".join(plain_text(block).split())
    bold = (n for n in nodes(block) if isinstance(n, Strong) and plain_text(n) != whole)
    marked = [*links, *(() if isinstance(block, Heading | DefinitionList) else bold)]
    text = _written(block, list(zip(part, own, strict=True)), marked)
    return "\n\n".join((text, *(escaped_lines(one[1:]) for one in apart)))


def _written(
    block: Block,
    pairs: Sequence[tuple[Passage, Sequence[str]]],
    marked: list[Link | Strong],
) -> str:
    groups = [[*some] for _, some in groupby(pairs, key=lambda pair: pair[0].place)]
    places = [
        [line for _, some in group for line in _lines(some, marked)] for group in groups
    ]
    marks = [group[0][0].mark for group in groups]
    match block:
        case Heading():
            return f"{'#' * max(2, block.level)} {' '.join(places[0])}" if places else ""
        case CodeBlock():
            return f"```{block.language}\n{block.text}\n```"
        case DefinitionList():
            terms = {" ".join(running_text(item.term).split()) for item in block.items}
            said = (
                " ".join(one.source.text for one, _ in group if one.kept)
                for group in groups
            )
            return _defined([" ".join(one.split()) in terms for one in said], marks, places)
        case Quote():
            lined = _flowed(marks, places).split("\n")
            return "\n".join(f"> {line}".rstrip() for line in lined)
        case _:
            return _flowed(marks, places)


def _flowed(marks: Iterable[str], places: Iterable[Sequence[str]]) -> str:
    """Return paragraphs and items; a blank line parts what Markdown would read as one."""
    text, before = "", ""
    for mark, lines in zip(_settled(marks), places, strict=True):
        level, is_item = len(mark) - len(mark.lstrip(" ")), bool(mark.strip())
        # no « 4. » begins a list just under a paragraph
        near = mark.strip() in ("-", "1.") or len(before) != level
        text += ("\n" if is_item and near else "\n\n") if text else ""
        text, before = text + _item(mark, lines), mark
    return text


def _settled(marks: Iterable[str]) -> Iterator[str]:
    """Yield the marks of a part of a list; its first place stands under none."""
    above: list[tuple[int, int, int]] = []  # spaces before, spaces now, width now
    for mark in marks:
        level = len(mark) - len(mark.lstrip(" "))
        while above and above[-1][0] > level:
            above.pop()
        was, now, width = above[-1] if above else (0, 0, 0)
        now = min(level - was + now, width) if level > was else now
        above.append((level, now, now + len(mark) - level))
        yield " " * now + mark[level:]


def _lines(sentences: Sequence[str], marked: list[Link | Strong]) -> Iterator[str]:
    """Yield lines of Markdown; a blank one after a sentence without a stop parts it.

    Each of ``marked`` is taken away where it is written, at its first whole words, which
    may stand in two sense lines.
    """
    for before, sentence in zip(("", *sentences), sentences, strict=False):
        if before and not is_stopped(before):
            yield ""
        text = escaped_lines(sentence.strip())
        for node in [*marked]:
            words = " ".join(plain_text(node).split())
            # at the beginning of a line, and after it: « \\+33 », « +33 »
            both = [plain(one) for one in (escaped(words), escaped(f"x{words}")[1:])]
            either = "|".join(re.escape(one).replace(r"\ ", r"\s") for one in both)
            either = re.sub(r"(?<=«)(?:\\s)?|(?:\\s)?(?=»)", r"\\s?", either)
            seen = re.finditer(rf"{_LINK}|(?<!\w)({either})(?!\w)", plain(text))
            if found := next((one for one in seen if words and one[1]), None):
                start, end = found.span()
                text = text[:start] + _marked(text[start:end], node) + text[end:]
                marked.remove(node)
        yield from text.split("\n")


def _marked(text: str, node: Link | Strong) -> str:
    if isinstance(node, Strong):
        return f"**{text}**"
    return f"[{text}]({node.href.replace(' ', '%20')})"


def _item(mark: str, lines: Iterable[str]) -> str:
    """Return the lines of an item; those after the first stand under its text."""
    return mark + indent("\n".join(lines), " " * len(mark)).lstrip(" ")


def _defined(
    terms: Sequence[bool], marks: Sequence[str], places: Sequence[Sequence[str]]
) -> str:
    """Return terms in bold, each with its meanings; meanings may stand alone."""
    found = []
    each = zip(terms, marks, places, strict=True)
    for is_term, some in groupby(each, key=lambda one: one[0]):
        group = [(mark, lines) for _, mark, lines in some]
        if is_term:
            bold = (" ".join(filter(None, lines)) for _, lines in group)
            found += [f"- **{one}**\N{NO-BREAK SPACE}:" for one in bold]
            continue
        text = _flowed(*zip(*group, strict=True))
        if found:
            space = "\n" if group[0][0].strip() else " "
            found[-1] += space + indent(text, "  ").lstrip(" " if space == " " else "")
        else:
            found.append(text)
    return "\n".join(found)


def escaped_lines(text: str) -> str:
    """Return each line of ``text`` as Markdown that means no more than its characters."""
    return "\n".join(map(escaped, text.split("\n")))


def escaped(text: str) -> str:
    r"""Return ``text`` as Markdown that means no more than its characters.

    >>> escaped("1. Une * et <b>")
    '1\\. Une \\* et &lt;b>'
    """
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;")
    text = _SPECIAL.sub(r"\\\1", text)
    text = re.sub(r"^(\s*)([#>+=:-])", r"\1\\\2", text)
    return re.sub(r"^(\s*\d{1,3})(?=[.)]\s)", r"\1\\", text)
