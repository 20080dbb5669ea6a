"""Report files and symbolic links left unread, and misspelt front-matter keys."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from ppun_access.document.model import Pos
from ppun_access.document.sources import spellings
from ppun_access.project.attachments import linked_file, own_addresses
from ppun_access.project.project import Project, Source, easy_file
from ppun_access.readers import read_bytes
from ppun_access.readers.decoding import text_of
from ppun_access.readers.front_matter import KEYS, line_of
from ppun_access.readers.space.left_out import (
    CLOSED,
    LINK,
    UNSUPPORTED,
    LeftOut,
    unsupported_names,
)
from ppun_access.report import Finding, Report

_SHOWN = 10
"""How many files of one kind have a finding each; more have one for all."""


def report_unsupported(project: Project, sources: Sequence[Source], report: Report) -> None:
    """Report what was not read, but for what pages give to take away.

    What ``[pages]`` leaves out is nobody's loss.
    """
    pages = project.settings.pages
    meant = [
        one
        for one in project.left
        if one.code == LINK or pages.takes(_name(one), listed=True)
    ]
    given = set(_given(meant, project, sources)) if meant else set()
    groups: dict[tuple[str, str], list[LeftOut]] = {}
    for one in meant:
        if one.code != UNSUPPORTED or (one.root / one.name).resolve() not in given:
            groups.setdefault((one.end, one.message), []).append(one)
    for group in groups.values():
        report.add(*_findings(group))


def _name(one: LeftOut) -> str:
    """Return its name; of a folder that cannot be opened, that of a page in it."""
    return f"{one.name}/README.md" if one.code == CLOSED else one.name


def _given(
    left: Iterable[LeftOut], project: Project, sources: Iterable[Source]
) -> Iterator[Path]:
    """Yield the files that pages link to, and the easy versions of texts."""
    names = spellings(posixpath.basename(one.name) for one in left)
    for source in sources:
        yield easy_file(source, project.settings)[1].resolve()
        folder, root = source.page.path.parent, source.page.root
        for href in own_addresses(source.document):
            named = any(name in unquote(href) for name in names)
            if named and (file := linked_file(href, folder, root, project.reach)):
                yield file


def _findings(group: Sequence[LeftOut]) -> Iterator[Finding]:
    if len(group) <= _SHOWN:
        for one in group:
            yield Finding(one.code, one.message, Pos(one.name, 1), minor=one.minor)
        return
    first = group[0]
    message = (
        f"{len(group)} fichiers ({unsupported_names(group, _SHOWN)}) : {first.message}"
    )
    minor = all(one.minor for one in group)
    yield Finding(first.code, message, Pos(first.name, 1), minor=minor)


# Keys of front matter


DECIDE = ("publier", "hidden", "facile", "voix")
"""Keys that decide what is published, or how it is read."""
_KNOWN = (
    *DECIDE, *KEYS, "author", "auteur", "role", "fonction", "date", "description", "vars",
    "layout", "cover", "coverY", "icon", "hide",
)  # fmt: skip
_NEAR = 0.8


def key_position(source: Source, key: str) -> Pos:
    """Return where the front matter of a page says ``key``."""
    text = text_of(read_bytes(source.page.path, source.page.most))
    return Pos(source.page.name, line_of(text, key))


def misspelt_keys(source: Source) -> Iterator[Finding]:
    """Yield a finding for each key that is nearly one that the program knows.

    Any other may be meant for another program.
    """
    said = dict(source.document.meta.front)
    for key in said:
        near = get_close_matches(key.lower(), _KNOWN, n=1, cutoff=_NEAR)
        if not near or key in _KNOWN or near[0] in said:
            continue
        message = (
            f"L’en-tête de cette page dit « {key} », que le programme ne connaît pas. "
            f"Vouliez-vous dire « {near[0]} » ?"
        )
        pos, minor = key_position(source, key), near[0] not in DECIDE
        yield Finding("cle-inconnue", message, pos, minor=minor)
