"""Find the positions of spoken words on a page, for the player to highlight them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from itertools import groupby
from unicodedata import normalize

from lxml import html

from ppun_access.document.model import Narration, Version, WordClip
from ppun_access.writers.model import file_path

NAME = "motsDits"
"""The variable that ``assets/lecture.js`` reads."""
Place = tuple[int, int, int, int]
"""Begin and end of a word in ms; its first character and the one after its last, counted
as scripts do (UTF-16), in the text of its element."""


def words_script_path(document_id: str, version: Version) -> str:
    """Return where the script of the words of a page stands in the site."""
    return file_path(document_id, version, "-mots.js")


def words_script(page: bytes, narration: Narration) -> bytes:
    """Return the script that gives the words of ``page``: id of the element → places.

    It is a script and not a file of data so that a page opened without a server reads it.
    """
    texts = {
        part.get("id", ""): "".join(map(str, part.itertext()))
        for part in html.document_fromstring(page.decode()).iterfind(".//*[@data-begin]")
    }
    places = {
        id_: found
        for id_, words in _by_node(narration.words).items()
        if (found := word_places(texts.get(id_, ""), words))
    }
    value = json.dumps(places, ensure_ascii=False, separators=(",", ":"))
    return f"var {NAME} = {value};\n".encode()


def word_places(text: str, words: Iterable[WordClip]) -> list[Place]:
    """Return the places in ``text`` of the ``words`` said of it, without the others.

    What is said may differ from what is written: « 3500 » for « 3 500 », « pour cent » for
    « % ». Letters and digits are matched, in order; a word that is not whole is left out.
    """
    said = tuple(words)
    letters = [(c, n) for n, word in enumerate(said) for c in _folded(word.text)]
    written = [(c, at) for at, raw in enumerate(text) for c in _folded(raw)]
    matcher = SequenceMatcher(
        None, [c for c, _ in written], [c for c, _ in letters], autojunk=False
    )
    found: dict[int, list[int]] = {}
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            owner = letters[block.b + step][1]
            found.setdefault(owner, []).append(written[block.a + step][1])
    return [
        (_ms(word.begin), _ms(word.end), _units(text[: at[0]]), _units(text[: at[-1] + 1]))
        for n, word in enumerate(said)
        if (at := found.get(n)) and _whole(word, text, at)
    ]


def _whole(word: WordClip, text: str, at: list[int]) -> bool:
    """Return whether all of ``word`` was found, with no other letter in between."""
    return _folded(word.text) == _folded(text[at[0] : at[-1] + 1])


def _folded(text: str) -> str:
    """Return the letters and digits of ``text``, without capitals and accents."""
    return "".join(c for c in normalize("NFD", text.casefold()) if c.isalnum())


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _by_node(words: Iterable[WordClip]) -> Mapping[str, tuple[WordClip, ...]]:
    ordered = sorted(words, key=lambda word: (word.node_id, word.begin))
    return {id_: tuple(group) for id_, group in groupby(ordered, lambda w: w.node_id)}
