"""Make the help, site map, downloads, accessibility and 404 pages, and ``sitemap.xml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import quote, urlsplit

from ppun_access.formats import WORK
from ppun_access.settings.sections import Contact
from ppun_access.settings.statements import (
    AccessibilitySettings,
    LegalNotice,
    Trial,
)
from ppun_access.site.kit.contents import PLAYERS
from ppun_access.site.pages.downloads import (
    DOWNLOADS,
    PROFESSIONALS,
    WorkPage,
    reader_files,
    texts_with_files,
    work_files,
    work_pages,
)
from ppun_access.site.pages.listing import (
    Catalogue,
    contents,
    is_heard,
    is_simplified,
    label_of,
    page_of,
    versions_of,
)
from ppun_access.site.pages.offline import OFFLINE, Weight
from ppun_access.site.pages.podcast import FEED
from ppun_access.site.search import SCRIPT
from ppun_access.writers.html.frame import (
    AROUND,
    PLAN,
    Place,
    rendered,
    root_of,
)
from ppun_access.writers.html.page import KEEPER
from ppun_access.writers.model import Files
from ppun_access.writers.units import lower_first

NOT_FOUND = "404.html"
STICK = "cle-usb.zip"
"""The path in the site of the ZIP of the whole site, for a USB stick."""
OPEN, STICK_FOLDER = "OUVRIR-ICI.html", "fichiers"
"""What is at the root of the stick: the page to open, and the folder of all the rest."""
DESCRIPTIONS = {
    "aide/index.html": "Comment se servir du site, en phrases courtes.",
    PLAN: "La liste de toutes les pages du site.",
    DOWNLOADS: "Tous les fichiers à télécharger, selon ce que vous voulez faire.",
    PROFESSIONALS: "Les fichiers pour une radio, une imprimerie ou un développeur.",
    "accessibilite/index.html": "Où en est l’accessibilité du site, et à qui écrire.",
    "mentions-legales/index.html": "Qui publie le site, qui le dirige, qui l’héberge.",
    "eco-conception/index.html": "Ce que pèsent les pages, et pourquoi elles sont légères.",
    OFFLINE: "Les textes que vous avez gardés sur votre appareil.",
}
"""Page → what the lists of search engines tell of it."""


@dataclass(frozen=True, slots=True)
class AroundOptions:
    """What the pages around the texts say beside the catalogue."""

    publisher: str = ""
    base_url: str = ""
    feed: str = ""
    """The whole address of the podcast, when there is one."""
    report: str = ""
    """The path of the report, when the team wants it to be public."""
    contact: Contact = field(default_factory=Contact)
    accessibility: AccessibilitySettings = field(default_factory=AccessibilitySettings)
    notice: LegalNotice = field(default_factory=LegalNotice)
    trials: tuple[Trial, ...] = ()
    weights: tuple[Weight, ...] = ()
    """What the pages of texts, and the home page, weigh."""
    technologies: tuple[str, ...] = ("HTML", "CSS", "SVG")
    colour: str = ""
    """The accent of the site."""
    keeps: bool = True
    """False where a browser can keep no text on the device: from a USB stick."""
    searched: bool = False
    """Whether the texts can be searched."""


def around(catalogue: Catalogue, options: AroundOptions) -> Files:
    """Return the pages around the texts of ``catalogue``, at their paths in the site."""
    says = _Pages(catalogue, options)
    formats = {f["format"] for _, v in versions_of(catalogue) for f in v["files"]}
    work = PROFESSIONALS if work_files(catalogue, "") else ""
    parts = work_pages(catalogue)
    return {
        **says("aide/index.html", "help.html", "Aide", easy=True, formats=formats,
               simplified=is_simplified(catalogue),
               stick=any(f["path"] == STICK for f in catalogue.get("files", ()))),
        **says(PLAN, "plan.html", "Plan du site", texts=_texts, work=work,
               contents=contents),
        **says(DOWNLOADS, "downloads.html", "Fichiers à télécharger",
               needs=reader_files, texts=texts_with_files, work=work),
        **(says(PROFESSIONALS, "professionals.html", WORK.name, work=work_files,
                parts=parts) if work else {}),
        **{path: page for one in parts for path, page in _work_page(says, one).items()},
        **says(
            "accessibilite/index.html", "declaration.html", "Déclaration d’accessibilité"
        ),
        **says("mentions-legales/index.html", "legal-notice.html", "Mentions légales"),
        **says("eco-conception/index.html", "eco-design.html", "Écoconception",
               heaviest=max(options.weights, key=lambda w: w.bytes, default=None),
               home=next((w for w in options.weights if w.path == "index.html"), None)),
        **(says(OFFLINE, "kept.html", "Textes gardés sur votre appareil", easy=True)
           if options.keeps else
           says(OPEN, "stick.html", str(catalogue["title"]), easy=True,
                players=_players(catalogue))),
        **says(NOT_FOUND, "not-found.html", "Page introuvable"),
    }  # fmt: skip


def _work_page(says: _Pages, page: WorkPage) -> Files:
    name = lower_first(page.name)
    return says(
        page.path, "professionals-part.html", f"{WORK.name}, {name}",
        description=f"{DESCRIPTIONS[PROFESSIONALS].removesuffix('.')}, {name}.",
        work=lambda _, root: work_files(page.texts, root), first=page.first, last=page.last,
        professionals=PROFESSIONALS,
    )  # fmt: skip


def _players(catalogue: Catalogue) -> str:
    """Return the path of what readers of DAISY and MP3 take, empty without it."""
    listed = (file["path"] for file in catalogue.get("files", ()))
    return next((path for path in listed if path == PLAYERS), "")


class _Pages:
    """Renders the pages of one site."""

    def __init__(self, catalogue: Catalogue, options: AroundOptions) -> None:
        self._catalogue, self._options = catalogue, options

    def __call__(
        self, path: str, template: str, title: str, *, easy: bool = False,
        description: str = "", **values: Any,
    ) -> Files:  # fmt: skip
        options, site = self._options, str(self._catalogue["title"])
        lost, away = path == NOT_FOUND, path == OFFLINE
        root = _top(options.base_url) if lost else root_of(path)
        if path == OPEN:
            root = f"{STICK_FOLDER}/"
        scripts = (KEEPER,) if away else ()
        if path == PLAN and options.searched:
            scripts = (SCRIPT,)
        place = Place(
            title, site, options.publisher, root, easy=easy,
            private=lost or away, feed=FEED if options.feed else "",
            scripts=scripts, keeps=away,
            state=options.accessibility.state, here=path,
            colour=options.colour, description=description or DESCRIPTIONS.get(path, ""),
            contact=options.contact,
        )  # fmt: skip
        computed = {
            name: value(self._catalogue, place.root) if callable(value) else value
            for name, value in values.items()
        }
        page = rendered(
            f"around/{template}", "ppun_access.site",
            place=place, title=title, site=site, options=options, others=AROUND,
            downloads=DOWNLOADS, offline=OFFLINE,
            heard=is_heard(self._catalogue), **computed,
        )  # fmt: skip
        return {path: page}


def _top(base_url: str) -> str:
    """Return the path from the root of the server to the site: the root if unknown.

    >>> _top("https://exemple.fr/site"), _top("https://exemple.fr"), _top("")
    ('/site/', '/', '/')
    """
    return f"{urlsplit(base_url).path.rstrip('/')}/"


def _texts(
    catalogue: Catalogue, root: str
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return each text with the addresses and the names of its pages."""
    found: dict[str, list[tuple[str, str]]] = {}
    for publication, version in versions_of(catalogue):
        pages = found.setdefault(publication["title"], [])
        if path := page_of(publication, version):
            pages.append((root + path, label_of(version)))
    return tuple((title, tuple(pages)) for title, pages in found.items())


# Search engines


SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"


def sitemap(catalogue: Catalogue, base_url: str) -> Files:
    """Return the list of the pages, by their whole addresses; empty without one.

    ``robots.txt`` names it where it is read: at the root of a host.
    """
    if not base_url:
        return {}
    root = f"{base_url.rstrip('/')}/"
    addresses = (
        root + quote(path.removesuffix("index.html")) for path in _pages(catalogue)
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *(f"<url><loc>{escape(address, quote=False)}</loc></url>" for address in addresses),
        "</urlset>",
    ]
    files: dict[str, bytes] = {SITEMAP: ("\n".join(lines) + "\n").encode()}
    if not urlsplit(root).path.strip("/"):
        files[ROBOTS] = f"User-agent: *\nDisallow:\n\nSitemap: {root}{SITEMAP}\n".encode()
    return files


def _pages(catalogue: Catalogue) -> Iterator[str]:
    yield "index.html"
    for publication, version in versions_of(catalogue):
        if path := page_of(publication, version):
            yield path
    yield from (path for path, _ in AROUND)
    yield DOWNLOADS
    if work_files(catalogue, ""):
        yield PROFESSIONALS
    yield from (page.path for page in work_pages(catalogue))
