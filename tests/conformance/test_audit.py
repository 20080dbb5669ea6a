"""The audit's table of facts, proved in a browser; the page of a grid, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from books import edition, unzipped
from bs4 import BeautifulSoup
from builders import div, emph, heading, strong
from pdf_documents import FORTY, HUGE, TORTURE

from ppun_access.build import rendered_facts as table
from ppun_access.document.build import inlines, link, para
from ppun_access.document.model import (
    Block,
    Callout,
    CalloutKind,
    Deleted,
    Figure,
    Image,
    Inline,
    LineBreak,
    Para,
    Quote,
    Role,
    Sentence,
    Span,
    Version,
)
from ppun_access.document.walk import nodes
from ppun_access.report import Report
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.settings.colours import contrast_of, luminance
from ppun_access.site.assets import assets
from ppun_access.writers.epub.write import write_epub
from ppun_access.writers.model import EpubOptions

from . import axe, layout, scroll
from .browser import Browser, Page, opened

pytestmark = pytest.mark.usefixtures("checkers")

STATE = div("status", "Un état.", "Un autre état.")
TWO = Para(
    (
        Sentence(inlines("Une phrase. "), id="une"),
        Sentence(inlines("Une autre ", emph("phrase"), "."), id="autre"),
    )
)
SITE = link("https://exemple.fr", "Un lien")
WHOLE = replace(
    TORTURE,
    blocks=(
        STATE, TWO, para("La suite."),
        *(block for block in TORTURE.blocks if block not in (FORTY, HUGE)),
        *(heading(level, f"Titre {level}") for level in range(2, 7)),
        *(Callout((para(SITE, " et mot."),), kind) for kind in get_args(CalloutKind)),
        *(div(role, "Un mot.", "La suite.") for role in get_args(Role)),
        para(Image(inlines("Absente"), "javascript:"), LineBreak(), strong("Gras")),
        Figure(Image((), "a.svg"), inlines("m", Span(inlines("2"), "sup"))),
        Quote((para("Un mot"), para("La suite"))),
        para("Un mot ", Deleted(inlines("ôté")), "."),
    ),
)  # fmt: skip
"""A text with every kind of node."""

MEASURE = """
(parts) => {
  const runs = [], roots = parts.flatMap((one) => [...document.querySelectorAll(one)]);
  const within = (selector) => roots.flatMap((one) => [...one.querySelectorAll(selector)]);
  const chain = (tag) => tag ? [tag, ...chain(tag.parentElement)] : [];
  const hex = (colour) => '#' + colour.match(/[0-9]+/g).slice(0, 3)
    .map((part) => Number(part).toString(16).padStart(2, '0')).join('');
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const tag = walker.currentNode.parentElement, style = getComputedStyle(tag);
      const around = chain(tag).map((one) => getComputedStyle(one));
      const size = parseFloat(style.fontSize);
      const ground = around.map((one) => one.backgroundColor)
        .find((colour) => !/, 0\\)$/.test(colour)) ?? 'rgb(255, 255, 255)';
      runs.push({
        text: walker.currentNode.data, size, weight: Number(style.fontWeight),
        line: tag.closest('sup, sub') ? 0 : parseFloat(style.lineHeight) / size,
        letters: (parseFloat(style.letterSpacing) || 0) / size,
        font: style.fontFamily.split(',')[0].replaceAll('"', ''),
        italic: style.fontStyle !== 'normal', linked: !!tag.closest('a'),
        hyphens: style.hyphens !== 'none',
        cut: style.hyphens !== 'none'
          || ['break-word', 'anywhere'].includes(style.overflowWrap),
        colour: hex(style.color), ground: hex(ground),
        struck: around.some((one) => one.textDecorationLine === 'line-through'),
        decorated: !tag.closest('a') && around.some((one) =>
          !['none', 'line-through'].includes(one.textDecorationLine)
          || one.textShadow !== 'none'),
        columns: around.some((one) => one.columnCount !== 'auto'
          || one.columnWidth !== 'auto' || one.display.includes('grid')),
        capitals: style.textTransform !== 'none',
        indented: parseFloat(style.textIndent) !== 0,
        not_left: !['left', 'start'].includes(style.textAlign),
      });
    }
  }
  return {
    runs, paper: hex(getComputedStyle(document.body).backgroundColor),
    gaps: within('p').filter((p) => p.nextElementSibling?.localName === 'p').map((p) => {
      const style = getComputedStyle(p);
      return parseFloat(style.marginBottom) / parseFloat(style.fontSize);
    }),
    run_on: within('.s + .s').map((s) => getComputedStyle(s).display !== 'block'),
    unmarked: within('li').map((li) => getComputedStyle(li).listStyleType === 'none'),
  };
}
"""
ADOPT = """
(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}
"""
ABSENT = ("decorated", "columns", "capitals", "indented", "not_left")
"""What no page of ours does to its words, links apart."""


def seen(page: Page, scheme: Any, parts: tuple[str, ...] = table.PARTS) -> Any:
    """Return what the browser computes of the words of a page, spaces apart."""
    page.emulate_media(color_scheme=scheme)
    found = page.evaluate(MEASURE, list(parts))
    told = ({**run, "text": " ".join(run["text"].split())} for run in found["runs"])
    found["runs"] = [run for run in told if run["text"]]
    return found


def faults(page: Page, version: Version) -> Iterator[str]:
    """Yield where the table differs from what the browser computes of ``WHOLE``."""
    soup = BeautifulSoup(table.page_of(WHOLE, version), "html.parser")
    light, dark = (seen(page, scheme) for scheme in ("light", "dark"))
    runs = list(table.runs_of(soup, version))
    assert [run.text for run in runs] == [run["text"] for run in light["runs"]]
    for run, day, night in zip(runs, light["runs"], dark["runs"], strict=True):
        told, found = told_of(run.style, version), found_of(day, night, light["paper"])
        for name in (name for name in told if told[name] != found[name]):
            yield f"{name}: {found[name]} for « {run.text} », not {told[name]}"
    gaps = [gap for gap, _ in table.gaps_of(soup, version)]
    for name, wanted in (
        ("gaps", gaps),
        ("run_on", [version == table.RUN_ON] * len(light["run_on"])),
        ("unmarked", [False] * len(light["unmarked"])),
    ):
        assert wanted
        if wanted != [round(one, 2) for one in light[name]]:
            yield f"{name}: {light[name]}, not {wanted}"


def told_of(style: table.Style, version: Version) -> dict[str, Any]:
    """Return what the table says of some words, and what it never says."""
    return {
        **{name: rounded(value) for name, value in asdict(style).items()},
        "font": table.CODE_FONT if style.code else table.FONTS[version],
        "contrast": table.CONTRASTS[version][style.linked, style.soft],
        "light on dark": (False, True),
        "colour": "" if style.linked else table.INK,
        **dict.fromkeys(ABSENT, False),
    }


def found_of(day: Any, night: Any, paper: str) -> dict[str, Any]:
    """Return what the browser computes of the same, in both colour schemes."""
    same = ("size", "line", "letters", "italic", "linked", "font", "struck")
    pairs = [(one["colour"], one["ground"]) for one in (day, night)]
    return {
        **{name: rounded(day[name]) for name in same},
        "code": day["cut"],
        "soft": day["ground"] != paper,
        "weight": min(day["weight"], 700),  # bold words in bold ones are bolder
        "contrast": round(min(contrast_of(*pair) for pair in pairs), 3),
        "light on dark": tuple(luminance(ink) > luminance(g) for ink, g in pairs),
        "colour": "" if day["linked"] else day["colour"],
        **{name: day[name] for name in ABSENT},
    }


def rounded(value: Any) -> Any:
    return round(value, 2) if isinstance(value, float) else value


def page_at(folder: Path, content: bytes) -> Path:
    """Write a page, and its sheet where its address leads."""
    (folder / "assets").mkdir(exist_ok=True)
    (folder / "assets" / "style.css").write_bytes(
        content_bytes(assets()["assets/style.css"])
    )
    path = folder / "page.html"
    for up in (b"../../assets/", b"../assets/"):
        content = content.replace(up, b"assets/")
    path.write_bytes(content)
    return path


CHANGED: Mapping[Version, str] = {
    "integral": """
      .court h1 { font-size: 3rem } h2 { letter-spacing: -.02em } h5 { line-height: 1.2 }
      td { font-weight: 300 } th { font-style: italic } dt { text-decoration: underline }
      pre { color: #777777 } mark { background: #fbf6ee } .texte { columns: 2 }
      caption { text-transform: uppercase } .signature p { margin-bottom: 1em }
      ul, li { list-style: none } code { font-family: serif; overflow-wrap: normal }
      blockquote { text-indent: 1em; text-align: justify } .s { display: block }
      del { text-decoration: none }
      @media (prefers-color-scheme: dark) { figcaption { color: #1b1614 } }
    """,
    "facile": """
      .facile .s { display: inline } .facile em { font-style: italic; font-weight: 400 }
      .facile td { font-size: 13px } .facile h1 { letter-spacing: .01em }
      .facile code { font: 1rem/1 monospace; hyphens: auto } .facile mark { color: #777 }
      .facile ol, .facile li { list-style: none } .facile .encart { background: #fffaf0 }
      .facile .statut p:not(:last-child) { margin-bottom: .4em }
      .facile dt { text-shadow: 1px 1px #000 } .facile dl { display: grid }
      .facile blockquote { text-indent: 1em; text-align: center }
      .facile caption { text-transform: uppercase } .facile del { text-decoration: none }
      @media (prefers-color-scheme: dark) { .facile figcaption { color: #1b1614 } }
    """,
}
"""CSS that makes each fact of the table wrong somewhere."""


def test_the_table_is_what_a_browser_computes(tmp_path: Path, browser: Browser) -> None:
    """What a line of the sheet changes is told, whatever the fact."""
    facts = {field.name for field in fields(table.Style)} - {"linked"}
    facts |= {*ABSENT, "font", "contrast", "light on dark", "colour"}
    facts |= {"gaps", "run_on", "unmarked"}
    with opened(browser, page_at(tmp_path, b"")) as watched:
        for version, changed in CHANGED.items():
            path = page_at(tmp_path, table.page_of(WHOLE, version))
            watched.page.goto(path.as_uri())
            assert list(faults(watched.page, version)) == []
            watched.page.evaluate(ADOPT, changed)
            told = {fault.partition(":")[0] for fault in faults(watched.page, version)}
            assert told == facts


def test_the_proof_has_every_kind_of_words() -> None:
    """Every kind of node that the writer knows, every row of the table."""
    kinds = {type(node) for node in nodes(WHOLE)}
    assert kinds >= {*get_args(Block), *get_args(Inline)}
    assert {n.role for n in nodes(WHOLE) if isinstance(n, Span)} >= {"number", "mark"}
    for version, rows in table.ROWS.items():
        page = BeautifulSoup(table.page_of(WHOLE, version), "html.parser")
        for name in (*rows, *table.GAPS[version]):
            assert page.select(f".{name}, {name.removeprefix('statut ')}"), name
        styles = [run.style for run in table.runs_of(page, version)]
        grounds = {(style.linked, style.soft) for style in styles}
        assert grounds == set(table.CONTRASTS[version])


def test_the_easy_page_of_a_book_follows_the_rules_too(
    tmp_path: Path, browser: Browser
) -> None:
    made = write_epub(edition(WHOLE, version="facile"), EpubOptions(), Report())
    for name, content in unzipped(content_bytes(*made.values())).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (path,) = tmp_path.rglob("*-facile.xhtml")
    with opened(browser, path) as watched:
        found = seen(watched.page, "light", ("body > section",))
    runs = found["runs"]
    assert min(run["size"] for run in runs) >= 14
    assert min(run["line"] or 9 for run in runs) >= 1.5
    assert min(found["gaps"]) >= 1.5
    assert {run["font"] for run in runs} == {"Atkinson Hyperlegible Zero"}, "then the rest"
    assert len({run["colour"] for run in runs if not run["linked"]}) == 1
    assert min(contrast_of(run["colour"], run["ground"]) for run in runs) >= 7
    assert min(run["weight"] for run in runs) >= 400
    assert min(run["letters"] for run in runs) >= 0
    # a word wider than the screen is broken, with no hyphen: a book does not scroll
    never = (*ABSENT, "italic", "hyphens")
    assert [run["text"] for run in runs if any(run[name] for name in never)] == []
    assert not any((*found["run_on"], *found["unmarked"]))


def test_the_page_of_a_grid_is_accessible(grid: Path, browser: Browser) -> None:
    with opened(browser, grid, width=320, color_scheme="light") as watched:
        page = watched.page
        assert watched.faults == []
        assert axe.check(page) == []
        light = layout.boxes(page)
        page.emulate_media(color_scheme="dark")
        assert axe.check_recoloured(page, light) == []
        assert scroll.check(page) == []
        assert scroll.check_spaced(page) == []
