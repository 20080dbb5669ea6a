"""« A, sous réserve que B soit C. » → « A. Condition : B est C. »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.draft.parse.grammar import (
    has_finite,
    is_led,
    is_rival,
    open_subordinates,
    pronoun,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.text import listed, plain, sentence, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    conjugated,
    finite_tags,
    forms,
    is_finite,
    is_infinitive,
    lemmas,
)
from ppun_access.easy.draft.structure.conditions import one_case
from ppun_access.easy.draft.structure.final_conditions import asks_whether
from ppun_access.easy.draft.structure.rule import Pieces

_PROVISO = re.compile(
    r",? (?:(?P<that>sous réserve qu|à (?:la )?condition qu|dès lors qu|du moment "
    r"qu)(?:e |(?='))'?|"
    r"(?P<if>(?:uniquement |seulement )?(?:si |s'(?=ils?\b)))|"
    r"(?P<of>sous réserve (?:de |d'|des |du )))"
)
_NOT_AFTER = re.compile(
    r"\b(?:sauf|même|comme|surtout|que|qu|ou|et|mais|ni|voire|dont|notamment|exemple|"
    r"particulier|savoir|sinon|ainsi|y compris|sans)\Z|[,:(]\s*\Z",
    re.IGNORECASE,
)
_MAY = listed("pouvoir bénéficier percevoir toucher")
_ALLOWED = re.compile(
    r"\b(?:a|ont|avez) (?:\w+ment )?(?:le )?droit\b|\b(?:est|sont|êtes) (?:\w+ment )?"
    r"(?:possibles?|autorisée?s?|accordée?s?|attribuée?s?|exonérée?s?|dispensée?s?|"
    r"valables?|versée?s?|remboursée?s?|admise?s?|gratuit\w*|ouverte?s?)\b"
)
"""What gives a right: « si » tells then what it asks for first."""
_BURDENS = listed(
    "obliger contrôler contraindre refuser retirer avaler sanctionner condamner suspendre "
    "poursuivre licencier exclure expulser punir saisir interdire annuler radier révoquer "
    "rejeter supprimer réduire perdre risquer retenir imposer fermer résilier rompre "
    "infliger majorer augmenter engager réclamer exiger causer entraîner bloquer invoquer "
    "écarter révéler soumettre invalider soupçonner interrompre opposer devoir falloir"
)
"""What nobody asks for: its case is no condition."""
_MUST = re.compile(r"\b(?:obligatoires?|tenue?s?|obligée?s?|imposables?)\b")
_ASKS = listed("rechercher consulter demander apprécier vérifier savoir")
_SECOND_ACT = re.compile(
    r"\b(?:et|ou|puis) (?:de |d'|à |en |se |s'|l[ae]s? |l'|vous |lui |leur )*(\w+(?:er|"
    r"ir|re))\b"
)
_SECOND_CASE = re.compile(
    r"\b(?:et|ou) (?:bien |pour |dans |en |sur |par |avec |sans |sous |à |au |aux |selon "
    r"|ou |lors)"
)
"""« si A et dans la limite de B »: « Condition : A et dans… » is no clause."""
_NOT_IN = re.compile(
    r"[;:«]|\b(?:ET|OU|sauf|sinon|par exemple|seulement|uniquement)\b|\bsoit\b"
)
_AND_THAT = re.compile(r"\b(?:et|ou|mais) qu(?:e |')")
_THAT = re.compile(r"\b(?:qu(?:e\b|')|qui\b|dont\b|où\b)")
_GRANTED = re.compile(
    r"(?:l'|la |le |un |une |son |sa |leur )?(?:accord|avis|autorisation|respect|"
    r"présentation|"
    r"obtention|production|validation|acceptation|disponibilités?|paiement|signature)\b"
)
"""« sous réserve des dispositions de la loi » is no condition."""


def proviso(tree: Tree) -> Iterator[Pieces]:
    """« A, sous réserve que B soit C. » → « A. Condition : B est C. »."""
    found = list(_PROVISO.finditer(tree.plain))
    verb = root_verb(tree)
    if len(found) != 1 or verb is None or is_led(tree) or ";" in tree.plain:
        return
    place, one = tree.at(found[0].start()), found[0]
    before, after = tree.plain[: one.start()], tree.text[one.end() :]
    if verb >= place or _NOT_AFTER.search(before) or open_subordinates(tree, place):
        return
    if re.search(r"\(| : ", re.sub(r"\([^()]*\)", "", before)) or _NOT_IN.search(
        tree.plain, one.end()
    ):
        return
    if one["if"] and not _is_allowed(tree, verb, place):
        return
    asked = (one["that"] or "").startswith(("à", "sous"))
    if not (one["of"] or asked) and _is_burden(tree, verb, place):
        return
    if _is_of_a_part(tree, verb, place) or _has_second_act(tree, one.end()):
        return
    if not one["of"] and not has_finite(tree, tree.at(one.end()), len(tree)):
        return
    if one["of"]:
        said = _thing(one[0], after)
    else:
        said = _clause(_indicative(tree, tree.at(one.end()), after))
    if said and "," not in said and _is_sure(tree, place, said):
        yield sentence(tree.text[: one.start()]), stopped(f"Condition : {said}")


def _is_sure(tree: Tree, place: int, said: str) -> bool:
    """Return whether « il » in B can only be the subject of A."""
    word, who = said.split()[0].lower(), subject(tree, tree.root)
    if word not in ("il", "elle", "ils", "elles"):
        return True
    meant = pronoun(tree, who) if who is not None else ""
    others = (i for i in range(place) if i != who and tree.pos(i) == "NOUN")
    return meant.lower() == word and not any(is_rival(tree, i, meant) for i in others)


def _clause(said: str) -> str:
    """Return « A et B » for « A et que B »; empty when « que » may be of A."""
    second = _AND_THAT.search(plain(said))
    if second is None:
        return said
    return "" if _THAT.search(plain(said)[: second.start()]) else one_case(said)


def _is_of_a_part(tree: Tree, verb: int, place: int) -> bool:
    """« par écrit ou par internet si A »: A may be of the last thing only."""
    end = place - (tree.lows[place - 1] == ",")
    return any(
        tree.lows[i] in ("et", "ou", "ni", "puis", ",") and not is_pair(tree, i)
        for i in range(verb, end)
    )


def is_pair(tree: Tree, place: int) -> bool:
    """« retiré ou suspendu », « biens et services »: two words for one thing."""
    sides = (place - 1, place + 1)
    kinds = {tree.pos(i) for i in sides if i < len(tree)}
    bare = all(tree.pos(i) in ("NOUN", "ADJ", "VERB") for i in sides if i < len(tree))
    return len(kinds) == 1 and bare and tree.lows[place] in ("et", "ou")


def _has_second_act(tree: Tree, start: int) -> bool:
    """« si A ou ouvrir B »: the second act is of the main clause."""
    acts = _SECOND_ACT.findall(tree.plain, start)
    return any(map(is_infinitive, acts)) or bool(_SECOND_CASE.search(tree.plain, start))


def _thing(opened: str, after: str) -> str:
    """Return what « sous réserve de » names, with its article again; nothing for « du »."""
    word, flat = opened.split()[-1], plain(after)
    if not _GRANTED.match(flat) and not is_infinitive(re.split(r"\W", flat)[0]):
        return ""
    return f"{'les ' if word == 'des' else 'le ' if word == 'du' else ''}{after}"


def _is_allowed(tree: Tree, verb: int, place: int) -> bool:
    """Return whether the clause gives a right: what it asks for first is its condition."""
    if asks_whether(tree, verb, place) or not {"ne", "n'"}.isdisjoint(tree.lows[:place]):
        return False
    near = range(max(verb, place - 4), place)
    if any(
        lemmas(tree.lows[i]) & _ASKS and not any(tree.dependents(i, "obj")) for i in near
    ):
        return False
    acts = lemmas(tree.lows[verb])
    return bool(acts & _MAY or _ALLOWED.search(tree.plain, 0, tree.begin(place)))


def _is_burden(tree: Tree, verb: int, place: int) -> bool:
    """« Il peut être puni si A », « Il doit payer dès lors que A » ask for nothing."""
    done = {lemma for low in tree.lows[verb:place] for lemma in lemmas(low)}
    must = _MUST.search(tree.plain, tree.begin(verb), tree.begin(place))
    return bool(done & _BURDENS or must)


def _indicative(tree: Tree, first: int, after: str) -> str:
    """Return a clause with its subjunctive verbs in the indicative; empty in doubt."""
    said = after
    for place in reversed(range(first, len(tree))):
        tags = finite_tags(tree.lows[place])
        opened = tree.plain[tree.begin(first) : tree.begin(place)]
        if _THAT.search(_AND_THAT.sub("", opened)):
            continue
        if not is_finite(tree, place) or any(t.startswith("ind:pre") for t in tags):
            continue
        wished = [f for f in forms(tree.lows[place]) if f.tag.startswith("sub:pre:3")]
        if len({f.lemma for f in wished}) != 1:
            return ""
        new = conjugated(wished[0].lemma, wished[0].tag.replace("sub", "ind"))
        at = tree.begin(place) - (len(tree.text) - len(after))
        said = said[:at] + new + said[at + len(tree[place].text) :] if new else ""
        if not new:
            return ""
    return said
