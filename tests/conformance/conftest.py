"""The real content, published once, and one browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

from . import install, tools, variety
from .browser import launch

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Published:
    """What one build wrote, and a page with all that its texts lack."""

    site: Path
    report: Path
    variety: Path
    """The site of that page."""

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
        return [*published, self.variety / variety.ID / "index.html"]

    def root_of(self, page: Path) -> Path:
        """Where the links of ``page`` may lead: the report also shows the site."""
        sites = (site for site in (self.site, self.variety) if page.is_relative_to(site))
        return next(sites, self.site.parent)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The project's own content, published by the program as make does it."""
    folder = tmp_path_factory.mktemp("published")
    site = folder / "site"
    program = Path(sys.executable).with_name("ppun-access")
    command = [str(program), "build", "content", "-o", str(site), "--voice", "silence"]
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
    more = variety.publish(folder / "variety")
    made = Published(site, folder / "site-rapport", more)
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
