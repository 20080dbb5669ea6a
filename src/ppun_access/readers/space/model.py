"""Define a space, a folder of pages, and read the YAML files that configure one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ppun_access.errors import InputError
from ppun_access.readers.decoding import decode, read_bytes
from ppun_access.readers.front_matter import yaml_values
from ppun_access.readers.model import MkDocs
from ppun_access.readers.space.summary import Entry
from ppun_access.report import Finding
from ppun_access.settings.reach import HERE, Reach

_LARGEST = 1_000_000
"""Bytes of a configuration file that are read."""


@dataclass(frozen=True, slots=True)
class Space:
    """A folder of pages: ``folder`` is where they are, paths in it are their names."""

    source: Path
    """The folder that was given."""
    folder: Path
    summary: str = "SUMMARY.md"
    entries: tuple[Entry, ...] = ()
    """The lines of the contents; none when there are none."""
    variables: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    reach: Reach = HERE
    title: str = ""
    """What the site is called; empty when nothing says it."""
    mkdocs: MkDocs | None = None
    """What ``mkdocs.yml`` says; None for GitBook and any other folder."""


def read_yaml(path: Path, root: Path, reach: Reach, *, tags: bool = False) -> Any:
    """Return the values of a file; nothing for one outside ``root`` or too large.

    ``tags``: whether tags of other programs may be in it.

    Raises InputError with the line of what is badly written.
    """
    if not reach.holds(path, root):
        return {}
    content = read_bytes(path, _LARGEST)
    try:
        return yaml_values(decode(content, str(path)), tags=tags)[0] or {}
    except ValueError as error:
        raise broken(path, *error.args) from error


def broken(path: Path, fault: str, line: int) -> InputError:
    """Return the error for a file that is badly written, at its line."""
    return InputError(
        f"{path}:{line} : ce fichier {fault or 'est mal écrit'}.",
        next_step="Écrivez une information par ligne, sous la forme « clé: valeur », ou "
        "retirez ce fichier.",
    )


def text_value(values: Mapping[str, Any], key: str) -> str:
    """Return the text of a key, empty when it has none."""
    value = values.get(key)
    return value.strip() if isinstance(value, str) else ""


def inside(source: Path, path: str, reach: Reach) -> Path | None:
    """Return the place that ``path`` names in ``source``; None when it is outside."""
    if "\0" in path:
        return None
    found = source / path.replace("\\", "/").lstrip("/")
    return found if reach.holds(found, source) else None
