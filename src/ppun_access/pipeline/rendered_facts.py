"""How a page shows its text, from the page that we write and the sheet that it uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from ppun_access.colours import contrast_of, luminance
from ppun_access.document.model import Book, Document, Edition, Version
from ppun_access.easy.audit.model import RenderedFacts, Worst
from ppun_access.french import words
from ppun_access.pipeline.stylesheet import Scene, Style, computed, pixels
from ppun_access.reading import bytes_of
from ppun_access.report import Report
from ppun_access.site.assets import assets
from ppun_access.writers.html import write_html
from ppun_access.writers.model import HtmlOptions

SHEET = "assets/style.css"
TEXT = ("#titre", ".statut", ".texte", ".notes")
"""What is the text in a page: the player, the choices and the downloads are not."""
LIGHT, DARK = Scene(), Scene(dark=True)
_NO_SERIF = re.compile(r"\bsans-serif\b")
_BLOCKS = ("block", "list-item", "table-cell", "flex", "grid")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of the page, and the style of what holds them."""

    text: str
    tag: Tag
    style: Style
    linked: bool
    """Inside a link."""


def page_of(document: Document, version: Version) -> bytes:
    """Return the page that our writer makes of ``document``."""
    edition = Edition(Book("", document.lang, (document,)), version)
    (page,) = write_html(edition, HtmlOptions(), Report()).values()
    assert isinstance(page, bytes)
    return page


def style_sheet() -> str:
    """Return the sheet of every page of a site."""
    content = assets()[SHEET]
    return bytes_of(content).decode()


def rendered_facts(document: Document, version: Version) -> RenderedFacts:
    """Return how the page of ``document`` shows its text."""
    return facts_of_page(page_of(document, version), style_sheet())


def facts_of_page(content: bytes, sheet: str) -> RenderedFacts:
    """Return how a page with one ``sheet`` shows what ``TEXT`` names."""
    page = BeautifulSoup(content, "html.parser")
    styles = computed(page, (sheet,), LIGHT)
    dark = computed(page, (sheet,), DARK)
    runs = tuple(_runs(page, styles))
    if not runs:
        return RenderedFacts()
    free = tuple(run for run in runs if not run.linked)
    ratios = [(_contrast(run, s), run) for s in (styles, dark) for run in runs]
    return RenderedFacts(
        size=_worst((pixels(run.style["font-size"]), run) for run in runs),
        weight=_worst((float(run.style["font-weight"]), run) for run in runs),
        letter_spacing=_worst((_spacing(run), run) for run in runs),
        line_spacing=_worst((_leading(r), r) for r in runs if not _is_raised(r.tag)),
        paragraph_spacing=_worst_gap(page, styles),
        contrast=_worst((ratio, run) for (ratio, _), run in ratios),
        fonts=_distinct(run.style["font-family"].split(",")[0].strip('"') for run in runs),
        serif=_texts(r for r in runs if not _NO_SERIF.search(r.style["font-family"])),
        italic=_texts(r for r in runs if r.style["font-style"] != "normal"),
        decorated=_texts(r for r in free if _decorated(r.tag, styles)),
        light_on_dark=_texts(run for (_, inverted), run in ratios if inverted),
        colours=_distinct(run.style["color"] for run in free),
        columns=_texts(r for r in runs if _in_columns(r.tag, styles)),
        capitals=_texts(r for r in runs if r.style["text-transform"] == "uppercase"),
        run_on=tuple(_run_on(page, styles)),
        hyphenated=_texts(r for r in runs if _may_be_cut(r.style)),
        indented=_texts(r for r in runs if pixels(r.style["text-indent"])),
        not_left=_texts(r for r in runs if r.style["text-align"] not in ("left", "start")),
        unmarked_bullets=tuple(_unmarked(page, styles, "ul")),
        unmarked_numbers=tuple(_unmarked(page, styles, "ol")),
        words=len(words(" ".join(run.text for run in runs))),
    )


def _runs(page: BeautifulSoup, styles: dict[int, Style]) -> Iterator[Run]:
    for part in (tag for selector in TEXT for tag in page.select(selector)):
        for string in part.find_all(string=True):
            text, parent = " ".join(string.split()), string.parent
            if text and parent is not None and type(string) is NavigableString:
                linked = parent.find_parent("a") is not None or parent.name == "a"
                yield Run(text, parent, styles[id(parent)], linked)


