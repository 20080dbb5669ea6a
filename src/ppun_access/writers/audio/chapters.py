"""Write JSON chapters for players (Podcasting 2.0, version 1.2.0)."""

from __future__ import annotations

import json
from typing import Any

from ppun_access.document.model import Chapter, Edition
from ppun_access.report import Report
from ppun_access.writers.model import Files, path_of

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
            text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
            path = path_of("chapters", document.id, edition.version)
            files[path] = text.encode()
    return files


def _chapter(chapter: Chapter) -> dict[str, Any]:
    """Return one chapter; times are in seconds."""
    return {
        "startTime": round(chapter.begin, 3),
        "endTime": round(chapter.end, 3),
        "title": chapter.title,
    }
