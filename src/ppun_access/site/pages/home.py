"""Make the home page: every text in every format, from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ppun_access.document.model import Block, Div
from ppun_access.formats import SIGN
from ppun_access.report import Report, excerpt
from ppun_access.settings.sections import Contact
from ppun_access.site.pages.listing import (
    FILES,
    Catalogue,
    contents,
    files_of,
    is_heard,
    is_simplified,
    page_of,
    whole_files,
)
from ppun_access.site.pages.podcast import FEED
from ppun_access.site.search import SCRIPT
from ppun_access.writers.html.blocks import render_blocks, render_notes
from ppun_access.writers.html.frame import Place, html, rendered
from ppun_access.writers.html.page import DESCRIPTION_WORDS, TEXT, VIDEO_TYPES
from ppun_access.writers.html.rendering import Rendering
from ppun_access.writers.labels import status_inside
from ppun_access.writers.model import Files, page_path
from ppun_access.writers.needs import FileLink, Served, by_need
from ppun_access.writers.outline import outlined, without_title
from ppun_access.writers.units import NBSP

FIRST_FORMATS = ("mp3",)
"""Formats in sight of a text without a page; the others wait in a box that opens."""


@dataclass(frozen=True, slots=True)
class HomeOptions:
    """What the home page says beside the catalogue."""

    publisher: str = ""
    report: str = ""
    """Where the team's report is, when the team wants it to be public."""
    feed: str = ""
    """The whole address of the podcast, when there is one."""
    state: str = ""
    """How accessible the site is declared to be, when it has the pages around."""
    colour: str = ""
    """The accent of the site."""
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Path of a picture → its width and height."""
    searched: bool = False
    """Whether the texts can be searched."""
    about: str = ""
    """What the site is, in one sentence."""
    contact: Contact = field(default_factory=Contact)
    """Whom readers may ask."""
    logo: str = ""
    """The path in the site of the picture that stands for its publisher."""


FEW = 12
"""How many texts the home page shows with all their files when it has contents too."""


@dataclass(frozen=True, slots=True)
class HomeVersion:
    """One version of a text: its page, else what stands for it and its files."""

    href: str
    label: str
    state: str
    """What the label says of the state: « brouillon non validé »."""
    easy: bool
    first: tuple[FileLink, ...]
    others: tuple[Served, ...]
    heard: FileLink | None
    offers: bool
    """Whether its page has files to print or to take away."""


@dataclass(frozen=True, slots=True)
class HomeSound:
    """Where the complete text is heard, and for how long."""

    href: str
    seconds: float


@dataclass(frozen=True, slots=True)
class HomeText:
    """One text with its versions, the complete one first."""

    title: str
    author: str
    role: str
    versions: tuple[HomeVersion, ...]
    sound: HomeSound | None
    signed: str
    """Where the text is seen in sign language; empty when it is not."""
    files: str
    """Where its page offers to print it or to take it away; empty when it does not."""


def home(
    catalogue: Catalogue,
    opening: tuple[Block, ...],
    options: HomeOptions,
    report: Report | None = None,
) -> Files:
    """Return ``index.html``; ``opening`` is what comes before the texts in the book."""
    title = str(catalogue["title"])
    place = Place(
        title, title, options.publisher, home=True,
        description=options.about or _description(catalogue), contact=options.contact,
        feed=FEED if options.feed else "", state=options.state, colour=options.colour,
        scripts=(SCRIPT,) if options.searched else (), logo=options.logo,
        logo_size=options.sizes.get(options.logo),
    )  # fmt: skip
    r = Rendering(report if report is not None else Report(), title, sizes=options.sizes)
    blocks = render_blocks(outlined(_shown(without_title(opening, title))), r)
    publications = catalogue["publications"]
    texts = tuple(_text(p) for p in publications)
    versions = (version for p in publications for version in p["versions"])
    page = rendered(
        "home.html", "ppun_access.site",
        place=place,
        title=title,
        opening=html(blocks),
        notes=html(render_notes(r)),
        report=options.report,
        feed=options.feed,
        searched=options.searched,
        about=options.about,
        heard=is_heard(catalogue),
        simplified=is_simplified(catalogue),
        texts=texts,
        contents=contents(catalogue),
        shown=texts if len(texts) <= FEW or not catalogue.get("navigation") else (),
        whole=by_need(whole_files(catalogue)),
        formats={file["format"] for version in versions for file in version["files"]},
    )  # fmt: skip
    return {"index.html": page}


def _description(catalogue: Catalogue) -> str:
    """Return what the site holds, for the lists of search engines."""
    titles = [publication["title"] for publication in catalogue["publications"]]
    if not titles:
        return ""
    ways = "À lire, à écouter" if is_heard(catalogue) else "À lire"
    message = f"{ways} ou à imprimer{NBSP}: {', '.join(titles)}."
    return excerpt(message, DESCRIPTION_WORDS)


def _shown(opening: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the opening without an empty banner at its top.

    Its words go on in the book, and a finding names it: here, it would be a box.
    """
    match opening:
        case (Div(role="description"), *rest):
            return tuple(rest)
        case _:
            return opening


def _text(publication: Catalogue) -> HomeText:
    versions = (_version(publication, v) for v in publication["versions"] if v["files"])
    ordered = tuple(sorted(versions, key=lambda version: version.easy))
    return HomeText(
        publication["title"],
        publication.get("author", ""),
        publication.get("role", ""),
        ordered,
        next((s for v in ordered if (s := _sound(v))), None),
        _signed(publication),
        next((v.href.replace(f"#{TEXT}", FILES) for v in ordered if v.offers), ""),
    )


def _version(publication: Catalogue, version: Catalogue) -> HomeVersion:
    name = version["version"]
    label = status_inside(version["status"], name)
    files = files_of(publication, version)
    page = page_of(publication, version)
    shown = () if page else files
    return HomeVersion(
        f"{page}#{TEXT}" if page else files[0].href,
        label,
        label.removeprefix("version simplifiée, "),
        name == "facile",
        tuple(f for f in shown if f.format in FIRST_FORMATS),
        by_need(f for f in shown if f.format not in FIRST_FORMATS),
        next((f for f in files if f.format in FIRST_FORMATS and f.seconds), None),
        bool(page and by_need(files)),
    )


def _signed(publication: Catalogue) -> str:
    files = [file for v in publication["versions"] for file in v["files"]]
    page = page_path(publication["id"], "integral")
    seen = any(f.get("variant") == SIGN and f["format"] in VIDEO_TYPES for f in files)
    return f"{page}#lsf" if seen else ""


def _sound(version: HomeVersion) -> HomeSound | None:
    """Return the address of the sound of a version: its page, else a file."""
    heard = version.heard
    if heard is None or not heard.seconds:
        return None
    page, text, _ = version.href.partition(f"#{TEXT}")
    return HomeSound(f"{page}#ecouter" if text else heard.href, heard.seconds)
