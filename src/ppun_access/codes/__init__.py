"""Table of findings: one row each, by chapter of ``docs/findings.md``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ppun_access.codes import easy, publishing, reading, sound, writing
from ppun_access.codes.row import Code, Severity

CHAPTERS = (
    writing.CHAPTER, reading.CHAPTER, publishing.CHAPTER, easy.CHAPTER, sound.CHAPTER,
    publishing.FOLDER,
)  # fmt: skip

CODES: Mapping[str, Code] = MappingProxyType(
    {code.name: code for chapter in CHAPTERS for code in chapter.codes}
)
"""Every finding that the program can make, by its name."""

__all__ = ["CHAPTERS", "CODES", "Code", "Severity"]
