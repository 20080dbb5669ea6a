"""« En cas de N, B. » → « Il y a un N ? Dans ce cas, B. ».

Only for nouns that tell what happens: « il y a un refus », not « il y a une demande ». What
is done to a thing that is named becomes a verb: « en cas de perte de votre carte » →
« Votre carte est perdue ? ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import noun_gender, number_of_word
from ppun_access.easy.draft.parse.text import capital, count, listed, plain, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import conjugated, is_infinitive, past_participles
from ppun_access.easy.draft.structure.conditions import IN_THAT_CASE, said_once, tells_rule
from ppun_access.easy.draft.structure.rule import Pieces
from ppun_access.french.lexical.morphology import inflect, readings

_LEADING = re.compile(r"En cas d(?:e |')")
_JOINED = re.compile(r" (et|ou) (?:en cas )?(?:de |d['’])")
_GOES_ON = re.compile(
    r"\b(?:qui|que|qu|dont|où|si|sauf|alors|lorsqu\w*|quand|et|ou|notamment|même|surtout|"
    r"ceux|celles?|celui|ce dernier|lui|eux|elles|cas|exemple|suite)\b|[:;«»,]|\betc\b|…|"
    r"\.\.\."
)
"""What the question would leave open, or what may be of B."""
_OWNED = re.compile(
    r"\A(?!.*\b(?:du|de la|de l'|des)\b.*\b(?:son|sa|ses|leurs?)\b).*\b(?:son|sa|ses|"
    r"leurs?)\b"
)
"""« changement de son adresse »: whose, only B tells."""
_LINKS = re.compile(r"\b(?:de|du|des|pour|par|à|au|aux|avec|sur|en|dans|entre)\b|\bd'")
_ACTING = re.compile(
    r"\A\w+ (?:\w+ )?(?:mettant|portant|ayant|impliquant|concernant|touchant)\b"
)
"""« un litige portant sur A et B »: what is joined is of the litigation."""
_POINTS_BACK = re.compile(
    r"(?:m(?:on|a|es) |je |j'|ce(?:tte|s)? derni|ce(?:ux|lles?|lui)\b)", re.IGNORECASE
)
_HAPPENS = listed(
    "accident accord adoption aggravation annulation anomalie arrêt augmentation avis "
    "baisse cession changement circonstances condamnation conflit contestation contrôle "
    "cumul danger difficulté difficultés divergence divorce dommage dommages donation "
    "doute "
    "décès déménagement démission dépassement désaccord discordance dissolution "
    "défaillance dégradation dysfonctionnement échec égalité erreur faute fermeture fraude "
    "fuite fusion grève hospitalisation impayé impayés incendie incident incompatibilité "
    "infraction interruption licenciement litige mariage manquement manquements mésentente "
    "modification naissance naissances opposition oubli panne partage perte pluralité "
    "poursuites problème problèmes procès prolongation récidive recours réduction refus "
    "rejet remplacement renouvellement résiliation retard rupture scission séparation "
    "sinistre sous-location succession suspension transfert travaux urgence vente vice vol "
    "violences"
)
"""« Il y a un litige » is said."""
_DONE = {
    "acceptation": "accepter", "annulation": "annuler", "cession": "céder",
    "destruction": "détruire", "décès": "décéder", "dépassement": "dépasser",
    "fermeture": "fermer", "fractionnement": "fractionner",
    "hospitalisation": "hospitaliser", "interruption": "interrompre",
    "licenciement": "licencier", "modification": "modifier", "non-paiement": "payer",
    "non-remboursement": "rembourser", "non-respect": "respecter", "perte": "perdre",
    "prolongation": "prolonger", "réduction": "réduire", "rejet": "rejeter",
    "remplacement": "remplacer", "renouvellement": "renouveler", "report": "reporter",
    "retrait": "retirer", "rupture": "rompre", "résiliation": "résilier",
    "suppression": "supprimer", "suspension": "suspendre", "transfert": "transférer",
    "vente": "vendre", "vol": "voler",
}  # fmt: skip
"""« la vente du bien »: « le bien est vendu »."""
_DOES = {
    "démission": "démissionner", "déménagement": "déménager", "divorce": "divorcer",
    "refus": "refuser", "récidive": "récidiver", "séparation": "se séparer",
}  # fmt: skip
_IS = {"absence": "absent", "maladie": "malade"}
"""« l’absence du salarié »: « le salarié est absent »."""
_WHO = listed(
    "acheteur administration agent agents apprenti assurance assureur bailleur banque "
    "caisse candidat client comité commission conjoint conjoints conseil consommateur "
    "consulat couple créancier débiteur employeur enfant époux établissement étudiant "
    "fonctionnaire juge locataire maire mairie médecin notaire organisme parents patient "
    "préfecture préfet propriétaire salarié salariée salariés stagiaire syndic tribunal "
    "vendeur élève"
)
"""Who refuses: « le refus du prêt » is another thing."""
_OF = listed("de du des d'")
_ARTICLES = {"du": "le", "des": "les"}
_LACKED = listed("absence défaut manque")
_LONGEST = 14


def leading_case(tree: Tree) -> Iterator[Pieces]:
    """« En cas de refus, B. » → « Il y a un refus ? Dans ce cas, B. »."""
    opened, comma = _LEADING.match(tree.plain), closing_comma(tree.plain, 0)
    if not opened or comma < 0:
        return
    told = said_once(tree.text[comma + 1 :].strip())
    asked = _question(tree, tree.at(opened.end()), tree.at(comma))
    if asked and not _POINTS_BACK.match(told):
        yield f"{capital(asked)}\u00a0?", IN_THAT_CASE + stopped(told)


def after_case(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a main clause that opens with its subject."""
    asked, told = pieces
    return told.pos(0) not in ("NOUN", "ADJ") and tells_rule(asked, told, certain=True)


