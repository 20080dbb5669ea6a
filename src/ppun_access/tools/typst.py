"""Run typst, the typesetter: PDF/UA-1, images, and which characters its fonts lack.

It runs in a process of its own (``typst_child``), with limits of time and memory: a crash
or an endless run costs only what was to be drawn.

The fonts are Atkinson Hyperlegible, from a Python package, and those inside typst; never
the system's: the same source gives the same bytes anywhere.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.runtime.installing import pip_install
from ppun_access.tools.conversations import ProgramPool
from ppun_access.tools.run import MEMORY, TIMEOUT, ToolProbe, package_probe

INSTALL = pip_install("--force-reinstall", "typst")
INSTALL_FONTS = pip_install("--force-reinstall", "fontpkg-atkinson-hyperlegible")
FAMILY = "Atkinson Hyperlegible"
FAMILIES = (
    FAMILY, "DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern",
    "New Computer Modern Math",
)  # fmt: skip
"""The fonts of text, each for what those before it cannot draw; all but the first are
inside typst."""
PLAIN_ZERO = "Atkinson Hyperlegible Zero"
"""A font of one sign, the zero without its slash, that comes before them in easy texts."""
ZEROS = ("zero-regular.ttf", "zero-bold.ttf")
"""The files of its two faces."""
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
MAIN = "main.typ"
"""The name of the source that is compiled; the others are what it imports."""
GLANCE = 60.0
"""Seconds that one picture may take to be looked at."""
_ZEROS = Path(__file__).parent / "fonts"
_NOBODY_DRAWS = "\U0010ffff"
_MEASURE = """
#set page(width: auto, height: auto)
#set text(font: json(bytes(sys.inputs.fonts)), size: 1000pt, top-edge: "bounds")
#let size(c) = {
  let (whole, above) = ("bounds", "baseline").map(e => measure(text(bottom-edge: e, c)))
  (whole.width.pt(), whole.height.pt(), above.height.pt())
}
#context [#metadata(json(bytes(sys.inputs.signs)).map(size)) <sizes>]
"""


@cache
def probe() -> ToolProbe:
    """Return where typst is and its version; MissingToolError when it is absent."""
    missing = "typst manque : c’est lui qui dessine les couvertures et les PDF."
    return package_probe("typst", missing, INSTALL)


@cache
def font_folder() -> Path:
    """Return the folder of the font of text; MissingToolError without it or typst."""
    probe()
    spec = find_spec("fontpkg_atkinson_hyperlegible")
    if spec is not None and spec.origin:
        folder = Path(spec.origin).parent / "files"
        if all(face_file(face, folder).is_file() for face in FACES):
            return folder
    raise MissingToolError(
        f"La police {FAMILY} manque : c’est celle des PDF.", next_step=INSTALL_FONTS
    )


def face_file(face: str, folder: Path) -> Path:
    """Return the file of one face, such as ``Bold``."""
    return folder / f"AtkinsonHyperlegible-{face}.ttf"


def pdf(
    sources: Mapping[str, bytes], *, about: str, fonts: Sequence[Path] | None = None,
    inputs: Mapping[str, str] | None = None,
) -> bytes:  # fmt: skip
    """Return the PDF/UA-1 that ``sources``, one of them ``MAIN``, make.

    ``about`` names the text in messages; ``fonts`` are folders of fonts, that of texts
    unless said. Raises MissingToolError without typst or its font, OutputError for what
    typst refuses, dies of or does not end.
    """
    about = f"Le PDF de « {about[:60]} » n’a pas pu être fait"
    options: dict[str, Any] = {"format": "pdf", "pdf_standards": ["ua-1"]}
    if inputs:
        options["sys_inputs"] = dict(inputs)
    fonts = [font_folder()] if fonts is None else fonts
    return _made(sources, about, options, [*fonts, _ZEROS])


def zero_face(name: str) -> bytes:
    """Return one of ``ZEROS``, for a book that shows easy texts."""
    return (_ZEROS / name).read_bytes()


def clear_memory() -> None:
    """Empty typst's cache: 130 MB for 180 pages."""
    _CHILD.close()


