"""Pictograms in a real browser: light to load, and seen where the system is dark."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from ppun_access.cli import main

from . import axe, budget
from .browser import Browser, opened

pytestmark = pytest.mark.usefixtures("checkers")

SEED = Path(__file__).parents[2] / "content"
CHOSEN = ("argent", "internet", "ville")
ID = "edito-de-la-presidente"
PAGE = f"{ID}/facile/index.html"
GROUNDS = """() => [...document.querySelectorAll('.picto')].map((image) => {
  const [red, green, blue, alpha] =
    getComputedStyle(image).backgroundColor.match(/[\\d.]+/g).map(Number);
  return alpha === 0 ? 0 : Math.min(red, green, blue);
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed, in whose first easy text a person chose three pictograms."""
    folder = tmp_path_factory.mktemp("pictograms")
    copytree(SEED, folder / "content")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.chdir(folder)
        assert main(["facile", "pictos", ID, *CHOSEN]) == 0
        assert main(["build", "-o", "site", "--to", "html", "-q"]) == 0
    return folder / "site"


def test_a_page_with_three_keeps_to_its_weight(browser: Browser, site: Path) -> None:
    with budget.served_compressed(site) as address:
        (page,) = budget.fetched(browser, address, [PAGE])
    drawn = [size for url, size in page.sizes.items() if "/picto-" in url]
    assert len(drawn) == len(CHOSEN)
    assert sum(drawn) < 4_000
    assert page.total <= budget.MOST_BYTES


def test_their_black_lines_are_seen_on_a_dark_page(browser: Browser, site: Path) -> None:
    with opened(browser, site / PAGE, color_scheme="dark") as watched:
        grounds = watched.page.evaluate(GROUNDS)
        assert len(grounds) == len(CHOSEN)
        assert min(grounds) > 200
        watched.page.evaluate("() => { document.documentElement.dataset.theme = 'clair' }")
        assert set(watched.page.evaluate(GROUNDS)) == {0}
        assert axe.check(watched.page) == []
