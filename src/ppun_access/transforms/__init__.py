"""Rewrite documents before they are written: links, pictures, typography, sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ppun_access.document.model import Document
from ppun_access.report import Report
from ppun_access.transforms.abbreviations import abbreviations
from ppun_access.transforms.braille import both, pictograms
from ppun_access.transforms.directions import directions
from ppun_access.transforms.editorials import editorials
from ppun_access.transforms.images import images
from ppun_access.transforms.layout_tables import layout_tables
from ppun_access.transforms.links import links
from ppun_access.transforms.model import Transform, TransformOptions
from ppun_access.transforms.scripts import scripts
from ppun_access.transforms.segment import segment
from ppun_access.transforms.typography import typography

STANDARD: Sequence[Transform] = (
    directions,
    editorials,
    layout_tables,
    images,
    links,
    typography,
    abbreviations,
    scripts,
    segment,
)
"""In order: spaces must be right before sentences are cut."""

EASY: Sequence[Transform] = (
    directions,
    layout_tables,
    images,
    links,
    typography,
    scripts,
    segment,
)
"""The same for an easy-to-read text, which has no lead and no signature of its own.

What acronyms stand for is in no tooltip and in no bracket there: its glossary says it.
"""

BRAILLE: Sequence[Transform] = (both, pictograms)
"""What a text that is ready goes through before it is written in braille."""

__all__ = ["BRAILLE", "EASY", "STANDARD", "Transform", "TransformOptions", "apply"]


def apply(
    transforms: Iterable[Transform],
    document: Document,
    options: TransformOptions,
    report: Report,
) -> Document:
    """Apply ``transforms`` in order."""
    for transform in transforms:
        document = transform(document, options, report)
    return document
