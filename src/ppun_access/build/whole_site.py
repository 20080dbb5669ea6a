"""Make the site-wide files: pages, catalogue, USB-stick ZIP, editors' report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from ppun_access.build import catalogue as cat
from ppun_access.build.automatic_drafts import AutomaticDraft
from ppun_access.build.context import Build
from ppun_access.build.editors_report import PUBLIC, TeamReport, reports
from ppun_access.build.podcast import Podcast, add_podcast
from ppun_access.build.preparation import Prepared
from ppun_access.build.publication import Written
from ppun_access.build.runner import Task
from ppun_access.build.search import search_files
from ppun_access.document.model import Edition
from ppun_access.errors import UnstoredError, reason
from ppun_access.failures import WHOLE_SITE, Breakdown, isolated
from ppun_access.project.project import logo_of
from ppun_access.report import Finding, Report
from ppun_access.runtime.disk import json_file, write_private
from ppun_access.runtime.progress import Phase
from ppun_access.settings.ppun_toml import Settings
from ppun_access.settings.sections import Contact
from ppun_access.settings.statements import missing_of_declaration, missing_of_notice
from ppun_access.site.assets import KEEP, accent, assets, script_files
from ppun_access.site.kit.contents import FOLDER, NOTE
from ppun_access.site.kit.sound import kit_note_file
from ppun_access.site.pages.around import (
    NOT_FOUND,
    OPEN,
    ROBOTS,
    SITEMAP,
    STICK,
    STICK_FOLDER,
    AroundOptions,
    around,
    sitemap,
)
from ppun_access.site.pages.home import HomeOptions, home
from ppun_access.site.pages.listing import Catalogue
from ppun_access.site.pages.offline import (
    LIST,
    OFFLINE,
    WORKER,
    content_of,
    icons,
    offline,
    weigh,
)
from ppun_access.site.pages.rgaa import rgaa_files
from ppun_access.site.report.page import Each, ShowTask, TextShown, placeholder, show_text
from ppun_access.site.search import INDEX
from ppun_access.writers.model import Download, Files
from ppun_access.writers.picture_sizes import sizes_of
from ppun_access.writers.zip_files import write_zip

Team = Callable[[Sequence[AutomaticDraft]], TeamReport]
"""Makes the team's report, from the machine's drafts."""
NO_CONTACT = "contact-absent"
"""The code of the finding: the settings do not say how to reach anybody."""
DECLARATION, NOTICE = "declaration-incomplete", "mentions-incompletes"
"""The codes of the findings: the settings lack what the law wants to know."""
NO_LOGO = "logo-absent"
"""The code of the finding: the logo cannot be shown."""
COLOUR = "couleur-corrigee"
"""The code of the finding: the colour of the site is not dark enough."""
TECHNOLOGIES = (("HTML", ".html"), ("CSS", ".css"), ("SVG", ".svg"), ("JavaScript", ".js"))
"""What pages are made with, and how the names of its files end."""
UNSHOWN = "Le rapport ne montre pas ce texte"


def whole_site(
    build: Build, prepared: Prepared, written: Written, editions: Sequence[Edition],
    feed: Podcast | None,
) -> tuple[Files, Team]:  # fmt: skip
    """Return the files of the whole site, and the function that makes the report's.

    What is heavy and belongs to the whole site, or to the report, is written in the place
    where files wait.
    """
    settings, report, title = build.settings, build.report, editions[0].book.title
    values = cat.catalogue(
        title, written.publications, written.files, written.whole, prepared.contents
    )
    values, sound = add_podcast(values, feed)
    index = search_files(editions, written.files, report)
    public_page, url = _public_page(settings), feed.url if feed else ""
    logo = logo_of(build.project)
    for name, why in logo.unfit.items():
        message = f"[site] logo = « {name} » : l’image n’est pas publiée, {why}."
        report.add(Finding(NO_LOGO, message))
    options = HomeOptions(
        settings.publisher, report=public_page, feed=url,
        state=settings.accessibility.state, colour=accent(settings.site.colour),
        sizes=sizes_of({**prepared.pictures, **logo.files}), searched=bool(index),
        logo=next(iter(logo.files), ""), about=settings.site.about, contact=settings.asked,
    )  # fmt: skip
    served = {**assets(settings.site.colour), **script_files()}
    drawn = icons(served, build.request.own_cache())
    own = {**prepared.pictures, **logo.files, **sound, **served, **drawn, **index}
    fixed = {**written.files, **own}

    def pages(values: dict[str, Any], build: Build, *, keeps: bool = True) -> Files:
        named = cat.listed(values)
        made = {**fixed, **home(named, prepared.opening, options, build.report)}
        return {**made, **around_site(build, named, made, url, keeps=keeps)}

    site, silent = pages(values, build), replace(build, report=Report())
    fixed |= offline(values, site)
    shows, days = _shows(build), _easy_days(editions)
    found = reports(build, written.publications, title, shows, days)
    grid: Files = {}
    with isolated(report, title, "La grille du RGAA n’est pas faite", WHOLE_SITE):
        grid = grid_files(site, prepared.pictures, title)
    beside: Files = {f"{PUBLIC}/{path}": content for path, content in found.public.items()}
    has_kit = any(path.startswith(f"{FOLDER}/") for path in site)
    if settings.kit.stick and has_kit:
        lost = "Le ZIP pour clé USB n’est pas publié"
        with isolated(report, title, lost, WHOLE_SITE):
            values, stick = add_stick(
                values, lambda own: {**pages(own, silent, keeps=False), **beside},
                editions, settings.contact, _place(build),
            )  # fmt: skip
            site, beside = pages(values, silent), {**beside, **stick}
    site = {**site, **fixed, **beside, "catalogue.json": json_file(values)}
    return site, _with_grid(found.team, grid)


def _easy_days(editions: Sequence[Edition]) -> dict[str, str]:
    """Return the days of the easy versions that have one, by the ids of their texts."""
    easy = (edition for edition in editions if edition.version == "facile")
    return {id_: day for edition in easy for id_, day in edition.dates.items()}


def _with_grid(team: Team, grid: Files) -> Team:
    """Return the function that adds the grid of the RGAA to the team's report."""

    def made(drafts: Sequence[AutomaticDraft]) -> TeamReport:
        own = team(drafts)
        return replace(own, files={**own.files, **grid})

    return made