def _worst(values: Iterable[tuple[float, Run]]) -> Worst | None:
    worst = min(values, key=lambda pair: pair[0], default=None)
    return Worst(round(worst[0], 3), worst[1].text) if worst else None


def _texts(runs: Iterable[Run]) -> tuple[str, ...]:
    return _distinct(run.text for run in runs)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _spacing(run: Run) -> float:
    """Return the space added between letters, in parts of the size of the text."""
    return pixels(run.style["letter-spacing"]) / pixels(run.style["font-size"])


def _leading(run: Run) -> float:
    """Return the line height, in times the size of the text; « normal » is about 1.2."""
    value, size = run.style["line-height"], pixels(run.style["font-size"])
    if value == "normal":
        return 1.2
    if value.endswith("px"):
        return pixels(value) / size
    number = re.fullmatch(r"([\d.]+)(em|%)?", value)
    if not number:
        raise ValueError(f"unknown line height: {value}")
    return float(number[1]) / (100 if number[2] == "%" else 1)


def _is_raised(tag: Tag) -> bool:
    """Return whether words stand on the line of those around them, and have none."""
    return any(one.name in ("sup", "sub") for one in (tag, *tag.parents))


def _worst_gap(page: BeautifulSoup, styles: dict[int, Style]) -> Worst | None:
    """Return the smallest space between two paragraphs that follow each other, if any."""
    gaps = [
        Worst(
            round(
                pixels(styles[id(p)]["margin-bottom"]) / pixels(styles[id(p)]["font-size"]),
                3,
            ),
            " ".join(p.get_text().split()),
        )
        for selector in TEXT
        for p in page.select(f"{selector} p")
        if (after := p.find_next_sibling()) is not None and after.name == "p"
    ]
    return min(gaps, key=lambda gap: gap.value, default=None)


def _decorated(tag: Tag, styles: dict[int, Style]) -> bool:
    """Return whether a line or a shadow marks the text of ``tag``; it is in no link."""
    for one in (tag, *tag.parents):
        style = styles.get(id(one))
        if style and (
            style["text-decoration-line"] not in ("none", "")
            or style["text-shadow"] != "none"
        ):
            return True
    return False


def _in_columns(tag: Tag, styles: dict[int, Style]) -> bool:
    return any(
        (style := styles.get(id(one))) is not None
        and (
            style["columns"] != "auto"
            or style["column-count"] != "auto"
            or ("grid-template-columns" in style)
        )
        for one in (tag, *tag.parents)
    )


def _may_be_cut(style: Style) -> bool:
    """Return whether the style lets a browser cut words (RLS-1.8.1)."""
    wraps = {style["overflow-wrap"], style.get("word-wrap", "normal")}
    return style["hyphens"] not in ("none",) or bool(wraps & {"break-word", "anywhere"})


def _run_on(page: BeautifulSoup, styles: dict[int, Style]) -> Iterator[str]:
    """Yield the sentences that begin on the line of the one before them."""
    for sentence in page.select(".texte .s + .s"):
        before = sentence.previous_sibling
        broken = isinstance(before, Tag) and before.name == "br"
        if styles[id(sentence)]["display"] not in _BLOCKS and not broken:
            yield " ".join(sentence.get_text().split())


def _unmarked(page: BeautifulSoup, styles: dict[int, Style], name: str) -> Iterator[str]:
    for item in page.select(f".texte {name} > li"):
        if styles[id(item)]["list-style-type"] == "none":
            yield " ".join(item.get_text().split())


def _contrast(run: Run, styles: dict[int, Style]) -> tuple[float, bool]:
    """Return the contrast of a text (WCAG 2, § 1.4.3), and whether it is light on dark."""
    ink, ground = styles[id(run.tag)]["color"], _ground(run.tag, styles)
    return contrast_of(ink, ground), luminance(ink) > luminance(ground)


def _ground(tag: Tag, styles: dict[int, Style]) -> str:
    for one in (tag, *tag.parents):
        colour = styles.get(id(one), {}).get("background-color", "transparent")
        if colour not in ("transparent", "inherit", "none"):
            return colour
    return "#ffffff"
