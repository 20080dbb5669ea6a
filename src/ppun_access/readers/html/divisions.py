"""Read what Python-Markdown's extensions write as divisions: notes, tabs, formulas.

They are known by their classes, in the pages of MkDocs and in those that it has made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from bs4.element import NavigableString, Tag

from ppun_access.document.build import CALLOUT
from ppun_access.document.model import CalloutKind

FORMULA = (
    "Cette formule est publiée comme elle est écrite : dites-la aussi en mots, pour les "
    "personnes qui écoutent."
)
_KINDS: Mapping[str, tuple[CalloutKind, str]] = {
    **dict.fromkeys(("note", "info", "todo", "seealso"), ("info", "")),
    **dict.fromkeys(("abstract", "summary", "tldr"), ("info", "En résumé")),
    **dict.fromkeys(("question", "help", "faq"), ("info", "Question")),
    **dict.fromkeys(("example",), ("info", "Exemple")),
    **dict.fromkeys(("quote", "cite"), ("info", "Citation")),
    **dict.fromkeys(("success", "check", "done"), ("info", "C’est bon")),
    **dict.fromkeys(("tip", "hint"), ("success", "")),
    **dict.fromkeys(("important",), ("warning", "Important")),
    **dict.fromkeys(("warning", "caution", "attention"), ("warning", "")),
    **dict.fromkeys(("failure", "fail", "missing"), ("warning", "Échec")),
    **dict.fromkeys(("bug",), ("warning", "Anomalie")),
    **dict.fromkeys(("danger", "error"), ("danger", "")),
}
"""Kind of a note in MkDocs → ours, and its title when its author gave none."""
_ALERT = re.compile(r"\s*\[!(note|tip|important|warning|caution)\]\s*", re.IGNORECASE)
_DIVISIONS: Mapping[str, str] = {
    "admonition": "admonition", "tabbed-set": "tabs", "arithmatex": "formula",
}  # fmt: skip


def division(tag: Tag) -> str:
    """Return what a division is, empty when it is any other."""
    return next(filter(None, map(_DIVISIONS.get, _classes(tag))), "")


def _classes(tag: Tag) -> list[str]:
    return [str(name) for name in tag.get_attribute_list("class") if name]


def admonition(tag: Tag) -> tuple[Tag | None, CalloutKind, str]:
    """Take the title out of a note; return it, the kind, and a title in its place.

    Python-Markdown gives a note without a title the name of its kind, in English.
    """
    title = tag.find("p", class_="admonition-title", recursive=False)
    found = title.extract() if isinstance(title, Tag) else None
    names = [name for name in _classes(tag) if name != "admonition"]
    name = next((name for name in names if name in _KINDS), "")
    kind, french = _KINDS.get(name, ("info", ""))
    words = found.get_text().strip() if found else ""
    if words.casefold() in {one.casefold() for one in (name, " ".join(names)) if one}:
        return (found, kind, french) if not name or french else (None, kind, "")
    return found, kind, ""


def summary_title(tag: Tag, title: str) -> str:
    """Return the title of a folded part, in French where its author gave none."""
    name = next((name for name in _classes(tag) if name in _KINDS), "")
    if not name or title.casefold() != name:
        return title
    kind, french = _KINDS[name]
    return french or CALLOUT[kind]


def tabs_of(tag: Tag) -> list[tuple[str, Tag]]:
    """Return the titles of the tabs of a set, taken out of it, and what each holds."""
    labels = [label.extract() for label in list(_own(tag, "label"))]
    for button in list(_own(tag, "input")):
        button.extract()
    held = [*_own(tag, "div", "tabbed-block")] or [*_own(tag, "div", "tabbed-content")]
    titles = (label.get_text().strip() for label in labels)
    return [(title or "", tab) for title, tab in zip_longest(titles, held) if tab]


def alert(tag: Tag) -> tuple[CalloutKind, str] | None:
    """Take « [!NOTE] », which begins the alerts of GitHub, out of a quotation.

    Return the kind of the note, and a title if its kind does not say enough.
    """
    first = next((one for one in tag.children if str(one).strip()), None)
    text = first.contents[0] if isinstance(first, Tag) and first.contents else None
    found = _ALERT.match(text) if isinstance(text, NavigableString) else None
    if not found or not isinstance(first, Tag) or first.name != "p":
        return None
    name = found[1].lower()
    first.contents[0].replace_with(str(text)[found.end() :])
    if not first.get_text().strip() and not first.find("img"):
        first.extract()
    return ("danger", "") if name == "caution" else _KINDS[name]


def _own(tag: Tag, name: str, kind: str = "") -> Iterator[Tag]:
    """Yield the parts of a set of tabs, none of those of a set in one of its tabs."""
    for child in tag.find_all(True, recursive=False):
        if child.name == name and (not kind or kind in _classes(child)):
            yield child
        elif {"tabbed-labels", "tabbed-content"} & set(_classes(child)):
            yield from _own(child, name, kind)


def formula(tag: Tag) -> str:
    """Return a formula as it is written, without the marks that Python-Markdown adds."""
    text = tag.get_text().strip()
    return text[2:-2].strip() if text[:2] in ("\\(", "\\[") else text
