"""Covers: they can be read, nothing of them is lost, and they never change by chance."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from importlib.resources import files

import pytest
from late import Late

from ppun_access.errors import MissingToolError, OutputError, UsageError
from ppun_access.tools import cover
from ppun_access.tools import typst as typesetter
from ppun_access.tools.cover import Colours, Words, contrast, draw

SHORT = Words("L’édito de la Présidente", "Marie-Guite Dufay", "Région")
LONG = "Première région à adopter une politique publique des usages numériques, " * 4
TITLES = {
    "short": "Oui",
    "accents": "Été à l’Œuvre : « Ça ira ? » — n° 12, 3\u202f500\u00a0€",
    "long": LONG + "pour tous.",
    "endless": "anticonstitutionnellement" * 12,
    "greek": "Привет Ελλάδα",
}


def pixels(png: bytes) -> tuple[int, int, set[bytes]]:
    """Return the width, the height and the colours of the first row of a PNG image."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6)
    parts, position = [], 8
    while position < len(png):
        (size,) = struct.unpack(">I", png[position : position + 4])
        if png[position + 4 : position + 8] == b"IDAT":
            parts.append(png[position + 8 : position + 8 + size])
        position += size + 12
    row = zlib.decompress(b"".join(parts))[: 1 + 4 * width]
    if row[0] in (1, 4):  # each pixel is written as its difference from the one before
        assert not any(row[5:])
        return width, height, {row[1:5]}
    return width, height, {row[i : i + 4] for i in range(1, len(row), 4)}


@pytest.mark.parametrize("name", TITLES)
def test_every_title_fits(name: str) -> None:
    """The drawing refuses a title that does not: there is nothing to cut it."""
    image = draw(Words(TITLES[name], "Une autrice", "Un éditeur", "Version simplifiée"))
    assert pixels(image)[:2] == (1400, 1400)
    assert image == draw(
        Words(TITLES[name], "Une autrice", "Un éditeur", "Version simplifiée")
    )


@pytest.mark.parametrize("size", [(1400, 1400), (3000, 3000), (1200, 630)])
def test_sizes_and_ground(size: tuple[int, int]) -> None:
    width, height, colours = pixels(draw(SHORT, width=size[0], height=size[1]))
    assert (width, height) == size
    assert colours == {bytes.fromhex("7a1e3cff")}


AS_SVG = """
import sys, typst
source, inputs = eval(sys.stdin.read())
made = typst.compile(source, format="svg", ignore_system_fonts=True, sys_inputs=inputs)
sys.stdout.buffer.write(made)
"""


def test_every_word_is_drawn() -> None:
    """The same drawing as SVG holds a shape for each letter of the words.

    Typst keeps 30 MB of what it has drawn: it ends after this.
    """
    words = LONG + "fin."
    given = cover.drawing(), cover._inputs(Words(words), 1400, 1400)
    drawn = subprocess.run(
        [sys.executable, "-c", AS_SVG], input=repr(given).encode(), capture_output=True,
        check=True,
    ).stdout  # fmt: skip
    shapes = len(re.findall(rb"<use ", drawn))
    assert shapes == len(words.replace(" ", "").replace("fi", "ﬁ"))


def test_words_are_kept_and_what_has_no_shape_is_not() -> None:
    shown = cover._shown(" n°\u00a012 😀\n\tÉté\u200d \u0007! ")
    assert shown == "n°\u00a012 Été !"
    assert cover._shown("a" * 50).replace("\u200b", "") == "a" * 50


def test_other_words_are_another_image() -> None:
    assert len({draw(SHORT), draw(Words("L’édito")), draw(Words("L’édito", "X"))}) == 3


def test_no_markup_is_obeyed() -> None:
    assert draw(Words("#panic() $x$ *a* \\ // <b>")) != draw(Words("a"))


def test_only_fonts_of_the_package_are_used() -> None:
    source = (files("ppun_access.tools") / "templates" / "cover.typ").read_text("utf-8")
    (named,) = re.findall(r"font: \(([^)]*)\)", source)
    fonts = Late("typst").Fonts(include_system_fonts=False).families()
    assert set(re.findall(r'"([^"]+)"', named)) <= set(fonts)


def test_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    colours = Colours()
    assert contrast(colours.ink, colours.ground) >= 7
    assert contrast(colours.accent, colours.ground) >= 3
    with pytest.raises(UsageError, match=r"contraste est de 4\.") as error:
        draw(Words("Oui", colours=Colours(ground="#777777")))
    assert "plus foncée" in error.value.next_step
    with pytest.raises(UsageError, match="« rouge »"):
        draw(Words("Oui", colours=Colours(ground="rouge")))


@pytest.mark.parametrize(
    ("ground", "ink"), [("#003366", "#fffaf3"), ("#ffcc00", "#000000")]
)
def test_a_colour_of_their_own(ground: str, ink: str) -> None:
    colours = cover.readable_colours(ground)
    assert (colours.ground, colours.ink) == (ground, ink)
    assert pixels(draw(Words("Oui", colours=colours)))[2] == {
        bytes.fromhex(ground[1:] + "ff")
    }


def test_a_colour_that_nothing_stands_out_on_is_moved() -> None:
    colours = cover.readable_colours("#7b6f5f")
    assert colours.ground != "#7b6f5f"
    assert 7 <= contrast(colours.ink, colours.ground) < 7.2


def test_what_cannot_fit_is_refused() -> None:
    with pytest.raises(OutputError, match="n’a pas pu être dessinée"):
        draw(Words("mot " * 2000))


def test_without_typst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ppun_access.tools.run.find_spec", lambda name: None)
    typesetter.probe.cache_clear()
    with pytest.raises(MissingToolError, match="typst manque") as error:
        draw(SHORT)
    assert "pip install" in error.value.next_step
    typesetter.probe.cache_clear()
