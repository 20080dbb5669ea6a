"""The sound itself: made by the speech stage, copied from the cache as it is."""

from __future__ import annotations

from ppun_access.document.model import Edition
from ppun_access.report import Report
from ppun_access.writers.model import Files, file_path


def write_mp3(edition: Edition, options: object, report: Report) -> Files:
    """Return the MP3 of each document of ``edition`` that has sound."""
    return {
        file_path(narration.document_id, edition.version, ".mp3"): narration.audio
        for narration in edition.narrations
    }
