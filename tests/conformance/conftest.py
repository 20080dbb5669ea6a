"""The real content, published once, and one browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

from . import install, tools
from .browser import launch

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Published:
    """What one build wrote."""

    site: Path
    report: Path

    def pages(self) -> list[Path]:
        """Every HTML page, of the site and of the team's report.

        The parts of unzipped DAISY books are no pages: they have checks of their own.
        """
        books = self.site / "kit-hors-ligne" / "players"
        return [
            page
            for folder in (self.site, self.report)
            for page in sorted(folder.rglob("*.html"))
            if books not in page.parents
        ]

    def site_pages(self) -> list[Path]:
        """The pages of the site."""
        return [page for page in self.pages() if page.is_relative_to(self.site)]

    def root_of(self, page: Path) -> Path:
        """Where the links of ``page`` may lead: the report also shows the site."""
        return self.site if page.is_relative_to(self.site) else self.site.parent


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


def missing(reason: str) -> NoReturn:
    """Skip a test whose tool is not there; in continuous integration, fail it."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
