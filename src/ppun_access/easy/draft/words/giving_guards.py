"""Where a verb of giving, having or sending does not mean what the easier one says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ppun_access.easy.draft.words.guard_words import BEING, Guard, takes, undergoes


def accorder(before: str, after: str) -> bool:
    """Leave loans, which are not given; « il est accordé » may be said of one."""
    passive = r"\b(?:ils?|elles?)\s+(?:(?:est|sont|peut|peuvent|être|aussi|pas|n')\s*)+\Z"
    loan = r"\b(?:prêt|microcrédit|emprunt|créancier)\w*\b[^.;]{0,60}\Z"
    myself = r"\b(?:s'|(?:se|nous|vous|voi[rt]|voient)\s+)\Z"
    if any(re.search(one, before) for one in (passive, loan, myself)):
        return False
    given = r"(?:aide|autorisation|bourse|délai|dérogation|disponibilité|prime|subvention)"
    just = re.search(rf"\b{given}s?\s+\Z", before)
    return bool(just) or takes(given, after) or undergoes(given, before)


def percevoir(before: str, after: str) -> bool:
    """Only money is received; « percevoir une différence » is to see it."""
    money = (
        r"salaires?|rémunérations?|allocations?|indemnités?|aides?|primes?|pensions?|rentes?|"
        r"revenus?|sommes?|prestations?|loyers?|subventions?|bourses?|retraites?"
    )
    taken = rf"\s*(?:ou non\s+)?(?:[\w']+\s+|[ld]'){{0,2}}(?:{money})\b"
    given = rf"\b(?:{money})\s+(?:\w+\s+|qu'|n')*\Z"
    return bool(re.match(taken, after) or re.search(given, before))


_HELD = (
    r"protections?|droits?|aides?|allocations?|indemnités?|prestations?|primes?|subventions?|"
    r"crédits? d'impôt|congés?|jours?|temps|statut|garanties?|prise en charge|réductions?|"
    r"autorisations?|formations?|surveillance|suivi|logements?|pensions?|majorations?"
)


def beneficier(before: str, after: str) -> bool:
    """Only a right, money or a service is what somebody « has »; a fortune has nothing."""
    held = rf"\s*(?:du\s|des\s|de\s|d')?\s*(?:\w+\s+|[ld]'){{0,2}}(?:{_HELD})\b"
    thing = re.search(
        r"\b(?:patrimoine|logement|bien|projet|contrat)s?\b[^,;.]{0,20}\Z", before
    )
    bare = re.match(r"(?:droits?|temps)\b", after)  # « il a le droit à majoration »
    return bool(re.match(held, after)) and not (thing or bare)


_PAPER = (
    r"licences?|visas?|titres?|numéros?|certificats?|permis|cartes?|attestations?|diplômes?|"
    r"autorisations?|agréments?|formations?|documents?|récépissés?|labels?"
)


def delivrer(before: str, after: str) -> bool:
    """Tell a paper or a number, which is given, from a prisoner, who is set free."""
    paper = rf"\b(?:{_PAPER})\b"
    taken = re.match(rf"\s*(?:[\w']+\s+|[ld]'){{0,2}}{paper}", after)
    said = re.search(rf"\b{BEING}\s+(?:\w+\s+)?\Z", before) or re.match(r"\s+par\b", after)
    # « le certificat du véhicule délivré en France »: the vehicle would be given.
    apart = r"[^.;]{0,90}" if said else r"(?:\s+(?:d[eu]s?\s+|d')?[\w-]+)?\s+"
    return bool(taken or re.search(rf"{paper}{apart}\Z", before))


def disposer(before: str, after: str) -> bool:
    """« disposer de ses biens » is to do with them as one likes."""
    whose = r"l'ordre|son|sa|ses|leurs?|notre|nos|votre|vos"
    own = re.match(rf"\s*(?:librement\b|(?:de )?(?:{whose})\b)", after)
    return not own and not re.search(r"\b(?:librement|droit de|liberté de)\s+\Z", before)


_SENT = (
    r"(?:lettre|courri|dossier|demande|formulaire|document|rapport|avis|copie|convocation|"
    r"notification|mail|message|déclaration|attestation|justificatif|décision|réponse|"
    r"réclamation|pièce|facture|recours|mise en demeure|certificat|chèque|colis|acte|"
    r"invitation|relevé|liste|bulletin|reconduite)"
)


def adresser(before: str, after: str) -> bool:
    """Only what can be sent: « biens adressés à la demande finale » are not."""
    sent = rf"\s*(?!à\b|aux?\b)(?:[\w']+\s+|[ld]'){{0,3}}{_SENT}"
    if re.match(r"[^.;]{0,80}\bauprès\b", after):
        return False
    return bool(re.match(sent, after) or re.search(rf"\b{_SENT}[^,;.]{{0,40}}\Z", before))


def transmettre(before: str, after: str) -> bool:
    """Tell what can be sent, data included, from know-how and what is told."""
    if re.search(r"\binformations?\s+\Z", before):
        return False
    sent = rf"(?:{_SENT}|information|donnée|compte|arrêt\b|bilan|résultat)"
    return bool(
        re.match(rf"[^,;.:]{{0,40}}\b{sent}", after)
        or re.search(rf"\b{sent}[^,;.:]{{0,40}}\Z", before)
    )


_HANDED = (
    r"(?:attestation|bulletin|carte|certificat|copie|devis|document|exemplaire|facture|fiche|"
    r"formulaire|liste|note|notice|rapport|reçu|relevé|récépissé|ticket)"
)


def remettre(before: str, after: str) -> bool:
    """Only a paper is given; « remettre en cause » doubts, « la remise » is a noun."""
    apart = re.search(r"\b(?:contre|sans|après|avant|avec|sous|de)\s+\Z|,\s*\Z", before)
    if apart or re.match(r"[^.;]{0,40}\b(?:en (?:cause|question|main)|recommandé)", after):
        return False
    return takes(_HANDED, after) or undergoes(_HANDED, before)


_TOLD = (
    r"(?:information|coordonnée|renseignement|identité|date|adresse|numéro|motif|nom|élément|"
    r"référence|montant|résultat|horaire|tarif|code)"
)


def communiquer(before: str, after: str) -> bool:
    """Tell a name, a date, a number, which are given, from a file or a decision."""
    return takes(_TOLD, after) or undergoes(_TOLD, before)


def attribuer(before: str, after: str) -> bool:
    """« 300 décès attribués à l'alcool », « la valeur attribuée »: nothing is given."""
    return not re.search(
        r"\b(?:décès|morts?|accidents?|maladies?|causes?|valeurs?|constantes?|succès|échecs?|"
        r"propos|paroles?|œuvres?|origines?|mérites?|faits?)\b[^,;]{0,40}\Z",
        before,
    )


GUARDS: Mapping[str, Guard] = {
    "accorder": accorder,
    "adresser": adresser,
    "attribuer": attribuer,
    "bénéficier de": beneficier,
    "communiquer": communiquer,
    "disposer de": disposer,
    "délivrer": delivrer,
    "percevoir": percevoir,
    "remettre": remettre,
    "transmettre": transmettre,
    "verser": lambda _, after: (
        not re.search(
            r"\b(?:au|à (?:son|votre|leur|ce)) dossier|\baux archives|\bau débat|"
            r"^\s+dans\b|\blarme|\bsang\b|\beau\b|"
            r"^[^,;.]{0,40}\bsur (?:l[ea]s?|l'|un|son|votre|leur|ce)\b",  # a deposit
            after,
        )
    ),
}
"""By entry: what precedes and what follows → it stands."""
