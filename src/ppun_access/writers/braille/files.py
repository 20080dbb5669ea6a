"""Encode pages of braille: BRF (North American ASCII) and PEF (Unicode, XML)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from ppun_access.writers.braille.layout import BLANK

ASCII_CELLS = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
"""The 64 cells in the order of Unicode, as North American braille ASCII writes them."""
PEF_NAMESPACE = "http://www.daisy.org/ns/2008/pef"
_TO_ASCII = {0x2800 + n: char for n, char in enumerate(ASCII_CELLS)}

Page = Sequence[str]
"""Lines of Unicode braille."""


def brf(pages: Sequence[Page]) -> bytes:
    """Return pages for an embosser: lines end with CR LF, pages are parted by FF."""
    parts = (
        "".join(f"{line.rstrip(BLANK).translate(_TO_ASCII)}\r\n" for line in page)
        for page in pages
    )
    return "\f".join(parts).encode("ascii")


def pef(
    pages: Sequence[Page], *, cells: int, lines: int, about: Mapping[str, str]
) -> bytes:
    """Return pages in the Portable Embosser Format, version 2008-1.

    ``about``: element of Dublin Core → value; empty ones are left out.
    """
    facts = "".join(
        f"      <dc:{name}>{escape(value)}</dc:{name}>\n"
        for name, value in about.items()
        if value
    )
    written = "".join(_page(page) for page in pages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<pef version="2008-1" xmlns="{PEF_NAMESPACE}">\n'
        '  <head>\n    <meta xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{facts}    </meta>\n  </head>\n  <body>\n"
        f'    <volume cols="{cells}" rows="{lines}" rowgap="0" duplex="false">\n'
        f"      <section>\n{written}      </section>\n    </volume>\n  </body>\n</pef>\n"
    ).encode()


def _page(page: Page) -> str:
    rows = "".join(f"          <row>{line.rstrip(BLANK)}</row>\n" for line in page)
    return f"        <page>\n{rows}        </page>\n"
