"""The files of the whole site, from those of its texts: pages, catalogue, ZIP, report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ppun_access.build import catalogue as cat
from ppun_access.build.around_site import around_site, grid_files
from ppun_access.build.automatic_drafts import AutomaticDraft
from ppun_access.build.editors_report import PUBLIC, reports
from ppun_access.build.podcast import Podcast, add_podcast
from ppun_access.build.prepared import Prepared
from ppun_access.build.publication import Written
from ppun_access.build.runner import Task, TaskRunner
from ppun_access.build.usb_stick import add_stick, has_kit
from ppun_access.document.model import Edition
from ppun_access.failures import WHOLE_SITE, Breakdown, isolated
from ppun_access.project.project import Project
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache
from ppun_access.runtime.disk import write_apart
from ppun_access.runtime.progress import Phase, Progress, untold
from ppun_access.site.assets import accent, assets, scripts
from ppun_access.site.pages.home import HomeOptions, home
from ppun_access.site.pages.offline import icons, offline
from ppun_access.site.report import Each, ShowTask, TextShown, show_text, unshown
from ppun_access.writers.model import Files
from ppun_access.writers.picture_sizes import sizes_of

Team = Callable[[Sequence[AutomaticDraft]], Files]
"""Makes the team's files, from the machine's drafts."""
UNSHOWN = "Le rapport ne montre pas ce texte"


def whole_site(
    title: str, prepared: Prepared, written: Written, project: Project, report: Report,
    out: Path, feed: Podcast | None, editions: Sequence[Edition], place: Path, cache: Cache,
    runner: TaskRunner, tell: Progress = untold,
) -> tuple[Files, Team]:  # fmt: skip
    """Return the files of the whole site, and what makes those of the editors' report.

    What is heavy and belongs to the whole site, or to the report, is written in ``place``;
    ``runner`` shows the texts in the report.
    """
    settings = project.settings
    values = cat.catalogue(
        title, written.publications, written.files, written.whole, prepared.contents
    )
    values, sound = add_podcast(values, feed)
    public_page = f"{PUBLIC}/index.html" if settings.public_report else ""
    url, state = feed.url if feed else "", settings.accessibility.state
    colour, sizes = settings.site.colour, sizes_of(prepared.pictures)
    options = HomeOptions(
        settings.publisher, report=public_page, feed=url, state=state,
        colour=accent(colour), sizes=sizes,
    )  # fmt: skip
    served = {**assets(colour), **scripts()}
    fixed = {
        **written.files, **prepared.pictures, **sound, **served, **icons(served, cache),
    }  # fmt: skip

    def pages(values: dict[str, Any], report: Report, *, keeps: bool = True) -> Files:
        made = {**fixed, **home(values, prepared.opening, options, report)}
        around = around_site(values, made, project, url, public_page, report, keeps=keeps)
        return {**made, **around}

    site = pages(values, report)
    fixed |= offline(values, site)
    found = reports(
        written.publications,
        report,
        settings,
        title,
        out,
        each=_shows(runner, place, report, tell),
    )
    grid: Files = {}
    with isolated(report, title, "La grille du RGAA n’est pas faite", WHOLE_SITE):
        grid = grid_files(site, prepared.pictures, title)
    beside: Files = {f"{PUBLIC}/{path}": content for path, content in found.public.items()}
    if settings.kit.stick and has_kit(site):
        lost = "Le ZIP pour clé USB n’est pas publié"
        with isolated(report, title, lost, WHOLE_SITE):
            values, stick = add_stick(
                values, lambda own: {**pages(own, Report(), keeps=False), **beside},
                editions, settings.contact, place,
            )  # fmt: skip
            site, beside = pages(values, Report()), {**beside, **stick}
    site = {**site, **fixed, **beside, "catalogue.json": cat.to_bytes(values)}
    return site, lambda drafts: {**found.team(drafts), **grid}


def _shows(runner: TaskRunner, place: Path, report: Report, tell: Progress) -> Each:
    """Return what shows the texts in the report, each in some process."""

    def shows(tasks: Sequence[ShowTask]) -> Iterator[TextShown]:
        phase = Phase("Rapport de l’équipe", len(tasks), tell)
        shown = runner.local().map(_ShowAndPlace(task, place) for task in tasks)
        for one in phase.over(shown):
            if one.fault:
                report.add(one.fault)
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
        write_apart(path, shown.content)
        return replace(shown, content=path)

    def on_failure(self, breakdown: Breakdown) -> TextShown:
        """Return what stands for a text that the program fails to show in the report."""
        return unshown(self.task, breakdown.finding(self.task.text.title, UNSHOWN))
