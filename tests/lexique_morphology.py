"""Make ``french/data/morphology.txt.gz`` from Lexique 3.83.

``python tests/lexique_morphology.py`` writes it. One-word entries only; the same form,
lemma, part of speech, gender, number and tags are one, and frequencies in books are added.
Three lines a paradigm: what it is, the stems that take it, the levels of their frequencies.
The bytes are the same each time with one version of zlib; the text is the same with all.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable

import lexique

from ppun_access.french.lexical.morphology import SMALLEST, STEP, TABLE

_FORM, _LEMMA, _POS, _GENDER, _NUMBER, _IN_BOOKS, _TAGS = 0, 2, 3, 4, 5, 9, 10

HEADER = """\
# The forms of Lexique 3.83 (Boris New and Christophe Pallier, lexique.org), CC BY-SA 4.0,
# published under the same licence. Written by tests/lexique_morphology.py: do not edit.
# Three lines a paradigm: part of speech, ending of the lemma, and of each form
# « ending|gender|number|tags »; the stems; the levels of frequency of their forms (0 to f).
"""

Form = tuple[str, str, str, str]
"""Form, gender, number, tags."""

Paradigm = tuple[str, str, tuple[Form, ...]]


def lemmas() -> dict[tuple[str, str], Counter[Form]]:
    """Return the forms of each lemma and part of speech, with their frequencies."""
    found: dict[tuple[str, str], dict[Form, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    for line in lexique.path().read_text("cp1252").splitlines()[1:]:
        row = line.split("\t")
        form, lemma = mended(row[_FORM]), mended(row[_LEMMA])
        if " " in form + lemma or not row[_POS]:
            continue
        tags = dict.fromkeys(row[_TAGS].strip('"').strip(";").split(";"))
        told = (form, row[_GENDER], row[_NUMBER], ";".join(tags))
        found[lemma, row[_POS]][told] += float(row[_IN_BOOKS].replace(",", ".") or 0)
    return found


def mended(word: str) -> str:
    """Return a word that a spreadsheet turned into a truth value as it was."""
    return word.lower() if word in lexique.DAMAGED else word


def beginning(lemma: str, forms: Iterable[str]) -> str:
    """Return what ``lemma`` and all its forms begin with."""
    while not all(form.startswith(lemma) for form in forms):
        lemma = lemma[:-1]
    return lemma


def level_of(frequency: float) -> int:
    """Return the level, 0 to 15, that ``frequency``, per million, is kept as."""
    level = 0
    while level < 15 and frequency >= SMALLEST * STEP**level:
        level += 1
    return level


def paradigms() -> dict[Paradigm, list[tuple[str, str]]]:
    """Return the stems of each paradigm, with their levels."""
    found: dict[Paradigm, list[tuple[str, str]]] = defaultdict(list)
    for (lemma, pos), forms in lemmas().items():
        stem = beginning(lemma, [form for form, *_ in forms])
        endings = tuple((form[len(stem) :], *rest) for form, *rest in sorted(forms))
        levels = "".join(f"{level_of(forms[form]):x}" for form in sorted(forms))
        found[pos, lemma[len(stem) :], endings].append((stem, levels))  # type: ignore[index]
    return found


def as_text() -> str:
    """Return the table as the file holds it."""
    lines = []
    told = sorted(paradigms().items(), key=lambda item: (-len(item[1]), item[0]))
    for (pos, ending, endings), stems in told:
        lines.append(f"{pos} {ending} {','.join('|'.join(form) for form in endings)}")
        lines.append(" ".join(stem for stem, _ in sorted(stems)))
        lines.append(" ".join(levels for _, levels in sorted(stems)))
    return HEADER + "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_bytes(gzip.compress(as_text().encode("utf-8"), 9, mtime=0))
