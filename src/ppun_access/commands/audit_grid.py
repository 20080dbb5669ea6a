"""The filled grid of an audit, as CSV for a spreadsheet and as an accessible page."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment

from ppun_access.document.model import Document
from ppun_access.easy.audit.model import VERDICTS, Audit, Result, Verdict
from ppun_access.easy.audit.printing import printed
from ppun_access.runtime.spreadsheets import csv_table
from ppun_access.writers.html.frame import environment, page_bytes

COLUMNS = (
    "theme", "critere", "niveau", "intitule", "test", "intitule_test", "verdict",
    "verdict_en_clair", "regle_par", "explication", "constats",
)  # fmt: skip


def grid_csv(audit: Audit) -> bytes:
    """Return the grid for a French spreadsheet: semicolons, UTF-8 with a mark."""
    return csv_table((COLUMNS, *map(_row, audit.results)))


def _row(result: Result) -> tuple[str, ...]:
    criterion = result.criterion
    return (
        criterion.theme, criterion.criterion, criterion.level, criterion.criterion_title,
        criterion.test, criterion.title, result.verdict, VERDICTS[result.verdict],
        "programme" if result.auto else "personne", result.reason,
        "\n".join(_line(f.line, f.message, f.sentence) for f in result.findings),
    )  # fmt: skip


def _line(line: int | None, message: str, sentence: str) -> str:
    place = f"ligne {line} : " if line else ""
    quoted = f" « {sentence} »" if sentence else ""
    return printed(f"{place}{message}{quoted}")


def wrong_first(audit: Audit) -> list[Result]:
    """Return what is « non conforme », level A first, then what has most findings."""
    wrong = [result for result in audit.results if result.verdict == "NC"]
    return sorted(wrong, key=lambda r: (len(r.criterion.level), -len(r.findings)))


def verdict_label(verdict: Verdict, number: int) -> str:
    """Return « non conformes »; what a person checks takes no plural."""
    label = VERDICTS[verdict]
    return f"{label}s" if number > 1 and " par " not in label else label


def grid_html(audit: Audit, document: Document, no_force: str) -> bytes:
    """Return the grid as one page that stands alone: no script, no other file."""
    template = _templates().get_template("audit.html")
    themes: dict[str, list[object]] = {}
    for result in audit.results:
        themes.setdefault(result.criterion.theme, []).append(result)
    return page_bytes(
        template.render(
            title=document.title, audit=audit, themes=themes, verdicts=VERDICTS,
            counts=[(audit.count(v), verdict_label(v, audit.count(v))) for v in VERDICTS],
            no_force=printed(no_force), wrong=wrong_first(audit),
            auto=sum(result.auto for result in audit.results),
        )
    )  # fmt: skip


@cache
def _templates() -> Environment:
    return environment("ppun_access.site")
