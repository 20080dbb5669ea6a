"""Write one text in one format as a build would now, for who looks before publishing.

It has no sound and names no other file: those come with the whole site.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ppun_access.build.context import Build
from ppun_access.build.measures import measures_of
from ppun_access.build.navigation import navigation, places_of
from ppun_access.build.preparation import Prepared, prepare
from ppun_access.build.publication import lengths_of, page_options
from ppun_access.build.runner import TaskRunner
from ppun_access.build.write_tasks import WriteTask, alone, own_options, parts_of
from ppun_access.document.model import Book, Document, Edition, Version
from ppun_access.formats import FORMATS, PAGE
from ppun_access.project.dates import Dates
from ppun_access.project.project import Source
from ppun_access.report import Report
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.settings.ppun_toml import expand_formats
from ppun_access.writers.model import Files, PdfOptions, TextOptions, titles_of


@dataclass(frozen=True, slots=True)
class Preview:
    """The file of one text, empty where the text has no such version, and its pictures."""

    content: bytes | None
    pictures: Files


def preview(
    build: Build, runner: TaskRunner, sources: Sequence[Source],
    texts: Mapping[Version, Sequence[Document]], id_: str, version: Version, name: str,
) -> Preview:  # fmt: skip
    """Return the file in the format ``name`` of a version of the text ``id_``.

    ``texts`` are those of the site: its menus name them. ``runner`` keeps what takes long
    to write, for builds too.
    """
    own = [s for s in sources if s.document.id == id_ and not s.document.meta.opening]
    made = prepare(build, own, around=sources, orphans=False, checks=())
    documents = made.integral if version == "integral" else made.easy
    if not documents:
        return Preview(None, made.pictures)
    site = _site(build, sources, texts)
    formats = expand_formats(build.settings.formats, "ppun.toml")
    dates = Dates.of_project(own, formats, build.project, Report())
    edition = next(one for one in site if one.version == version)
    edition = replace(
        edition, book=replace(edition.book, documents=documents),
        dates=dates.of_books(documents, version),
    )  # fmt: skip
    one = alone(edition, documents[0], name)
    options = _options(build, sources, made, site, edition, name)
    said = own_options(options, titles_of(site[0]))(documents[0])
    parts = parts_of(one, said) if FORMATS[name].cached else {}
    (written,) = runner.map([WriteTask(name, one, said, parts)])
    content = next(iter(written.files.values()), None)
    return Preview(content_bytes(content) if content else None, made.pictures)


def _site(
    build: Build, sources: Sequence[Source], texts: Mapping[Version, Sequence[Document]]
) -> tuple[Edition, ...]:
    """Return the editions of the whole site, the complete one first."""
    settings = build.settings
    shown = (s.document for s in sources if not s.document.meta.hidden)
    first = next(shown, sources[0].document)
    title = build.project.title or first.title
    return tuple(
        Edition(Book(title, settings.lang, tuple(own), (), settings.publisher), version)
        for version, own in texts.items()
    )


def _options(
    build: Build, sources: Sequence[Source], made: Prepared, site: Sequence[Edition],
    edition: Edition, name: str,
) -> object:  # fmt: skip
    settings, (document,) = build.settings, edition.book.documents
    if name == PAGE:
        contents = navigation(build.project, sources, places_of(sources))
        whole = replace(made, contents=tuple(contents))
        return page_options(build, whole, site, (), "")(edition.version, ())
    if name == "text":
        measures = {(edition.version, document.id): measures_of(document)}
        lengths = lengths_of(edition, measures)
        return TextOptions(settings.announcements, lengths, titles_of(site[0]))
    return PdfOptions(settings.pdf, settings.contact, settings.base_url, made.pictures)
