"""Write web pages: the text, its player, its downloads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ppun_access.document.model import (
    SYNTHETIC,
    Block,
    Div,
    Document,
    Edition,
    Heading,
    Narration,
    Para,
    Version,
    credit,
)
from ppun_access.document.walk import plain_text, running_text
from ppun_access.formats import FORMATS, OTHER_FORMATS, SIGN
from ppun_access.report import Report, excerpt
from ppun_access.writers.characters import direction
from ppun_access.writers.dates import day, in_words
from ppun_access.writers.html.blocks import render_blocks, render_notes
from ppun_access.writers.html.frame import (
    Place,
    SignVideo,
    html,
    rendered,
    root_of,
)
from ppun_access.writers.html.rendering import Rendering, clips_of, timing
from ppun_access.writers.html.word_positions import words_script, words_script_path
from ppun_access.writers.labels import format_label
from ppun_access.writers.model import Download, Files, HtmlOptions, folder, page_path
from ppun_access.writers.needs import FileLink, by_need, saved_as
from ppun_access.writers.outline import outlined, split_status
from ppun_access.writers.units import NBSP

EASY = "version simplifiée"
TEXT = "texte"
"""The id of the text in its page: where it is read from its first line."""
DESCRIPTION_WORDS = 25

SOUND_TYPES = {
    "opus": f"{FORMATS['opus'].media_type}; codecs=opus",
    "mp3": FORMATS["mp3"].media_type,
    "m4b": FORMATS["m4b"].media_type,
}
"""What a browser plays, the lightest first: it takes the first that it knows."""
PLAYER = "assets/lecture.js"
KEEPER = "assets/garder.js"
NAME = "Le texte"
"""The heading of a text that begins with none of its own."""
UNWEIGHED = 'data-poids=""'
"""What a page says of what it takes to keep it, without sound, until it is known; each of
its sounds says its own bytes (``data-octets``), until they are added."""
SPEEDS = ("0.6", "0.75", "0.9", "1", "1.1", "1.25", "1.5", "1.75", "2", "2.5", "3")
VIDEO_TYPES = {name: OTHER_FORMATS[name].media_type for name in ("webm", "mp4")}


@dataclass(frozen=True, slots=True)
class SoundSource:
    """A file that a browser may play; ``href`` is seen from the page."""

    href: str
    type: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Sound:
    """What the player of a page needs."""

    sources: tuple[SoundSource, ...]
    seconds: float
    credit: str = SYNTHETIC


def write_html(edition: Edition, options: HtmlOptions, report: Report) -> Files:
    """Return a page for each document of ``edition``; its pictures are not included.

    A page that is heard has the script of its words beside it, where they are known.
    """
    files: dict[str, bytes] = {}
    for document in edition.book.documents:
        page = _page(document, edition, options, report)
        files[page_path(document.id, edition.version)] = page
        narration = edition.narration(document.id)
        if narration and (path := _words(document, edition, options)):
            files[path] = words_script(page, narration)
    return files


def _page(
    document: Document, edition: Edition, options: HtmlOptions, report: Report
) -> bytes:
    downloads = _downloads(document, edition.version, options)
    place = replace(_place(document, edition, options), signed=_signed(downloads))
    narration = edition.narration(document.id)
    r = Rendering(report, document.title, place.root, clips_of(narration))
    r.sizes = options.sizes
    r.leftward = direction(document.lang) == "rtl"
    status, text = _in_order(document)
    state, folded = _folded(status)
    files = tuple(_file_link(download, document.title) for download in downloads)
    printed, braille = (
        next((file for file in files if file.format == name), None)
        for name in ("pdf", "brf")
    )
    return rendered(
        "text.html",
        place=place,
        title=document.title,
        title_timing=html(timing(r.clips.get("titre"))),
        lang=document.lang,
        direction=direction(document.lang),
        summary=_summary(document, edition),
        author=document.meta.author,
        role=_role(document),
        dated=_dated(document, edition),
        other=f"{'../' if place.easy else 'facile/'}index.html#{TEXT}",
        has_easy=document.id in options.easy,
        status=html(render_blocks(state, r)),
        folded=html(render_blocks(folded, r)),
        named="" if _begins_with_heading(text) else NAME,
        text=html(render_blocks(text, r)),
        notes=html(render_notes(r)),
        sound=_sound(downloads, narration),
        cover=next((_href(d) for d in downloads if d.format == "cover"), ""),
        unweighed=html(UNWEIGHED),
        keeper=KEEPER,
        words=PurePosixPath(_words(document, edition, options)).name,
        printed=printed,
        braille=braille,
        signed=_signed_at(document, place, options),
        speeds=tuple((value, _speed(value)) for value in SPEEDS),
        downloads=by_need(file for file in files if file not in (printed, braille)),
    )


def _folded(status: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return what a page says of the state of its text, and what waits in a box.

    Of three paragraphs or more, the first one: the text must be in sight with its title.
    """
    match status:
        case (Div(blocks=(label, _, _, *_) as every) as state,):
            return (replace(state, blocks=(label,)),), every[1:]
        case _:
            return status, ()


