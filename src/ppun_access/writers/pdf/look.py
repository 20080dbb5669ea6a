"""Define the look of each PDF: sizes, spacing, colours.

The typst source and the audit read the same record: neither can say otherwise.
Large print: one column, left-aligned, no hyphenation, no italics, no text under 14 points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ppun_access.document.model import Version
from ppun_access.settings.colours import LEAST_CONTRAST, contrast_of
from ppun_access.settings.sections import PdfSettings

PAGE_MM = (210, 297)
PAGE_FORMAT = "A4"
POINTS_A_MM = 72 / 25.4
LEAST_SIZE = 14
"""Points: no text of a PDF is smaller, page numbers and marks of notes included."""
EASY_SPACING = 1.5
"""RLS-1.13.1: lines of an easy text are at least this far apart, in times the size."""
SENTENCE_SPACING = 0.9
"""Blank space between two sentences of an easy text, in times the size: its own lines are
closer, paragraphs are not."""
PARAGRAPH_SPACING = 1.5
"""RLS-1.13.2: blank space between two paragraphs, in times the size."""
EASY_MARGIN_MM = 30
"""RLS-1.11.1."""
MARGIN_MM = 25
BLACK, WHITE, ACCENT = "#000000", "#ffffff", "#7a1e3c"
HEADINGS = (1.7, 1.35, 1.15, 1.0, 1.0, 1.0)
"""Sizes of the six levels, in times that of the text."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the pages of one PDF look; sizes in points, margins in millimetres."""

    size: int = 18
    line_spacing: float = 1.5
    ink: str = BLACK
    paper: str = WHITE
    accent: str = ACCENT
    """Of what is drawn, never of words."""
    margin_mm: int = MARGIN_MM
    easy: bool = False
    """One sentence a line, paragraphs never cut."""
    printed: bool = False
    """Made for paper: the addresses of links are written."""
    parted: bool = False
    """A short part of the text is never cut."""

    @property
    def room(self) -> float:
        """Points from one margin to the other."""
        return (PAGE_MM[0] - 2 * self.margin_mm) * POINTS_A_MM

    @property
    def room_across(self) -> float:
        """The same on a page that is turned for a wide table."""
        return (PAGE_MM[1] - 2 * self.margin_mm) * POINTS_A_MM

    @property
    def page_height(self) -> float:
        """Points from the top margin to the bottom one."""
        return (PAGE_MM[1] - 2 * self.margin_mm) * POINTS_A_MM

    @property
    def small(self) -> float:
        """Points of page numbers, of marks of notes, of what is raised or lowered."""
        return max(LEAST_SIZE, round(self.size * 0.78))


def look(version: Version, settings: PdfSettings, variant: str = "") -> Look:
    """Return the look of one PDF: ``book`` is for paper alone, black on white."""
    easy = version == "facile"
    spacing = settings.line_spacing
    found = Look(
        settings.size, spacing, settings.ink, settings.paper, _accent(settings),
        easy=easy, printed=easy, parted=easy,
    )  # fmt: skip
    if variant:
        found = replace(
            found, ink=BLACK, paper=WHITE, accent=BLACK, printed=True, parted=False
        )
    if easy or variant:
        found = replace(
            found, line_spacing=max(spacing, EASY_SPACING), margin_mm=EASY_MARGIN_MM
        )
    return found


def as_source(found: Look, families: tuple[str, ...], zero: str) -> str:
    """Return the look as a dictionary of typst; ``zero`` is the font of the plain one."""
    fonts = ", ".join(f'"{name}"' for name in families)
    plain = f'"{zero}", {fonts}'
    sizes = ", ".join(map(em, HEADINGS))
    paper = "none" if found.paper.lower() == WHITE else f'rgb("{found.paper}")'
    return (
        f"(size: {found.size}pt, small: {found.small}pt, fonts: ({fonts},), "
        f"plain: ({plain},), "
        f"leading: {found.line_spacing - 1:.3f}em, spacing: {PARAGRAPH_SPACING}em, "
        f"sentences: {SENTENCE_SPACING}em, "
        f'ink: rgb("{found.ink}"), paper: {paper}, '
        f'accent: rgb("{found.accent}"), headings: ({sizes}), '
        f"margin: {found.margin_mm}mm, width: {PAGE_MM[0]}mm, height: {PAGE_MM[1]}mm, "
        f"room: {found.room:.2f}pt)"
    )


def em(times: float) -> str:
    """Return a length of typst, in times the size of the text."""
    return f"{times}em"


def _accent(settings: PdfSettings) -> str:
    """Return the colour of the site where it can be seen, else that of the words."""
    seen = contrast_of(ACCENT, settings.paper) >= LEAST_CONTRAST
    return ACCENT if seen else settings.ink
