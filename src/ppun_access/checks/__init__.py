"""Check prepared documents: report what their authors could write better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ppun_access.checks.acronyms import acronyms, full_name
from ppun_access.checks.capitals import capitals
from ppun_access.checks.headings import bold_headings, empty_headings, skipped_levels
from ppun_access.checks.images import images
from ppun_access.checks.inclusive import inclusive_forms
from ppun_access.checks.links import links
from ppun_access.checks.model import Check, CheckOptions
from ppun_access.checks.structure import (
    drawn_lists,
    empty_texts,
    headless_tables,
    long_paragraphs,
    long_sentences,
)
from ppun_access.checks.unreadable import unreadable_codes
from ppun_access.document.model import Document
from ppun_access.report import Finding

CHECKS: Sequence[Check] = (
    empty_texts,
    images,
    links,
    headless_tables,
    skipped_levels,
    empty_headings,
    bold_headings,
    drawn_lists,
    long_sentences,
    long_paragraphs,
    acronyms,
    capitals,
    inclusive_forms,
    unreadable_codes,
)
"""In the order in which they are reported: what shuts people out first."""

FRENCH: Sequence[Check] = (long_sentences, acronyms, capitals, inclusive_forms)
"""Those that know French words, or what is long for French."""
MOST = 200
"""Findings of one code in one text: nobody reads more, and a text may have thousands."""
__all__ = ["CHECKS", "Check", "CheckOptions", "acronyms", "check", "full_name"]


def check(
    document: Document, options: CheckOptions, checks: Sequence[Check] = CHECKS
) -> Iterator[Finding]:
    """Yield what ``checks`` find in a document that the transforms prepared.

    Of one code, the first ``MOST``, then how many more.
    """
    count = Counter[str]()
    more = dict[str, Finding]()
    for one in checks:
        if one in FRENCH and not document.is_french:
            continue
        for finding in one(document, options):
            count[finding.code] += 1
            if count[finding.code] <= MOST:
                yield finding
            else:
                more.setdefault(finding.code, finding)
    for code, first in more.items():
        left = count[code] - MOST
        plural = "s" if left > 1 else ""
        message = f"Et {left} autre{plural} remarque{plural} de ce genre dans ce texte."
        yield replace(first, message=message, passage="")