def _place(build: Build) -> Path:
    assert build.place
    return build.place


def _public_page(settings: Settings) -> str:
    return f"{PUBLIC}/index.html" if settings.public_report else ""


# The editors' report


def _shows(build: Build) -> Each:
    """Return the function that renders the texts for the report, by tasks of the runner."""

    def shows(tasks: Sequence[ShowTask]) -> Iterator[TextShown]:
        phase, place = Phase("Rapport de l’équipe", len(tasks), build.tell), _place(build)
        shown = build.runner.local().map(_ShowAndPlace(task, place) for task in tasks)
        for one in phase.over(shown):
            if one.fault:
                build.report.add(one.fault)
            yield one

    return shows


@dataclass(frozen=True, slots=True)
class _ShowAndPlace(Task[TextShown]):
    """A text to show; a page that is its own waits in ``place`` to be published."""

    task: ShowTask
    place: Path

    @property
    def weight(self) -> float:
        """How many versions the text has."""
        return len(self.task.text.versions)

    def run(self) -> TextShown:
        """Show the text. Raises OutputError when there is no room."""
        shown = show_text(self.task)
        if not isinstance(shown.content, bytes) or not shown.content:
            return shown
        public = PUBLIC if self.task.options.public else "rapport-equipe"
        path = self.place / public / shown.page
        write_private(path, shown.content)
        return replace(shown, content=path)

    def on_failure(self, breakdown: Breakdown) -> TextShown:
        """Return the placeholder of a text that the program fails to show in the report."""
        return placeholder(self.task, breakdown.finding(self.task.text.title, UNSHOWN))


# The pages around the texts


def around_site(
    build: Build, catalogue: dict[str, Any], site: Files, feed: str, *, keeps: bool = True
) -> Files:
    """Return the pages around the texts, and what search engines read.

    ``site`` holds the other pages: what they weigh is told. ``feed`` is the address of the
    podcast; ``keeps`` is False for pages that no server shows.
    """
    settings = build.settings
    build.report.add(*incomplete(settings), *corrected(settings))
    pages = [path for path in site if path.endswith("index.html")]
    options = AroundOptions(
        settings.publisher, settings.base_url, feed, _public_page(settings),
        settings.asked, settings.accessibility, settings.notice, build.project.trials,
        weigh(site, pages),
        tuple(n for n, end in TECHNOLOGIES if any(path.endswith(end) for path in site)),
        accent(settings.site.colour), keeps, INDEX in site,
    )  # fmt: skip
    return {**around(catalogue, options), **sitemap(catalogue, settings.base_url)}


