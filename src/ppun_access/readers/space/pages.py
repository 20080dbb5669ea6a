"""List the pages of a source folder, in the order of its table of contents or of paths."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ppun_access.document.sources import spellings
from ppun_access.errors import InputError, did_you_mean, reason
from ppun_access.readers import SUFFIXES
from ppun_access.readers.mkdocs.site import find_site, place, takes
from ppun_access.readers.model import MkDocs
from ppun_access.readers.space.configuration import CONFIGURATION, read_space
from ppun_access.readers.space.left_out import left_out, unsupported_names
from ppun_access.readers.space.model import Space
from ppun_access.readers.space.places import is_beside, is_given, name_in
from ppun_access.readers.space.summary import Entry
from ppun_access.runtime.untrusted_files import MB
from ppun_access.settings.reach import HERE, Reach

PAGES = "content"
"""Where a project has its pages, unless its people say otherwise."""
_SHOWN = 10
"""How many files that are not read an error names."""


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page: its file, the source folder, its path inside that folder."""

    path: Path
    root: Path
    name: str
    title: str = ""
    """What the contents of its space call it."""
    level: int = 0
    """How deep it is in the contents, under the title ``group``."""
    group: str = ""
    listed: bool = True
    """False for a page that the contents of its space leave out."""
    reach: Reach = HERE
    mkdocs: MkDocs | None = None
    """What its site says, when MkDocs makes it."""

    @property
    def most(self) -> int:
        """How many bytes it may have."""
        return self.reach.limits.page * MB

    def holds(self, path: Path) -> bool:
        """Return whether a file beside it may be read, links followed: no hidden one."""
        return is_given(path, self.root, self.reach)


def find_pages(
    source: Path, reach: Reach = HERE, dialect: str = ""
) -> tuple[PageFile, ...]:
    """Return the pages of a file or folder, in the order of its contents, else of paths.

    ``dialect`` is that of the settings, empty to look for it. Raises InputError when
    ``source`` is absent, cannot be read or holds no page, or when its ``.gitbook.yaml`` or
    ``mkdocs.yml`` is badly written.
    """
    try:
        return _find_pages(source, reach, dialect)
    except OSError as error:
        raise InputError(
            f"{source} : lecture impossible, {reason(error)}.",
            next_step="Vérifiez le chemin et les droits de ce dossier.",
        ) from error


def _nearest(source: Path) -> str:
    """Return a question that proposes the nearest file or folder of the same folder."""
    try:
        beside = sorted(one.name for one in source.parent.iterdir())
    except OSError:
        return ""
    return did_you_mean(source.name, (one for one in beside if one[0] != "."))


def _find_pages(source: Path, reach: Reach, dialect: str) -> tuple[PageFile, ...]:
    if source.is_file():
        space = space_of(source, reach, dialect)
        root = space.folder
        path = source if root == source.parent else source.absolute()
        name = name_in(path, root)
        return (PageFile(path, root, name, reach=reach, mkdocs=space.mkdocs),)
    if not source.is_dir():
        raise InputError(
            f"{source} : ce dossier (ou ce fichier) n’existe pas.",
            next_step=f"{_nearest(source)}Vérifiez le chemin, ou créez le dossier et "
            "mettez-y une page Markdown.",
        )
    space = read_space(source, reach, dialect)
    root, site = space.folder, space.mkdocs
    paths = sorted(reach.below(root), key=lambda path: _place(path, space))
    found = [path for path in paths if _is_page(path, space)]
    if not found:
        raise _no_page(source, space)
    pages = [PageFile(p, root, name_in(p, root), reach=reach, mkdocs=site) for p in found]
    return _in_order(pages, space)


def _no_page(source: Path, space: Space) -> InputError:
    """Return the error for a folder without pages: it lists what is there instead."""
    message = f"{source} : aucune page dans ce dossier."
    next_step = f"Ajoutez-y une page ({', '.join(SUFFIXES)})."
    if left := left_out(space, ()):
        message += f" Fichiers qui ne sont pas lus : {unsupported_names(left, _SHOWN)}."
        next_step = f"{left[0].name} : {left[0].message} {next_step}"
    return InputError(message, next_step=next_step)


