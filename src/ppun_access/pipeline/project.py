"""What a team has: its settings, its words, its pages, its easy versions, its pictures."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from ppun_access.document.model import Document, Image, Pos
from ppun_access.document.walk import nodes
from ppun_access.errors import InputError
from ppun_access.french.pls import from_pls
from ppun_access.readers import ReaderOptions, decode, read, read_bytes, read_markdown
from ppun_access.readers.pages import PageFile, find_pages
from ppun_access.readers.slug import slug
from ppun_access.report import Finding, Report, Severity
from ppun_access.settings import (
    Lexicon,
    Settings,
    find_settings,
    load_lexicon,
    load_settings,
)

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
EASY_FOLDER = "facile"
RESERVED = (
    "assets",
    "medias",
    "rapport",
    "accessibilite",
    "kit-hors-ligne",
    "plan-du-site",
)
"""Names of the site that no text may take."""
_NO = ("non", "false", "no")


@dataclass(frozen=True, slots=True)
class Source:
    """A document and the page that it was read from."""

    document: Document
    page: PageFile


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that a build reads."""

    settings: Settings
    settings_file: Path | None
    lexicon: Lexicon
    pages: tuple[PageFile, ...]

    @property
    def roots(self) -> tuple[Path, ...]:
        """The source folders, in the order in which they were given."""
        return tuple(dict.fromkeys(page.root for page in self.pages))

    @property
    def folder(self) -> Path:
        """Where the project lives: beside its settings, else its first source folder."""
        return self.settings_file.parent if self.settings_file else self.pages[0].root

    @property
    def voice_folders(self) -> tuple[Path, ...]:
        """The folders of the project's own voices, those that there are.

        Without settings to say where the project is, it may be where the user stands.
        """
        places = [self.folder] if self.settings_file else [Path.cwd(), self.folder]
        found = dict.fromkeys(place / "voices" for place in places)
        return tuple(folder for folder in found if folder.is_dir())

    def inputs(self) -> Iterator[Path]:
        """Yield every file that can change what is published."""
        if self.settings_file:
            yield self.settings_file
        own_easy = [d.easy for d in self.settings.documents.values() if d.easy]
        for root in self.roots:
            yield from (lexicon_file(root), lexicon_file(root).with_suffix(".pls"))
            yield from sorted((root / EASY_FOLDER).glob("*.md"))
            yield from (root / name for name in own_easy)
            yield from (p for p in sorted(root.rglob("*")) if p.suffix.lower() in PICTURES)
        yield from (page.path for page in self.pages)
        for folder in self.voice_folders:
            yield from sorted(folder.glob("*.toml"))


def load_project(sources: Iterable[Path]) -> Project:
    """Find what there is to publish. Raises InputError or UsageError, never half of it."""
    given = dict.fromkeys(sources)
    found = (page for source in given for page in find_pages(source))
    pages = tuple({page.path.resolve(): page for page in found}.values())
    settings_file = find_settings(pages[0].root)
    settings = load_settings(settings_file)
    project = Project(settings, settings_file, Lexicon(), pages)
    lexicons = [load_lexicon(lexicon_file(r), from_pls) for r in project.roots]
    return replace(project, lexicon=joined(lexicons))


def joined(lexicons: Iterable[Lexicon]) -> Lexicon:
    """Return the words of several lexicons; of two meanings, the first stays."""
    whole = Lexicon()
    for lexicon in lexicons:
        whole = Lexicon(
            {**lexicon.acronyms, **whole.acronyms},
            {**lexicon.pronunciations, **whole.pronunciations},
            {**lexicon.definitions, **whole.definitions},
        )
    return whole


def lexicon_file(root: Path) -> Path:
    """Return the lexicon of a source folder; easy versions share that of their texts."""
    return (root.parent if root.name == EASY_FOLDER else root) / "lexique.toml"


