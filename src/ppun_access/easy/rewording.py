"""Write sentences otherwise in the Markdown of an easy text; nothing else of it changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from ppun_access.easy.answers import letters
from ppun_access.french.sentences import split_sentences

_UNSEEN = re.compile(
    r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$|<!--.*?-->|^ {0,3}(```+|~~~+).*?^ {0,3}\1",
    re.S | re.M,
)
_MASK = "\0"
_LINE = re.compile(r"^(\s*(?:(?:[-*+>]|\d+[.)]|#{1,6})\s+)*)(.*?)\s*$")
_GOES_ON = re.compile(r"[\s>]*\Z")
_MARK = re.compile(
    r"\*\*|__|`|\\(?=\W|\Z)|\[\^[^\]]*\]|\[(?=[^\]]*\]\()|\]\([^)]*\)|<[^>]*>|\0+"
)
_ENTITY = re.compile(r"&#?\w+;")
_ESCAPED = re.compile(r"\\.")
_EMPHASIS = re.compile(r"\*+|_+|`+")
_CELLS = re.compile(r"(?<!\\)\|")
_HELD = re.compile(r"\]\(|\[\^|<")
"""What a sentence written otherwise would lose: a link, a note, a comment."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sentence of a text, the ``time``-th of those with its letters (from 1)."""

    text: str
    time: int = 1


@dataclass(frozen=True, slots=True)
class _Block:
    """The words of a paragraph, on one line; ``places``: where each character stands."""

    words: str
    places: tuple[int, ...]
    lines: tuple[int, ...]
    """Where its lines begin in ``words``."""


def reworded(
    text: str, changes: Mapping[Wanted, str]
) -> tuple[str, dict[Wanted, int | None]]:
    """Return a page with sentences replaced, and those that were not: their line, if known.

    ``changes``: a sentence → what to write instead, in Markdown, on one line. A sentence
    may stand over several lines, or with others on one; what holds a link, a note, or a
    half of a bold passage is left to a person.
    """
    wanted = {(letters(one.text), one.time): one for one in changes}
    left: dict[Wanted, int | None] = dict.fromkeys(changes)
    seen: Counter[str] = Counter()
    parts, end = list[str](), 0
    for key, start, stop in _sentences(text, {key for key, _ in wanted}):
        seen[key] += 1
        one = wanted.get((key, seen[key]))
        if one is None:
            continue
        if _HELD.search(text, start, stop) or not _is_whole(text[start:stop]):
            left[one] = text.count("\n", 0, start) + 1
            continue
        parts += text[end:start], changes[one]
        end = stop
        del left[one]
    return "".join((*parts, text[end:])), left


def _is_whole(part: str) -> bool:
    """Tell whether emphasis and code that begin in ``part`` end in it."""
    marks = Counter(_EMPHASIS.findall(_ESCAPED.sub("", part)))
    return all(count % 2 == 0 for count in marks.values())


def _sentences(text: str, keys: set[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the sentences whose letters are in ``keys``: letters, start and end."""
    longest = max(map(len, keys), default=0)
    for block in _blocks(_UNSEEN.sub(lambda m: re.sub(r"[^\n]", _MASK, m[0]), text)):
        cuts = _cuts(block)
        done = 0
        for first, start in enumerate(cuts):
            for last in range(max(first, done) + 1, len(cuts)):
                key = letters(block.words[start : cuts[last]])
                if len(key) > longest or first < done:
                    break
                if key in keys:
                    yield key, *_span(text, block, start, cuts[last])
                    done = last
                    break


def _cuts(block: _Block) -> list[int]:
    """Return where sentences of ``block`` may begin and end.

    It is where one ends, and where a line begins with a capital.
    """
    at, cuts = 0, {0, len(block.words)}
    for piece in split_sentences(block.words):
        cuts.add(at)
        at += len(piece)
    cuts |= {at for at in block.lines if block.words[at : at + 1].isupper()}
    return sorted(cuts)


def _span(text: str, block: _Block, first: int, last: int) -> tuple[int, int]:
    """Return where words stand in ``text``, with the marks that touch them."""
    words = block.words[first:last]
    start = block.places[first + len(words) - len(words.lstrip())]
    stop = block.places[first + len(words.rstrip()) - 1] + 1
    while start and not text[start - 1].isspace():
        start -= 1
    while text[stop : stop + 1].strip() and text[stop : stop + 2] != "\\\n":
        stop += 1
    return start, stop


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the paragraphs, items and titles of Markdown, in order; no row of a table."""
    held, at = list[tuple[str, int]](), 0
    for line in text.split("\n"):
        found = _LINE.match(line)
        prefix, words = (found[1], found[2]) if found else ("", "")
        blank = not any(map(str.isalnum, words)) or bool(_CELLS.search(words))
        if held and (blank or not _GOES_ON.match(prefix)):
            yield _block(held)
            held = []
        if not blank:
            held.append((words, at + len(prefix)))
        if held and "#" in prefix:
            yield _block(held)
            held = []
        at += len(line) + 1
    if held:
        yield _block(held)


def _block(lines: Sequence[tuple[str, int]]) -> _Block:
    words, places, begun = list[str](), list[int](), list[int]()
    for line, at in lines:
        if words:
            words.append(" ")
            places.append(places[-1] + 1)
        begun.append(len(words))
        for sign, offset in _unmarked(line):
            words.append(sign)
            places.append(at + offset)
    return _Block("".join(words), tuple(places), tuple(begun))


def _unmarked(line: str) -> Iterator[tuple[str, int]]:
    """Yield the characters of a line without its marks, and where each stands."""
    at = 0
    while at < len(line):
        if mark := _MARK.match(line, at):
            at = mark.end()
            continue
        entity = _ENTITY.match(line, at)
        end = entity.end() if entity else at + 1
        yield from ((sign, at) for sign in unescape(line[at:end]))
        at = end