def space_of(page: Path, reach: Reach = HERE, dialect: str = "") -> Space:
    """Return the space that holds a page, else the folder of the page as one.

    It is not looked for above the project: a folder with ``ppun.toml`` or ``.git``.
    """
    whole = page.absolute()
    space = read_space(_home(page, reach, dialect), reach, dialect)
    return space if whole.is_relative_to(space.folder.absolute()) else Space(
        page.parent, page.parent, variables=space.variables, reach=reach
    )  # fmt: skip


def _home(page: Path, reach: Reach, dialect: str) -> Path:
    """Return the folder that is to be read for a page alone."""
    if site := find_site(page.parent, reach, dialect):
        return site.parent
    for folder in page.absolute().parents:
        if (folder / CONFIGURATION).is_file() or (folder / "SUMMARY.md").is_file():
            own = folder == page.absolute().parent
            return page.parent if own else folder
        if (folder / "ppun.toml").is_file() or (folder / ".git").exists():
            pages = folder / PAGES
            return pages if pages in page.absolute().parents[1:] else page.parent
    return page.parent


def _place(path: Path, space: Space) -> tuple[Any, ...]:
    """Return the sort key of pages: by their paths, the index page of a folder first."""
    own = path.relative_to(space.folder)
    if space.mkdocs:
        return place(own.as_posix())
    return tuple((part != "README.md", part) for part in own.parts)


def _in_order(pages: list[PageFile], space: Space) -> tuple[PageFile, ...]:
    """Return pages in the order of the contents of their space, then the others.

    MkDocs publishes those too.
    """
    by_name = {page.name: page for page in pages}
    first: dict[str, PageFile] = {}
    above: list[Entry] = []
    for entry in space.entries:
        name = page_of(entry.page, by_name)
        above = [e for e in above if e.group == entry.group and e.level < entry.level]
        if name and name not in first and not entry.anchor:
            first[name] = replace(
                by_name[name], title=entry.title, level=len(above), group=entry.group
            )
        if name:
            above.append(entry)
    if not first:
        return tuple(pages)
    listed = space.mkdocs is not None
    others = (page for page in pages if page.name not in first)
    return (*first.values(), *(replace(page, listed=listed) for page in others))


_INDEX = ("README.md", "index.md")
"""What the page of a folder is called, the first one before the other."""


def page_of(path: str, names: Collection[str]) -> str:
    """Return the page among ``names`` that a path designates, empty if none.

    A folder is its index page; the end of a name may be left out.

    >>> page_of("guides", ["guides.md", "guides/README.md"])
    'guides/README.md'
    >>> page_of("guides/a", ["guides/a.md"])
    'guides/a.md'
    """
    if not path:
        return ""
    folder = "" if path == "." else f"{path}/"
    found = (path, *(f"{folder}{name}" for name in _INDEX), f"{path}.md")
    return next((name for name in spellings(found) if name in names), "")


def short_names(pages: Iterable[PageFile]) -> dict[str, str]:
    """Return the names of folders, or without « .md », and the page that each designates.

    As in GitBook, a page of the contents comes first, then the index page of a folder,
    then the file of the same name beside it.
    """
    found = list[tuple[bool, int, str, str]]()
    for page in pages:
        folder, _, file = page.name.rpartition("/")
        if file in _INDEX:
            place = folder or "."
            found.append((not page.listed, _INDEX.index(file), place, page.name))
        if file.endswith(".md"):
            short = page.name.removesuffix(".md")
            found.append((not page.listed, len(_INDEX), short, page.name))
    return {short: name for *_, short, name in sorted(found, reverse=True)}


def _is_page(path: Path, space: Space) -> bool:
    root = space.folder
    folders = path.relative_to(root).parts[:-1]
    if space.mkdocs and not takes(path.relative_to(root).as_posix(), space.mkdocs, path):
        return False
    return (
        path.suffix.lower() in SUFFIXES
        and path.is_file()
        and (path.name != "SUMMARY.md" or space.mkdocs is not None)
        and path.relative_to(root).as_posix() != space.summary
        and not is_beside(folders)
        and not path.name.startswith((".", "~$"))  # « ~$ »: open in Word
        and is_given(path, root, space.reach)
    )
