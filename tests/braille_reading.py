"""Files of braille read back, as a person would: pages, then words."""

from __future__ import annotations

import re
from collections import Counter

from ppun_access.tools import louis
from ppun_access.tools.louis import Grade
from ppun_access.writers.braille.layout import ASCII_CELLS, BLANK

TO_CELLS = {ord(char): 0x2800 + n for n, char in enumerate(ASCII_CELLS)}
DIGITS = "⠼⠡⠣⠩⠹⠱⠫⠻⠳⠪"
WORD = re.compile(r"[^\W_]+")


def pages_of(brf: bytes) -> list[list[str]]:
    """Return the lines of each page of a BRF file, in Unicode braille."""
    text = brf.decode("ascii")
    return [
        [line.translate(TO_CELLS) for line in page.split("\r\n")[:-1]]
        for page in text.split("\f")
    ]


def text_of(brf: bytes, grade: Grade) -> str:
    """Return what a BRF file says, without its title page and running lines.

    liblouis does not read the signs of emphasis and of groups of digits: they go first.
    """
    lines = [line for page in pages_of(brf)[1:] for line in page[1:]]
    cells = _joined([line.strip(BLANK).replace(BLANK, " ") for line in lines if line])
    cells = re.sub(rf"(?<=[{DIGITS}])⠄(?=[{DIGITS}])", "", cells)
    cells = re.sub(r"(?<![^ ⠦⠶⠄])⠒?⠸(?=[^ ⠤])|(?<= )⠤⠤(?=\S)", "", cells)
    cells = re.sub(r"(?<= )⠒(?=⠨)", "", cells)
    if grade == "integral":  # a number below the line; a contraction has the same sign
        cells = re.sub(rf"(?<=[⠁-⠿])⠢(?=[{DIGITS}])", "⠠", cells)
    return _read(cells.split(" "), grade)


def _joined(lines: list[str]) -> str:
    """Return lines as one, the words that go on below made whole again.

    In contracted braille, ⠐ at the end of a line may be « eu »: in an address alone it says
    that the next line goes on.
    """
    whole = ""
    for line in lines:
        whole += line
        last = whole.rpartition(" ")[2]
        address = last.startswith("⠰") or "⠒⠌⠌" in last
        if (last.endswith("⠐") and address) or re.fullmatch("[^⠤]+⠤", last):
            whole = whole[:-1]
        else:
            whole += " "
    return whole.rstrip(" ")


def _read(found: list[str], grade: Grade) -> str:
    """Read runs of words, those after the sign of base value as uncontracted braille.

    Back-translation does not know that the sign holds for the whole of an address.
    """
    runs: list[tuple[bool, list[str]]] = []
    for word in found:
        base = grade == "integral" or word.lstrip("⠦⠶⠤").startswith("⠰")
        if not runs or runs[-1][0] is not base:
            runs.append((base, []))
        runs[-1][1].append(word.replace("⠰", "") if base else word)
    read = {
        base: iter(
            louis.read_back([BLANK.join(run) for own, run in runs if own is base], table)
        )
        for base, table in ((True, "integral"), (False, grade))
    }
    return " ".join(next(read[base]) for base, _ in runs)


def words(text: str) -> Counter[str]:
    """Return the words of ``text`` without their capitals; a number in groups is one."""
    joined = re.sub(r"(?<=\d)[ \u00a0\u202f.](?=\d)", "", text)
    return Counter(WORD.findall(joined.lower()))


def kept(source: str, back: str) -> float:
    """Return the share of the words of ``source`` that are in ``back``."""
    told = words(source)
    lost = told - words(back)
    return 1 - lost.total() / max(told.total(), 1)
