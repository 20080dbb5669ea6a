"""Write web pages, one a document: the text, how to hear it, what to take away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from ppun_access.document.credit import SYNTHETIC, credit
from ppun_access.document.model import Block, Document, Edition, Narration, Version
from ppun_access.report import Report
from ppun_access.writers.frame import Place, environment, html, page_bytes, root_of
from ppun_access.writers.html_blocks import render_blocks, render_notes
from ppun_access.writers.html_rendering import Rendering, clips_of, timing
from ppun_access.writers.labels import FormatLabel, format_label
from ppun_access.writers.model import Download, Files, HtmlOptions, folder
from ppun_access.writers.outline import outlined

EASY = "version simplifiée"


SOUND_TYPES = {
    "opus": "audio/ogg; codecs=opus",
    "mp3": "audio/mpeg",
    "m4b": "audio/mp4",
}
"""What a browser plays, the lightest first: it takes the first that it knows."""


@dataclass(frozen=True, slots=True)
class SoundSource:
    """A file that a browser may play; ``href`` is seen from the page."""

    href: str
    type: str


@dataclass(frozen=True, slots=True)
class Sound:
    """What the player of a page needs."""

    sources: tuple[SoundSource, ...]
    seconds: float
    credit: str = SYNTHETIC


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to take away, as a page shows it."""

    href: str
    label: FormatLabel
    bytes: int
    seconds: float | None


def write_html(edition: Edition, options: HtmlOptions, report: Report) -> Files:
    """Return a page for each document of ``edition``; its pictures are not included."""
    return {
        page_path(document.id, edition.version): _page(document, edition, options, report)
        for document in edition.book.documents
    }


def missing_easy_page(document: Document, options: HtmlOptions) -> Files:
    """Return the page that stands where the easy version of ``document`` will be."""
    path = page_path(document.id, "facile")
    place = Place(
        title=_easy_title(document.title),
        site_title=options.site_title,
        publisher=options.publisher,
        root=root_of(path),
        easy=True,
        private=True,
    )
    template = _templates().get_template("missing-easy.html")
    return {path: page_bytes(template.render(place=place, title=document.title))}


def page_path(document_id: str, version: Version) -> str:
    """Return the path of the page of one version of a document."""
    return f"{folder(document_id, version)}/index.html"


@cache
def _templates() -> Environment:
    return environment()


def _page(
    document: Document, edition: Edition, options: HtmlOptions, report: Report
) -> bytes:
    place = _place(document, edition, options)
    narration = edition.narration(document.id)
    r = Rendering(report, document.title, place.root, clips_of(narration))
    status, text = _split_status(outlined(document.blocks))
    downloads = _downloads(document, edition.version, options)
    files = tuple(_file_link(download) for download in downloads)
    template = _templates().get_template("text.html")
    content = template.render(
        place=place,
        title=document.title,
        title_timing=_title_timing(r),
        lang=document.lang,
        author=document.meta.author,
        role=document.meta.role,
        other="../index.html" if place.easy else "facile/index.html",
        has_easy=document.id in options.easy,
        status=html(render_blocks(status, r)),
        text=html(render_blocks(text, r)),
        notes=html(render_notes(r)),
        sound=_sound(downloads, narration),
        downloads=files,
    )
    return page_bytes(content)


def _place(document: Document, edition: Edition, options: HtmlOptions) -> Place:
    easy = edition.version == "facile"
    return Place(
        title=_easy_title(document.title) if easy else document.title,
        site_title=options.site_title or edition.book.title,
        publisher=options.publisher or edition.book.publisher,
        root=root_of(page_path(document.id, edition.version)),
        description=document.meta.description,
        easy=easy,
    )


def _easy_title(title: str) -> str:
    """Return a title that differs from the one of the complete text."""
    return title if EASY in title else f"{title} ({EASY})"


def _title_timing(r: Rendering) -> Markup:
    return html(timing(r.clips.get("titre")))


def _split_status(
    blocks: tuple[Block, ...],
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the state of the text, which goes under the title, and the rest."""
    cut = 0
    while cut < len(blocks) and getattr(blocks[cut], "role", "") == "status":
        cut += 1
    return blocks[:cut], blocks[cut:]


def _downloads(
    document: Document, version: Version, options: HtmlOptions
) -> tuple[Download, ...]:
    return tuple(
        d
        for d in options.downloads
        if (d.document_id, d.version) == (document.id, version) and d.format != "html"
    )


def _file_link(download: Download) -> FileLink:
    return FileLink(
        _href(download),
        format_label(download.format, download.variant),
        download.bytes,
        download.seconds,
    )


def _href(download: Download) -> str:
    """Return the address of a file seen from the page of its text."""
    return download.path.removeprefix(f"{folder(download.document_id, download.version)}/")


def _sound(downloads: tuple[Download, ...], narration: Narration | None) -> Sound | None:
    """Return the sound to play; every browser reads the MP3."""
    files = {d.format: d for d in downloads if d.format in SOUND_TYPES}
    if not files:
        return None
    light = {name: files[name] for name in SOUND_TYPES if name in files}
    if "mp3" in light:
        light.pop("m4b", None)
    sources = tuple(SoundSource(_href(d), SOUND_TYPES[name]) for name, d in light.items())
    known = next((d.seconds for d in light.values() if d.seconds), 0.0)
    seconds = narration.seconds if narration else known
    said = credit(narration.voice, narration.recorded) if narration else SYNTHETIC
    return Sound(sources, seconds, said)
