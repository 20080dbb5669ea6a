"""The numbers of a passage and of an answer: what they bound, and what they count.

Texts are in small letters with straight apostrophes, a sentence each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.audit.lists import base_forms
from ppun_access.easy.draft.fact_patterns import number
from ppun_access.easy.draft.facts import numbers
from ppun_access.easy.draft.marks import says
from ppun_access.easy.draft.meanings import content
from ppun_access.easy.draft.parse.text import listed


def forms_of(text: str) -> dict[str, str]:
    """Return the words of a text that say something, by each of their forms."""
    return {form: word for word in content(text) for form in base_forms(word)}


_SHORT = {"km": "kilomètre", "m": "mètre", "cm": "centimètre", "h": "heure", "€": "euro"}
_UNITS = listed("kilomètre mètre centimètre heure minute jour semaine moi an euro % tonne")
_ONE = re.compile(r"\bune? (?=(?:an|année|mois|semaine|jour|heure)\b)")
_PIECES = re.compile(r"[;:.?!]|,(?!\d)| et | mais | ou (?=pour|dans|à )")


def numbers_in(text: str) -> set[str]:
    """Return the numbers of a text; « un mois » is one."""
    return {number(one) or one for one in numbers(_ONE.sub("1 ", text))}


def amounts(asked: Sequence[str], told: Sequence[str]) -> Iterator[str]:
    """Look for a number that stands beside the words of another one."""
    old = [(numbers_in(x), forms_of(x)) for text in asked for x in _PIECES.split(text)]
    old = [(n, words) for n, words in old if n and any(w.isalpha() for w in words)]
    for text in told:
        found, words = numbers_in(text), forms_of(text)
        for one in found if len(found) == 1 else ():
            mine = {form for some, forms in old if one in some for form in forms}
            others = [forms for some, forms in old if one not in some]
            sure = any(form.isalpha() and form.rstrip("s") not in _UNITS for form in mine)
            sure = sure and sum(one in some for some, _ in old) == 1
            for forms in others if sure else ():
                own = {f for f in words.keys() & (mine - forms.keys()) if f.isalpha()}
                new = words.keys() & (forms.keys() - mine)
                if not own and any(form.rstrip("s") not in _UNITS for form in new):
                    yield f"« {one} » ne va pas avec ces mots : « {text} »"
                    break


_BEFORE = re.compile(
    r"((?P<least>plus d|au moins|minimum|supérieur|dépass|excéd|plus grand|plus élevé"
    r"|au-delà)|(?P<from>à partir d|à compter d|depuis|dès|après|passé)"
    r"|(?:(?<!au )moins d|au plus|maximum|jusqu'|inférieur|limitée? |limite d|avant"
    r"|plus petit|plus bas))[\w']*(?: (?:\w+ )??(?:ou égale?s? )?)?"
    r"(?:[àd]e?|aux?|du|des|les?|la|une?|[dl]')?[ ']?\Z"
)
_AFTER = re.compile(
    r"\A ?(?:[\w€²³%/]+ )?(?:(?P<least>[oe][ut] (?:plus|davantage)|au moins"
    r"|(?:au )?minimum)|[oe][ut] moins|(?:\w+ ){0,2}?(?:au plus|(?:au )?maximum))\b"
)
_TURNED = re.compile(
    r"\b(?:ne |n'|pas |jamais |sans qu|interdit)(?:(?! si | qui | quand )[^,;:])*\Z"
)
_WRITTEN = re.compile(r"\d+(?:[ ,.]\d{3})*(?:,\d+)?|\b(?!une?\b)[a-zé]+(?:-[a-z]+)*\b")


def _numbered(texts: Sequence[str]) -> dict[str, list[tuple[dict[bool, str], str]]]:
    """Return how each number is bounded and its unit: True, the words of « at least »."""
    found: dict[str, list[tuple[dict[bool, str], str]]] = {}
    for flat in (_ONE.sub("1 ", text) for text in texts):
        for match in _WRITTEN.finditer(flat):
            key = number(match[0]) or (match[0] if match[0][0].isdigit() else "")
            before, after = flat[: match.start()], flat[match.end() :]
            sides = dict[bool, str]()
            if one := _BEFORE.search(before):
                turned = bool(_TURNED.search(before[: one.start()])) and not one["from"]
                least = bool(one["least"] or one["from"]) != turned
                sides[least] = one[1].removesuffix(" d")
            if two := _AFTER.match(after):
                sides[bool(two["least"])] = two[0].strip()
            unit = (re.findall(r"[^\W\d]+|[€%]", after[:14]) or [""])[0]
            unit = _SHORT.get(unit, unit).rstrip("s")
            if key:
                found.setdefault(key, []).append((sides, unit if unit in _UNITS else ""))
    return found


def bounds(asked: Sequence[str], told: Sequence[str]) -> Iterator[str]:
    """Look for « au moins » that became « au plus », for « ans » that became « mois »."""
    said = " ".join(told)
    if says(" ".join(asked), "autre-cas") and says(said, "plus") and says(said, "moins"):
        return
    old, new = _numbered(asked), _numbered(told)
    for one in old.keys() & new.keys():
        was = {side: words for sides, _ in old[one] for side, words in sides.items()}
        units = {unit for _, unit in old[one]}
        turned = [now for sides, _ in new[one] for now in sides.items() if was]
        for words in (words for side, words in turned if side not in was):
            yield f"« {min(was.values())} » est devenu « {words} » à côté de « {one} »"
        for unit in {unit for _, unit in new[one]} - units if "" not in units else ():
            if unit:
                yield f"« {min(units)} » est devenu « {unit} » à côté de « {one} »"
        if not turned and was and all(sides for sides, _ in old[one]):
            yield f"« {min(was.values())} » a disparu à côté de « {one} »"
