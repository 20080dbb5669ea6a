"""Which pages of a folder become texts: what the settings say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ppun_access.toml_values import Kinds

PAGE_KEYS: Kinds = {
    "choix": ("choice", str),
    "inclure": ("included", list),
    "exclure": ("excluded", list),
}
CHOICES = ("sommaire", "toutes", "marquees")


@dataclass(frozen=True, slots=True)
class PageChoice:
    """``[pages]`` of ``ppun.toml``: patterns are of paths inside the source folder."""

    choice: str = "sommaire"
    """Those that SUMMARY.md lists, all of them, or those whose front matter says so."""
    included: tuple[str, ...] = ()
    """Patterns of the pages to take, and no other; empty: ``choice`` says."""
    excluded: tuple[str, ...] = ()

    def fault(self) -> str:
        """Return what is not possible, in French; nothing when all is."""
        if self.choice in CHOICES:
            return ""
        return f"choix = « {self.choice} » n’existe pas : {', '.join(CHOICES)}."

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
    return any(_pattern(pattern).fullmatch(name) for pattern in patterns)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    """Return a pattern of paths: ``*`` stays in a folder, ``**`` goes through them."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.removeprefix("./"))
    known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(known.get(part, re.escape(part)) for part in parts))
