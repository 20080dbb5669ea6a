"""Make ``catalogue.json``, the public list of texts, versions, measures and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ppun_access.build.measures import Measures
from ppun_access.document.model import Document, Version
from ppun_access.publish.manifest import digest_of
from ppun_access.writers.model import Download, Files


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One version of a text, what was measured of it, and its files."""

    version: Version
    document: Document
    measures: Measures
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """One text and its versions, the full one first."""

    document: Document
    versions: tuple[PublishedVersion, ...]


def catalogue(
    title: str,
    publications: Sequence[Publication],
    files: Files,
    whole: Sequence[Download] = (),
    navigation: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return the catalogue; ``files`` holds the content of every download.

    ``whole`` are the files of the whole site, which belong to no text; ``navigation`` the
    lines of the contents, nested, when the pages have contents.
    """
    return {
        "title": title,
        **({"navigation": list(navigation)} if navigation else {}),
        "publications": [_publication(item, files) for item in publications],
        "files": [_file(download, files) for download in whole],
    }


def listed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a catalogue without the texts that no list of the site names."""
    texts = [one for one in values["publications"] if not one.get("hidden")]
    return {**values, "publications": texts}


def with_whole(
    values: Mapping[str, Any], downloads: Sequence[Download], files: Files
) -> dict[str, Any]:
    """Return a catalogue with more files of the whole site, themselves made from it."""
    added = (_file(download, files) for download in downloads)
    return {**values, "files": [*values["files"], *added]}


def _publication(publication: Publication, files: Files) -> dict[str, Any]:
    document = publication.document
    return {
        "id": document.id,
        "title": document.title,
        "author": document.meta.author,
        "role": document.meta.role,
        "source": document.meta.source,
        **({"hidden": True} if document.meta.hidden else {}),
        "versions": [
            {
                "version": version.version,
                "status": version.document.meta.status,
                "readability": dict(version.measures.readability),
                "files": [_file(d, files) for d in version.downloads],
            }
            for version in publication.versions
        ],
    }


def _file(download: Download, files: Files) -> dict[str, Any]:
    values: dict[str, Any] = {"format": download.format}
    if download.variant:
        values["variant"] = download.variant
    if download.cells:
        values |= {"cells": download.cells, "lines": download.lines}
    if download.volume:
        values |= {"volume": download.volume, "volumes": download.volumes}
    values |= {
        "path": download.path,
        "bytes": download.bytes,
        "sha256": digest_of(files[download.path]),
    }
    if download.seconds is not None:
        values["seconds"] = round(download.seconds, 3)
    return values
