"""The editors' report: how readable each text is, and what to fix first."""

from ppun_access.site.report.model import (
    Band,
    Cause,
    Figures,
    NamedFinding,
    Point,
    ReportOptions,
    ReportText,
    ReportVersion,
    SentenceRow,
)
from ppun_access.site.report.page import (
    TEXT_PAGE,
    Each,
    ShowTask,
    TextShown,
    report_page,
    show_text,
    unshown,
)

__all__ = [
    "TEXT_PAGE",
    "Band",
    "Cause",
    "Each",
    "Figures",
    "NamedFinding",
    "Point",
    "ReportOptions",
    "ReportText",
    "ReportVersion",
    "SentenceRow",
    "ShowTask",
    "TextShown",
    "report_page",
    "show_text",
    "unshown",
]
