"""The folder beside the site that is for the team: the report, and what was found."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ppun_access.cache import write_atomically
from ppun_access.document.model import Pos
from ppun_access.pipeline.catalogue import Publication, PublishedVersion
from ppun_access.readability.document import score_document, sentence_rows
from ppun_access.readability.textstat_scores import textstat_scores
from ppun_access.report import Finding, Severity
from ppun_access.site.report import Figures, ReportOptions, ReportRow, report_page
from ppun_access.writers.html import page_path
from ppun_access.writers.model import Files

LOG = "build.json"


def report_folder(out: Path) -> Path:
    """Return the team's folder of a published folder: beside it, never inside."""
    out = out.resolve()
    return out.with_name(f"{out.name}-rapport")


def report_files(
    publications: Sequence[Publication],
    findings: Iterable[Finding],
    title: str,
    publisher: str,
    out: Path,
) -> Files:
    """Return the pages of the report, with links to the texts in ``out``."""
    link = os.path.relpath(out.resolve(), report_folder(out))
    rows = [
        _row(item, link) for publication in publications for item in publication.versions
    ]
    options = ReportOptions(title, publisher, version("textstat"))
    return report_page(rows, findings, options)


def write_report(
    files: Files,
    findings: Iterable[Finding],
    folder: Path,
    silenced: Iterable[Finding] = (),
) -> None:
    """Write the report, each file whole; ``build.json`` last: it says that all is there.

    Raises OutputError when the folder cannot be written.
    """
    (folder / LOG).unlink(missing_ok=True)
    for path, content in files.items():
        content = content if isinstance(content, bytes) else content.read_bytes()
        write_atomically(folder / path, content)
    log = {
        "findings": [finding_as_json(finding) for finding in findings],
        "silenced": [finding_as_json(finding) for finding in silenced],
    }
    text = json.dumps(log, ensure_ascii=False, indent=1) + "\n"
    write_atomically(folder / LOG, text.encode("utf-8", "replace"))


def read_findings(folder: Path) -> tuple[Finding, ...] | None:
    """Return what the last build found, None when its report is not whole."""
    found = _read(folder, "findings")
    return found if (folder / "index.html").is_file() else None


def read_silenced(folder: Path) -> tuple[Finding, ...]:
    """Return what the last build found and was asked not to tell."""
    return _read(folder, "silenced") or ()


def _read(folder: Path, name: str) -> tuple[Finding, ...] | None:
    try:
        log = json.loads((folder / LOG).read_text("utf-8"))
        return tuple(map(_from_json, log[name]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as ``build.json`` and ``check --json`` hold it."""
    return {
        "code": finding.code,
        "message": finding.message,
        "severity": finding.severity.name,
        "file": finding.pos.file if finding.pos else None,
        "line": finding.pos.line if finding.pos else None,
        "page": finding.page,
        "passage": finding.passage,
    }


def _from_json(value: dict[str, Any]) -> Finding:
    pos = Pos(value["file"], value["line"]) if value["file"] else None
    severity = Severity[value["severity"]]
    return Finding(
        value["code"], value["message"], severity, pos, value["page"], value["passage"]
    )


def _row(item: PublishedVersion, link: str) -> ReportRow:
    document = item.document
    rows = sentence_rows(document)
    longest = max(rows, key=lambda row: row.words, default=None)
    return ReportRow(
        document_id=document.id,
        title=document.title,
        version=item.version,
        status=document.meta.status,
        ours=_figures(score_document(document)),
        textstat=_figures(textstat_scores("\n".join(row.text for row in rows))),
        longest_sentence=longest.text if longest else "",
        longest_words=longest.words if longest else 0,
        link=f"{link}/{page_path(document.id, item.version)}",
    )


def _figures(scores: Any) -> Figures:
    names = ("sentences", "words", "syllables", "kandel_moles", "lix", "rix")
    return Figures(**{name: getattr(scores, name, None) for name in names})
