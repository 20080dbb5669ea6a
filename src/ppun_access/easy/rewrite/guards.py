"""Where an expression of the lexicon does not mean what the easier one says.

Each guard comes from an error that was read: the sheet of the words tells which.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from ppun_access.easy.rewrite import locution_guards, noun_guards, verb_guards
from ppun_access.easy.rewrite.lexicon import Entry
from ppun_access.easy.rewrite.model import Confidence
from ppun_access.french.morphology import readings

Verdict = Confidence | None
"""None: the expression stays."""
Guard = Callable[[str, str], bool]
"""What precedes and what follows, in lower case with plain apostrophes → it stands."""


def _first(before: str, after: str) -> bool:
    """At the head of a sentence, or after a comma or « et »."""
    return bool(re.search(r"(?:\A|,|\bet|\()\s*\Z", before))


def _not_first(before: str, after: str) -> bool:
    return bool(before.strip(" «(-")) and not re.search(r"\baussi\b", before + after)


def _no_negation(before: str, after: str) -> bool:
    return not re.search(r"(?:\bne\b|\bn')\s*[^,.;]{0,25}\Z", before)


def _notamment(before: str, after: str) -> bool:
    """Only one of several is an example: « , notamment les… », « ce sont notamment ».

    « le contrat précise notamment le prix » tells what must stand in it.
    """
    example = (
        r"\s*(?::|(?:les?|la|des|du|une?|ceux|celles?|celui|leurs?|ses|son|sa|pour|dans|"
        r"sur|auprès|chez|être)\b|l'|en \w+ant\b)"
    )
    if not re.search(r"(?:\w\s?[,(]|\b(?:ce sont|peu(?:t|vent)|comprend))\s*\Z", before):
        return False
    most = r"\s*(?:(?:par|pour|dans|sur) )?l[ea]s? (?:plus|moins)\b|\s*par rapport"
    named = bool(re.match(example, after)) and not re.match(most, after)
    if re.search(r"\bet\s+\Z", before):
        return False
    return named and _no_negation(before, after)


def _ainsi_que(before: str, after: str) -> bool:
    """« ainsi que » is « comme » before a clause, and no link after « c'est »."""
    clause = (
        r"\s*(?:(?:l'|le|la|les)?\s*\w*\s*(?:montr|indiqu|prévoi|soulign|rappel|préci)|"
        r"lorsqu|quand|si\b|s'|dans (?:quel|laquel|lesquel)|comment|où\b|de\b|d'|à\b|"
        r"je\b|tu\b|il\b|elle\b|on\b|nous\b|vous\b|ils\b|elles\b|c'|cela\b|pour\b|par\b)"
    )
    # « l'identification des sites ainsi que des exemples »: « et » would join the sites.
    shared = re.search(r"\b(?:des|du|de|d')\s*[^\W\d_]+\s*\Z", before)
    if shared and re.match(r"\s*(?:des?|du|d')(?:\b|\s)", after):
        return False
    return not re.match(clause, after) and not re.search(
        r"(?:\b(?:est|sont|était|fut|c'est)(?:\s+\w+)?|,)\s*\Z", before
    )


def _en_ligne(before: str, after: str) -> bool:
    """Leave terms of law, wider than internet; « données sur internet » are about it."""
    term = r"communications? au public|communications? électroniques?"
    about = r"données(?: \w+)?|informations?|statistiques?|articles?|débats?"
    named = r"(?:observatoire|baromètre|portail|bouquet|catalogue)\b[^,;.]*"
    if re.search(rf"\b(?:(?:{term}|{about}|première|hors)\s+|{named})\Z", before):
        return False
    return not re.match(r"\s*(?:de|d'|avec|droite|directe|du|,?\s*sur)\b", after)


def _cours(before: str, after: str) -> bool:
    """« épuisé pendant une année » would last the whole year."""
    return not re.match(
        r"\s*(?:d'une?\b|du temps|des? (?:siècles?|âges?|temps)|(?:du|de la|de l')\s?"
        r"(?:marché|change|bourse|euro|dollar|jour\b))",
        after,
    )


def _suite(before: str, after: str) -> bool:
    """« fait suite à », « donner suite à » are verbs."""
    verb = r"(?:fai\w+|font|fera|feront|fît|donn\w+)(?: (?:pas|plus|aucune))?"
    return not re.search(rf"\b(?:{verb}|la|par|une|de|sans|aucune|en)\s*\Z", before)


