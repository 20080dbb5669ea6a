"""Copy the encoded sound of each text, and its cover, from the cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ppun_access.document.model import Chapter, Edition, Narration
from ppun_access.report import Report
from ppun_access.runtime.disk import json_file
from ppun_access.writers.model import Files, path_of

NUMBERED = "numbered"
"""Among the encodings of a narration, the MP3 that says its place among the texts."""


def mp3_of(narration: Narration) -> Path | None:
    """Return the MP3 to publish alone: players sort by its number, where it has one."""
    held = narration.encodings
    return held.get(NUMBERED) or held.get("mp3")


def write_mp3(edition: Edition, options: object, report: Report) -> Files:
    """Return the MP3 of each document of ``edition`` that has one."""
    return {
        path_of("mp3", narration.document_id, edition.version): path
        for narration in edition.narrations
        if (path := mp3_of(narration))
    }


def write_opus(edition: Edition, options: object, report: Report) -> Files:
    """Return the Opus file of each document of ``edition`` that has one."""
    return _sounds(edition, "opus")


def write_m4b(edition: Edition, options: object, report: Report) -> Files:
    """Return the audiobook of each document of ``edition`` that has one."""
    return _sounds(edition, "m4b")


def write_cover(edition: Edition, options: object, report: Report) -> Files:
    """Return the cover of each document of ``edition`` that has one."""
    return {
        path_of("cover", document_id, edition.version): image
        for document_id, image in edition.covers.items()
    }


def _sounds(edition: Edition, format_: str) -> Files:
    return {
        path_of(format_, narration.document_id, edition.version): path
        for narration in edition.narrations
        if (path := narration.encodings.get(format_))
    }


# Chapters


VERSION = "1.2.0"


def write_chapters(edition: Edition, options: object, report: Report) -> Files:
    """Return the chapters of each document of ``edition`` that has sound."""
    files: dict[str, bytes] = {}
    for document in edition.book.documents:
        narration = edition.narration(document.id)
        if narration is not None and narration.chapters:
            values: dict[str, Any] = {"version": VERSION, "title": document.title}
            if document.meta.author:
                values["author"] = document.meta.author
            values["podcastName"] = edition.book.title
            values["chapters"] = [_chapter(chapter) for chapter in narration.chapters]
            path = path_of("chapters", document.id, edition.version)
            files[path] = json_file(values)
    return files


def _chapter(chapter: Chapter) -> dict[str, Any]:
    """Return one chapter; times are in seconds."""
    return {
        "startTime": round(chapter.begin, 3),
        "endTime": round(chapter.end, 3),
        "title": chapter.title,
    }
