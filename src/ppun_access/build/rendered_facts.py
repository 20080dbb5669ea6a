"""Compute how the page and PDFs of a text look, from a table instead of its CSS.

The table says what ``assets/style.css`` makes of each kind of element in a window of 1280
pixels. A browser holds each row to the style that it computes: where the sheet and the
table differ, ``tests/conformance/test_audit.py`` fails. It also holds our pages to what
the table leaves out: no columns, no capitals, no indent, nothing justified or underlined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from ppun_access.document.model import Book, Document, Edition, Version
from ppun_access.easy.audit.model import IN_PDF, PagedFacts, RenderedFacts, WorstValue
from ppun_access.easy.review.record import version_of
from ppun_access.french import words
from ppun_access.report import Report
from ppun_access.settings.colours import contrast_of, luminance
from ppun_access.settings.ppun_toml import Settings
from ppun_access.writers.html.page import write_html
from ppun_access.writers.model import HtmlOptions
from ppun_access.writers.pdf.look import PAGE_FORMAT, PARAGRAPH_SPACING, Look, look

PARTS = ("#titre", ".statut", ".texte", ".notes")
"""What is the text in a page: the player, the choices and the downloads are not."""
FONTS: Mapping[Version, str] = {
    "integral": "Atkinson Hyperlegible Next", "facile": "Luciole",
}  # fmt: skip
CODE_FONT = "monospace"
INK = "#241c18"
SMALLER = 1.2
"""How many times smaller than the words around them raised and lowered ones are."""
POINT = 4 / 3
"""CSS pixels."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a page shows some words: sizes in CSS pixels, spacings in times the size."""

    size: float
    line: float
    """From one line to the next; 0 for raised and lowered words, which have no line."""
    weight: int = 400
    letters: float = 0
    """Added between letters."""
    italic: bool = False
    struck: bool = False
    code: bool = False
    """In ``CODE_FONT``, and cut where a line is too short."""
    linked: bool = False
    soft: bool = False
    """On a soft ground, not on the one of the page."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a page that no tag divides, and how they are shown."""

    text: str
    style: Style


BODY: Mapping[Version, Style] = {"integral": Style(19, 1.65), "facile": Style(21, 1.7)}
"""The style of words that no row of ``ROWS`` changes."""
_BOLD = {"weight": 700}
_SOFT = {"soft": True}
_BOTH: Mapping[str, Mapping[str, Any]] = {
    "a": {"linked": True},
    "caption": _BOLD,
    "del": {"struck": True},
    "dt": _BOLD,
    "encart": _SOFT,
    "mark": {**_BOLD, **_SOFT},
    "pre": _SOFT,
    "statut p": _BOLD,
    "strong": _BOLD,
    "th": _BOLD,
}
_HEADINGS = {"h1": 36, "h2": 24, "h3": 20.8, "h4": 19, "h5": 19, "h6": 19}
ROWS: Mapping[Version, Mapping[str, Mapping[str, Any]]] = {
    "integral": {
        **_BOTH,
        **{tag: {"size": size, "line": 1.25, **_BOLD} for tag, size in _HEADINGS.items()},
        "h1": {"size": 36, "line": 1.15, "letters": -0.01, **_BOLD},
        "statut": {"line": 1.5},
        "chapeau": {"size": 21, "line": 1.5, **_BOLD},
        "code": {"code": True},
        "em": {"italic": True},
        "figcaption": {"size": 16},
    },
    "facile": {
        **_BOTH,
        **{tag: {"size": size, "line": 1.5, **_BOLD} for tag, size in _HEADINGS.items()},
        "chapeau": {"size": 23, "line": 1.5, **_BOLD},
        "em": _BOLD,
        "figcaption": {"size": 19},
        "statut": {"size": 19, "line": 1.5},
        "td": {"size": 19},
        "th": {"size": 19, **_BOLD},
    },
}
"""Element or class → what it changes of the style around it; « statut p » is the first
paragraph of the state of a text, or what opens the rest of it."""
CONTRASTS: Mapping[Version, Mapping[tuple[bool, bool], float]] = {
    "integral": {
        (False, False): 15.209, (False, True): 11.818,
        (True, False): 9.391, (True, True): 8.258,
    },
    "facile": {
        (False, False): 15.209, (False, True): 11.818,
        (True, False): 9.711, (True, True): 8.451,
    },
}  # fmt: skip
"""Linked, on a soft ground → contrast, the least of the light and of the dark scheme."""
RUN_ON: Version = "integral"
"""The version where a sentence begins on the line where another ends."""
GAP = 1.5
"""Blank after a paragraph that another one follows, in times its size."""
GAPS: Mapping[Version, Mapping[str, float]] = {
    "integral": {"statut": 0.4, "signature": 0.5, "encart-nom": 0.4},
    "facile": {},
}
"""Class of a paragraph or of what it is in → its blank; the first of them that holds."""


def all_shown(
    document: Document, settings: Settings, following: tuple[str, ...]
) -> tuple[RenderedFacts, PagedFacts | None]:
    """Return how the page and the PDF of a text show it, the worse of them.

    ``following`` are the sentences that another one precedes in their paragraph.
    """
    version = version_of(document)
    shown = rendered_facts(document, version)
    if "pdf" not in settings.formats:
        return shown, None
    drawn = look(version, settings.pdf)
    paged = PagedFacts(PAGE_FORMAT, drawn.margin_mm / 10, numbered=True, total_shown=True)
    return worse_of(shown, drawn, following), paged


