"""Read ``mkdocs.yml``: the title of a site, its contents, its pages, its Markdown.

Nothing that the file names is run: tags of other programs are read as plain values.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from ppun_access.document.model import Pos
from ppun_access.errors import InputError
from ppun_access.readers.decoding import decode, read_bytes
from ppun_access.readers.front_matter import Tagged
from ppun_access.readers.mkdocs.extensions import enabled, known
from ppun_access.readers.model import MkDocs
from ppun_access.readers.space.model import Space, broken, inside, read_yaml, text_value
from ppun_access.readers.space.places import is_beside, is_given, name_in
from ppun_access.readers.space.summary import Entry
from ppun_access.report import Finding
from ppun_access.settings.reach import HERE, Reach
from ppun_access.settings.sections import fits

FILES = ("mkdocs.yml", "mkdocs.yaml")
PAGES = (".md", ".markdown", ".mdown", ".mdwn", ".mkd", ".mkdn")
"""The ends of the names of what is a page for MkDocs."""
INDEX = ("index", "README")
"""The names of the page of a folder, the first that there is."""
_SNIPPETS = "pymdownx.snippets"
_HIDDEN = (".*", "/templates/")
"""What MkDocs leaves out by itself."""
_MOST_LINES = 5_000
"""Lines of the contents."""
_NO_WORDS = {
    "autorefs", "git-authors", "git-committers", "git-revision-date",
    "git-revision-date-localized", "glightbox", "group", "info", "lightbox", "meta", "mike",
    "minify", "offline", "optimize", "page-to-pdf", "pdf-export", "privacy", "projects",
    "redirects", "rss", "search", "social", "tags", "typeset", "with-pdf",
}  # fmt: skip
"""Plug-ins that change no words of a page."""


# Where the file is


def find_site(source: Path, reach: Reach, dialect: str = "") -> Path | None:
    """Return the ``mkdocs.yml`` that a folder is read by, None when there is none.

    It is in the folder, or above one that it names as its pages, within the project.
    ``dialect`` is what the settings say: with « mkdocs », the file may be missing.
    """
    if dialect == "gitbook":
        return None
    if found := _file_in(source):
        return found
    for folder in source.absolute().parents:
        if (found := _file_in(folder)) and _is_of(found, source, reach):
            return found
        if (folder / "ppun.toml").is_file() or (folder / ".git").exists():
            break
    return source / FILES[0] if dialect == "mkdocs" else None


def _file_in(folder: Path) -> Path | None:
    with suppress(OSError):  # its name may be too long
        return next((folder / name for name in FILES if (folder / name).is_file()), None)
    return None


def page_folder(source: Path, dialect: str = "") -> Path:
    """Return where the pages of a source are: what is built may be beside them."""
    file = _file_in(source) if dialect != "gitbook" else None
    try:
        return _docs(file, _Values.read(file, HERE), HERE) if file else source
    except InputError:
        return source


def _is_of(file: Path, source: Path, reach: Reach) -> bool:
    """Return whether ``source`` is in the folder of the pages of a site."""
    try:
        docs = _docs(file, _Values.read(file, reach), reach)
    except InputError:
        return False  # that of another part of the project
    return source.resolve().is_relative_to(docs.resolve())


@dataclass(frozen=True, slots=True)
class _Values:
    """What a file says, without tags, and its lines."""

    by_key: Mapping[str, Any]
    lines: Sequence[str] = ()

    @staticmethod
    def read(file: Path, reach: Reach) -> _Values:
        """Return what a file says; nothing when it is missing."""
        if not file.is_file():
            return _Values({})
        values = read_yaml(file, file.parent, reach, tags=True)
        if not isinstance(values, dict):
            raise broken(file, "", 1)
        text = decode(read_bytes(file), file.name)
        return _Values({str(k): _plain(v) for k, v in values.items()}, text.split("\n"))

    def line(self, words: str, after: int = 0) -> int:
        """Return the first line, past ``after``, that has some words; else ``after``."""
        found = (n for n, line in enumerate(self.lines, 1) if n >= after and words in line)
        return next(found, max(after, 1))


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: what a tag names is only a name."""
    match value:
        case Tagged(tag, [*_, last]) if tag == "!ENV":
            return _plain(last) if len(value.value) > 1 else ""
        case Tagged(tag) if tag.startswith("tag:yaml.org,2002:python/"):
            _, _, name = tag.rpartition(":")
            given = value.value if isinstance(value.value, dict) else {}
            return {"name": name, "kwds": _plain(given.get("kwds"))}
        case Tagged():
            return ""
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case None | bool() | int() | float():
            return value
        case _:
            return str(value)


