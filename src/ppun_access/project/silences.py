"""Silence the findings that ``ppun.toml`` names: everywhere, or in one text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ppun_access.document.model import Document
from ppun_access.document.sources import page_of_source
from ppun_access.report import Finding, Report
from ppun_access.settings.ppun_toml import Settings


def apply_silences(
    report: Report, settings: Settings, documents: Iterable[Document]
) -> None:
    """Silence in ``report`` what the settings say, now and from now on.

    A finding is about one of ``documents`` when it names its title, or its file when no
    other text is in it.
    """
    titles: dict[str, set[str]] = defaultdict(set)
    files: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        titles[_letters(document.title)].add(document.id)
        files[page_of_source(document.meta.source)].add(document.id)

    def is_silenced(finding: Finding) -> bool:
        if finding.code in settings.silenced:
            return True
        file = finding.pos.file if finding.pos else ""
        ids = files[file] if len(files[file]) == 1 else titles[_letters(finding.page)]
        return any(finding.code in settings.of(id_).silenced for id_ in ids)

    report.set_filter(is_silenced)


def _letters(title: str) -> str:
    """Return the letters of a title, which typography does not change."""
    return "".join(filter(str.isalnum, title))