def _is_said_twice(easier: str, before: str) -> bool:
    """Two « pour », or two « grâce à », in a row are hard to read."""
    if easier in _FREE:
        return False
    said = re.escape(easier.replace("’", "'"))
    return bool(re.search(rf"\b{said}\b[^,.;]{{0,40}}\Z", before))


def _not_que(before: str, after: str) -> bool:
    return not re.match(r"\s*(?:que\b|qu')", after)


def _davantage(before: str, after: str) -> bool:
    """Alone at the end, « plus » reads as a negation."""
    return _no_negation(before, after) and bool(re.match(r"\s+(?:de|d'|que|qu')", after))


def _adverb(before: str, after: str) -> bool:
    """« fortement développé » qualifies an adjective: « beaucoup » cannot."""
    return bool(re.search(r"\b(?:a|ont|avait|ait)\s*\Z", before)) or bool(
        re.match(r"\s*(?:[,.;]|les?\b|la\b|l'|des?\b|du\b|aux?\b|à\b|sur\b|\Z)", after)
    )


def _same(before: str, after: str) -> bool:
    """« également répartis » means in equal parts; « aussi utile que » compares."""
    apart = re.match(
        r"\s*(?:répart|partag|distant|pas\b|proch|connu|\w+\s+qu(?:e\b|'))", after
    )
    return _not_first(before, after) and not apart


def _last(before: str, after: str) -> bool:
    """« devront au préalable faire » has no place for « avant »."""
    return bool(re.match(r"\s*[,.;:)]", after))


def _term(before: str, after: str) -> bool:
    return not re.match(r"\s*(?:échu|national|régional|de\b|d')", after)


def _not_given(before: str, after: str) -> bool:
    """« à votre disposition » is no rule."""
    return not re.search(
        r"\b(?:libre|droit de|toutes?|à|mise|mettre)\s+(?:la|votre|leur|sa|notre)?\s*\Z",
        before,
    )


def _known_rules(before: str, after: str) -> bool:
    """« des modalités de mise en œuvre » are ways to do, « les modalités » are rules.

    « les modalités prises » are measures; of two « modalités » none changes alone.
    """
    if re.match(r"[^,;.]{0,30}\bpris", after) or "modalité" in before + after:
        return False
    return bool(re.search(r"\b(?:les|ses|leurs|mêmes|ces)\s+\Z", before))


def _no_work_of_art(before: str, after: str) -> bool:
    """Leave a film, which is directed, and a profit."""
    works = (
        r"objectif|ambition|potentiel|chiffre d'aff|mission|actifs\b|gage\b|"
        r"film|clip|album|court|documentaire|série|épisode|émission|rêve|marge|bénéf"
    )
    return not re.search(rf"\b(?:{works})", before + after)


def _before_noun(before: str, after: str) -> bool:
    """« sa vie durant », « trois siècles durant » have their noun before them."""
    times = r"vie|ans|années?|mois|siècles?|semaines?|jours|journées?|heures|nuits?"
    return bool(re.match(r"\s*\w", after)) and not re.search(rf"\b(?:{times})\s*\Z", before)


def _one(before: str, after: str) -> bool:
    """« c’est » before a plural is familiar French."""
    return bool(re.match(r"\s*(?:du\b|de\s+(?:la|l'|ce|cet|cette)\b|d'une?\b)", after))


def _many(before: str, after: str) -> bool:
    """« à cause de nombreux retards »: « de » may belong to what precedes."""
    years = re.match(r"\s*(?:années?|mois|jours|siècles?)\b", after)
    if years or re.match(r"\s*(?:et|ou|de|d'|,|mais)(?:\b|\s)", after):
        return False
    if re.search(r"\b(?:parmi|pendant|depuis|durant)\s+\Z", before):
        return False
    words = re.findall(r"[^\W\d_]+", before)
    if not words or re.search(r"[,(:]\s*\Z", before) or words[-1] in _FREE:
        return True
    known = readings(words[-1])[:1]
    return bool(known) and known[0].pos == "VER" and known[0].lemma not in _WITH_DE


_PREPOSITIONS = """
    à après avec chez comme contre dans depuis en entre et mais ou où par parmi pendant
    pour que sans sous sur vers
"""
_FREE = frozenset(_PREPOSITIONS.split())
_VERBS_WITH_DE = """
    agir bénéficier composer découler dépendre disposer doter émaner équiper être faire
    jouir manquer occuper parler profiter provenir résulter souffrir témoigner user venir
"""
_WITH_DE = frozenset(_VERBS_WITH_DE.split())


