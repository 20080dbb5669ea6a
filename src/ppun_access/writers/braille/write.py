"""Write braille: BRF for embossers and braille displays, PEF for printers.

The text is prepared (``text``), transcribed by liblouis, then wrapped into pages
(``layout``): see docs/braille.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ppun_access.document.model import Document, Edition, Version
from ppun_access.formats import FORMATS, WIDE
from ppun_access.report import Report
from ppun_access.settings.sections import BrailleSettings
from ppun_access.tools import louis
from ppun_access.tools.louis import Grade, Transcript
from ppun_access.writers.braille.blocks import STEP, Paragraph, in_full, opened, paragraphs
from ppun_access.writers.braille.inlines import InlineState
from ppun_access.writers.braille.layout import (
    BLANK,
    Block,
    brf,
    centred,
    paged,
    pef,
    running_line,
    wrapped,
)
from ppun_access.writers.braille.letters import Line, composed, letters, number, text_of
from ppun_access.writers.braille.signs import with_base
from ppun_access.writers.braille.text import ready
from ppun_access.writers.braille.unknown_characters import with_forms, without_unknown
from ppun_access.writers.characters import one_line
from ppun_access.writers.labels import labelled, status_inside, status_label
from ppun_access.writers.model import BrailleOptions, Files, path_of
from ppun_access.writers.outline import outlined
from ppun_access.writers.units import LOOSE_WORDS, NBSP, count, upper_first

VARIANTS: Mapping[Grade, tuple[str, ...]] = {
    "integral": ("", WIDE), "abrege": ("abrege",)
}  # fmt: skip
"""The files of each braille."""
GRADES = {"integral": "Braille intégral", "abrege": "Braille abrégé"}
_SURE = frozenset(
    " \n0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    f"{NBSP}àâäæçèéêëîïôöùûüÿœÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŒ.,;:!?'’\"«»“”()[]-–—…/%€@&+=*°"
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞↉"
)
"""Characters that liblouis need not be asked about."""
_LOOSE = tuple(Paragraph(letters(word)) for word in sorted(LOOSE_WORDS))


def write_brf(edition: Edition, options: BrailleOptions, report: Report) -> Files:
    """Return the BRF files of each document: uncontracted, the same wider, contracted.

    Raises MissingToolError without liblouis.
    """
    asked = options.page
    cells = {kind.variant: kind.cells or asked.cells for kind in FORMATS["brf"].files}
    return {
        path_of("brf", document.id, edition.version, variant): brf(
            _pages(whole, replace(asked, cells=cells[variant]))
        )
        for document in edition.book.documents
        for grade, variants in VARIANTS.items()
        for whole in (_in_braille(document, edition, grade, options, report),)
        for variant in variants
        if variant != WIDE or cells[WIDE] != asked.cells
    }


def write_pef(edition: Edition, options: BrailleOptions, report: Report) -> Files:
    """Return a PEF file for each document, uncontracted."""
    page = options.page
    return {
        path_of("pef", document.id, edition.version): pef(
            _pages(_in_braille(document, edition, "integral", options, report), page),
            cells=page.cells,
            lines=page.lines,
            about=_about(document, edition),
        )
        for document in edition.book.documents
    }


@dataclass(frozen=True, slots=True)
class _InBraille:
    """A text in one braille, which is not in pages yet."""

    document: Document
    edition: Edition
    writing: _Writing
    running: str
    """Its title, in cells."""
    text: Sequence[tuple[Paragraph, str]]
    loose: frozenset[str]
    """The small words, in cells, that a title can do without."""
    shared: frozenset[str]
    """The words that the titles of other texts have too."""


def _in_braille(
    document: Document, edition: Edition, grade: Grade, options: BrailleOptions,
    report: Report,
) -> _InBraille:  # fmt: skip
    told = _body(document, report, edition.version, options)
    title = Paragraph(letters(one_line(document.title).strip(" ")))
    writing = _Writing(grade, report, document.title)
    (_, running), *text = _transcribed((title, *told), writing)
    alone = replace(writing, report=Report())  # what they lack is told of the title
    shared = (Paragraph(letters(word)) for word in options.shared.get(document.id, ()))
    few, many = (
        frozenset(cells for _, cells in _transcribed(words, alone))
        for words in (_LOOSE, shared)
    )
    return _InBraille(document, edition, writing, running, text, few, many)


def _pages(whole: _InBraille, page: BrailleSettings) -> list[list[str]]:
    """Return the pages of a text, title page first, as lines of Unicode braille."""
    inside = paged((_block(p, c, page.cells) for p, c in whole.text), page.lines - 1)
    opening = _opening(whole, page, len(inside))
    return opening + [
        [
            running_line(whole.running, number(n), page.cells, whole.loose, whole.shared),
            *lines,
        ]
        for n, lines in enumerate(inside, len(opening) + 1)
    ]


def transcribed(
    document: Document, grade: Grade, report: Report
) -> list[tuple[Paragraph, str]]:
    """Return the paragraphs of a text, then its notes and addresses, with their cells.

    A space may end a line, a blank cell may not.
    """
    writing = _Writing(grade, report, document.title)
    return _transcribed(_body(document, report, "integral", BrailleOptions()), writing)


def _transcribed(
    told: Iterable[Paragraph], writing: _Writing
) -> list[tuple[Paragraph, str]]:
    own = tuple(told)
    cells = _cells([paragraph.line for paragraph in own], writing)
    return [(p, p.mark + text) for p, text in zip(own, cells, strict=True)]


@dataclass(frozen=True, slots=True)
class _Writing:
    """In which braille a text is written, and whom to tell what it cannot hold."""

    grade: Grade
    report: Report
    title: str


# What is written


def _body(
    document: Document, report: Report, version: Version, options: BrailleOptions
) -> Iterator[Paragraph]:
    lang = document.lang.partition("-")[0] or "fr"
    easy = version == "facile"
    t = InlineState(
        report, document.title, titles=options.titles, base_url=options.base_url,
        lang=lang, by_sentence=easy,
    )  # fmt: skip
    for found in (paragraphs(outlined(document.blocks), t), _notes(t), _addresses(t)):
        # the contractions are those of French
        yield from found if document.is_french else map(in_full, found)


def _notes(t: InlineState) -> Iterator[Paragraph]:
    n = 0
    while n < len(t.notes):  # a note may hold another one
        if n == 0:
            yield _section("Notes")
        n += 1
        inside = paragraphs(outlined(t.notes[n - 1].blocks, 3), t)
        yield from opened(labelled(f"Note{NBSP}{n}", ""), inside)


def _addresses(t: InlineState) -> Iterator[Paragraph]:
    if t.links:
        yield _section("Adresses des liens")
    for n, (address, words) in enumerate(t.links.items(), 1):
        shown = letters(address, base=True)
        name = letters(labelled(words, "")) if words not in ("", address) else ()
        yield Paragraph((*letters(f"{n}.{NBSP}"), *name, *shown), 0, STEP)


def _section(name: str) -> Paragraph:
    return Paragraph(letters(name), 0, 0, "centre", 1, joined=True)


def _opening(whole: _InBraille, page: BrailleSettings, inside: int) -> list[list[str]]:
    """Return the title page: one, unless its words need more."""
    found: list[list[str]] = [[]]
    for _ in range(3):  # it says how many pages there are, and is one of them
        told = _facts(whole, len(found) + inside)
        cells = _transcribed(told, whole.writing)
        blocks = (_block(p, c, page.cells) for p, c in cells)
        made = paged(blocks, page.lines)
        if len(made) == len(found):
            return made
        found = made
    return found


def _facts(whole: _InBraille, total: int) -> Iterator[Paragraph]:
    """Yield the lines of the title page, in the middle; a blank line parts what differs."""
    document, edition, grade = whole.document, whole.edition, whole.writing.grade
    meta, book = document.meta, edition.book
    groups = (
        (book.publisher, book.title if book.title != document.title else ""),
        (document.title,),
        (meta.author, meta.role),
        (meta.date,),
        (status_label(meta.status, edition.version), GRADES[grade]),
        (count(total, "page"),),
    )
    for group in groups:
        told = [text for words in group if (text := one_line(words).strip(" "))]
        for n, text in enumerate(told):
            yield Paragraph(letters(text), 0, 0, "middle", int(n == 0))


def _about(document: Document, edition: Edition) -> Mapping[str, str]:
    """Return what a PEF file says of itself."""
    book, meta = edition.book, document.meta
    source = f"{book.title}\n{meta.source}\n{document.id}\n{edition.version}"
    digest = hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:16]
    label = upper_first(status_inside(meta.status, edition.version))
    return {
        "title": one_line(document.title).strip(" "),
        "creator": one_line(meta.author),
        "language": document.lang,
        "date": one_line(meta.date),
        "publisher": one_line(book.publisher),
        "description": f"{label}, {GRADES['integral'].lower()}",
        "format": "application/x-pef+xml",
        "identifier": f"urn:x-ppun:{digest}",
    }


# From letters to cells


def _cells(lines: Sequence[Line], writing: _Writing) -> list[str]:
    """Return ``lines`` in braille; what braille does not have is reported."""
    made = [composed(line) for line in lines]
    asked = {char for line in made for char in text_of(line)} - _SURE
    unknown = frozenset(louis.unknown_characters("".join(with_forms(asked))))
    known = (without_unknown(line, unknown, writing.report, writing.title) for line in made)
    return _in_cells([ready(line) for line in known], writing.grade)


def _in_cells(lines: Sequence[Line], grade: Grade) -> list[str]:
    """Return lines that are ready, in cells, with the signs that they hold.

    In contracted braille, what is not contracted has the table of uncontracted braille.
    """
    if grade == "integral":
        texts = louis.transcribe([_given(line) for line in lines], grade)
        return [_signed(*pair) for pair in zip(lines, texts, strict=True)]
    parts = [
        [(base, tuple(run)) for base, run in groupby(with_base(line), lambda x: x.base)]
        for line in lines
    ]
    runs = {
        base: [run for line in parts for own, run in line if own is base]
        for base in (False, True)
    }
    done = {
        base: iter(
            louis.transcribe([_given(run) for run in own], "integral" if base else grade)
        )
        for base, own in runs.items()
    }
    return ["".join(_signed(run, next(done[base])) for base, run in line) for line in parts]


def _given(line: Line) -> str:
    return text_of(line).replace(NBSP, " ")


def _signed(line: Line, text: Transcript) -> str:
    """Return cells with the signs of ``line`` in their places, and its kinds of blanks."""
    cells = list(text.cells.replace(BLANK, " "))
    signs = [""] * (len(cells) + 1)
    for letter, place in zip(line, text.places, strict=True):
        if letter.char == NBSP and cells[place : place + 1] == [" "]:
            cells[place] = BLANK
        if letter.sign and not signs[place].endswith(letter.sign):
            signs[place] += letter.sign
    return "".join(sign + cell for sign, cell in zip(signs, (*cells, ""), strict=True))


def _block(paragraph: Paragraph, cells: str, width: int) -> Block:
    blank = paragraph.blank
    match paragraph.place:
        case "centre":
            lines, after = centred(cells, width), blank
        case "middle":
            lines, after = centred(cells, width), 0
        case _:
            lines, after = wrapped(cells, width, paragraph.first, paragraph.rest), 0
    return Block(tuple(lines), blank, after, paragraph.joined)
