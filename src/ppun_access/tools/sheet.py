"""The sheet of a reading group as a PDF to print, by typst: tagged, in large type.

In Atkinson Hyperlegible when its package is installed, else in the fonts of typst.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from ppun_access.errors import OutputError
from ppun_access.tools import typst

_FONTS = "fontpkg_atkinson_hyperlegible"


def pdf_sheet(values: Mapping[str, object]) -> bytes:
    """Return a sheet as PDF/UA; ``values`` are what the drawing calls ``it``.

    Raises MissingToolError when typst is not there, OutputError when it refuses.
    """
    drawing = (files("ppun_access.tools") / "templates" / "sheet.typ").read_bytes()
    inputs = {"sheet": json.dumps(values, ensure_ascii=False)}
    about = str(values.get("heading", ""))
    try:
        return typst.pdf(
            {typst.MAIN: drawing}, about=about, fonts=_font_folders(), inputs=inputs
        )
    except OutputError as error:
        raise OutputError(
            error.message,
            next_step="Gardez la fiche en HTML, en ODT ou en DOCX, et signalez ce texte.",
        ) from error


def _font_folders() -> list[Path]:
    spec = find_spec(_FONTS)
    return [Path(spec.origin).parent / "files"] if spec and spec.origin else []
