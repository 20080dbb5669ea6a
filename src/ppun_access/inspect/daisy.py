"""DAISY 2.02 books looked at again, by rules written from the specification."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ppun_access.inspect.daisy_files import UnreadableBookError, opened
from ppun_access.inspect.daisy_ncc import check_ncc
from ppun_access.inspect.daisy_smil import check_smil


def check_daisy(path: Path) -> Iterator[str]:
    """Yield what is wrong with the book in the ZIP ``path``, in French, one fault a line.

    Names, XML, charset, metadata, counts, headings, times, order, links both ways and the
    MP3 itself are looked at.
    """
    try:
        book, wrong = opened(path)
    except UnreadableBookError as error:
        yield str(error)
        return
    yield from wrong
    yield from check_ncc(book)
    yield from check_smil(book)