def _in_order(document: Document) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the state of the text, and the text: its headings are below its name."""
    status, text = split_status(outlined(document.blocks))
    if _begins_with_heading(text):
        return status, text
    return status, split_status(outlined(document.blocks, 3))[1]


def _begins_with_heading(blocks: tuple[Block, ...]) -> bool:
    """Return whether the first words of ``blocks`` are a heading, in a part or not."""
    match blocks:
        case (Div(blocks=inner), *_):
            return _begins_with_heading(inner)
        case (Heading(), *_) | ():
            return True
        case _:
            return False


def _role(document: Document) -> str:
    """Return the role of the author, nothing where the signature of the text says it."""
    signed = (b for b in document.blocks if isinstance(b, Div) and b.role == "signature")
    role = document.meta.role
    return "" if any(role in plain_text(div) for div in signed) else role


def _summary(document: Document, edition: Edition) -> str:
    """Return the description of a text, unless it begins with it or GitBook hides it."""
    is_markdown = document.meta.source.endswith((".md", ".markdown"))
    is_placed = is_markdown and edition.version == "integral"  # by ``editorials``
    return "" if is_placed else document.meta.description


def _dated(document: Document, edition: Edition) -> str:
    """Return when the text was published, else when it last changed, if it is known."""
    written, known = document.meta.date, edition.dates.get(document.id, "")
    if iso := day(written):
        return f"Publié le {in_words(iso)}"
    if written:
        return f"Date{NBSP}: {written}"
    if not known:
        return ""
    # That of an easy version may be the one that was written for its text.
    before = f"Date{NBSP}:" if edition.version == "facile" else "Mis à jour le"
    return f"{before} {in_words(known)}"


def _place(document: Document, edition: Edition, options: HtmlOptions) -> Place:
    easy = edition.version == "facile"
    return Place(
        title=easy_title(document.title) if easy else document.title,
        site_title=options.site_title or edition.book.title,
        publisher=options.publisher or edition.book.publisher,
        root=root_of(page_path(document.id, edition.version)),
        description=document.meta.description or _first_words(document),
        easy=easy,
        feed=options.feed,
        private=document.meta.hidden,
        scripts=(PLAYER,) if _heard(document, edition, options) else (),
        keeps=True,
        state=options.state,
        colour=options.colour,
        contact=options.contact,
        site=options.places.get(document.id),
    )


def _first_words(document: Document) -> str:
    """Return how the text begins, for the lists of search engines."""
    paragraphs = (running_text(b.children) for b in document.blocks if isinstance(b, Para))
    return excerpt(" ".join(paragraphs), DESCRIPTION_WORDS)


def _words(document: Document, edition: Edition, options: HtmlOptions) -> str:
    """Return the path of the script of the words that are heard; empty without one."""
    narration = edition.narration(document.id)
    known = narration and narration.words and _heard(document, edition, options)
    return words_script_path(document.id, edition.version) if known else ""


def _heard(document: Document, edition: Edition, options: HtmlOptions) -> bool:
    """Return whether the page has a sound to play."""
    files = _downloads(document, edition.version, options)
    return any(download.format in SOUND_TYPES for download in files)


def _speed(value: str) -> str:
    """Return the name of a speed: « normale » or how many times faster."""
    return "normale" if value == "1" else f"× {value.replace('.', ',')}".replace(" ", NBSP)


def easy_title(title: str) -> str:
    """Return a title that differs from the one of the complete text."""
    return title if EASY in title else f"{title} ({EASY})"


def _downloads(
    document: Document, version: Version, options: HtmlOptions
) -> tuple[Download, ...]:
    return tuple(
        d
        for d in options.downloads
        if (d.document_id, d.version) == (document.id, version) and d.format != "html"
    )


def _file_link(download: Download, title: str) -> FileLink:
    format_, variant = download.format, download.variant
    label = format_label(format_, variant, download.cells, download.lines)
    easy = download.version == "facile"
    name = saved_as(title, label.name, download.path, easy=easy)
    size, seconds = download.bytes, download.seconds
    return FileLink(format_, _href(download), label, size, seconds, variant, name)


def _href(download: Download) -> str:
    """Return the address of a file seen from the page of its text."""
    own = f"{folder(download.document_id, download.version)}/"
    if download.path.startswith(own):
        return download.path.removeprefix(own)
    return root_of(own) + download.path


def _signed(downloads: tuple[Download, ...]) -> SignVideo | None:
    """Return the video in sign language, with its captions, if there is one."""
    files = {d.format: _href(d) for d in downloads if d.variant == SIGN}
    sources = tuple((files[n], type_) for n, type_ in VIDEO_TYPES.items() if n in files)
    return SignVideo(sources, files.get("vtt", "")) if sources else None


def _signed_at(document: Document, place: Place, options: HtmlOptions) -> str:
    """Return where the text is seen in sign language, from its page; empty without one.

    The video is of the complete text, and stands on its page.
    """
    if place.easy and _signed(_downloads(document, "integral", options)):
        return "../index.html#lsf"
    return "#lsf" if place.signed else ""


def _sound(downloads: tuple[Download, ...], narration: Narration | None) -> Sound | None:
    """Return the sound to play; every browser reads the MP3."""
    files = {d.format: d for d in downloads if d.format in SOUND_TYPES}
    if not files:
        return None
    light = {name: files[name] for name in SOUND_TYPES if name in files}
    if "mp3" in light:
        light.pop("m4b", None)
    sources = tuple(
        SoundSource(_href(d), SOUND_TYPES[name], d.bytes) for name, d in light.items()
    )
    known = next((d.seconds for d in light.values() if d.seconds), 0.0)
    seconds = narration.seconds if narration else known
    said = credit(narration.voice, narration.recorded) if narration else SYNTHETIC
    return Sound(sources, seconds, said)
