"""typst, the typesetter: PDF/UA-1, images, and the signs that no font can draw.

The fonts are Atkinson Hyperlegible, from a Python package, and those inside typst; never
the system's: the same source gives the same bytes anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.installing import pip_install
from ppun_access.tools.run import ToolProbe

INSTALL = pip_install("--force-reinstall", "typst")
INSTALL_FONTS = pip_install("--force-reinstall", "fontpkg-atkinson-hyperlegible")
FAMILY = "Atkinson Hyperlegible"
FAMILIES = (
    FAMILY, "DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern",
    "New Computer Modern Math",
)  # fmt: skip
"""The fonts of text, each for what those before it cannot draw; all but the first are
inside typst."""
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
MAIN = "main.typ"
"""The name of the source that is compiled; the others are what it imports."""
FORGETS = 10
"""Compilations after which typst lets go of what none of them used."""
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
    """Return where typst is and its version; MissingToolError when it is not there."""
    try:
        spec = find_spec("typst")
        if spec is not None and spec.origin:
            return ToolProbe("typst", Path(spec.origin), version("typst"))
    except (ValueError, PackageNotFoundError):
        pass
    raise MissingToolError(
        "typst manque : c’est lui qui dessine les couvertures et les PDF.",
        next_step=INSTALL,
    )


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


def pdf(sources: Mapping[str, bytes], *, about: str) -> bytes:
    """Return the PDF/UA-1 that ``sources``, one of them ``MAIN``, make.

    ``about`` names the text in messages. Raises MissingToolError without typst or its
    font, OutputError for what typst refuses.
    """
    typst = _typst()
    fonts = _fonts()
    told = _told(f"Le PDF de « {about[:60]} » n’a pas pu être fait")
    with told, _given(sources) as (given, where):
        made = typst.compile(
            given, format="pdf", pdf_standards=["ua-1"], font_paths=fonts, **where
        )
    return _bytes(made)


def forget() -> None:
    """Have typst let go of what it keeps of what it drew: 130 MB for 180 pages."""
    typst, fonts = _typst(), _fonts()
    for _ in range(FORGETS):
        typst.compile({MAIN: b""}, format="pdf", font_paths=fonts)


@contextmanager
def _given(sources: Mapping[str, bytes]) -> Iterator[tuple[Any, dict[str, str]]]:
    """Yield what to compile: text as it is; pictures are only read from a folder."""
    if all(map(_is_text, sources.values())):
        yield dict(sources), {}
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        for path, content in sources.items():
            (folder / path).write_bytes(content)
        yield str(folder / MAIN), {"root": str(folder)}


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def png(
    source: bytes, *, inputs: Mapping[str, str], ppi: float = 72.0, about: str = ""
) -> bytes:
    """Return the one page that ``source`` draws, with typst's own fonts, as a PNG image.

    Raises as ``pdf`` does.
    """
    typst = _typst()
    with _told(about or "L’image n’a pas pu être dessinée"):
        made = typst.compile(
            source, format="png", ppi=ppi, ignore_system_fonts=True,
            sys_inputs=dict(inputs),
        )  # fmt: skip
    return _bytes(made)


def can_draw(name: str, picture: bytes) -> bool:
    """Tell whether typst can read a picture; ``name`` ends as its kind does."""
    typst = _typst()
    shown = f"picture{Path(name).suffix}"
    source = f'#image("{shown}", width: 1cm, height: 1cm)'  # no PDF page is a pixel wide
    try:
        with _given({MAIN: source.encode(), shown: picture}) as (given, where):
            typst.compile(given, format="pdf", **where)
    except RuntimeError:  # TypstError is one, and so are the faults of its messages
        return False
    return True


def undrawn(signs: Iterable[str]) -> frozenset[str]:
    """Return those of ``signs`` that none of ``FAMILIES`` draws.

    typst does not tell which signs its own fonts hold: what it draws with the shape of a
    sign that is in no font is taken to be in none.
    """
    asked = sorted(set(signs))
    if not asked:
        return frozenset()
    typst = _typst()
    inputs = {
        "fonts": json.dumps(FAMILIES),
        "signs": json.dumps([_NOBODY_DRAWS, *asked]),
    }
    with _told("typst n’a pas pu mesurer ses polices"):
        told = typst.query(
            {MAIN: _MEASURE.encode()}, "<sizes>", field="value", one=True,
            font_paths=_fonts(), sys_inputs=inputs,
        )  # fmt: skip
    nothing, *sizes = json.loads(told)
    return frozenset(s for s, size in zip(asked, sizes, strict=True) if size == nothing)


def _typst() -> Any:
    """Return typst's module, whose types know nothing of sources in memory.

    Only when it is needed: who draws nothing does not load it, and may not have it.
    """
    probe()
    return import_module("typst")


@cache
def _fonts() -> Any:
    """Return ``FAMILIES`` as typst holds fonts, looked for once."""
    return _typst().Fonts(include_system_fonts=False, font_paths=[font_folder()])


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Turn an error of typst into one that says ``what`` and what to do."""
    try:
        yield
    except BaseException as error:
        # a fault inside typst comes as an exception that is no Exception
        panic = type(error).__name__ == "PanicException"
        if not panic and not isinstance(error, RuntimeError):
            raise
        said = (str(getattr(error, "message", "")) or str(error)).splitlines()[0][:200]
        raise OutputError(
            f"{what} : {said}.",
            next_step="Relancez la commande ; si cela recommence, signalez le problème "
            "avec ce texte.",
        ) from error


def _bytes(made: object) -> bytes:
    if not isinstance(made, bytes):
        raise OutputError("typst n’a rien donné.", next_step=INSTALL)
    return made
