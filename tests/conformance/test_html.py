"""Nu and html-validate find no fault in any page, and see those that are planted.

Each of them starts once, for all pages together.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from ppun_access.inspect.external import EXTERNAL

from . import html_validate, variety
from .browser import Browser, opened
from .conftest import Published, Reports
from .listening import Heard
from .planted import GOOD, page_with

pytestmark = pytest.mark.usefixtures("checkers")

NU_SEES = {
    "une bonne page": (GOOD, ""),
    "image": ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "alt"),
    "deux": ('<p id="titre">Deux fois</p>', "Duplicate ID"),
    "ordre": ("<p><div>Mal imbriqué</div></p>", "No “p” element in scope"),
    "section": ("<section><p>Sans titre</p></section>", "Section lacks heading"),
    "script": ('<script src="x.js"></script>', "violates Content Security Policy"),
}
"""Name of a folder → what its page has, and what Nu says of it."""
HTML_VALIDATE_SEES = {
    '<p><a href="#titre"></a></p>': "wcag/h30",
    "<button>Oui</button>": "no-implicit-button-type",
    '<p style="color: red">Rouge</p>': "no-inline-style",
    "<nav></nav><nav></nav>": "unique-landmark",
    "<p>A & B</p>": "no-raw-characters",
}
"""What a page has → the rule of html-validate that sees it."""


@dataclass(frozen=True)
class Pages:
    """Pages, and those in which faults are planted, for each checker."""

    nu: list[Path]
    html_validate: list[Path]
    planted_nu: dict[str, Path]
    planted_html_validate: Path


@pytest.fixture(scope="module")
def pages(
    published: Published, reports: Reports, heard: Heard, varied: Path, grid: Path,
    made: Path, tmp_path_factory: pytest.TempPathFactory,
) -> Pages:  # fmt: skip
    folder = tmp_path_factory.mktemp("planted")
    bodies = {name: body for name, (body, _) in NU_SEES.items()}
    planted = {}
    for name, body in {**bodies, "": "\n".join(HTML_VALIDATE_SEES)}.items():
        (folder / name).mkdir(exist_ok=True)
        planted[name] = page_with(folder / name, body)
    varied_page = varied / variety.ID / "index.html"
    all_published = [*published.pages(), published.lost, varied_page]
    others = [*reports.pages, heard.page(), heard.page("facile"), made, grid]
    last = planted.pop("")
    return Pages([*all_published, *others], all_published, planted, last)


@pytest.fixture(scope="module")
def made(browser: Browser, heard: Heard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a page as its scripts have made it."""
    with opened(browser, heard.page()) as watched:
        watched.page.click(".confort summary")
        text = watched.page.evaluate(
            "[document.documentElement, document.querySelector('.regle')]"
            ".forEach(x => x.removeAttribute('style')), document.documentElement.outerHTML"
        )  # a style set by script is no style in the page
    path = tmp_path_factory.mktemp("made") / "made.html"
    path.write_text(f"<!doctype html>{text}", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def nu_says(pages: Pages) -> list[tuple[Path, str]]:
    """What ``check`` is told of a page, and the page."""
    asked = [*pages.nu, *pages.planted_nu.values()]
    root = Path(os.path.commonpath(asked))
    together = next(c.together for c in EXTERNAL if c.formats == ("html",))
    assert together
    return [(root / path, told) for path, told in together(asked, root)]


def test_nu_finds_no_fault(pages: Pages, nu_says: list[tuple[Path, str]]) -> None:
    assert len(pages.nu) > 20
    planted = {*pages.planted_nu.values()}
    assert [(path, told) for path, told in nu_says if path not in planted] == []


@pytest.mark.parametrize("name", NU_SEES)
def test_nu_sees(pages: Pages, nu_says: list[tuple[Path, str]], name: str) -> None:
    _, message = NU_SEES[name]
    own = [told for path, told in nu_says if path == pages.planted_nu[name]]
    assert bool(own) == bool(message), own
    assert message in "\n".join(own)
    assert all(told.startswith("ligne ") for told in own)


def test_html_validate_finds_what_is_planted_alone(pages: Pages, tmp_path: Path) -> None:
    bad = pages.planted_html_validate
    found = html_validate.check([*pages.html_validate, bad], tmp_path)
    planted = [told for told in found if told.startswith(f"{bad}: ")]
    assert [told for told in found if told not in planted] == []
    for body, rule in HTML_VALIDATE_SEES.items():
        assert [told for told in planted if f": {rule}: " in told], body
