"""Words that an engine says wrong, written so that it says them right.

espeak-ng reads many French words as English (« rythme », « d’aujourd’hui »), and neither
it nor Pico knows « Doubs ». The interim list is ``french/data/respellings.txt``; what is
shown and timed stays as it was written.
"""

from __future__ import annotations

import re
from functools import cache

from ppun_access.french.lexical.word_lists import lines

_DATA = {"kokoro": "espeak", "piper": "espeak", "pyttsx3": "espeak"}
"""Engine → the one whose faults it has, when that is another."""
_MUTE = re.compile(r"(?<=\bqu['’])h(?=\w)", re.I)
"""espeak-ng reads « qu’h… » as English."""


def respelled(text: str, engine: str) -> str:
    """Return ``text`` as ``engine`` must read it, word for word."""
    reader = _DATA.get(engine, engine)
    pattern, written = _respellings(reader)
    if not written:
        return text
    text = pattern.sub(lambda found: written[_key(found[0], written)], text)
    return _MUTE.sub("", text) if reader == "espeak" else text


@cache
def _respellings(reader: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern for the words that ``reader`` says wrong, and their respellings."""
    written = dict[str, str]()
    for line in lines("respellings.txt"):
        word, instead, readers = line.split("\t")
        if reader in readers.split():
            written[word.removesuffix("(s)")] = instead
            if word.endswith("(s)"):
                written[word.replace("(s)", "s")] = f"{instead}s"
    words = "|".join(map(_pattern, sorted(written, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)"), written


def _pattern(word: str) -> str:
    pattern = re.escape(word).replace("'", "['’]")
    return f"(?i:{pattern})" if word == word.lower() else pattern


def _key(found: str, written: dict[str, str]) -> str:
    return found if found in written else found.lower().replace("’", "'")