def _question(tree: Tree, first: int, after: int) -> str:
    """Return what asks whether a case (« refus de votre demande ») happens, or nothing."""
    case = tree.cut(first, after)
    acting = _ACTING.search(plain(case))
    told = plain(case)[: acting.end()] if acting else _JOINED.sub(" ", plain(case))
    if (
        count(case) > _LONGEST + 6 * bool(acting)
        or _GOES_ON.search(told)
        or _OWNED.match(plain(case))
    ):
        return ""
    one, *others = _JOINED.split(case)
    if not others or acting:
        return _happens(tree, first, after)
    if _LINKS.search(plain(one)) and "en cas" not in case:
        return ""  # « une annulation pour cause de maladie ou d’accident »
    named = [_named(noun) for noun in (one, *others[1::2])]
    if len(named) > 2 or not all(named):
        return ""
    return f"il y a {named[0]} {others[0]} {named[1]}"


def _happens(tree: Tree, first: int, after: int) -> str:
    """Return the question of one case; « il y a » where no verb is known for sure."""
    noun, of = tree.lows[first], first + 1
    if noun == "non" and of < after:
        noun, of = f"non-{tree.lows[of]}", of + 1
    acts = of + 1 < after and tree.lows[of] in _OF and is_infinitive(tree.lows[of + 1])
    if noun == "impossibilité":
        return f"il est impossible {tree.cut(of, after)}" if acts else ""
    if acts:
        return ""
    if of < after and tree.lows[of] in _OF:
        if tree.lows[of] in _ARTICLES or number_of_word(tree.lows[of + 1]):
            return _verb(tree, noun, of, after)
        if noun == "accord":
            return ""  # « un accord de votre part »
        if noun in _LACKED:
            return f"il n’y a pas {tree.cut(of, after)}"
    named = _named(tree.cut(first, after))
    return f"il y a {named}" if named else ""


def _verb(tree: Tree, noun: str, of: int, after: int) -> str:
    """Return « votre carte est perdue » for « perte de votre carte »."""
    word = tree.lows[of]
    number = number_of_word(_ARTICLES.get(word, tree.lows[of + 1]))
    what = next((i for i in range(of + 1, after) if tree.pos(i) == "NOUN"), after)
    if what == after or not number:
        return ""
    end = _end(tree, what, after) if noun == "refus" else after
    gender = noun_gender(tree, what)
    done = _predicate(noun, gender, number) if gender else ""
    if noun in ("accord", "désaccord"):
        return ""  # « un désaccord de l’employeur » is not said
    if noun in _DOES | _IS and tree.lows[what] not in _WHO:
        done = ""
    if not done or not _is_name(tree, what, end):
        named = "" if noun in _DONE or end < after else _named(tree.cut(of - 1, after))
        return f"il y a {named}" if named else ""
    opened = f"{_ARTICLES[word]} " if word in _ARTICLES else ""
    named = opened + tree.cut(of + 1, end)
    return f"{named} {done} {tree.cut(end, after)}".strip()


def _predicate(noun: str, gender: str, number: str) -> str:
    """Return the verb that says a noun: « est perdu », « refuse », « est absent »."""
    be = "est" if number == "s" else "sont"
    if noun in _DONE:
        said = conjugated(_DONE[noun], f"par:pas:{gender}{number}")
        if noun.startswith("non-"):
            be = "n’est pas" if number == "s" else "ne sont pas"
        return f"{be} {said}" if said else ""
    if noun in _IS:
        said = inflect(_IS[noun], "ADJ", gender, number) or ""
        return f"{be} {said}" if said else ""
    reflexive, _, lemma = _DOES.get(noun, "").rpartition(" ")
    said = conjugated(lemma, f"ind:pre:3{number}") if lemma else ""
    return f"{reflexive} {said}".strip() if said else ""


def _end(tree: Tree, what: int, after: int) -> int:
    """Return where « de signer » begins in « refus du salarié de signer »."""
    return next(
        (
            i
            for i in range(what + 1, after - 1)
            if tree.lows[i] in ("de", "d'") and is_infinitive(tree.lows[i + 1])
        ),
        after,
    )


def _is_name(tree: Tree, what: int, after: int) -> bool:
    """Return whether a noun goes on with adjectives and « de » only."""
    return all(
        tree.pos(i) in ("NOUN", "ADJ", "PROPN", "DET", "NUM")
        or tree.lows[i] in _OF
        or (tree.pos(i) == "VERB" and past_participles(tree.lows[i]))
        for i in range(what + 1, after)
    )


def _named(case: str) -> str:
    """Return « un refus », « des travaux »: a case with its article; nothing in doubt."""
    noun = re.split(r"[ ,]", case.strip(), maxsplit=1)[0]
    known = {(r.gender, r.number) for r in readings(noun) if r.pos == "NOM"}
    if noun not in _HAPPENS or not known:
        return ""
    if {number for _, number in known} == {"p"} and noun != "avis":
        return f"des {case.strip()}"
    return f"{'une' if {gender for gender, _ in known} == {'f'} else 'un'} {case.strip()}"


def closing_comma(text: str, start: int) -> int:
    """Return the place of the first comma outside brackets, -1 without one."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if text[at] == "," and not depth:
            return at
    return -1
