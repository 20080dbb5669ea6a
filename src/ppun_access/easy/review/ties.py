"""Link each paragraph of an easy text to its source paragraph, by a digest.

``<!-- source: 8f3a12c0d4e5 -->`` stands before what was made from one paragraph; it may
hold several digests, or none for what the source does not say. It is never published.
``<!-- source: essentiel-8f3a12c0d4e5 -->`` ties « L’essentiel » to the front matter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ppun_access.document.model import (
    NOT_AUTHORS,
    Block,
    Callout,
    Div,
    Document,
    Heading,
    Para,
    Rule,
    Table,
    Text,
)
from ppun_access.document.sources import cut_at_comments
from ppun_access.document.walk import labelled, plain_text, running_text, without_deleted
from ppun_access.easy.draft.essential import KEY, marked_points
from ppun_access.easy.review.answers import letters
from ppun_access.easy.review.digests import letters_digest, words_of_lines

DIGITS = 12
TIE = re.compile(r"^ {0,3}<!--[ \t]*source[ \t]*:([^\n]*?)-->[ \t\r]*$", re.I | re.M)
"""The comment of a tie; its digests."""
_STRESS = re.compile(r"(?<!\\)\*+|(?<![\w\\])_+(?=\w)|(?<=\w)_+(?!\w)")
_ESSENTIAL = f"{KEY}-"
"""Begins the digest of what the front matter says, which is no paragraph."""
_CELL, _ROW = " | ", " ; "
"""What parts the cells and the rows of a table that is quoted."""
_PIPE = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"[|:\s-]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, a list, a title… of a source; ``digest`` is that of its letters."""

    digest: str
    block: Block

    @property
    def lines(self) -> tuple[str, ...]:
        """Its words, line by line: « Ville | Prix » of a row of a table."""
        block = self.block
        found = _rows_of(block) if isinstance(block, Table) else words_of_lines((block,))
        return tuple(line for one in found if (line := " ".join(one.split())))

    @property
    def text(self) -> str:
        """Its words, on one line: « Ville | Prix ; Dole | 3 » of a table."""
        return (_ROW if isinstance(self.block, Table) else " ").join(self.lines)


@dataclass(frozen=True, slots=True)
class Tie:
    """A comment that ties a passage; ``line`` counts in the file, from 1."""

    digests: tuple[str, ...]
    line: int
    passage: str
    """What stands under it, without marks; empty when the paragraph was left out."""


def units(document: Document) -> tuple[Unit, ...]:
    """Return the paragraphs of a source, in order."""
    found = (
        (letters_digest(plain_text(labelled(b)), DIGITS), b) for b in _flow(document.blocks)
    )
    return tuple(Unit(digest, block) for digest, block in found)


def essential_unit(document: Document) -> tuple[Unit, ...]:
    """Return the text that a source's front matter marks for « L’essentiel », if any."""
    points = marked_points(document)
    digest = f"{_ESSENTIAL}{letters_digest(''.join(points), DIGITS)}"
    return (Unit(digest, Para((Text(" ".join(points)),))),) if points else ()


def _is_essential(digest: str) -> bool:
    return digest.startswith(_ESSENTIAL)