def _inside(before: str, after: str) -> bool:
    """« constitue » at the head has its subject after it."""
    return bool(re.search(r"\w\s*\Z", before))


def _after_pause(before: str, after: str) -> bool:
    """« apprendre à savoir » is a verb, « , à savoir » says what is meant."""
    return bool(re.search(r"[,:(]\s*\Z", before))


def _not_before(words: str) -> Guard:
    """Return a guard against what follows, at once or after one article or adjective."""
    pattern = re.compile(rf"\s*(?:[\w']+\s+|[ld]')?(?:[\w']+\s+)?(?:{words})")
    return lambda before, after: not pattern.match(after)


def _constituer(before: str, after: str) -> bool:
    """« vous constituez un dossier »: to make is not to be; nor is « constituer le délit ».

    « Paris et Lyon constituent une seule commune »: they only count as one.
    """
    made = _not_before(
        r"dossiers?\b|équipes?\b|sociétés?\b|stocks?\b|réserves?\b|provisions?\b|fichiers?\b|"
        r"comités?\b|commissions?\b|listes?\b|associations?\b|garanties?\b|collections?\b|"
        r"gouvernement|jury|capital|partie civile|avocat|groupes?\b|bureau|droits?\b|"
        r"patrimoine|épargne|échantillon|panel|base de|bases de|bibliothèque"
    )
    persons = re.search(r"\b(?:je|tu|nous|vous|on)\s+(?:ne\s+|n')?\Z", before)
    joined = re.search(r"\b(?:et|ou)\s+\Z", before)  # « et est » is hard to say
    one_of = re.match(r"\s*(?:\w+\s+)?(?:une?|des)\s(?!seule?\b)", after)
    apart = persons or joined or not one_of
    return _inside(before, after) and not apart and made(before, after)


def _disposition(before: str, after: str) -> bool:
    """« à votre disposition », « prendre ses dispositions » and a layout are no rules."""
    taken = re.search(r"\b(?:pren\w+|pris\w*)\s+(?:\w+\s+){0,3}\Z", before)
    layout = re.match(r"\s*(?:des (?:lieux|pièces|locaux|meubles)|d'esprit)", after)
    return _not_given(before, after) and not taken and not layout


def _realiser(before: str, after: str) -> bool:
    """« réaliser que » is to understand; a project that is « fait » is only drawn up."""
    project = re.search(r"\bprojets?\b", after[:40]) or re.search(
        r"\bprojets?\b[^,.;]{0,25}\Z", before
    )
    return not project and _no_work_of_art(before, after) and _not_que(before, after)


def _accorder(before: str, after: str) -> bool:
    """Leave loans, which are not given; « il est accordé » may be said of one."""
    passive = r"\b(?:ils?|elles?)\s+(?:(?:est|sont|peut|peuvent|être|aussi|pas|n')\s*)+\Z"
    loan = r"\b(?:prêt|microcrédit|emprunt|créancier)\w*\b[^.;]{0,60}\Z"
    myself = r"\b(?:s'|(?:se|nous|vous|voi[rt]|voient)\s+)\Z"
    if any(re.search(one, before) for one in (passive, loan, myself)):
        return False
    kept = r"prêts?\b|crédits?\b|grâce\b|foi\b|valeur|congé|renouvellement"
    return _not_before(kept)(before, after)


def _souhaiter(before: str, after: str) -> bool:
    """« souhaiter la bienvenue », « nous vous souhaitons… » are wishes."""
    to_whom = re.search(r"\b(?:lui|leur|(?:je|nous|on) vous)\s+\Z", before)
    return not to_whom and _not_before(r"bienvenue|bon\b|bonne|joyeu|heureu")(before, after)


_SAID = (
    r"(?:rapport|loi|règle|question|information|donnée|texte|décret|arrêté|circulaire|"
    r"ordonnance|directive|règlement|réglementation|disposition|article|convention|accord|"
    r"débat|discussion|étude|enquête|document|guide|avis|décision|délibération|"
    r"recommandation|précision|renseignement|déclaration|note|charte|clause|statistique|"
    r"litige|contentieux|avenant|principe|référentiel|norme|détail|indication|"
    r"communication)s?"
)
"""What is « sur » something: speech, a text, a study."""
_DATED = (
    r"\b(?:loi|décret|arrêté|ordonnance|circulaire|directive|règlement)\s"
    r"(?:[\w°./'-]+\s)+\d{4}\s+\Z"
)