def png(source: bytes, *, inputs: Mapping[str, str], about: str = "") -> bytes:
    """Return the single page of ``source``, drawn with typst's own fonts, as PNG.

    Raises as ``pdf`` does.
    """
    options = {"format": "png", "ppi": 72.0, "sys_inputs": dict(inputs)}
    return _made({MAIN: source}, about or "L’image n’a pas pu être dessinée", options)


def can_draw(name: str, picture: bytes) -> bool:
    """Return whether typst can read a picture; ``name`` ends as its kind does."""
    shown = f"picture{Path(name).suffix}"
    source = f'#image("{shown}", width: 1cm, height: 1cm)'  # no PDF page is a pixel wide
    sources = {MAIN: source.encode(), shown: picture}
    try:
        about = "Une image n’a pas pu être lue"
        _made(sources, about, {"format": "pdf"}, seconds=GLANCE)
    except OutputError:
        return False
    return True


def undrawn(signs: Iterable[str]) -> frozenset[str]:
    """Return the characters of ``signs`` that none of ``FAMILIES`` draws.

    typst does not tell which signs its own fonts hold: what it draws with the shape of a
    sign that is in no font is taken to be in none.
    """
    asked = sorted(set(signs))
    if not asked:
        return frozenset()
    inputs = {
        "fonts": json.dumps(FAMILIES),
        "signs": json.dumps([_NOBODY_DRAWS, *asked]),
    }
    about = "typst n’a pas pu mesurer ses polices"
    question = _question({MAIN: _MEASURE.encode()}, {"sys_inputs": inputs}, [font_folder()])
    told = _answered(about, {**question, "label": "<sizes>"})["told"]
    nothing, *sizes = json.loads(told)
    return frozenset(s for s, size in zip(asked, sizes, strict=True) if size == nothing)


def _made(
    sources: Mapping[str, bytes],
    about: str,
    options: Mapping[str, Any],
    fonts: Sequence[Path] = (),
    seconds: float = TIMEOUT,
) -> bytes:
    """Compile ``sources`` with typst, its own fonts and those of ``fonts``."""
    question = _question(sources, options, fonts)
    return b64decode(_answered(about, question, seconds)["made"])


def _question(
    sources: Mapping[str, bytes], options: Mapping[str, Any], fonts: Sequence[Path]
) -> Mapping[str, Any]:
    coded = {name: b64encode(content).decode() for name, content in sources.items()}
    folders = [*map(str, fonts)]
    return {"main": MAIN, "sources": coded, "options": options, "fonts": folders}


def _answered(
    about: str, question: Mapping[str, Any], seconds: float = TIMEOUT
) -> Mapping[str, str]:
    """Return what typst answers; an error says ``about`` and what to do."""
    probe()
    line = json.dumps({**question, "seconds": seconds}).encode() + b"\n"
    try:
        answer: Mapping[str, str] = json.loads(_CHILD(line, seconds))
    except OutputError as error:
        said = error.message.partition(" : note:")[0]  # of Rust, for its own developers
        raise _failed(about, said) from error
    if "error" in answer:
        raise _failed(about, (answer["error"].splitlines() or [""])[0][:200])
    return answer


def _failed(about: str, said: str) -> OutputError:
    return OutputError(
        f"{about} : {said.removesuffix('.')}.",
        next_step="Relancez la commande ; si cela recommence, signalez le problème "
        "avec ce texte.",
    )


_CHILD = ProgramPool(
    [sys.executable, "-P", "-m", f"{__name__}_child"], "typst", INSTALL, memory=MEMORY
)


# The sheet of a reading group


def pdf_sheet(values: Mapping[str, object]) -> bytes:
    """Return a sheet as PDF/UA; ``values`` are what the drawing calls ``it``.

    Raises as ``pdf`` does.
    """
    drawing = (files("ppun_access.tools") / "templates" / "sheet.typ").read_bytes()
    inputs = {"sheet": json.dumps(values, ensure_ascii=False)}
    about = str(values.get("heading", ""))
    try:
        return pdf({MAIN: drawing}, about=about, inputs=inputs)
    except OutputError as error:
        raise OutputError(
            error.message,
            next_step="Gardez la fiche en HTML, en ODT ou en DOCX, et signalez ce texte.",
        ) from error