def _flow(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Div(role=role) if role in NOT_AUTHORS:
                pass
            case Div() | Callout():
                title = block.title if isinstance(block, Div) else ""
                asked = [Heading(3, (Text(title),), pos=block.pos)] if title else []
                yield from _flow((*asked, *block.blocks))  # a question, its answer
            case Rule():
                pass
            case _:
                if any(map(str.isalnum, plain_text(without_deleted(block)))):
                    yield block


def tie(digests: Iterable[str]) -> str:
    """Return the comment that ties a passage.

    >>> tie(["8f3a12c0d4e5"])
    '<!-- source: 8f3a12c0d4e5 -->'
    """
    return f"<!-- source: {' '.join(digests)} -->".replace("  ", " ")


def ties(text: str) -> tuple[Tie, ...]:
    """Return the ties of a Markdown text, in order."""
    found = list(TIE.finditer(text))
    starts = [one.start() for one in found]
    ends = [*starts, body_end(text)][1:]
    return tuple(
        Tie(tuple(one[1].lower().split()), line, _passage(text[one.end() : end]))
        for one, end, line in zip(found, ends, lines_at(text, starts), strict=True)
    )


def lines_at(text: str, places: Iterable[int]) -> Iterator[int]:
    """Yield the lines, from 1, on which places of a text stand, given in order."""
    line, done = 1, 0
    for place in places:
        line, done = line + text.count("\n", done, place), place
        yield line


def _passage(text: str) -> str:
    shown = _with_rows("".join(cut_at_comments(text)[::2]))
    words = re.sub(r"^[ \t]*(?:[-*+>]|#+|\d+\.)[ \t]+", "", shown, flags=re.M)
    return " ".join(_STRESS.sub("", words).split())


def _rows_of(table: Table) -> tuple[str, ...]:
    rows = (_CELL.join(map(plain_text, row.cells)) for row in table.rows)
    return running_text(table.caption), *rows


def _with_rows(text: str) -> str:
    r"""Return Markdown with the rows of its tables as they are quoted.

    >>> _with_rows("| Ville | Prix |\n|---|---|\n| Dole | 3 |")
    'Ville | Prix ; Dole | 3'
    """
    lines, in_table = list[str](), False
    for line in text.split("\n"):
        is_row = line.lstrip().startswith("|")
        if is_row and _DASHES.fullmatch(line):
            continue
        if is_row:
            whole = line.strip().removeprefix("|").removesuffix("|")
            line = _CELL.join(cell.strip() for cell in _PIPE.split(whole))
        if is_row and in_table:
            lines[-1] += f"{_ROW}{line}"
        else:
            lines.append(line)
        in_table = is_row
    return "\n".join(lines)


def _other_rows(text: str, other: str) -> str:
    """Return the rows of a quoted table that ``other`` has not, when both are tables."""
    if _CELL not in text or _CELL not in other:
        return text
    there = set(map(letters, other.split(_ROW)))
    rows = text.split(_ROW)
    return _ROW.join([row for row in rows if letters(row) not in there] or rows)


def outdated(found: Iterable[Tie], source: Iterable[Unit]) -> tuple[Tie, ...]:
    """Return the ties to a paragraph that the source no longer has: « à revoir »."""
    known = {unit.digest for unit in source}
    return tuple(one for one in found if set(one.digests) - known)


def changes(found: Sequence[Tie], source: Sequence[Unit]) -> tuple[tuple[Tie, str], ...]:
    """Return the outdated passages, each with the paragraph that replaced its own.

    Of a table that is still one, only the rows that differ.
    """
    moved = _moved(found, source)
    said: dict[str, str] = {unit.digest: unit.text for unit in source}
    told = (
        (one, " ".join(said[d] for d in digests if d not in one.digests))
        for one, digests in zip(found, moved, strict=True)
        if set(one.digests) - said.keys()
    )
    return tuple(
        (
            replace(one, passage=_other_rows(one.passage, fresh)),
            _other_rows(fresh, one.passage),
        )
        for one, fresh in told
    )


def outdated_passages(
    found: Sequence[Tie], source: Sequence[Unit]
) -> tuple[tuple[Tie, str], ...]:
    """Return the outdated passages, with the present text of their paragraphs."""
    moved = _moved(found, source)
    said: dict[str, str] = {unit.digest: unit.text for unit in source}
    return tuple(
        (one, " ".join(said[d] for d in digests))
        for one, digests in zip(found, moved, strict=True)
        if one.passage and digests and set(one.digests) - said.keys()
    )


def unlinked_paragraphs(found: Sequence[Tie], source: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return the paragraphs of the source that no passage covers or covered.

    « L’essentiel » is none: its words may stand in a version of before it had a tie.
    """
    moved = _moved(found, source)
    tied = {digest for digests in moved for digest in digests}
    return tuple(
        unit
        for unit in source
        if unit.digest not in tied and not _is_essential(unit.digest)
    )


def relinked(text: str, source: Sequence[Unit]) -> str:
    """Return ``text`` linked to the present ``source``, after a new review.

    What changed is reported by its place between what did not. A passage whose paragraph is
    gone is tied to nothing; a new paragraph is tied by nobody.
    """
    new = _moved(ties(text), source)
    rest = iter(new)
    return TIE.sub(lambda _: tie(next(rest)), text)


def _moved(found: Sequence[Tie], source: Sequence[Unit]) -> list[list[str]]:
    """Return the digests of each tie, those that went replaced by what took their place.

    « L’essentiel » takes the place of « L’essentiel » alone, wherever it stands.
    """
    tied = [(digest, n) for n, one in enumerate(found) for digest in one.digests]
    held = [one for one in tied if not _is_essential(one[0])]
    made: list[list[str]] = [[] for _ in found]
    essential = [unit.digest for unit in source if _is_essential(unit.digest)]
    for _, owner in (one for one in tied if _is_essential(one[0])):
        made[owner] += essential
    now = [unit.digest for unit in source if not _is_essential(unit.digest)]
    before, known = [digest for digest, _ in held], set(now)
    taken, places = set(before), dict[str, str]()
    more: list[tuple[int, list[str]]] = []
    for kind, start, end, first, last in SequenceMatcher(
        None, before, now, autojunk=False
    ).get_opcodes():
        fresh = [digest for digest in now[first:last] if digest not in taken]
        if kind == "replace" and fresh:
            for offset, digest in enumerate(before[start:end]):
                places.setdefault(digest, fresh[min(offset, len(fresh) - 1)])
            more.append((held[end - 1][1], fresh[end - start :]))
    new = [unit for unit in source if unit.digest in known - taken]
    after = _successors(found, taken - known, new, places)
    for digest, owner in held:
        made[owner] += [digest] if digest in known else after.get(digest, ())
    for owner, digests in more:
        made[owner] += digests
    return [list(dict.fromkeys(digests)) for digests in made]


def _successors(
    found: Iterable[Tie], gone: Collection[str], new: Sequence[Unit],
    places: Mapping[str, str],
) -> Mapping[str, tuple[str]]:  # fmt: skip
    """Return the paragraph that took the place of each that is gone, where one did.

    An easy text has an order of its own: ``places`` says what stands between the same
    neighbours; another that shares more words with the passages is the one.
    """
    said: dict[str, set[str]] = {digest: set() for digest in gone}
    for one in found:
        for digest in said.keys() & set(one.digests):
            said[digest] |= _telling(one.passage)
    told = [(unit.digest, _telling(unit.text)) for unit in new]
    after: dict[str, tuple[str]] = {}
    for digest, words in said.items():
        place = places.get(digest)
        shared = [(len(words & there), one == place, one) for one, there in told]
        most, _, best = max(shared, default=(0, False, ""))
        if place or (most and 2 * most >= len(words)):
            after[digest] = (best,)
    return after


def _telling(text: str) -> set[str]:
    """Return the numbers and the long words of ``text``."""
    return {w for w in re.findall(r"\w+", text.casefold()) if len(w) > 3 or w.isdigit()}


def completed(text: str, source: Sequence[Unit], drafts: Sequence[str]) -> str:
    """Return ``text`` with the draft of each paragraph that nothing is tied to.

    ``drafts`` are those of ``source``; each stands after the passage of the paragraph
    before it. Nothing else changes.
    """
    found = ties(text)
    starts = [one.start() for one in TIE.finditer(text)]
    missing = {unit.digest for unit in unlinked_paragraphs(found, source)}
    moved = _moved(found, source)
    owner = {digest: n for n, digests in enumerate(moved) for digest in digests}
    added: dict[int, list[str]] = {}
    firsts = (n for n, one in enumerate(found) if any(map(_is_essential, one.digests)))
    last = next(firsts, -1)
    for unit, draft in zip(source, drafts, strict=True):
        if unit.digest in missing:
            added.setdefault(last, []).append(draft)
            missing.discard(unit.digest)
        else:
            last = max(last, owner.get(unit.digest, last))
    places = [*starts, body_end(text)]
    for number in sorted(added, reverse=True):
        at = places[number + 1]
        block = "\n\n".join(added[number])
        text = f"{text[:at].rstrip()}\n\n{block}\n\n{text[at:].lstrip()}".rstrip() + "\n"
    return text


def body_end(text: str) -> int:
    """Return where the glossary of a text begins, else where the text ends."""
    found = re.search(r"^#+[ \t]*(?:Les )?mots difficiles", text, re.I | re.M)
    return found.start() if found else len(text)
