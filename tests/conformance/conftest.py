"""What is published once for all these tests, and one browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import order
import pytest

from ppun_access.commands.audit import AuditRequest, audited, grid_html
from ppun_access.report import Report

from . import install, listening, reporting, tools, variety
from .browser import Browser, launch, sync_playwright
from .listening import Heard

FULL = Path(__file__).parents[2] / "content" / "politique-publique-des-usages-numeriques.md"


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
        """Every page that opens from a folder, of the site and of the team's report."""
        published = [
            page
            for folder in (self.site, self.report)
            for page in sorted(folder.rglob("*.html"))
            if page != self.lost
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
def varied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose page has what the content lacks: sign language, a picture, a table."""
    return variety.publish(tmp_path_factory.mktemp("variety"))


@pytest.fixture(scope="session")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """A small site that is heard. No test may change anything in it."""
    return listening.write_site(tmp_path_factory.mktemp("heard"))


@dataclass(frozen=True)
class Reports:
    """Reports for the team."""

    team: Path
    pages: tuple[Path, ...]
    """All of them: ``team``, its public copy, one with a page for each text."""


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """A report with some of everything, and one that has more than one page."""
    rich, many = (tmp_path_factory.mktemp(name) for name in ("rich", "many"))
    reporting.publish(rich)
    reporting.publish_many(many)
    team, apart = (folder / "site-rapport" for folder in (rich, many))
    pages = (
        team / "index.html", rich / "site/rapport/index.html",
        apart / "index.html", apart / "texte-texte-0.html",
    )  # fmt: skip
    return Reports(pages[0], pages)


@pytest.fixture(scope="session")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page that ``audit`` writes of a text, to be filled in."""
    text = audited(AuditRequest(str(FULL)), Report())[1]
    path = tmp_path_factory.mktemp("grid") / "grille.html"
    path.write_bytes(grid_html(text.audit, text.document))
    return path


# Java and node take what memory they find; these are given small pages and books.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-Xmx192m")
os.environ.setdefault("NODE_OPTIONS", "--max-semi-space-size=2")


@pytest.fixture(scope="session")
def checkers() -> None:
    """Nu, axe, html-validate and the virtual screen reader are installed."""
    if not all(tool.exists() for tool in tools.NEEDED):
        missing("les vérificateurs ne sont pas installés : tapez « make test »")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The installed browser: one in all, ended after these tests."""
    test = os.environ["PYTEST_CURRENT_TEST"]
    assert order.group(test) == order.BROWSER, "its file is not in order.GROUPS"
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