def read_sources(project: Project, report: Report) -> tuple[Source, ...]:
    """Read every page; one that cannot be read is a finding, unless it is the only one.

    What settings or front matter keep from being published is left out.
    """
    found: list[Source] = []
    errors: list[InputError] = []
    lang = project.settings.lang
    for page in project.pages:
        try:
            documents = read(page.path, name=page.name, lang=lang, report=report)
        except InputError as error:
            errors.append(error)
            message = f"{error.message} {error.next_step}"
            pos = Pos(page.name, 1)
            report.add(Finding("page-illisible", message, Severity.ERROR, pos))
        else:
            found.extend(Source(document, page) for document in documents)
    if errors and not found:
        raise errors[0]
    named = tuple(_with_unique_ids(found))
    wanted = tuple(s for s in named if _is_published(s.document, project.settings))
    if not wanted:
        raise InputError(
            "Aucun texte à publier : les réglages ou les pages les retirent tous.",
            next_step="Retirez un « publier: non » d’une page, ou un « publier = false » "
            "de ppun.toml.",
        )
    _tell_unknown(project.settings, named, report)
    return wanted


def _tell_unknown(settings: Settings, sources: Iterable[Source], report: Report) -> None:
    ids = sorted(source.document.id for source in sources)
    for name in settings.documents:
        if name not in ids:
            message = (
                f"ppun.toml règle le texte « {name} », qui n’existe pas. "
                f"Textes : {', '.join(ids)}."
            )
            report.add(Finding("reglage-sans-texte", message))


def _is_published(document: Document, settings: Settings) -> bool:
    own = settings.of(document.id).publish
    if own is not None:
        return own
    return dict(document.meta.front).get("publier", "oui").lower() not in _NO


def _with_unique_ids(sources: Iterable[Source]) -> Iterator[Source]:
    """Give a document whose id is taken the slug of its path, then a number."""
    taken: Counter[str] = Counter(RESERVED)
    for source in sources:
        document = source.document
        name = document.id
        if taken[name]:
            name = slug(document.meta.source.removesuffix(".md"))
        if taken[name]:
            name = f"{name}-{taken[name] + 1}"
        taken[name] += 1
        yield replace(source, document=replace(document, id=name))


def easy_page(source: Source, settings: Settings, report: Report) -> Document | None:
    """Return the easy version that a person wrote for ``source``, as it was read.

    Raises InputError when the file is not a page.
    """
    document = source.document
    name = settings.of(document.id).easy or f"{EASY_FOLDER}/{document.id}.md"
    path = source.page.root / name
    if not path.is_file():
        return None
    text = decode(read_bytes(path), name)
    (page,) = read_markdown(text, name, ReaderOptions(document.lang), report)
    if not page.blocks:
        raise InputError(
            f"{name} : cette version simplifiée est vide.",
            next_step="Écrivez-la, ou retirez ce fichier.",
        )
    return page


def tell_orphans(project: Project, sources: Iterable[Source], report: Report) -> None:
    """Note the easy versions that belong to no text."""
    ids = {source.document.id for source in sources}
    for root in project.roots:
        for path in sorted((root / EASY_FOLDER).glob("*.md")):
            if path.stem not in ids and path.name != "README.md":
                message = (
                    f"{EASY_FOLDER}/{path.name} ne correspond à aucun texte publié. "
                    f"Textes : {', '.join(sorted(ids))}. Renommez ce fichier."
                )
                report.add(Finding("facile-sans-texte", message))


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of one document: address in the page → path in the site → file."""

    paths: Mapping[str, str]
    files: Mapping[str, Path]


def pictures(source: Source) -> Pictures:
    """Find the pictures of a document that are inside its source folder."""
    paths: dict[str, str] = {}
    files: dict[str, Path] = {}
    for node in nodes(source.document):
        if isinstance(node, Image) and (file := _picture_file(node.src, source.page)):
            digest = hashlib.sha256(read_bytes(file)).hexdigest()[:12]
            path = f"medias/{digest}{file.suffix.lower()}"
            paths[node.src] = path
            files[path] = file
    return Pictures(paths, files)


def _picture_file(src: str, page: PageFile) -> Path | None:
    if ":" in src or src.startswith("/") or "\0" in src:
        return None
    try:
        path = (page.path.parent / unquote(src)).resolve()
        inside = path.is_relative_to(page.root.resolve())
        there = inside and path.is_file() and os.access(path, os.R_OK)
    except OSError:
        return None
    return path if there and path.suffix.lower() in PICTURES else None
