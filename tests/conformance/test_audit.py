"""What the audit says of pages, beside what a browser computes; its own page, checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ppun_access.commands.audit import NO_FORCE, AuditRequest, audited
from ppun_access.commands.audit_grid import grid_html
from ppun_access.easy.audit.model import RenderedFacts
from ppun_access.easy.version import version_of
from ppun_access.pipeline.rendered_facts import facts_of_page, page_of, style_sheet
from ppun_access.report import Report

from . import axe, layout, nu, scroll
from .browser import opened

pytestmark = pytest.mark.usefixtures("checkers")

ROOT = Path(__file__).parents[2]
FULL = ROOT / "content" / "politique-publique-des-usages-numeriques.md"
EASY = ROOT / "content" / "facile" / "edito-de-la-presidente.md"
RICH = """---
statut: brouillon
---
# Un titre

## Une *partie*

Un texte avec `du code`, une *insistance* et [un lien](https://exemple.fr). Encore une.

1. un
2. deux

- un

| Nom | Nombre |
|---|---|
| A | 12 |

> Une citation.
"""

MEASURE = """
() => {
  const parts = ['#titre', '.statut', '.texte', '.notes'];
  const runs = [];
  for (const part of parts) for (const root of document.querySelectorAll(part)) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.data.trim();
      if (!text) continue;
      const element = walker.currentNode.parentElement;
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const normal = style.lineHeight === 'normal';
      const tall = normal ? 1.2 : parseFloat(style.lineHeight) / size;
      const tight = style.letterSpacing === 'normal' ? 0 : parseFloat(style.letterSpacing);
      runs.push({
        text, size, linked: !!element.closest('a'),
        weight: Number(style.fontWeight),
        spacing: tight / size,
        leading: ['SUP', 'SUB'].includes(element.tagName) ? 10 : tall,
        family: style.fontFamily.split(',')[0].replaceAll('"', ''),
        italic: style.fontStyle !== 'normal',
        align: style.textAlign, colour: style.color, indent: parseFloat(style.textIndent),
        hyphens: style.hyphens, wrap: style.overflowWrap,
        transform: style.textTransform,
      });
    }
  }
  const pairs = [...document.querySelectorAll('.statut p + p, .texte p + p')];
  const gaps = pairs.map((after) => {
    const style = getComputedStyle(after.previousElementSibling);
    return parseFloat(style.marginBottom) / parseFloat(style.fontSize);
  });
  const breaks = [...document.querySelectorAll('.texte .s + .s')]
    .filter((s) => getComputedStyle(s).display === 'inline'
      && s.previousSibling?.nodeName !== 'BR').length;
  return {runs, gaps, breaks};
}
"""


def page_at(folder: Path, content: bytes, sheet: str) -> Path:
    """Write a page where its address leads to its sheet: two folders down, or one."""
    text = (
        content.decode()
        .replace("../../assets/", "assets/")
        .replace("../assets/", "assets/")
    )
    (folder / "assets").mkdir(exist_ok=True)
    (folder / "assets" / "style.css").write_text(sheet, "utf-8")
    (folder / "assets" / "icone.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'/>"
    )
    path = folder / "page.html"
    path.write_text(text, "utf-8")
    return path


def assert_same(facts: RenderedFacts, seen: Any) -> None:
    """Hold what the cascade says to what the browser computed."""
    runs = seen["runs"]
    assert len(runs) > 5

    def least(name: str) -> float:
        return float(min(run[name] for run in runs))

    for worst, name in (
        (facts.size, "size"),
        (facts.weight, "weight"),
        (facts.letter_spacing, "spacing"),
        (facts.line_spacing, "leading"),
    ):
        assert worst is not None
        assert worst.value == pytest.approx(least(name), abs=0.002), name
    assert (facts.paragraph_spacing is None) == (seen["gaps"] == [])
    if facts.paragraph_spacing:
        least_gap = pytest.approx(min(seen["gaps"]), abs=0.002)
        assert facts.paragraph_spacing.value == least_gap
    assert facts.fonts is not None
    assert set(facts.fonts) == {run["family"] for run in runs}
    assert facts.run_on is not None
    assert len(facts.run_on) == seen["breaks"]
    assert bool(facts.italic) == any(run["italic"] for run in runs)
    assert bool(facts.indented) == any(run["indent"] for run in runs)
    assert bool(facts.capitals) == any(run["transform"] == "uppercase" for run in runs)
    left = {"left", "start"}
    assert bool(facts.not_left) == any(run["align"] not in left for run in runs)
    wraps = {"break-word", "anywhere"}
    cut = any(run["hyphens"] != "none" or run["wrap"] in wraps for run in runs)
    assert bool(facts.hyphenated) == cut
    assert facts.colours is not None
    assert {rgb(c) for c in facts.colours} == {
        run["colour"] for run in runs if not run["linked"]
    }


def rgb(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


def measured(page: Page) -> Any:
    return page.evaluate(MEASURE)


def contents(tmp_path: Path) -> list[bytes]:
    rich = tmp_path / "riche.md"
    rich.write_text(RICH, "utf-8")
    files = (str(FULL), str(EASY), str(rich))
    texts = [text for file in files for text in audited(AuditRequest(file), Report())]
    pages = [page_of(text.document, version_of(text.document)) for text in texts]
    return [*pages, page_of(texts[-1].document, "facile")]


def test_the_facts_are_what_a_browser_computes(tmp_path: Path, browser: Browser) -> None:
    pages = contents(tmp_path)
    assert len(pages) == 5
    for content in pages:
        sheet = style_sheet()
        with opened(browser, page_at(tmp_path, content, sheet)) as watched:
            assert_same(facts_of_page(content, sheet), measured(watched.page))


def test_a_sheet_that_differs_is_seen(tmp_path: Path, browser: Browser) -> None:
    content = contents(tmp_path)[2]
    sheet = style_sheet()
    other = f"{sheet} .facile .s {{ font-size: 15px; line-height: 1.1; display: inline }}"
    with opened(browser, page_at(tmp_path, content, other)) as watched:
        seen = measured(watched.page)
    assert_same(facts_of_page(content, other), seen)
    with pytest.raises(AssertionError):
        assert_same(facts_of_page(content, sheet), seen)


def test_the_page_of_a_grid_is_accessible(tmp_path: Path, browser: Browser) -> None:
    text = audited(AuditRequest(str(FULL)), Report())[1]
    path = tmp_path / "grille.html"
    path.write_bytes(grid_html(text.audit, text.document, NO_FORCE))
    assert nu.check([path], tmp_path) == []
    with opened(browser, path, width=320, color_scheme="light") as watched:
        page = watched.page
        assert watched.faults == []
        assert axe.check(page) == []
        light = layout.boxes(page)
        page.emulate_media(color_scheme="dark")
        assert axe.check_recoloured(page, light) == []
        assert scroll.check(page) == []
        assert scroll.check_spaced(page) == []
