"""Load a project: its settings, lexicon, pages, easy versions and pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from ppun_access.document.model import Document, Image
from ppun_access.document.walk import nodes
from ppun_access.easy.review.digests import Surroundings, used_acronyms, used_definitions
from ppun_access.errors import InputError, did_you_mean
from ppun_access.project.attachments import ATTACHMENTS
from ppun_access.project.pictos import FOLDER, RECORDS, Pictos, load_pictos, picture_file
from ppun_access.readers import ReaderOptions, decode, included, read_bytes, read_markdown
from ppun_access.readers.decoding import text_of
from ppun_access.readers.mkdocs.site import FILES
from ppun_access.readers.mkdocs.snippets import SNIPPETS
from ppun_access.readers.office.conversion import picture_inside
from ppun_access.readers.space.configuration import (
    CONFIGURATION,
    VARIABLES,
    read_space,
)
from ppun_access.readers.space.left_out import LeftOut, left_out
from ppun_access.readers.space.model import Space
from ppun_access.readers.space.pages import PageFile, find_pages, space_of
from ppun_access.readers.space.places import is_given
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import Cache, cache_key, default_root
from ppun_access.runtime.untrusted_files import MB
from ppun_access.settings.lexique_toml import Lexicon, joined, load_lexicon
from ppun_access.settings.ppun_toml import Settings, find_settings, load_settings
from ppun_access.settings.reach import HERE, OUT_OF_REACH, Limits, Reach, is_own, own_file
from ppun_access.settings.statements import TRIALS, Trial, load_trials
from ppun_access.transforms.anchors import Places
from ppun_access.writers.addresses import PICTO, is_picto
from ppun_access.writers.picture_privacy import without_traces
from ppun_access.writers.picture_sizes import kind_of, too_large
from ppun_access.writers.svg_rebuilding import loses_words, rebuilt

DRAWN = ".svg"
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", DRAWN)
EASY_FOLDER = "facile"
_TOO_LARGE = (
    "elle dit mesurer {} sur {} pixels, plus que {} millions en tout (image_mpx, dans la "
    "partie [limites] de ppun.toml)"
)
_NO_PICTURE = "son fichier ne contient pas d’image, quel que soit son nom"
_OTHER_KIND = "son format ({}) n’est pas de ceux que montrent des pages"
_TOO_HEAVY = "elle pèse plus de {} Mo (image, dans la partie [limites] de ppun.toml)"
_NO_DRAWING = "ce dessin ne se lit pas, ou tient plus que ce qui se dessine"
_NO_WORDS = "ses mots y sont écrits en HTML (foreignObject), que nos pages ne montrent pas"
_ANY_WEIGHT = 10**6
"""MB, of a picture that is only looked for."""
LOGO_BYTES = 15_000
"""The most that a logo weighs: the home page is light."""
SIGN_FOLDER = "lsf"
"""Where the videos in sign language are."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document and the page that it was read from."""

    document: Document
    page: PageFile
    places: Places
    key: str = field(default="", compare=False)
    """What it was made from, in the cache; empty when nothing keeps it."""


def without_text(source: Source) -> Source:
    """Return a source without its text, but with its metadata: it was prepared."""
    document = replace(source.document, blocks=())
    return replace(source, document=document, places=Places({}, {}, frozenset()))


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that a build reads."""

    settings: Settings
    settings_file: Path | None
    lexicon: Lexicon
    pages: tuple[PageFile, ...]
    trials: tuple[Trial, ...] = ()
    """The tests with assistive technologies that people made."""
    spaces: tuple[Space, ...] = ()
    """The source folders, with their contents."""
    left: tuple[LeftOut, ...] = ()
    """What the source folders hold and no reader takes."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other name of a page, that of a link to its file → its name."""
    whole: bool = True
    """False when pages were given alone: there may be other texts beside them."""
    reach: Reach = HERE
    """Where links may lead, and how large files may be."""

    @property
    def title(self) -> str:
        """The title of the site, empty when neither settings nor a space say it."""
        return self.settings.title or next((s.title for s in self.spaces if s.title), "")

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
        return tuple(f for f in found if f.is_dir() and self.reach.holds(f, f.parent))

    def holds(self, path: Path) -> bool:
        """Return whether a file may be given beside the pages, links followed."""
        return any(is_given(path, root, self.reach) for root in self.roots)

    def inputs(self) -> Iterator[Path]:
        """Yield every file that can change the output."""
        if self.settings_file:
            yield self.settings_file
        logo = self.folder / self.settings.site.logo
        if is_own(logo, self.folder, self.reach):
            yield logo
        own_easy = [d.easy for d in self.settings.documents.values() if d.easy]
        for root in self.roots:
            named = [lexicon_file(root), root / TRIALS]
            named += sorted((root / SIGN_FOLDER).glob("*"))
            named += sorted((root / EASY_FOLDER).glob("*.md"))
            named += [*(root / name for name in own_easy), root / FOLDER / RECORDS]
            home, reach = lexicon_file(root).parent, self.reach
            yield from (path for path in named if is_own(path, home, reach))
            # pictograms count for the label of easy versions; pages include other pages
            shown = (*PICTURES, *ATTACHMENTS, ".md")
            known = (p for p in sorted(reach.below(root)) if p.suffix.lower() in shown)
            beside = [*known, root / VARIABLES]
            yield from (path for path in beside if is_own(path, root, reach))
        for space in self.spaces:
            site = space.mkdocs
            yield site.folder / space.summary if site else space.source / CONFIGURATION
        yield from (page.path for page in self.pages)
        yield from self._snippets()
        for folder in self.voice_folders:
            yield from sorted(folder.glob("*.toml"))

    def _snippets(self) -> Iterator[Path]:
        """Yield the files that pages of MkDocs include: they may be beside the pages."""
        for page in self.pages:
            site = page.mkdocs
            if site and SNIPPETS in site.extensions:
                text = text_of(read_bytes(page.path, page.most))
                names = included(text, "mkdocs", page.name, page.root, page.reach, site)
                yield from (site.folder / name for name in names)