# What it says


def read_site(source: Path, file: Path, reach: Reach) -> Space:
    """Return the pages of a site as a space; ``file`` may be missing.

    Raises InputError when it is badly written, or names a folder that is not there.
    """
    values = _Values.read(file, reach)
    docs = _docs(file, values, reach)
    own = source.resolve()
    folder = (
        source if own != docs.resolve() and own.is_relative_to(docs.resolve()) else docs
    )
    extensions, unread = _extensions(values.by_key)
    options = extensions.get(_SNIPPETS, {})
    patterns = [*_HIDDEN, *_texts(values.by_key.get("exclude_docs"))]
    site = MkDocs(
        file.parent, extensions,
        snippets=tuple(_texts(options.get("base_path"))) or (".",),
        appended=tuple(_texts(options.get("auto_append"))),
        directory_urls=values.by_key.get("use_directory_urls") is not False,
        excluded=(*patterns, *_texts(values.by_key.get("draft_docs"))),
    )  # fmt: skip
    nav = values.by_key.get("nav")
    entries: tuple[Entry, ...] = ()
    if folder == docs:
        names = list(_names(docs, site, reach))
        given = _Nav(values, values.line("nav:")).entries(nav)
        entries = tuple(islice(given if nav else _of_names(names), _MOST_LINES))
    unread += _plugins(values.by_key.get("plugins"))
    findings = _findings(unread, file.name, values)
    title = text_value(values.by_key, "site_name")
    return Space(
        source, folder, file.name, entries, {}, tuple(findings), reach, title, site
    )


def _docs(file: Path, values: _Values, reach: Reach) -> Path:
    """Return the folder of the pages of a site."""
    if not file.is_file():
        return file.parent
    name = text_value(values.by_key, "docs_dir") or "docs"
    found = inside(file.parent, name, reach)
    if found is None or not found.is_dir():
        raise InputError(
            f"{file} : « docs_dir: {name} » n’est pas un dossier d’ici.",
            next_step="Écrivez le chemin d’un dossier de pages qui est à côté de ce "
            "fichier, par exemple « docs_dir: docs ».",
        )
    return found


def _texts(value: Any) -> list[str]:
    """Return the texts of a list, or the lines of a text, without comments."""
    given = value if isinstance(value, list) else str(value or "").split("\n")
    lines = (one.strip() for one in given if isinstance(one, str))
    return [line for line in lines if line and not line.startswith("#")]


