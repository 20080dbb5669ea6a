"""Translate text to braille with liblouis, in a child process.

The library is called rather than its program ``lou_translate``, which cuts a line at 2,047
characters, in the middle of a word, and does not say which cells a character became.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeAlias
from typing import Literal as OneOf

from ppun_access.errors import MissingToolError
from ppun_access.tools.conversations import ProgramPool
from ppun_access.tools.run import ToolProbe

Grade: TypeAlias = OneOf["integral", "abrege"]
TABLES: Mapping[Grade, str] = {
    "integral": "fr-bfu-comp6.utb",
    "abrege": "fr-bfu-g2.ctb",
}
INSTALL = (
    "Tapez : sudo apt-get install liblouis-bin liblouis-data "
    "(sur macOS : brew install liblouis)."
)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text in Unicode braille; ``places`` has, for each character, its first cell."""

    cells: str
    places: tuple[int, ...]


@cache
def probe() -> ToolProbe:
    """Return where liblouis is and its version; MissingToolError when it is absent."""
    found = _ask({"do": "probe", "tables": list(TABLES.values())})
    return ToolProbe("liblouis", Path(found["library"]), found["version"])


def transcribe(texts: Sequence[str], grade: Grade) -> tuple[Transcript, ...]:
    """Return each of ``texts``, one line each, in braille.

    Raises MissingToolError, and OutputError when liblouis fails.
    """
    if not texts:
        return ()
    found = _ask({"do": "forward", "table": TABLES[grade], "texts": list(texts)})
    return tuple(Transcript(cells, tuple(places)) for cells, places in found)


def read_back(cells: Sequence[str], grade: Grade) -> tuple[str, ...]:
    """Translate each line of Unicode braille back to text."""
    if not cells:
        return ()
    return tuple(_ask({"do": "back", "table": TABLES[grade], "texts": list(cells)}))


def unknown_characters(characters: str) -> str:
    """Return those of ``characters`` that the French table leaves blank, or refuses."""
    asked = sorted(set(characters))
    if not asked:
        return ""
    found = _ask({"do": "forward", "table": TABLES["integral"], "texts": asked})
    blank = {"", "\N{BRAILLE PATTERN BLANK}"}
    return "".join(
        character
        for character, (cells, _) in zip(asked, found, strict=True)
        if set(cells) <= blank
    )


def _ask(question: Mapping[str, Any]) -> Any:
    return json.loads(_answered(json.dumps(question)))


@lru_cache(maxsize=32)
def _answered(question: str) -> bytes:
    """Return the answer in JSON; BRF and PEF ask the same of one text."""
    answer = _CHILD(question.encode() + b"\n")
    if json.loads(answer) is None:
        raise MissingToolError(
            "liblouis ou ses tables françaises manquent : c’est ce programme qui écrit "
            "le braille.",
            next_step=INSTALL,
        )
    return answer


_CHILD = ProgramPool([sys.executable, "-P", "-m", f"{__name__}_child"], "liblouis", INSTALL)


def reset() -> None:
    """Forget the answers of liblouis, and look for it again."""
    probe.cache_clear()
    _answered.cache_clear()
    _CHILD.close()
