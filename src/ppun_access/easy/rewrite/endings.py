"""What closes a clause is said after it: conditions, cases that are meant, an amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.rewrite.grammar import open_subordinates, root_verb
from ppun_access.easy.rewrite.provisos import NOT_AFTER
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import plain, sentence, stopped
from ppun_access.easy.rewrite.tree import Tree

_CONDITIONS = re.compile(r"(?P<comma>,)? sous (?:certaines )?conditions(?P<end>,|(?=[. ]))")
_HAS_CASES = re.compile(
    r"\b(?:exceptions?|limites?|le cas)\W*\Z|\b(?:obligatoires?|doi\w+)\b"
)
_GIVEN = re.compile(
    r", (?:(?P<say>notamment|par exemple|en particulier),? )(?=(?:si |s'ils?\b|lorsqu|"
    r"quand |en cas d|dans le cas où ))"
)
_TOTAL = re.compile(r", soit (?:environ )?(?=(?P<n>\d[\d ,.]*|une? ))")
_TO_WHOM = re.compile(r"[,;:] |\bsoit\b|\b(?:aux?|à (?:la|l'|son|sa|ses|votre|vos|un))\b")
"""« 25 %, soit 50 € aux enfants »: who gets it goes with the verb."""
_APART = re.compile(r"\A(?:C'est le cas|Il s'agit)\b|\bpour \w+(?:er|ir|re),? *\Z")
"""« pour percevoir, sous conditions, … »: of the goal only."""


def some_conditions(tree: Tree) -> Iterator[Pieces]:
    """« A, sous certaines conditions. » → « A. Il y a des conditions. »."""
    found = list(_CONDITIONS.finditer(tree.plain))
    verb = root_verb(tree)
    if len(found) != 1 or verb is None or verb >= tree.at(found[0].start()):
        return
    one = found[0]
    place = tree.at(one.start())
    if _APART.search(tree.plain, 0, one.start()):
        return
    rest = tree.text[one.end() :].strip()
    last = bool(one["comma"]) and rest == "."
    if (open_subordinates(tree, place) and not last) or {"et", "ou"} & set(
        tree.lows[verb:place]
    ):
        return
    aside = one["comma"] and one["end"]
    joined = rest.startswith(("et ", "ou ", "mais "))
    if (
        joined
        or not (aside or rest == ".")
        or (rest == "." and "," in tree.lows[verb:place])
    ):
        return  # « employer sous conditions et bénéficier »: of the first only
    yield (
        sentence(f"{tree.text[: one.start()]} {rest}".replace(" .", ".")),
        "Il y a des conditions.",
    )


def such_cases(tree: Tree) -> Iterator[Pieces]:
    """« A, par exemple si B. » → « A. C’est le cas, par exemple, si B. »."""
    found = list(_GIVEN.finditer(tree.plain))
    verb = root_verb(tree)
    if len(found) != 1 or verb is None or verb >= tree.at(found[0].start()):
        return
    one, place = found[0], tree.at(found[0].start())
    before = tree.plain[: one.start()]
    if (
        open_subordinates(tree, place)
        or NOT_AFTER.search(before)
        or "(" in re.sub(r"\([^()]*\)", "", before)
    ):
        return
    after = tree.text[one.end() :]
    if not re.search(r"[;:]", after) and not _HAS_CASES.search(before):
        yield (
            sentence(tree.text[: one.start()]),
            stopped(f"C’est le cas, {one['say']}, {after}"),
        )


def said_again(tree: Tree) -> Iterator[Pieces]:
    """« A 12 € par an, soit 1 € par mois. » → « A 12 € par an. Cela fait 1 €… »."""
    found = list(_TOTAL.finditer(tree.plain))
    verb = root_verb(tree)
    if len(found) != 1 or verb is None or verb >= tree.at(found[0].start()):
        return
    one, place = found[0], tree.at(found[0].start())
    before, after = tree.text[: one.start()], tree.text[one.end() :]
    flat = re.sub(r"\([^()]*\)", "", after)
    number = re.search(r"\d", before)
    told = _TO_WHOM.search(plain(flat)) or "soit" in tree.lows[:place]
    if open_subordinates(tree, place) or told:
        return
    about = "environ " if "environ" in one[0] else ""
    if number and one["n"][0].isdigit():
        yield sentence(before), stopped(f"Cela fait {about}{after}")