def load_project(sources: Iterable[Path], declared: tuple[Path, ...] = ()) -> Project:
    """Load a project. Raises InputError or UsageError, never half of it.

    Links lead out of the source folders to those that are ``declared``, and no other.
    """
    given, reach = dict.fromkeys(map(_folder, sources)), Reach(declared)
    settings_file, settings = _settings(next(iter(given)), reach)
    found = _pages(given, reach, settings)
    inner = find_settings(found[0].root)
    if inner != settings_file:
        settings_file, settings = _settings(found[0].root, reach)
        found = _pages(given, reach, settings)
    pages, aliases = _each_once(found)
    spaces = tuple(_space(source, reach, settings.dialect) for source in given)
    folders = [
        space for source, space in zip(given, spaces, strict=True) if source.is_dir()
    ]
    read = [page.path for page in pages]
    left = tuple(dict.fromkeys(one for space in folders for one in left_out(space, read)))
    reach = replace(reach, limits=settings.limits)
    project = Project(
        settings, settings_file, Lexicon(),
        tuple(replace(page, reach=reach) for page in pages),
        left=left, aliases=aliases, whole=len(folders) == len(given), reach=reach,
    )  # fmt: skip
    lexicons = [load_lexicon(_lexicon(root, reach)) for root in project.roots]
    files = (own_file(root / TRIALS, root, reach) for root in project.roots)
    trials = tuple(trial for file in files for trial in load_trials(file))
    return replace(project, lexicon=joined(lexicons), trials=trials, spaces=spaces)


def _folder(source: Path) -> Path:
    """Return a source as it was given; the folder of a ``mkdocs.yml``."""
    return source.parent if source.name in FILES and source.is_file() else source


def _settings(start: Path, reach: Reach) -> tuple[Path | None, Settings]:
    """Return the settings above a folder or a page, and their file."""
    file = find_settings(start)
    if file:
        own_file(file, file.parent, reach)
    return file, load_settings(file)


def _pages(
    sources: Iterable[Path], reach: Reach, settings: Settings
) -> tuple[PageFile, ...]:
    """Return the pages of every source, in order."""
    found = (find_pages(source, reach, settings.dialect) for source in sources)
    return tuple(page for pages in found for page in pages)


def _each_once(
    found: Iterable[PageFile],
) -> tuple[tuple[PageFile, ...], dict[str, str]]:
    """Return each file once, and the other names that links give it.

    The one that the contents list is kept, else the file itself.
    """
    same: dict[Path, list[PageFile]] = {}
    for page in found:
        same.setdefault(page.path.resolve(), []).append(page)
    kept: list[PageFile] = []
    aliases: dict[str, str] = {}
    for pages in same.values():
        best = min(pages, key=lambda page: (not page.listed, page.path.is_symlink()))
        kept.append(best)
        aliases |= {p.name: best.name for p in pages if p.root == best.root}
    own = {page.name for page in kept}
    return tuple(kept), {name: best for name, best in aliases.items() if name not in own}


def _space(source: Path, reach: Reach, dialect: str) -> Space:
    """Return the space of a folder; that of a page alone has no contents to follow."""
    if source.is_dir():
        return read_space(source, reach, dialect)
    return replace(space_of(source, reach, dialect), entries=(), findings=())


