"""See a text as it will be published: the page, the PDF, the plain text; live."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from ppun_access.atelier.screen import base, render, served, shown_file
from ppun_access.atelier.space import Space
from ppun_access.build.context import Build, looking_at
from ppun_access.build.measures import measures_of
from ppun_access.build.navigation import navigation, places_of
from ppun_access.build.preparation import Prepared, prepare
from ppun_access.build.publication import lengths_of, page_options
from ppun_access.build.runner import TaskRunner
from ppun_access.build.write_tasks import WriteTask, alone, own_options, parts_of
from ppun_access.commands.reviews import Review, Reviews
from ppun_access.document.model import Book, Document, Edition, Version
from ppun_access.errors import PpunError
from ppun_access.formats import FORMATS, PAGE
from ppun_access.project.dates import Dates
from ppun_access.project.project import Source
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache, default_root
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.serving.live import EVENTS
from ppun_access.serving.published import media_type
from ppun_access.settings.ppun_toml import expand_formats
from ppun_access.writers.model import Files, PdfOptions, TextOptions, path_of, titles_of

TAB = ("voir", "Voir")
VERSIONS: Mapping[str, Version] = {"facile": "facile", "complet": "integral"}
"""How an address names the versions."""
FORMS: Mapping[str, str] = {"page": "html", "pdf": "pdf", "texte": "text"}
"""How an address names the formats."""
_LOOK = 0.15
"""Seconds between two looks at the files; a save is over when two find the same."""


def routes(space: Space) -> list[Route]:
    """Return the addresses where a text is seen, and of what is seen there."""
    shown = _Shown(space)

    def see(request: Request) -> Response:
        review = space.review(request.path_params["id"])
        given = request.query_params
        version = given.get("version", "facile" if review.easy else "complet")
        form = given.get("forme", "page")
        version, form = _known(version, VERSIONS), _known(form, FORMS)
        there = version == "complet" or review.easy is not None
        path = path_of(FORMS[form], review.id, VERSIONS[version])
        text = shown.file(review, VERSIONS[version], "text") if form == "texte" else None
        return render(
            request, "seeing.html", title="Voir", review=review, tab=TAB[0],
            version=version, form=form, there=there, path=path,
            text=(text or b"").decode("utf-8-sig"), mark=shown.mark(review.id),
        )  # fmt: skip

    async def follow(request: Request) -> Response:
        id_ = request.path_params["id"]
        return StreamingResponse(shown.marks(id_), media_type=EVENTS)

    def file(request: Request) -> Response:
        path = request.path_params["path"]
        found = shown.at(f"{path}index.html" if path.endswith("/") else path)
        if found is None:
            why = f"{base(request)}/publier"
            return render(request, "unseen.html", HTTPStatus.NOT_FOUND, publish=why)
        return shown_file(found, media_type("a.html" if path.endswith("/") else path))

    return [
        Route("/texte/{id}/voir", see),
        Route("/texte/{id}/direct", follow),
        Route("/vu/{path:path}", file),
    ]


def _known(given: str, known: Mapping[str, object]) -> str:
    return given if given in known else next(iter(known))


class _Shown:
    """The files of texts as they would be published now, at their paths in the site."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._lock = Lock()
        self._of: Reviews | None = None
        self._made: dict[tuple[str, Version, str], bytes | None] = {}
        """The files that were made of the texts ``_of``."""
        self._pictures: dict[str, bytes] = {}
        self._assets: dict[str, bytes] = {}

    def at(self, path: str) -> bytes | None:
        """Return the file at a path in the site; None when there is none to show."""
        if path.startswith("assets/"):
            if not self._assets:
                self._assets = served(self._space.project.settings.site.colour)
            return self._assets.get(path.removeprefix("assets/"))
        if path.startswith("medias/"):
            return self._pictures.get(path)
        for review in self._space.now().reviews.all:
            for version in VERSIONS.values():
                for name in FORMS.values():
                    if path == path_of(name, review.id, version):
                        return self.file(review, version, name)
        return None

    def file(self, review: Review, version: Version, name: str) -> bytes | None:
        """Return a file of a text, made once as long as no file of the project changes."""
        key = review.id, version, name
        with self._lock:
            every = self._space.now().reviews
            if every is not self._of:
                self._of, self._made = every, {}
            if key not in self._made:
                made = self._preview(every, *key)
                self._made[key] = made.content
                new = made.pictures.keys() - self._pictures.keys()
                self._pictures |= {n: content_bytes(made.pictures[n]) for n in new}
            return self._made[key]

    def _preview(self, every: Reviews, id_: str, version: Version, name: str) -> Preview:
        texts: dict[Version, list[Document]] = {
            "integral": [one.source for one in every.all],
            "facile": [one.easy for one in every.all if one.easy],
        }
        build = looking_at(every.project, Report())
        runner = TaskRunner(cache=Cache(default_root()))
        return preview(build, runner, self._space.now().sources, texts, id_, version, name)

    def mark(self, id_: str) -> str:
        """Return what changes when what is seen of a text does."""
        try:
            review = self._space.review(id_)
            seen = [self.file(review, version, "html") for version in VERSIONS.values()]
        except PpunError as error:
            seen = [error.message.encode()]
        return hashlib.sha256(b"\0".join(filter(None, seen))).hexdigest()[:16]

    async def marks(self, id_: str) -> AsyncIterator[str]:
        """Yield the mark of a text each time its files change (server-sent events).

        They are looked at by name: a link among them may lead to the whole machine.
        """
        files: object = None
        shown: object = None
        last = ""
        while True:
            before, files = files, await run_in_threadpool(self._space.files)
            if files == before and files != shown:  # the save is over
                shown, mark = files, await run_in_threadpool(self.mark, id_)
                if mark != last:
                    last = mark
                    yield f"data: {mark}\n\n"
            await asyncio.sleep(_LOOK)


# The preview


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
        titles = titles_of(site[0])
        return TextOptions(settings.announcements, lengths, titles, settings.base_url)
    return PdfOptions(settings.pdf, settings.contact, settings.base_url, made.pictures)
