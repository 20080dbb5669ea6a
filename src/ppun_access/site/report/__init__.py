"""Make the editors' report: how readable each text is, and what to fix first."""

from ppun_access.site.report.model import (
    Cause,
    EarlierMeasure,
    Figures,
    LevelBand,
    NamedFinding,
    ReportOptions,
    ReportText,
    ReportVersion,
    SentenceRow,
    UnknownWord,
)
from ppun_access.site.report.page import (
    TEXT_PAGE,
    Each,
    ShowTask,
    TextShown,
    placeholder,
    report_page,
    show_text,
)

__all__ = [
    "TEXT_PAGE",
    "Cause",
    "Each",
    "EarlierMeasure",
    "Figures",
    "LevelBand",
    "NamedFinding",
    "ReportOptions",
    "ReportText",
    "ReportVersion",
    "SentenceRow",
    "ShowTask",
    "TextShown",
    "UnknownWord",
    "placeholder",
    "report_page",
    "show_text",
]
