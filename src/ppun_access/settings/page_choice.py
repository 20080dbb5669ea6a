"""Choose which pages of a folder become texts, by the patterns of ``[pages]``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ppun_access.settings.fields import SEE_THE_DOCS, one_of, setting

CHOICES = ("sommaire", "toutes", "marquees")

_PARTS = re.compile(r"(\*\*/|\*\*|\*|\?)")


@dataclass(frozen=True, slots=True)
class PageChoice:
    """``[pages]`` of ``ppun.toml``: patterns are of paths inside the source folder."""

    choice: str = setting(
        "choix", "sommaire",
        "les pages qui deviennent des textes : celles que nomme `SUMMARY.md` (toutes, s’il "
        "n’y en a pas), toutes, ou celles qui disent `publier: oui`",
        one_of(*CHOICES, told=f" : {', '.join(CHOICES)}.", then=SEE_THE_DOCS),
    )  # fmt: skip
    included: tuple[str, ...] = setting(
        "inclure", (),
        "les pages à prendre, et aucune autre : des motifs de chemins du dossier source",
        example=["guides/**", "*.md"],
    )  # fmt: skip
    excluded: tuple[str, ...] = setting(
        "exclure", (), "les pages à laisser, de même", example=["brouillons/**"]
    )

    hidden: str = setting(
        "masquees", "retenir",
        "ce que deviennent les pages que GitBook cache (`hidden: true`) : `retenir` ne les "
        "publie pas ; `publier` les publie pour qui suit un lien, sans qu’aucun menu, "
        "recueil, podcast ni moteur de recherche y mène",
        one_of("retenir", "publier", told=" : retenir ou publier.", then=SEE_THE_DOCS),
    )  # fmt: skip

    def takes(self, name: str, *, listed: bool) -> bool:
        """Tell whether the page ``name`` is to be published when it does not say itself.

        ``listed``: its space has no SUMMARY.md, or one that lists it.

        >>> PageChoice(excluded=("brouillons/**",)).takes("brouillons/a/b.md", listed=True)
        False
        >>> PageChoice("toutes", included=("*.md",)).takes("guides/a.md", listed=True)
        False
        """
        if _matches(name, self.excluded):
            return False
        if self.included:
            return _matches(name, self.included)
        return self.choice == "toutes" or (self.choice == "sommaire" and listed)


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fits(name, pattern) for pattern in patterns)


def fits(name: str, pattern: str) -> bool:
    """Tell whether a path fits: ``*`` stays in a folder, ``**`` goes through them.

    The places where each part of the pattern may end are all followed at once: an
    expression would try them one after the other, without end for « **/**/**/… ».
    """
    places = {0}
    for part in filter(None, _PARTS.split(pattern.removeprefix("./"))):
        if part.startswith("**") and places:  # the first reaches all that the others do
            places |= set(_ends(name, part, min(places)))
        else:
            places = {end for place in places for end in _ends(name, part, place)}
    return len(name) in places


def _ends(name: str, part: str, place: int) -> Iterable[int]:
    """Return where a part of a pattern may end in ``name`` when it begins at ``place``."""
    folder = name.find("/", place)
    stop = len(name) if folder < 0 else folder
    match part:
        case "**":
            return range(place, len(name) + 1)
        case "**/":
            later = (n + 1 for n in range(place, len(name)) if name[n] == "/")
            return (place, *later)
        case "*":
            return range(place, stop + 1)
        case "?":
            return range(place + 1, min(place + 1, stop) + 1)
    return (place + len(part),) if name.startswith(part, place) else ()
