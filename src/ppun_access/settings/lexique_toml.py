"""Read ``content/lexique.toml``: acronyms, pronunciations, definitions; French keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ppun_access.settings.fields import read_record, read_toml, table


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``content/lexique.toml``: the words of a project."""

    acronyms: Mapping[str, str] = table(
        "sigles",
        "ce que veut dire un sigle : à côté de lui dans un texte complet, dans le "
        "glossaire d’une version simplifiée",
        str, example='PPUN = "politique publique des usages numériques"',
    )  # fmt: skip
    pronunciations: Mapping[str, str] = table(
        "prononciations",
        "comment écrire un mot pour qu’une voix le dise bien, ou ses sons en alphabet "
        "phonétique entre deux barres, pour le mot seul, élidé, au pluriel, en capitales : "
        "voyez [la voix](speech.md)",
        str, example='Molinoz = "/mɔlinoz/"',
    )  # fmt: skip
    definitions: Mapping[str, str] = table(
        "definitions",
        "ce que veut dire un mot difficile, en français facile, comme après deux points",
        str, example='commune = "une ville ou un village."',
    )  # fmt: skip


def load_lexicon(path: Path) -> Lexicon:
    """Read a lexicon; a file that is not there gives an empty one."""
    return read_record(Lexicon, read_toml(path), path) if path.is_file() else Lexicon()


def joined(lexicons: Iterable[Lexicon]) -> Lexicon:
    """Return the words of several lexicons; of two meanings, the first stays."""
    whole = Lexicon()
    for lexicon in lexicons:
        whole = Lexicon(
            {**lexicon.acronyms, **whole.acronyms},
            {**lexicon.pronunciations, **whole.pronunciations},
            {**lexicon.definitions, **whole.definitions},
        )
    return whole
