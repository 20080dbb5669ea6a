"""The grid of the RLS: 47 criteria, 72 tests, as the DISIC published it in 2016-2017.

``data/rls.csv`` is ``reference/rls.csv``, a copy that is packaged (Licence Ouverte 2.0).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from ppun_access.easy.audit.model import Criterion

GRID = Path(__file__).with_name("data") / "rls.csv"


_NOTE = " Note concernant l'évaluation qualitative"
"""It came along with the title of the last test when the grid was taken from its page."""


@cache
def grid() -> tuple[Criterion, ...]:
    """Return the tests in the order of the grid."""
    with GRID.open(encoding="utf-8-sig", newline="") as handle:
        return tuple(
            Criterion(
                test=row["test"],
                level=row["niveau"],
                theme=row["theme"],
                title=row["intitule_test"].partition(_NOTE)[0],
                criterion=row["critere"],
                criterion_title=row["intitule"],
            )
            for row in csv.DictReader(handle)
        )
