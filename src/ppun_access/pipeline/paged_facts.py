"""How a PDF shows a text, in the words of the audit; a page and a PDF judged together."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Protocol

from ppun_access.document.model import Version
from ppun_access.easy.audit.model import IN_PDF, PagedFacts, RenderedFacts, Worst
from ppun_access.settings import Settings
from ppun_access.writers.model import PdfOptions
from ppun_access.writers.pdf import rendered, variants

POINT = 4 / 3
"""CSS pixels."""
_LONGEST = ("fonts", "colours")
"""Of one rendering, what counts is how many it has: two formats may differ."""
_OF_THE_PAGE = ("words",)


class PdfLook(Protocol):
    """What the writer of PDF says of what it makes; sizes in points, margins in mm."""

    @property
    def family(self) -> str: ...  # noqa: D102
    @property
    def serif(self) -> bool: ...  # noqa: D102
    @property
    def smallest(self) -> float: ...  # noqa: D102
    @property
    def weight(self) -> int: ...  # noqa: D102
    @property
    def letter_spacing(self) -> float: ...  # noqa: D102
    @property
    def decorated(self) -> bool: ...  # noqa: D102
    @property
    def marked_lists(self) -> bool: ...  # noqa: D102
    @property
    def line_spacing(self) -> float: ...  # noqa: D102
    @property
    def paragraph_spacing(self) -> float: ...  # noqa: D102
    @property
    def alignment(self) -> str: ...  # noqa: D102
    @property
    def hyphenation(self) -> bool: ...  # noqa: D102
    @property
    def first_line_indent(self) -> float: ...  # noqa: D102
    @property
    def columns(self) -> int: ...  # noqa: D102
    @property
    def italics(self) -> bool: ...  # noqa: D102
    @property
    def capitals(self) -> bool: ...  # noqa: D102
    @property
    def sentence_a_line(self) -> bool: ...  # noqa: D102
    @property
    def text_colours(self) -> int: ...  # noqa: D102
    @property
    def contrast(self) -> float: ...  # noqa: D102
    @property
    def light_on_dark(self) -> bool: ...  # noqa: D102
    @property
    def page_format(self) -> str: ...  # noqa: D102
    @property
    def margins_mm(self) -> float: ...  # noqa: D102
    @property
    def page_numbers(self) -> bool: ...  # noqa: D102
    @property
    def page_total(self) -> bool: ...  # noqa: D102


def pdf_looks(version: Version, settings: Settings) -> tuple[PdfLook, ...]:
    """Return how each PDF of a version looks; none when the settings make none.

    The source that typst draws is written from the same record.
    """
    if "pdf" not in settings.formats:
        return ()
    options = PdfOptions(settings.pdf)
    return tuple(rendered(version, options, name) for name, _ in variants(version))


def of_pdf(
    look: PdfLook, following: tuple[str, ...] = ()
) -> tuple[RenderedFacts, PagedFacts]:
    """Return what ``look`` says of the text and of the pages.

    ``following`` are the sentences that another one precedes in their paragraph.
    """

    def where(wrong: bool) -> tuple[str, ...]:
        return (IN_PDF,) if wrong else ()

    shown = RenderedFacts(
        size=Worst(look.smallest * POINT, IN_PDF),
        weight=Worst(look.weight, IN_PDF),
        letter_spacing=Worst(look.letter_spacing, IN_PDF),
        line_spacing=Worst(look.line_spacing, IN_PDF),
        paragraph_spacing=Worst(look.paragraph_spacing, IN_PDF),
        contrast=Worst(look.contrast, IN_PDF),
        fonts=(look.family,),
        serif=where(look.serif),
        italic=where(look.italics),
        decorated=where(look.decorated),
        light_on_dark=where(look.light_on_dark),
        colours=tuple(f"couleur {n}" for n in range(1, look.text_colours + 1)),
        columns=where(look.columns > 1),
        capitals=where(look.capitals),
        run_on=() if look.sentence_a_line else following,
        hyphenated=where(look.hyphenation),
        indented=where(look.first_line_indent > 0),
        not_left=where(look.alignment != "left"),
        unmarked_bullets=where(not look.marked_lists),
        unmarked_numbers=where(not look.marked_lists),
    )
    pages = PagedFacts(
        format=look.page_format,
        margin_cm=look.margins_mm / 10,
        numbered=look.page_numbers,
        total_shown=look.page_total,
    )
    return shown, pages


def worst_pages(first: PagedFacts | None, second: PagedFacts) -> PagedFacts:
    """Return the worst of two PDFs: the narrowest margin, no number where one has none."""
    if first is None:
        return second
    margins = [m for m in (first.margin_cm, second.margin_cm) if m is not None]
    return replace(
        second,
        margin_cm=min(margins, default=None),
        numbered=first.numbered and second.numbered,
        total_shown=first.total_shown and second.total_shown,
    )


def together(page: RenderedFacts, pdf: RenderedFacts) -> RenderedFacts:
    """Return the worst of two renderings; what one does not tell, nobody knows."""
    values: dict[str, Any] = {}
    for name in (field.name for field in fields(RenderedFacts)):
        first, second = getattr(page, name), getattr(pdf, name)
        values[name] = first if name in _OF_THE_PAGE else _worse(name, first, second)
    return RenderedFacts(**values)


def _worse(name: str, first: Any, second: Any) -> Any:
    if first is None or second is None:
        return None
    if isinstance(first, Worst):
        return min(first, second, key=lambda worst: worst.value)
    if name in _LONGEST:
        return max(first, second, key=len)
    return tuple(dict.fromkeys((*first, *second)))
