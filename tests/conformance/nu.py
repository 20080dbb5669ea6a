"""The Nu HTML checker on many pages at once: is this valid HTML?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ppun_access.tools import nu


def check(pages: Sequence[Path], root: Path) -> list[str]:
    """Return the faults of ``pages`` in ``root``, as ``file: line: message``."""
    return [f"{page}: {told}" for page, told in nu.check_all(pages, root)]
