"""The pages around the texts: what they are made of, and what the settings lack."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from ppun_access.project.project import Project
from ppun_access.report import Finding, Report
from ppun_access.settings.ppun_toml import Settings
from ppun_access.settings.statements import missing_of_declaration, missing_of_notice
from ppun_access.site.assets import accent
from ppun_access.site.pages.around import AroundOptions, around, sitemap
from ppun_access.site.pages.rgaa import rgaa_files
from ppun_access.site.pages.weight import content_of, weigh
from ppun_access.writers.model import Files

DECLARATION, NOTICE = "declaration-incomplete", "mentions-incompletes"
"""The codes of the findings: the settings lack what the law wants to know."""
COLOUR = "couleur-corrigee"
"""The code of the finding: the colour of the site is not dark enough."""
TECHNOLOGIES = (("HTML", ".html"), ("CSS", ".css"), ("SVG", ".svg"), ("JavaScript", ".js"))
"""What pages are made with, and how the names of its files end."""


def around_site(
    catalogue: dict[str, Any], site: Files, project: Project, feed: str, public_report: str,
    report: Report, *, keeps: bool = True,
) -> Files:  # fmt: skip
    """Return the pages around the texts, and what search engines read.

    ``site`` holds the other pages: what they weigh is told. ``feed`` is the address of the
    podcast, ``public_report`` the path of the report in the site, if it is there;
    ``keeps`` is False for pages that no server shows.
    """
    settings = project.settings
    for finding in (*incomplete(settings), *corrected(settings)):
        report.add(finding)
    pages = [
        path for path in site if path.endswith("index.html") and "players/" not in path
    ]
    options = AroundOptions(
        settings.publisher, settings.base_url, feed, public_report, settings.contact,
        settings.accessibility, settings.notice, project.trials, weigh(site, pages),
        tuple(n for n, end in TECHNOLOGIES if any(path.endswith(end) for path in site)),
        accent(settings.site.colour), keeps,
    )  # fmt: skip
    return {**around(catalogue, options), **sitemap(catalogue, settings.base_url)}


def incomplete(settings: Settings) -> Iterator[Finding]:
    """Yield what the law wants the pages to say and the settings do not."""
    contact, publisher = settings.contact, settings.publisher
    if missing := missing_of_declaration(settings.accessibility, contact, publisher):
        message = f"La déclaration d’accessibilité est incomplète. {_to_write(missing)}"
        yield Finding(DECLARATION, message)
    if missing := missing_of_notice(settings.notice, contact, publisher):
        message = f"Les mentions légales sont incomplètes. {_to_write(missing)}"
        yield Finding(NOTICE, message)


def corrected(settings: Settings) -> Iterator[Finding]:
    """Yield that the colour of the site reads badly on its pages, and what is used."""
    asked, used = settings.site.colour, accent(settings.site.colour)
    if asked and asked.lower() != used.lower():
        message = (
            f"[site] couleur = {asked} se lit mal sur le fond clair des pages : les pages "
            f"utilisent {used}, plus foncé, pour que le contraste soit d’au moins 7. "
            "Écrivez cette couleur dans ppun.toml, ou une autre, foncée."
        )
        yield Finding(COLOUR, message)


def _to_write(names: tuple[str, ...]) -> str:
    return f"Écrivez dans ppun.toml : {', '.join(names)}."


def grid_files(site: Files, others: Collection[str], title: str) -> Files:
    """Return the grid of the RGAA for the pages of ``site``, for the team's folder.

    ``others`` are the files of the authors, whose pages are not ours.
    """
    pages = (
        content_of(site, path).decode()
        for path in site
        if path.endswith(".html") and path not in others
    )
    return rgaa_files(pages, title)
