"""Where the sentences that an audit tells of stand: a document knows but paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import islice, takewhile

from ppun_access.easy.audit.model import Audit, AuditFinding
from ppun_access.readers.lines import LineFinder


def at_their_lines(audit: Audit, source: Callable[[str], str]) -> Audit:
    """Return ``audit`` with each finding at the line where its sentence begins.

    ``source`` returns the text of a page by its name, nothing of one that has no lines.
    """
    lines = cache(lambda file: source(file).split("\n"))

    @cache
    def finder(file: str, first: int) -> LineFinder:
        paragraph = takewhile(str.strip, islice(lines(file), first - 1, None))
        return LineFinder("\n".join(paragraph), first)

    def placed(finding: AuditFinding) -> AuditFinding:
        words, first = finding.sentence or finding.found, finding.line
        if not words or first is None:
            return finding
        return replace(finding, line=finder(finding.file, first).again().find(words))

    return replace(
        audit,
        results=tuple(
            replace(result, findings=tuple(map(placed, result.findings)))
            for result in audit.results
        ),
    )