def worse_of(
    page: RenderedFacts, pdf: Look, following: tuple[str, ...] = ()
) -> RenderedFacts:
    """Return the measures of a page, replaced by those of a PDF where that does worse.

    The full text of a PDF sets the lines of a heading and the paragraphs of a signature
    closer than its ``line_spacing``, but no closer than the page; an easy one does not.
    """
    if page.words is None:
        return page
    light = (IN_PDF,) if luminance(pdf.ink) > luminance(pdf.paper) else ()
    run_on = () if pdf.easy else following
    return replace(
        page,
        size=_lesser(page.size, pdf.small * POINT),
        weight=_lesser(page.weight, 400),
        letter_spacing=_lesser(page.letter_spacing, 0),
        line_spacing=_lesser(page.line_spacing, pdf.line_spacing),
        paragraph_spacing=_lesser(page.paragraph_spacing, PARAGRAPH_SPACING),
        contrast=_lesser(page.contrast, contrast_of(pdf.ink, pdf.paper)),
        light_on_dark=_distinct((*(page.light_on_dark or ()), *light)),
        run_on=_distinct((*(page.run_on or ()), *run_on)),
    )


def page_of(document: Document, version: Version) -> bytes:
    """Return the page that our writer makes of ``document``."""
    edition = Edition(Book("", document.lang, (document,)), version)
    (page,) = write_html(edition, HtmlOptions(), Report()).values()
    assert isinstance(page, bytes)
    return page


def rendered_facts(document: Document, version: Version) -> RenderedFacts:
    """Return how the page of ``document`` shows its text."""
    page = BeautifulSoup(page_of(document, version), "html.parser")
    runs = tuple(runs_of(page, version))
    if not runs:
        return RenderedFacts()
    code = _distinct(run.text for run in runs if run.style.code)
    contrasts = CONTRASTS[version]
    return RenderedFacts(
        size=_least((run.style.size, run.text) for run in runs),
        weight=_least((run.style.weight, run.text) for run in runs),
        letter_spacing=_least((run.style.letters, run.text) for run in runs),
        line_spacing=_least((r.style.line, r.text) for r in runs if r.style.line),
        paragraph_spacing=_least(gaps_of(page, version)),
        contrast=_least((contrasts[r.style.linked, r.style.soft], r.text) for r in runs),
        fonts=_distinct(CODE_FONT if run.style.code else FONTS[version] for run in runs),
        serif=code,
        italic=_distinct(run.text for run in runs if run.style.italic),
        decorated=_distinct(run.text for run in runs if run.style.struck),
        light_on_dark=(),
        colours=(INK,),
        columns=(),
        capitals=(),
        run_on=_distinct(_run_on(page) if version == RUN_ON else ()),
        hyphenated=code,
        indented=(),
        not_left=(),
        unmarked_bullets=(),
        unmarked_numbers=(),
        words=len(words(" ".join(run.text for run in runs))),
    )


def runs_of(page: BeautifulSoup, version: Version) -> Iterator[Run]:
    """Yield the words of the text of a page, each with its style."""
    styles: dict[int, Style] = {}
    for tag in page.find_all(True):
        styles[id(tag)] = _style(tag, styles.get(id(tag.parent), BODY[version]), version)
    for part in (tag for selector in PARTS for tag in page.select(selector)):
        for string in part.find_all(string=True):
            text = " ".join(string.split())
            if text and type(string) is NavigableString:
                yield Run(text, styles[id(string.parent)])


def _style(tag: Tag, around: Style, version: Version) -> Style:
    """Return the style of an element from the one around it."""
    style = around
    if tag.name in ("sup", "sub"):
        style = replace(style, size=style.size / SMALLER, line=0)
    names = [tag.name, *(tag.get("class") or ())]
    if (
        tag.name in ("p", "summary")
        and tag.parent
        and "statut" in (tag.parent.get("class") or ())
    ):
        names += ["statut p"] if tag.find_previous_sibling() is None else []
    for name in names:
        style = replace(style, **ROWS[version].get(name, {}))
    return style


def gaps_of(page: BeautifulSoup, version: Version) -> Iterator[tuple[float, str]]:
    """Yield the blank after each paragraph that another one follows, and its words."""
    for paragraph in (p for selector in PARTS for p in page.select(f"{selector} p")):
        after = paragraph.find_next_sibling()
        if after is not None and after.name == "p":
            around = (paragraph, *paragraph.parents)
            classes = {name for tag in around for name in tag.get("class") or ()}
            known = (gap for name, gap in GAPS[version].items() if name in classes)
            yield next(known, GAP), " ".join(paragraph.get_text().split())


def _run_on(page: BeautifulSoup) -> Iterator[str]:
    """Yield the sentences that another one precedes in their paragraph."""
    for sentence in page.select(".texte .s + .s"):
        yield " ".join(sentence.get_text().split())


def _least(values: Iterable[tuple[float, str]]) -> WorstValue | None:
    worst = min(values, key=lambda pair: pair[0], default=None)
    return WorstValue(round(worst[0], 3), worst[1]) if worst else None


def _lesser(page: WorstValue | None, pdf: float) -> WorstValue | None:
    """Return the least of a page and of a PDF; what the page does not have, neither has."""
    return page and min(page, WorstValue(pdf, IN_PDF), key=lambda worst: worst.value)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
