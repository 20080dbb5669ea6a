"""The real content, published once, and one browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

from . import install, tools, variety
from .browser import launch

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Published:
    """What one build wrote, and perhaps a page with all that its texts lack."""

    site: Path
    report: Path
    variety: Path | None = None
    """The site of that page."""

    @property
    def folder(self) -> Path:
        """What holds all of it."""
        sites = (self.site, self.variety or self.report)
        return Path(os.path.commonpath(sites))

    @property
    def lost(self) -> Path:
        """The page for what is not there, which only a server can show."""
        return self.site / "404.html"

    def pages(self) -> list[Path]:
        """Every HTML page that opens from a folder, of the site and of the team's report.

        The parts of unzipped DAISY books are no pages: they have checks of their own.
        """
        books = self.site / "kit-hors-ligne" / "players"
        published = [
            page
            for folder in (self.site, self.report)
            for page in sorted(folder.rglob("*.html"))
            if books not in page.parents and page != self.lost
        ]
        more = [self.variety / variety.ID / "index.html"] if self.variety else []
        return [*published, *more]

    def root_of(self, page: Path) -> Path:
        """Where the links of ``page`` may lead: the report also shows the site."""
        for site in (self.site, self.variety):
            if site and page.is_relative_to(site):
                return site
        return self.site.parent


@pytest.fixture(scope="session")
def published(editorials: Path) -> Published:
    """The project's own content, published by the program as make does it."""
    site = editorials
    made = Published(site, site.with_name("site-rapport"))
    assert (site / "index.html").is_file()
    assert (site / "catalogue.json").is_file()
    assert list(made.report.rglob("*.html")), "no report beside the site"
    return made


@pytest.fixture(scope="session")
def checkers() -> None:
    """Nu, axe, html-validate and the virtual screen reader are installed."""
    if not all(tool.exists() for tool in tools.NEEDED):
        missing("les vérificateurs ne sont pas installés : tapez « make test »")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed browser."""
    if not tools.browser():
        missing(f"il manque un navigateur : tapez « {install.advice()} »")
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


def long(*values: object) -> Any:
    """Return a case that only « make test-long » runs: another shows most of it."""
    return pytest.param(*values, marks=pytest.mark.long)


def missing(reason: str) -> NoReturn:
    """Skip a test whose tool is not there; in continuous integration, fail it."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