def lexicon_file(root: Path) -> Path:
    """Return the lexicon of a source folder; easy versions share that of their texts."""
    return (root.parent if root.name == EASY_FOLDER else root) / "lexique.toml"


def _lexicon(root: Path, reach: Reach) -> Path:
    """Return the lexicon of a source folder; UsageError when it leads outside."""
    file = lexicon_file(root)
    return own_file(file, file.parent, reach)


def easy_page(source: Source, settings: Settings, report: Report) -> Document | None:
    """Return the easy version that a person wrote for ``source``, as it was read.

    Raises InputError when the file is not a page.
    """
    found = written_easy(source, settings)
    if found is None:
        return None
    options = ReaderOptions(source.document.lang, sense_lines=True)
    (page,) = read_markdown(found[1], found[0], options, report)
    return with_licensed_pictos(page, source, settings, report)


def written_easy(source: Source, settings: Settings) -> tuple[str, str] | None:
    """Return the name and the Markdown of the easy version of ``source``, if there is one.

    Raises InputError when the file is no text, or is not in the folder of the pages.
    """
    name, path = easy_file(source, settings)
    if not path.is_file():
        return None
    if not source.page.holds(path):
        raise InputError(
            f"{name} : cette version simplifiée est hors du dossier des pages, ou cachée "
            "(un nom y commence par « . »).",
            next_step=OUT_OF_REACH,
        )
    return name, decode(read_bytes(path, source.page.most), name)


def with_licensed_pictos(
    page: Document, source: Source, settings: Settings, report: Report
) -> Document:
    """Return an easy version with the pictograms that it may show; InputError if empty."""
    if not page.blocks:
        raise InputError(
            f"{easy_file(source, settings)[0]} : cette version simplifiée est vide.",
            next_step="Écrivez-la, ou retirez ce fichier.",
        )
    return pictos_of(source, settings).licensed(page, report)


def pictos_of(source: Source, settings: Settings) -> Pictos:
    """Return the pictograms that the easy version of ``source`` may show.

    Raises UsageError when ``pictos.toml`` is badly written.
    """
    _, path = easy_file(source, settings)
    root = source.page.root
    reach = source.page.reach
    return Pictos(root, (path.parent, root), load_pictos(root, reach), reach)


def easy_file(source: Source, settings: Settings) -> tuple[str, Path]:
    """Return the name and the path of the easy version of ``source``, there or not."""
    document = source.document
    front = dict(document.meta.front).get("facile", "")
    name = settings.of(document.id).easy or front or f"{EASY_FOLDER}/{document.id}.md"
    return name, source.page.root / name


def surroundings(page: Document, source: Source, project: Project) -> Surroundings:
    """Return the content around an easy version that its review also covered."""
    from ppun_access.easy.review.record import record, to_come

    _, path = easy_file(source, project.settings)
    pictos = pictos_of(source, project.settings)
    images = (node for node in nodes(page) if isinstance(node, Image))
    files = {i.src: pictos.file(i) for i in images}
    most = source.page.reach.limits.picture * MB
    shown = {
        src: _digest(read_bytes(file, most)) if file else "" for src, file in files.items()
    }
    written = decode(read_bytes(path, source.page.most), path.name)
    explained = used_definitions(page, project.lexicon.definitions)
    late = to_come(record(dict(page.meta.front)).readings, date.today())
    short = used_acronyms(page, project.lexicon.acronyms)
    return Surroundings(explained, short, shown, written, pictos.credits(page), late)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def report_orphans(project: Project, sources: Iterable[Source], report: Report) -> None:
    """Report the easy versions that belong to no text."""
    report.add(*(finding for _, finding in orphan_versions(project, sources)))


