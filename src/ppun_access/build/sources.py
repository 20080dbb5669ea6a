"""Read the pages of a project into texts, and choose those to be published."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count, groupby, tee
from pathlib import PurePosixPath

from ppun_access.build.navigation import TITLE_ONLY, WITHHELD
from ppun_access.build.page_tasks import ReadPage, ReadTask, read_task
from ppun_access.build.runner import UNCACHED, TaskRunner
from ppun_access.document.build import compressed, with_meta
from ppun_access.document.model import Pos
from ppun_access.document.sources import slug
from ppun_access.errors import (
    EmptyPageError,
    InputError,
    MissingToolError,
    PpunError,
)
from ppun_access.failures import isolated, leaves_nothing
from ppun_access.project.project import Project, Source
from ppun_access.project.unsupported import key_position, misspelt_keys, report_unsupported
from ppun_access.readers import SUFFIXES
from ppun_access.readers.gitbook.editorial_tabs import BESIDE, apart_from_the_book
from ppun_access.readers.space.model import Space
from ppun_access.readers.space.pages import PageFile, page_of
from ppun_access.report import Finding, Report
from ppun_access.runtime.progress import Phase, Progress, no_progress
from ppun_access.settings.ppun_toml import Settings
from ppun_access.settings.reach import is_own
from ppun_access.site.pages.downloads import DOWNLOADS, PROFESSIONALS
from ppun_access.writers.html.frame import AROUND
from ppun_access.writers.units import count as count_of

RESERVED = (
    "assets",
    "medias",
    "rapport",
    "kit-hors-ligne",
    "hors-ligne",
    *{path.partition("/")[0] for path, _ in AROUND},
    *(path.partition("/")[0] for path in (DOWNLOADS, PROFESSIONALS)),
    *("aux", "con", "nul", "prn"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
)
"""Names that no text may take: those of the site, and those of devices on Windows."""
_NO = ("non", "false", "no", "faux", "0")
_YES = ("oui", "true", "yes", "vrai", "1")
_SHOWN = 10
"""How many pages a finding names."""
_FEW = 3
"""How many it names of those that their authors keep back, who know them."""


def read_sources(
    project: Project,
    report: Report,
    runner: TaskRunner = UNCACHED,
    tell: Progress = no_progress,
    *,
    every: bool = False,
) -> tuple[Source, ...]:
    """Read every page; one that cannot be read is a finding, unless it is the only one.

    So is one that needs a program that is not there, or whose front matter keeps it from
    being published. What that, settings or the contents of a space leave out is not
    published, and what was found in it is not told, unless ``every`` page is wanted.
    Raises InputError when nothing is left.
    """
    pages, errors = _read_pages(project, runner, tell)
    if errors and not pages:
        raise _nothing_read(errors, report)
    named = tuple(_with_unique_ids(pages))
    wanted = named if every else tuple(_published(named, project.settings))
    published = {source.page.name for source in wanted}
    wanted, apart = _apart_from_the_book(wanted)
    for task, held in pages:
        if task.page.name in published:
            _tell_page(held, report, apart=task.page.name in apart)
    for page_file, held in errors:
        report.add(_missing_page(page_file, held))
    if all(source.document.meta.hidden for source in wanted):
        raise _nothing_left(named)
    _tell_kept_back(named, published, project.settings, report)
    for source in wanted:
        with isolated(report, source.document.title, "L’en-tête n’est pas vérifié"):
            report.add(*misspelt_keys(source))
    if project.whole:
        _tell_unknown(project.settings, named, report)
    _tell_spaces(project, wanted, report)
    report_unsupported(project, wanted, report)
    return wanted


def _tell_page(held: ReadPage, report: Report, *, apart: bool) -> None:
    """Report what was found in a page; ``apart``: its opening does not open the book."""
    for finding in held.findings:
        if not (apart and finding.code == BESIDE):
            report.add(finding)


def _nothing_read(errors: Iterable[tuple[PageFile, ReadPage]], report: Report) -> PpunError:
    """Return why no page could be read, a failure of ours first."""
    held = [one for _, one in errors]
    for one in held:
        if one.fault:
            return leaves_nothing(one.fault, "Retirez cette page.", report)
    return next(one.error for one in held if one.error)


def _nothing_left(sources: Iterable[Source]) -> InputError:
    doubts = (found for source in sources if (found := _doubt(source)))
    return InputError(
        "Aucun texte à publier : les réglages ou les pages les retirent tous.",
        next_step=next(
            (f"{finding.pos} : {finding.message}" for finding in doubts),
            "Retirez un « publier: non » d’une page, ou un « publier = false » de "
            "ppun.toml.",
        ),
    )


def _missing_page(page: PageFile, held: ReadPage) -> Finding:
    """Return the finding on a page without text, which may be the title of a group."""
    error = held.error
    if held.fault:
        return held.fault
    pos, told = _placed(error.message if error else "", page)
    if isinstance(error, EmptyPageError) and page.title:
        message = (
            f"Cette page n’a pas de texte : « {page.title} » n’est qu’un titre dans le "
            "sommaire. Écrivez-y un texte si elle doit être publiée."
        )
        return Finding(TITLE_ONLY, message, pos)
    message = f"{told} {error.next_step}".strip() if error else ""
    return Finding(_missing_page_code(error), message, pos)


def _missing_page_code(error: PpunError | None) -> str:
    """Return the code of the finding: an empty page is not an unreadable one."""
    if isinstance(error, EmptyPageError):
        return "page-vide"
    no_tool = isinstance(error, MissingToolError)
    return "page-sans-outil" if no_tool else "page-illisible"


def _placed(message: str, page: PageFile) -> tuple[Pos, str]:
    """Return the place that a message begins with, if it is in ``page``, and the rest.

    Where a command reads one file, the message alone says where.
    """
    names = "|".join(re.escape(str(name)) for name in (page.name, page.path))
    found = re.match(rf"(?:{names})(?::(\d+))? : (.+)", message, re.DOTALL)
    if not found:
        return Pos(page.name, 1), message
    line, rest = int(found[1] or 1), found[2]
    return Pos(page.name, line), rest[0].upper() + rest[1:]


def _read_pages(
    project: Project, runner: TaskRunner, tell: Progress
) -> tuple[list[tuple[ReadTask, ReadPage]], list[tuple[PageFile, ReadPage]]]:
    """Return the pages that can be read, and the others, each with its error."""
    found: list[tuple[ReadTask, ReadPage]] = []
    errors: list[tuple[PageFile, ReadPage]] = []
    variables = {space.folder: space.variables for space in project.spaces}
    settings = project.settings
    pages = [page for page in project.pages if _may_be_published(page, settings)]
    make = read_task if runner.cache else ReadTask
    given, kept = tee(
        make(page, settings.lang, variables.get(page.root, {})) for page in pages
    )
    read = runner.local().map(given)
    phase = Phase("Lecture des pages", len(pages), tell)
    for task, held in zip(kept, phase.over(read), strict=True):
        if not held.failed:
            found.append((task, held))
        elif held.fault or _is_missed(task.page, settings):
            errors.append((task.page, held))
    return found, errors


def _is_missed(page: PageFile, settings: Settings) -> bool:
    """Return whether a page that cannot be read would be published, or may ask for it."""
    pages = settings.pages
    if pages.choice == "marquees":
        pages = replace(pages, choice="sommaire")
    return pages.takes(page.name, listed=page.listed)


def _may_be_published(page: PageFile, settings: Settings) -> bool:
    """Return whether a page must be read: its own front matter may have it published."""
    front_matter = SUFFIXES.get(page.path.suffix.lower()) == "gitbook"
    return front_matter or _is_taken(page, settings)


def _tell_unknown(settings: Settings, sources: Iterable[Source], report: Report) -> None:
    ids = sorted(source.document.id for source in sources)
    for name in settings.documents:
        if name not in ids:
            message = (
                f"ppun.toml règle le texte « {name} », qui n’existe pas. "
                f"Textes : {', '.join(ids)}."
            )
            report.add(Finding("reglage-sans-texte", message))


def _published(sources: Iterable[Source], settings: Settings) -> Iterator[Source]:
    """Yield the texts that are published: settings say, else their page, else its place."""
    for source in sources:
        own = settings.of(source.document.id).publish
        said, hidden = _front(source, "publier"), _front(source, "hidden")
        if own is None and said:
            own = said in _YES  # in doubt, no: what is published cannot be taken back
        if own is None and hidden in _YES and settings.pages.hidden == "publier":
            if _is_taken(source.page, settings):
                yield replace(source, document=with_meta(source.document, hidden=True))
            continue
        if own is None:
            own = hidden in ("", *_NO) and _is_taken(source.page, settings)
        if own:
            yield source


def _apart_from_the_book(
    sources: Sequence[Source],
) -> tuple[tuple[Source, ...], frozenset[str]]:
    """Return the texts, and the names of the pages whose opening does not open the book.

    The first page that is not hidden opens it; the others keep what surrounds their
    editorials.
    """
    first = next((s.page for s in sources if not s.document.meta.hidden), None)
    found, apart = list[Source](), set[str]()
    for page, group in groupby(sources, lambda source: source.page):
        texts = tuple(group)
        if page == first or not texts[0].document.meta.opening:
            found += texts
            continue
        apart.add(page.name)
        made = apart_from_the_book([source.document for source in texts])
        for source, document in zip(texts[-len(made) :], made, strict=True):
            key = f"{source.key} apart" if source.key else ""
            found.append(replace(source, document=compressed(document), key=key))
    return tuple(found), frozenset(apart)


def _doubt(source: Source) -> Finding | None:
    """Return the finding on a page that does not say whether to publish it, else None."""
    key = "publier" if _front(source, "publier") else "hidden"
    said = _front(source, key)
    if said in ("", *_YES, *_NO):
        return None
    yes, no = ("oui", "non") if key == "publier" else ("true", "false")
    message = (
        f"L’en-tête de cette page dit « {key}: {said} », ce qui n’est ni oui ni non : dans "
        f"le doute, elle n’est pas publiée. Écrivez « {key}: {yes} » ou « {key}: {no} »."
    )
    return Finding("publier-inconnu", message, key_position(source, key))


def _front(source: Source, key: str) -> str:
    return dict(source.document.meta.front).get(key, "").lower()


def _is_taken(page: PageFile, settings: Settings) -> bool:
    """Tell whether the place of a page has it published, if it says nothing itself."""
    return settings.pages.takes(page.name, listed=page.listed)


def _tell_kept_back(
    sources: Iterable[Source],
    published: Collection[str],
    settings: Settings,
    report: Report,
) -> None:
    """Note the pages that would be published if they did not say otherwise."""
    kept = {
        source.page.name: source
        for source in sources
        if source.page.name not in published
        and settings.of(source.document.id).publish is None
        and _is_taken(source.page, settings)
    }
    groups: dict[str, list[Source]] = {}
    for source in kept.values():
        if found := _doubt(source):
            report.add(found)
            continue
        key = "publier" if _front(source, "publier") in _NO else "hidden"
        groups.setdefault(key, []).append(source)
    for key, held in groups.items():
        names = tuple(source.page.name for source in held)
        one = len(names) == 1
        verb = "n’est pas publiée" if one else "ne sont pas publiées"
        which, advice = _KEPT_BACK[key]
        message = (
            f"{count_of(len(names), 'page')} {which} {verb} : "
            f"{_named(names, _FEW)}. {advice}"
        )
        pos = key_position(held[0], key)
        report.add(Finding(WITHHELD, message, pos, pages=names))


_KEPT_BACK = {
    "publier": (
        "dont l’en-tête dit « publier: non »",
        "Retirez cette ligne d’une page à publier.",
    ),
    "hidden": (
        "que GitBook cache (« hidden: true »)",
        'Pour les publier hors des menus : masquees = "publier" dans [pages] de ppun.toml.',
    ),
}
"""What is told of the pages that a key of their front matter keeps back, and what to do."""


def _named(names: Sequence[str], most: int) -> str:
    more = f" et {len(names) - most} autres" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _with_unique_ids(pages: Iterable[tuple[ReadTask, ReadPage]]) -> Iterator[Source]:
    """Give a document whose id is taken the slug of its path, then a number."""
    taken = set(RESERVED)
    for task, held in pages:
        page, texts = task.page, zip(held.documents, held.places, strict=True)
        for number, (document, places) in enumerate(texts):
            name = document.id
            if name in taken:
                path = PurePosixPath(document.meta.source)
                known = path.suffix.lower() in SUFFIXES
                name = slug(str(path.with_suffix("") if known else path)) or name
            if name in taken:
                others = (f"{name}-{another}" for another in count(2))
                name = next(other for other in others if other not in taken)
            taken.add(name)
            key = f"{task.key} {number}" if task.key else ""
            own = with_meta(document, id=name, level=page.level, group=page.group)
            yield Source(own, page, places, key)


# What a space says and does not have


def _tell_spaces(project: Project, wanted: Sequence[Source], report: Report) -> None:
    for space in project.spaces:
        report.add(*space.findings)
        _tell_nowhere(space, project.pages, report)
    published = {(source.page.root, source.page.name) for source in wanted}
    left = [p for p in project.pages if (p.root, p.name) not in published and not p.listed]
    if left and project.settings.pages.choice == "sommaire":
        roots = {page.root for page in left}
        contents = dict.fromkeys(s.summary for s in project.spaces if s.folder in roots)
        message = (
            f"Pages hors du sommaire ({', '.join(contents)}), non publiées : "
            f"{_named([page.name for page in left], _SHOWN)}. Ajoutez-les au sommaire, "
            "écrivez « publier: oui » dans leur en-tête, "
            'ou choix = "toutes" dans la partie [pages] de ppun.toml.'
        )
        code = "page-hors-sommaire"
        report.add(Finding(code, message, Pos(left[0].name, 1)))


def _tell_nowhere(space: Space, pages: Iterable[PageFile], report: Report) -> None:
    """Note the lines of the contents that lead to no page."""
    names = {page.name for page in pages if page.root == space.folder}
    for entry in space.entries:
        if entry.page and not page_of(entry.page, names):
            message = (
                f"Cette ligne du sommaire mène à {entry.page}, "
                f"{_why_nowhere(space, entry.page)}, ou retirez la ligne."
            )
            code, pos = "sommaire-sans-page", Pos(space.summary, entry.line)
            report.add(Finding(code, message, pos, passage=entry.title))


def _why_nowhere(space: Space, page: str) -> str:
    """Return why a line of the contents leads to no page, and what to do."""
    if page.startswith("../"):
        return "hors du dossier des pages : copiez cette page dans le dossier"
    if is_own(space.folder / page, space.folder, space.reach):
        return "qui n’est pas une page : mettez à sa place un .md, un .docx ou un .odt"
    return "qui n’existe pas : corrigez son adresse"
