"""What is told when the program itself fails on one text: it stops no other."""

from __future__ import annotations

import traceback
from pathlib import Path

from ppun_access.errors import OutputError
from ppun_access.report import Finding, Severity

BROKEN = "texte-en-panne"
"""The code of the finding: the program failed on one text, or on one format of it."""
LEFT_OUT = "Ce texte n’est pas publié"


def broken(title: str, error: Exception, what: str = LEFT_OUT) -> Finding:
    """Return what to tell of a text on which the program fails; ``what`` it costs."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f", {Path(one.filename).name}:{one.lineno}" for one in last)
    message = (
        f"{what} : le programme a une panne ({type(error).__name__} : {str(error)[:200]}"
        f"{where}). Le reste est fait. Signalez cette panne, avec la page ; en attendant, "
        "retirez de la page ce qui y est inhabituel."
    )
    return Finding(BROKEN, message, Severity.ERROR, page=title)


def deadly(title: str, error: OutputError, what: str = LEFT_OUT) -> Finding:
    """Return what to tell of a text that kills every process that works on it.

    ``error`` is what the executor says of it.
    """
    message = (
        f"{what}. {error.message} Le reste est fait. Fermez d’autres programmes (sur une "
        "grappe, donnez plus de mémoire aux ouvriers : « --memory-limit » de dask worker), "
        "puis relancez la commande. Si cela recommence, signalez cette panne, avec la page "
        "; en attendant, coupez la page en plusieurs, ou retirez ce qui y est inhabituel."
    )
    return Finding(BROKEN, message, Severity.ERROR, page=title)