def orphan_versions(
    project: Project, sources: Iterable[Source]
) -> Iterator[tuple[Path, Finding]]:
    """Yield each easy version that belongs to no text, and the finding on it."""
    texts = list(sources)
    ids = {source.document.id for source in texts}
    named = {easy_file(source, project.settings)[1].resolve() for source in texts}
    for root in project.roots:
        for path in sorted((root / EASY_FOLDER).glob("*.md")):
            if path.stem in ids or path.resolve() in named:
                continue
            if path.name != "README.md":
                message = (
                    f"{EASY_FOLDER}/{path.name} ne correspond à aucun texte publié. "
                    f"{did_you_mean(path.stem, sorted(ids), '.md')}"
                    f"Textes : {', '.join(sorted(ids))}. Renommez ce fichier."
                )
                yield path, Finding("facile-sans-texte", message)


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of one document: address in the page → path in the site → file."""

    paths: dict[str, str] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    unfit: dict[str, str] = field(default_factory=dict)
    """Address in the page → why nobody is to draw this picture."""
    megapixels: int = Limits().megapixels

    def add(
        self, src: str, content: bytes, mark: str, suffix: str, file: Path | None = None
    ) -> None:
        """Add a picture; what is in no ``file`` of the project is put in the cache."""
        if suffix not in PICTURES:
            self.unfit[src] = _OTHER_KIND.format(suffix or "inconnu")
            return
        if claimed := too_large(content, self.megapixels * 1_000_000):
            self.unfit[src] = _TOO_LARGE.format(*claimed, self.megapixels)
            return
        kind = kind_of(content)
        if not kind and suffix not in (DRAWN, ".avif"):
            self.unfit[src] = _NO_PICTURE
            return
        if suffix == DRAWN or (kind and kind[1] == DRAWN):
            drawing = rebuilt(content)
            if drawing is None:
                self.unfit[src] = _NO_DRAWING
                return
            if loses_words(content, drawing):
                self.unfit[src] = _NO_WORDS
                return
            content, file = drawing, None
        elif (clean := without_traces(content)) != content:
            content, file = clean, None
        self.paths[src] = f"medias/{mark}{_digest(content)}{suffix}"
        self.files[self.paths[src]] = file or _kept(content)


def _kept(content: bytes) -> Path:
    """Return a file of the cache that holds a picture."""
    cache = Cache(default_root())
    key = cache_key("picture", "1", hashlib.sha256(content).hexdigest())
    return cache.stored(key) or cache.write(key, content)


def pictures(source: Source) -> Pictures:
    """Find the pictures of a document: inside its source folder, or inside its file."""
    folders = (source.page.path.parent,)
    page = source.page
    found = _pictures(source.document, folders, page.root, page.reach)
    _add_held_pictures(found, source)
    return found


def _add_held_pictures(found: Pictures, source: Source) -> None:
    """Add the pictures that the file of a document holds."""
    for src in dict.fromkeys(n.src for n in nodes(source.document) if isinstance(n, Image)):
        content = picture_inside(source.page.path, src, source.page.most)
        if content is not None:
            found.add(src, content, "", Path(src).suffix.lower())


def logo_of(project: Project) -> Pictures:
    """Find the logo of the site, in the folder of the settings."""
    name, reach = project.settings.site.logo, project.reach
    found, file = Pictures(megapixels=reach.limits.megapixels), project.folder / name
    if not name:
        return found
    suffix = file.suffix.lower()
    if suffix not in PICTURES or not is_own(file, project.folder, reach):
        found.unfit[name] = "elle n’est pas dans le dossier de ppun.toml"
    elif file.stat().st_size > LOGO_BYTES:
        found.unfit[name] = f"elle pèse plus de {LOGO_BYTES // 1000} ko, réduisez-la"
    else:
        found.add(name, read_bytes(file, LOGO_BYTES), "", suffix, file)
    return found


def shown_pictograms(document: Document) -> frozenset[str]:
    """Return the names of the program's pictograms that a prepared text shows."""
    images = (node.src for node in nodes(document) if isinstance(node, Image))
    shown = {src.rpartition("/")[2] for src in images if is_picto(src)}
    if not shown:
        return frozenset()
    return frozenset(name for file, name in _files_of_pictograms() if file in shown)


@cache
def _files_of_pictograms() -> tuple[tuple[str, str], ...]:
    """Return the file in the site of each of the program's pictograms, and its name."""
    from ppun_access.easy.draft.pictograms import pictograms

    return tuple(
        (f"{PICTO}{_digest(rebuilt(one.drawing) or b'')}{DRAWN}", one.name)
        for one in pictograms().values()
    )


def easy_pictures(page: Document, source: Source, settings: Settings) -> Pictures:
    """Find the pictures of an easy version, its pictograms among them."""
    pictos = pictos_of(source, settings)
    return _pictures(page, pictos.folders, pictos.root, pictos.reach, pictos)


def _pictures(
    document: Document,
    folders: tuple[Path, ...],
    root: Path,
    reach: Reach,
    pictos: Pictos | None = None,
) -> Pictures:
    found = Pictures(megapixels=reach.limits.megapixels)
    images = (node for node in nodes(document) if isinstance(node, Image))
    for node in images:
        file = picture_file(node.src, folders, root, reach)
        if file:
            mark = PICTO if pictos and pictos.name(node) else ""
            content = read_bytes(file, reach.limits.picture * MB)
            found.add(node.src, content, mark, file.suffix.lower(), file)
        elif picture_file(node.src, folders, root, reach, most=_ANY_WEIGHT):
            found.unfit[node.src] = _TOO_HEAVY.format(reach.limits.picture)
    return found
