"""Reword sentences in the Markdown of an easy text, changing nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from ppun_access.easy.review.answers import letters
from ppun_access.french.text.sentences import split_sentences

_OPENS = re.compile(r"\A---[ \t]*\n|<!--|^ {0,3}(`{3,16}|~{3,16})", re.M)
"""A front matter, a comment, code."""
_FRONT_ENDS = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M)
_MASK = "\0"
_LINE = re.compile(r"^(\s*(?:>\s*|(?:[-*+]|\d+[.)]|#{1,6})\s+)*)(.*\S|)\s*$")
_GOES_ON = re.compile(r"[\s>]*\Z")
_MARK = re.compile(
    r"\*\*|__|`|\\(?=\W|\Z)|\[\^[^\]]{0,200}\]|\[(?=[^\]]{0,2000}\]\()"
    r"|\]\([^)]{0,2000}\)|<[^>]{0,2000}>|\0+"
)
_ENTITY = re.compile(r"&#?\w+;")
_ESCAPED = re.compile(r"\\.")
_EMPHASIS = re.compile(r"\*+|_+|`+|~~")
_AROUND = re.compile(r"[*_~]+")
_CODE = re.compile(r"[*_~]*`")
_CELLS = re.compile(r"(?<!\\)\|")
_HELD = re.compile(r"(?<!\\)\[|<")
"""What a sentence written otherwise would lose: a link, a note, a comment."""

_NOWHERE = -1
EVERYWHERE = 0
"""``times`` of a sentence that is to be written wherever it stands."""
_OPENING = re.compile(r"([*_]+)([^*_]+)\1")
"""What is bold at the head of a sentence: the word that a line of the glossary explains."""


@dataclass(frozen=True, slots=True)
class SentencePosition:
    """A sentence of a text, the ``time``-th of ``times`` with its letters (from 1)."""

    text: str
    line: int = 0
    """Where the paragraph that has them begins, from 1; 0: the whole text has them."""
    time: int = 1
    times: int = 1


@dataclass(frozen=True, slots=True)
class _Block:
    """The words of a paragraph without their marks, on one line."""

    words: str
    places: tuple[tuple[int, int], ...]
    """Where each character begins and ends."""
    lines: tuple[int, ...]
    """Where its lines begin in ``words``."""
    start: int
    """Where its words and their marks begin."""


@dataclass(frozen=True, slots=True)
class _FoundSentence:
    """A sentence in a text; ``lines``: where its paragraph begins, where it does."""

    start: int
    stop: int
    lines: tuple[int, int]


def wanted(
    sentences: Sequence[tuple[str, int, bool]], is_titled: bool
) -> Iterator[SentencePosition]:
    """Yield how each sentence is found in its file: by its letters, then its paragraph.

    ``sentences``: its words, the line of its paragraph or 0, and whether it explains a
    word, in each place that has it; the title comes first.
    ``is_titled``: the title is that of the front matter, in no paragraph.
    """
    keys = [(letters(text), line) for text, line, _ in sentences]
    alone, there = Counter(key for key, _ in keys), Counter(keys)
    seen: Counter[tuple[str, int]] = Counter()
    for number, (told, key) in enumerate(zip(sentences, keys, strict=True)):
        text, line, is_gloss = told
        seen[key] += 1
        if is_gloss:
            yield SentencePosition(text, times=EVERYWHERE)
        elif alone[key[0]] == 1 and (number or not is_titled):
            yield SentencePosition(text)
        else:
            yield SentencePosition(text, line or _NOWHERE, seen[key], there[key])


def reworded(
    text: str, changes: Mapping[SentencePosition, str]
) -> tuple[str, dict[SentencePosition, int | None]]:
    """Return a page with sentences replaced, and those that were not: their line, if known.

    ``changes``: a sentence → what to write instead, in Markdown, on one line. A sentence
    may stand over several lines, or with others on one; what holds a link, a note, or a
    half of a bold passage is left to a person, and so is one of several sentences that
    nothing tells from the others. What is bold as a whole stays so. What explains a word
    is written wherever it stands or nowhere, and keeps its word.
    """
    found = _sentences(text, {letters(one.text) for one in changes} - {""})
    left: dict[SentencePosition, int | None] = dict.fromkeys(changes)
    placed: dict[_FoundSentence, str] = {}
    for one, instead in changes.items():
        here = _chosen(one, instead, found.get(letters(one.text), ()))
        if not here or not placed.keys().isdisjoint(here):
            continue
        bound = [f for f in here if _is_bound(text[f.start : f.stop])]
        if bound:
            left[one] = bound[0].lines[-1]
            continue
        placed |= {f: _marked(instead, text[f.start : f.stop]) for f in here}
        del left[one]
    parts, end = list[str](), 0
    for place in sorted(placed, key=lambda place: place.start):
        parts += text[end : place.start], placed[place]
        end = place.stop
    return "".join((*parts, text[end:])), left


def _chosen(
    one: SentencePosition, instead: str, found: Sequence[_FoundSentence]
) -> list[_FoundSentence]:
    """Return where a sentence is to be written, nothing when that is not sure."""
    if one.times == EVERYWHERE:
        keeps_word = _word(instead) == _word(one.text)
        return [*found] if keeps_word else []
    here = [place for place in found if one.line in (0, *place.lines)]
    return [here[one.time - 1]] if len(here) == one.times else []


def _word(gloss: str) -> str:
    """Return the letters of the word that a line explains, none without a colon."""
    word, colon, _ = gloss.partition(":")
    return letters(word) if colon else ""


def _is_bound(part: str) -> bool:
    """Tell whether a sentence written otherwise would lose a link, code, half of a mark."""
    return bool(_HELD.search(part) or _CODE.match(part)) or not _is_whole(part)


def _marked(instead: str, part: str) -> str:
    """Return ``instead`` with the emphasis around ``part``, or around its first words."""
    if not (found := _AROUND.match(part)):
        return instead
    head = _OPENING.match(part)
    if head and re.match(rf"{re.escape(head[2])}(?!\w)", instead):
        return f"{head[0]}{instead[len(head[2]) :]}"
    begin, end = found[0], found[0][::-1]
    is_around = part.endswith(end) and begin not in part[len(begin) : -len(end)]
    return f"{begin}{instead}{end}" if is_around else instead


def _is_whole(part: str) -> bool:
    """Return whether emphasis and code that begin in ``part`` end in it."""
    marks = Counter(_EMPHASIS.findall(_ESCAPED.sub("", part)))
    return all(count % 2 == 0 for count in marks.values())


def _sentences(text: str, keys: set[str]) -> dict[str, list[_FoundSentence]]:
    """Return where the sentences whose letters are in ``keys`` stand, in order."""
    found: dict[str, list[_FoundSentence]] = {}
    longest = max(map(len, keys), default=0)
    for block in _blocks(_seen(text)):
        cuts = _cuts(block)
        done = 0
        for first, start in enumerate(cuts):
            for last in range(max(first, done) + 1, len(cuts)):
                key = letters(block.words[start : cuts[last]])
                if len(key) > longest or first < done:
                    break
                if key in keys:
                    place = _found(text, block, start, cuts[last])
                    found.setdefault(key, []).append(place)
                    done = last
                    break
    return found


def _seen(text: str) -> str:
    """Return ``text`` with what no reader sees, and code, masked in its place."""
    parts, done, at, last = list[str](), 0, 0, text.rfind("-->")
    while found := _OPENS.search(text, at):
        at = found.end()
        if end := _end(text, found, last):
            parts += (
                text[done : found.start()],
                re.sub(r"[^\n]", _MASK, text[found.start() : end]),
            )
            done = at = end
    return "".join((*parts, text[done:]))


def _end(text: str, found: re.Match[str], last: int) -> int:
    """Return where what ``found`` opens ends, 0 for nowhere; ``last`` ends comments."""
    start, marks = found.end(), found[1]
    if found[0] == "<!--":
        return text.find("-->", start) + 3 if start <= last else 0
    ends = [_FRONT_ENDS]
    if marks:
        sizes = range(len(marks), 2, -1)
        ends = [re.compile(rf"^ {{0,3}}{marks[0]}{{{size}}}", re.M) for size in sizes]
    closed = (each.search(text, start) for each in ends)
    return next((one.end() for one in closed if one), 0)


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


def _found(text: str, block: _Block, first: int, last: int) -> _FoundSentence:
    """Return where words stand in ``text``, with the marks that touch them."""
    words = block.words[first:last]
    first += len(words) - len(words.lstrip())
    last -= len(words) - len(words.rstrip())
    before = block.places[first - 1][1] if first else block.start
    after = block.places[last][0] if last < len(block.places) else len(text)
    start, stop = block.places[first][0], block.places[last - 1][1]
    while start > before and not text[start - 1].isspace():
        start -= 1
    while stop < after and not text[stop].isspace() and text[stop : stop + 2] != "\\\n":
        stop += 1
    begin, own = (text.count("\n", 0, at) + 1 for at in (block.start, start))
    return _FoundSentence(start, stop, (begin, own))


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
    words, begun, end = list[str](), list[int](), 0
    places: list[tuple[int, int]] = []
    for line, at in lines:
        if words:
            words.append(" ")
            places.append((end, at))
        begun.append(len(words))
        for sign, first, last in _unmarked(line):
            words.append(sign)
            places.append((at + first, at + last))
        end = at + len(line)
    return _Block("".join(words), tuple(places), tuple(begun), lines[0][1])


def _unmarked(line: str) -> Iterator[tuple[str, int, int]]:
    """Yield the characters of a line without its marks, where each begins and ends."""
    at = 0
    while at < len(line):
        if mark := _MARK.match(line, at):
            at = mark.end()
            continue
        entity = _ENTITY.match(line, at)
        end = entity.end() if entity else at + 1
        yield from ((sign, at, end) for sign in unescape(line[at:end]))
        at = end
