"""Make ``french/data/sounds.txt.gz``, what espeak-ng says wrong, and ``english.txt.gz``.

``python tests/lexique_sounds.py`` writes it. Lexique and espeak-ng differ on most words by
nothing that anybody hears: open and closed vowels (« maison »), a mute e, the voice of a
consonant before another (« absent »). Only the words that differ otherwise are kept, one a
line, with the sounds of Lexique as espeak-ng writes French. Words that are said in two ways
(« fils ») are rules of ``french/lexical/homographs.py``.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import lexique

from ppun_access.french.lexical.morphology import readings
from ppun_access.french.lexical.sounds import ENGLISH, FROM_LEXIQUE
from ppun_access.speech.engines.espeak_phonemes import espeak

_FORM, _SOUNDS, _IN_BOOKS = 0, 1, 9

HEADER = """\
# French words that espeak-ng says wrong, with their sounds in Lexique 3.83 (Boris New and
# Christophe Pallier, lexique.org), CC BY-SA 4.0, published under the same licence.
# Written by tests/lexique_sounds.py: do not edit.
"""

_WRONG = """
    achélème achélèmes ben besogneux burg challenges châtié châtiés charmilles conjungo dam
    demi-lieue dissuasive dm dudit empennage extrayait fixette fongus haïkus hermès hobbies
    hugh interviewe jean jet jets lofts machino man marin marins ml patriarches pesanteur
    pesanteurs phot promptement promptitude quinquennat reconstructeur reperds
    réconcilierai réutilisation sas sers squire state to tétras
"""
WRONG = frozenset(_WRONG.split())
"""What Lexique says wrong, or in a rarer way than espeak-ng does (read one by one)."""

_IPA = str.maketrans(
    {"R": "ʁ", "S": "ʃ", "Z": "ʒ", "g": "ɡ", "2": "ø", "9": "œ", "E": "ɛ", "O": "ɔ"}
    | {"@": "ɑ̃", "§": "ɔ̃", "5": "ɛ̃", "1": "œ̃", "°": "ə", "N": "ɲ", "G": "ŋ", "8": "y"}
    | {"x": "ʁ", "r": "ʁ"}
)
_PLAIN = str.maketrans(
    {
        "g": "ɡ",
        "ɥ": "y",
        "ɛ": "e",
        "ɔ": "o",
        "œ": "ø",
        "ə": "",
        "ɑ": "a",
        "j": "i",
        "w": "u",
    }
    | {"ɲ": "ni", "ŋ": "nɡ", "ʤ": "dʒ", "ʧ": "tʃ"}
    | dict.fromkeys("^-ˈˌː \u0329", "")
)
_NASALS = {"ɑ̃": "A", "ɔ̃": "Õ", "ɛ̃": "I", "œ̃": "I"}
_VOICED, _VOICELESS = "bdɡvzʒ", "ptkfsʃ"
_BEFORE_ANOTHER = re.compile(f"[{_VOICED}](?=[{_VOICED}{_VOICELESS}])|z(?=m)")


def rough(sounds: str) -> str:
    """Return IPA without what Lexique and espeak-ng write in two ways, or nobody hears."""
    for one, other in _NASALS.items():
        sounds = sounds.replace(one, other)
    sounds = re.sub(r"(.)\1+", r"\1", sounds.translate(_PLAIN))
    return _BEFORE_ANOTHER.sub(lambda f: _VOICELESS[_VOICED.index(f[0])], sounds)


def ipa(form: str, sounds: str) -> str:
    """Return the sounds of Lexique in IPA; it writes some mute e as « eu »."""
    if not re.search("eu|œ|oe|ö|eû", form):
        sounds = sounds.replace("2", "°")
    return sounds.translate(_IPA)


@cache
def sounds() -> dict[str, dict[str, float]]:
    """Return the one-word forms of Lexique, and how often each is said in which way."""
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for line in lexique.path().read_text("cp1252").splitlines()[1:]:
        row = line.split("\t")
        form = row[_FORM].lower() if row[_FORM] in lexique.DAMAGED else row[_FORM]
        if re.fullmatch(r"[^\W\d_](?:[\w'-]*[^\W\d_])?", form):
            often = float(row[_IN_BOOKS].replace(",", ".") or 0)
            found[form][ipa(form, row[_SOUNDS])] += often
    return found


def is_right(form: str, said: str) -> bool:
    """Return whether IPA is a way in which Lexique says ``form``."""
    return rough(said) in set(map(rough, sounds()[form]))


def wrong() -> Iterator[tuple[str, str]]:
    """Yield each form that espeak-ng says wrong, and its sounds."""
    for form, ways in sorted(sounds().items()):
        if len(form) > 1 and form not in WRONG and not is_right(form, espeak().ipa(form)):
            yield form, max(ways, key=lambda way: ways[way])


def as_text() -> str:
    """Return the table as the file holds it."""
    return HEADER + "".join(f"{form}\t{said}\n" for form, said in wrong())


def kept() -> str:
    """Return the table that the package holds."""
    return gzip.decompress(FROM_LEXIQUE.read_bytes()).decode("utf-8")


def english() -> Iterator[str]:
    """Yield the English words of wordfreq that a French text may hold as English.

    They are no words of Lexique, clearly more frequent in English than in French, and
    espeak-ng says them in English amid French.
    """
    from wordfreq import top_n_list, zipf_frequency

    for word in top_n_list("en", 60_000):
        often = zipf_frequency(word, "en")
        if word.isascii() and word.isalpha() and len(word) > 1 and often >= 3:
            rare = often - zipf_frequency(word, "fr") >= 0.2
            if rare and not readings(word) and "(" in espeak().ipa(word):
                yield word


if __name__ == "__main__":
    for path, text in (ENGLISH, "\n".join(sorted(english()))), (FROM_LEXIQUE, as_text()):
        path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
