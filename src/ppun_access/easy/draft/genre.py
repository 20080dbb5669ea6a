"""The kind of a text: aid or service, procedure, news or event, policy or message, other.

Rules only: the words of the title, then how often those of the body stand in a hundred. A
person who writes « genre » in the settings or in the front matter decides.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from ppun_access.document.model import Document
from ppun_access.document.walk import plain_text
from ppun_access.easy.draft.parse.text import plain, unaccented
from ppun_access.easy.draft.structure.rule import phrases

Genre = Literal["aide", "demarche", "actualite", "politique", "autre"]
GENRES: tuple[Genre, ...] = get_args(Genre)
KEY = "genre"
LABELS: Mapping[Genre, str] = {
    "aide": "une aide ou un service",
    "demarche": "une démarche",
    "actualite": "une actualité ou un événement",
    "politique": "une politique ou un message",
    "autre": "un autre texte",
}


def genre_named(written: str) -> Genre | None:
    """Return the kind that a person wrote, with or without its accents; None for no kind.

    >>> genre_named("Démarche"), genre_named("roman")
    ('demarche', None)
    """
    flat = unaccented(written.strip())
    return next((genre for genre in GENRES if genre == flat), None)


_TABLE = tomllib.loads((Path(__file__).parent / "data" / "plan.toml").read_text("utf-8"))
_TITLES = {genre: phrases(words) for genre, words in _TABLE["genres"].items()}
_BODIES = {genre: phrases(words) for genre, words in _TABLE["bodies"].items()}
_ACT = re.compile(
    r"\A(?:comment\b|[a-zà-ÿ]+(?:er|ir|re) (?:une?|son|sa|ses|le|la|les|des|votre)\b|"
    r"s['e ]?\w+(?:er|ir|re)\b)",
    re.IGNORECASE,
)
"""« Demander un acte », « S’inscrire »: the title of a procedure."""
_DAY = re.compile(r"\b(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche) \d", re.I)
"""« Samedi 4 octobre »: more than others, news has its day."""
_TITLE_WEIGHT = 4.0
_LEAST = 1.5
"""Signs for a hundred words, the title's included, that a kind needs."""


def genre_of(document: Document, set_by_hand: str = "") -> Genre:
    """Return the kind of a text: what a person said, else what its words show.

    ``set_by_hand`` is the one of the settings, which wins over the front matter.
    """
    told = (set_by_hand, dict(document.meta.front).get(KEY, ""))
    if named := next((found for one in told if (found := genre_named(one))), None):
        return named
    text, title = plain(plain_text(document)), plain(document.title)
    hundreds = max(1.0, len(text.split()) / 100)
    signs = {genre: len([*one.finditer(text)]) for genre, one in _BODIES.items()}
    signs["actualite"] += len(_DAY.findall(text))
    titled = {genre for genre, one in _TITLES.items() if one.search(title)}
    titled |= {"demarche"} if _ACT.match(title) else set()
    scores: dict[Genre, float] = {
        genre: _TITLE_WEIGHT * (genre in titled) + signs[genre] / hundreds
        for genre in GENRES
        if genre in signs
    }
    best = max(scores, key=lambda genre: scores[genre])
    return best if scores[best] >= _LEAST else "autre"