def incomplete(settings: Settings) -> Iterator[Finding]:
    """Yield findings on settings that readers, or the law, would look for in vain."""
    contact, publisher = settings.contact, settings.publisher
    asked = settings.asked
    ways = (asked.email, asked.telephone, asked.address, settings.accessibility.form)
    if not any(ways):
        message = (
            "Les pages, l’affiche et les livres ne disent pas à qui écrire ni téléphoner. "
            "Écrivez dans ppun.toml la section [contact] : courriel, telephone ou adresse."
        )
        yield Finding(NO_CONTACT, message)
    if missing := missing_of_declaration(settings.accessibility, contact, publisher):
        message = f"La déclaration d’accessibilité est incomplète. {_to_write(missing)}"
        yield Finding(DECLARATION, message)
    if missing := missing_of_notice(settings.notice, contact, publisher):
        message = f"Les mentions légales sont incomplètes. {_to_write(missing)}"
        yield Finding(NOTICE, message)


def corrected(settings: Settings) -> Iterator[Finding]:
    """Yield the finding on an accent colour without contrast, and the one used instead."""
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


# The ZIP of the whole site for a USB stick


def add_stick(
    values: Mapping[str, Any],
    pages: Callable[[dict[str, Any]], Files],
    editions: Sequence[Edition],
    contact: Contact,
    place: Path,
) -> tuple[dict[str, Any], Files]:
    """Return the catalogue with the ZIP, and the ZIP, which is written in ``place``.

    ``pages`` makes the whole site of a catalogue: that of the stick does not offer the
    ZIP. Raises OutputError when there is no room.
    """
    own = stick_catalogue(values)
    site = {**pages(own), "catalogue.json": json_file(own)}
    held = stick_files(site, editions, contact)
    path = place / STICK
    try:
        with path.open("wb") as target:
            write_zip(target, held, OPEN)
        size = path.stat().st_size
    except OSError as error:
        raise _no_room(place.parent, error) from error
    files = {STICK: path}
    listed = Download("", "integral", "zip", STICK, size, variant=VARIANT)
    return cat.with_whole(values, (listed,), files), files


def _no_room(folder: Path, error: OSError) -> UnstoredError:
    return UnstoredError(
        f"Impossible d’écrire le ZIP pour clé USB dans {folder} : {reason(error)}. "
        "Le dossier publié n’a pas changé.",
        next_step="Libérez de la place, ou écrivez « cle_usb = false » dans la partie "
        "[kit] de ppun.toml, puis relancez la commande.",
    )


# The USB stick


VARIANT = "site"
"""The variant of the ZIP in the catalogue, where its format is ``zip``."""
SERVERS = (NOT_FOUND, SITEMAP, ROBOTS)
"""What only a web server and search engines read: it is not on the stick."""
KEEPING = (OFFLINE, WORKER, KEEP)
"""What keeps texts on a device, with their lists: no browser does it from a stick."""
_KEEPER, _KEEPER_END = b'<template id="garder"', b"</template>\n"


def stick_catalogue(catalogue: Catalogue) -> dict[str, Any]:
    """Return the catalogue of what is on the stick, from which its pages are made."""

    def held(version: Catalogue) -> dict[str, Any]:
        return {**version, "files": [f for f in version["files"] if _held(f["path"])]}

    texts = [
        {**text, "versions": [held(version) for version in text["versions"]]}
        for text in catalogue["publications"]
    ]
    return {**catalogue, "publications": texts}


def stick_files(site: Files, editions: Sequence[Edition], contact: Contact) -> Files:
    """Return the files of the stick, from a ``site`` whose pages are made for it."""
    held = {path: _unkept(path, site) for path in site if _held(path)}
    if f"{FOLDER}/{NOTE}" in held:
        held |= kit_note_file(editions, held, contact)
    first = held.pop(OPEN)
    return {OPEN: first, **{f"{STICK_FOLDER}/{path}": held[path] for path in held}}


def _held(path: str) -> bool:
    """Tell whether a file of the site is on the stick.

    The sounds of discs and telephone lines are not: they are heavy, and nobody plays them
    from there.
    """
    if path.startswith(f"{FOLDER}/") and path.endswith(".wav"):
        return False
    return path not in (*SERVERS, *KEEPING) and PurePosixPath(path).name != LIST


def _unkept(path: str, site: Files) -> bytes | Path:
    """Return a file as it is, a page without what keeps its text on the device."""
    if path.endswith(".html"):
        before, found, after = content_of(site, path).partition(_KEEPER)
        return before + after.partition(_KEEPER_END)[2] if found else site[path]
    return site[path]
