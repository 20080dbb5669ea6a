"""Compare the facts of an easy text with those of its source, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ppun_access.easy.facts.sheet import Fact, facts_in, lost_from
from ppun_access.easy.text import plain
from ppun_access.errors import UsageError

_ABOUT = re.compile(
    r"\b(?:environ|presque|quasi\w*|(?:près|plus|moins|autour) d(?:e |')|à peu près)"
    r"[^.!?;:]{0,20}\Z",
    re.IGNORECASE,
)
_WIDEST = 40
"""Characters before a number that may round it."""
_ABOUT_AFTER = re.compile(r"[^.!?;:,]{0,20}\benviron\b", re.IGNORECASE)
"""« 3 500 habitants environ »."""
_ALONE = frozenset({"date", "jour", "somme", "part", "âge", "durée", "nombre"})
"""Kinds that have one spelling, more or less: an hour has many."""


def compared(told: Sequence[tuple[int, str, str]]) -> tuple[str, ...]:
    """Return the facts that a source and its easy text do not share, in French.

    ``told``: the line of a passage (0: the whole text), what its source says, what it
    says. Raises UsageError for a fact of a passage that its source has replaced.
    """
    old = [
        f"Ligne {line} : le texte simplifié dit encore « {_said(was)} », le texte complet "
        f"dit « {_said(now)} »."
        for line, source, passage in told
        for was, now in stale(source, passage)
        if line
    ]
    if old:
        raise UsageError(
            " ".join(old),
            next_step="Corrigez le texte simplifié, puis retapez cette commande.",
        )
    return tuple(_differences(told))


def _differences(told: Iterable[tuple[int, str, str]]) -> Iterator[str]:
    meant = "Vérifiez que c’est voulu."
    for line, source, passage in told:
        where = f"Ligne {line} : " if line else ""
        for one in unsaid(source, passage):
            words = f"« {_said(one)} » est dans le texte complet, pas dans le simplifié."
            yield f"{where}{words} {meant}"
        for one in unsourced(source, passage):
            words = f"« {_said(one)} » est dans le texte simplifié, pas dans le complet."
            yield f"{where}{words} {meant}"


def _said(one: Fact) -> str:
    return plain(one.words)


def unsaid(source: str, passage: str) -> tuple[Fact, ...]:
    """Return the facts of ``source`` that ``passage`` says in no spelling."""
    return tuple(dict.fromkeys(lost_from(facts_in(source), passage)))


def unsourced(source: str, passage: str) -> tuple[Fact, ...]:
    """Return the facts of ``passage`` that ``source`` does not say.

    « 1 personne sur 4 » is a percentage in words: it is left out.
    """
    own = (f for f in facts_in(passage) if f.kind != "part" or re.search("%|cent", f.words))
    return tuple(dict.fromkeys(lost_from(own, source)))


def stale(source: str, passage: str) -> tuple[tuple[Fact, Fact], ...]:
    """Return the facts of ``passage`` that ``source`` replaced, each with the new one.

    Only those that are sure: each is alone in its text to count the same thing, exactly,
    and neither stands in the other text.
    """
    now, then = _alone(source), _alone(passage)
    fresh = unsaid(source, passage)
    return tuple(
        (old, now[_counted(old)])
        for old in unsourced(source, passage)
        if then.get(_counted(old)) == old and now.get(_counted(old)) in fresh
    )


def _alone(text: str) -> dict[tuple[str, ...], Fact]:
    """Return the facts of ``text`` that no other of their kind stands beside, by kind."""
    kinds: dict[tuple[str, ...], list[Fact]] = {}
    for one in facts_in(text):
        kinds.setdefault(_counted(one), []).append(one)
    return {
        kind: some[0]
        for kind, some in kinds.items()
        if kind[0] in _ALONE and len({one.key for one in some}) == 1
        if all(_is_exact(one, text) for one in some)
    }


def _counted(one: Fact) -> tuple[str, ...]:
    """Return what a fact counts: euros, days, inhabitants, a day without a year."""
    match one.kind:
        case "date":
            return (one.kind, *(part and "x" for part in one.key))
        case "durée" | "nombre":
            noun = _said(one).removesuffix(" avant").rpartition(" ")[2].lstrip("0123456789")
            return one.kind, noun.rstrip("sx")
        case _:
            return (one.kind,)


def _is_exact(one: Fact, text: str) -> bool:
    """Return whether nothing beside a fact says that it is rounded; an age is a limit."""
    if one.kind == "âge":
        return True
    flat = plain(text)
    at = flat.find(_said(one))
    after = flat[at + len(one.words) :]
    return not (_ABOUT.search(flat[max(0, at - _WIDEST) : at]) or _ABOUT_AFTER.match(after))