def _named(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the names in a list, such as that of extensions, and what is said of each."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield from ((str(name), said) for name, said in one.items())
        elif isinstance(one, str):
            yield one, None


def _extensions(values: Mapping[str, Any]) -> tuple[Any, list[str]]:
    """Return the extensions of the pages, and those that are not read."""
    given = dict(_named(values.get("markdown_extensions")))
    read = {
        n: said if isinstance(said, dict) else {} for n, said in given.items() if known(n)
    }
    return enabled(read), [name for name in given if not known(name)]


def _plugins(value: Any) -> list[str]:
    names = (name.rpartition("/")[2] for name, _ in _named(value))
    return [name for name in names if name not in _NO_WORDS]


def _findings(unread: Sequence[str], file: str, values: _Values) -> Iterator[Finding]:
    if unread:
        message = (
            f"{file} demande ce qui n’est pas lu ici : {', '.join(unread)}. Ce que ces "
            "modules ajoutent aux pages n’est pas publié, et ce qu’ils y remplacent reste "
            "comme il est écrit. Vérifiez les pages qui s’en servent."
        )
        yield Finding("mkdocs-non-lu", message, Pos(file, values.line(unread[0])))


# Its contents


@dataclass(slots=True)
class _Nav:
    """Reads ``nav``; ``line`` is the last line of the file that was looked for."""

    values: _Values
    line: int

    def entries(self, nav: Any, level: int = -1, group: str = "") -> Iterator[Entry]:
        """Yield the lines of ``nav``; a section at its top is a title for its pages."""
        for title, said in _named(nav):
            if not isinstance(said, list):
                yield self._entry(title, said, max(level, 0), group)
                continue
            if level >= 0:
                yield self._entry(title, "", level, group)
            yield from self.entries(said, level + 1, group if level >= 0 else title)

    def _entry(self, title: str, said: Any, level: int, group: str) -> Entry:
        """Return a line: « page.md », « Titre: page.md » or « Titre: https://… »."""
        address, title = (title, "") if said is None else (str(said), title)
        self.line = self.values.line(address or title, self.line)
        entry = Entry(title or address, level=level, group=group, line=self.line)
        try:
            parts = urlsplit(address)
        except ValueError:
            return entry
        if parts.path.startswith("/") and not parts.path.endswith(PAGES):
            # MkDocs leaves it as it is: what the same server has beside the site.
            address = urljoin(text_value(self.values.by_key, "site_url"), address)
            parts = urlsplit(address)
            if not parts.scheme:
                return entry
        if parts.scheme or parts.netloc:
            known_scheme = parts.scheme in ("http", "https")
            return replace(entry, url=address if known_scheme else "")
        path = unquote(parts.path).strip("/")
        page = posixpath.normpath(path) if path else ""
        return replace(entry, title=title, page=page, anchor=unquote(parts.fragment))


def _of_names(names: Iterable[str]) -> Iterator[Entry]:
    """Yield the contents of a site that gives none: its folders are sections."""
    open_: tuple[str, ...] = ()
    for name in names:
        *folders, _ = name.split("/")
        group = _titled(folders[0]) if folders else ""
        same = 0
        while same < min(len(open_), len(folders)) and open_[same] == folders[same]:
            same += 1
        for level, folder in enumerate(folders[1:]):
            if level + 1 >= max(same, 1):
                yield Entry(_titled(folder), level=level, group=group)
        open_ = tuple(folders)
        yield Entry("", name, level=max(0, len(folders) - 1), group=group)


def _titled(folder: str) -> str:
    """Return the title of a section of this name.

    >>> _titled("guide-pratique")
    'Guide pratique'
    """
    title = re.sub("[-_]", " ", folder)
    return title.capitalize() if title == title.lower() else title


def _names(docs: Path, site: MkDocs, reach: Reach) -> Iterator[str]:
    """Yield the paths of the pages of a site, in the order of MkDocs."""
    found = (path for path in reach.below(docs) if path.suffix.lower() in PAGES)
    own = [path for path in found if path.is_file() and is_given(path, docs, reach)]
    for path in sorted(own, key=lambda one: place(one.relative_to(docs).as_posix())):
        name = name_in(path, docs)
        if takes(name, site, path) and not is_beside(path.relative_to(docs).parts[:-1]):
            yield name


def place(name: str) -> tuple[tuple[object, ...], ...]:
    """Return the sort key of a page: the index of a folder, its pages, then its folders."""
    *folders, file = name.split("/")
    stem = file.rpartition(".")[0]
    rank = INDEX.index(stem) if stem in INDEX else len(INDEX)
    return (*((1, folder) for folder in folders), (0, rank, file))


def takes(name: str, site: MkDocs, path: Path) -> bool:
    """Tell whether a file of the folder of the pages is a page that is published."""
    if path.suffix.lower() not in PAGES or is_excluded(name, site.excluded):
        return False
    return path.stem != INDEX[1] or not path.with_stem(INDEX[0]).is_file()


def is_excluded(name: str, patterns: Iterable[str]) -> bool:
    """Tell whether patterns, as ``.gitignore`` has them, leave a file out.

    >>> is_excluded("brouillons/a.md", ["brouillons/"]), is_excluded("a.md", ["/b.md"])
    (True, False)
    >>> is_excluded("x/a.md", ["*.md", "!a.md"])
    False
    """
    out = False
    for pattern in patterns:
        kept = pattern.startswith("!")
        own = pattern.removeprefix("!").removeprefix("\\")
        start = "" if "/" in own.rstrip("/") else "**/"
        path = f"{start}{own.strip('/')}"
        if fits(name, f"{path}/**") or (not own.endswith("/") and fits(name, path)):
            out = not kept
    return out