def _relatif(before: str, after: str) -> bool:
    """« des sanctions applicables sur » is not said, nor « A et la règle sur »."""
    joined = rf"(?:\bet|\bou|,)\s*(?:\w+\s+|[ld]'){{0,2}}{_SAID}\s+\Z"
    alike = rf"\b{_SAID}\s+{joined}"
    # « attribuer les données relatives à une personne » may hold the only « à ».
    owner = (
        r"\b(?:attribu|imput|rattach|affect|reli|associ)\w+\s+(?:[\w']+\s+){0,4}[\w']*\s*\Z"
    )
    mixed = re.search(joined, before) and not re.search(alike, before)
    if mixed or re.search(owner, before):
        return False
    return bool(re.search(rf"(?<![\w-]){_SAID}\s+\Z|{_DATED}", before))


_DETERMINERS = r"la|ce|cet|cette|ces|son|sa|ses|leurs?|votre|vos|notre|nos|chaque|plusieurs"


def _en_fonction(before: str, after: str) -> bool:
    """« maintenu en fonction », in post; no « selon » twice, nor « selon seuils ».

    Of two « en fonction » none changes alone.
    """
    post = r"(?:maint|mis|mett|entr|rest|nomm|pris|pren|demeur|agent|personnel)\w*"
    held = rf"\b(?:{post}|est|sont|être|toujours|encore|déjà)\s+\Z"
    said = r"\b(?:selon|en fonction)\b"
    if re.search(held, before) or re.search(said, before + after):
        return False
    return bool(
        re.match(rf"\s*(?:du\b|des\b|de l'|d'une?\b|de (?:{_DETERMINERS})\b)", after)
    )


def _issue(before: str, after: str) -> bool:
    """« après » is later than « à la fin de »: not where a date hangs on it."""
    return not re.search(r"en même temps|\bdernier|au plus tard|le jour", before + after)


def is_causative(before: str) -> bool:
    """« en les faisant bénéficier de », « faire verser »: who acts is somebody else."""
    return bool(re.search(r"\b(?:fai\w+|fass\w+|fer\w+|font|fit|laiss\w+)\s+\Z", before))


GUARDS: Final[dict[str, Guard]] = {
    "ainsi que": _ainsi_que,
    "au cours de": _cours,
    "bénéficier de": verb_guards.beneficier,
    "considérablement": _adverb,
    "davantage": _davantage,
    "accorder": _accorder,
    "adresser": verb_guards.adresser,
    "constituer": _constituer,
    "coût": _not_before(r"vie\b|humain|social|environnement|écolog|sanitaire"),
    "de surcroît": _first,
    "de nombreuses": _many,
    "de nombreux": _many,
    "disposer de": verb_guards.disposer,
    "délivrer": verb_guards.delivrer,
    "disposition": _disposition,
    "durant": _before_noun,
    "d’autre part": _first,
    "d’une part": _first,
    "en conséquence": _first,
    "en fonction de": _en_fonction,
    "en ligne": _en_ligne,
    "en outre": _first,
    "fortement": _adverb,
    "il s’agit de": _one,
    "il est possible de": verb_guards.possible,
    "immédiatement": _not_before(r"supérieur|inférieur|voisin|exigible|applicable|exécut"),
    "largement": _adverb,
    "modalité": _known_rules,
    "notamment": _notamment,
    "par ailleurs": _first,
    "par conséquent": _first,
    "percevoir": verb_guards.percevoir,
    "postérieurement": _last,
    "préalablement": _last,
    "relatif à": _relatif,
    "réaliser": _realiser,
    "significativement": _adverb,
    "sur tout le territoire": _term,
    "souhaiter": _souhaiter,
    "quel que soit": lambda before, _: not re.search(r"\b(?:vaut|valent)\s+\Z", before),
    "suite à": _suite,
    "verser": lambda _, after: (
        not re.search(
            r"\bau dossier|\baux archives|\bau débat|\blarme|\bsang\b|\beau\b", after
        )
    ),
    "antérieurement": _last,
    "au préalable": _last,
    "viser à": verb_guards.viser,
    "à l’issue de": _issue,
    "à savoir": _after_pause,
    "à terme": _term,
    "également": _same,
    **locution_guards.GUARDS,
    **noun_guards.GUARDS,
    **verb_guards.GUARDS,
}


def stands(entry: Entry, before: str, after: str) -> Verdict:
    """Return whether an entry may be applied here, and how surely."""
    guard = GUARDS.get(entry.expression)
    if guard is not None and not guard(before, after):
        return None
    if entry.kind == "locutions" and _is_said_twice(
        entry.easier.removesuffix(" {le}"), before
    ):
        return None
    return "auto"
