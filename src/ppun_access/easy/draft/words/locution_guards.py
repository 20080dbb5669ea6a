"""Where another fixed expression does not mean what the easier one says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ppun_access.easy.draft.words.guard_words import FREE, Guard
from ppun_access.easy.draft.words.prepositions import is_infinitive
from ppun_access.french.lexical.morphology import readings


def en_ligne(before: str, after: str) -> bool:
    """Leave terms of law, wider than internet; « données sur internet » are about it.

    « un service en ligne » is one; « trois piqûres en ligne » are in a row.
    """
    term = r"communications? au public|communications? électroniques?|services?(?: \w+)?"
    if re.search(r"\b(?:piqûre|bouton|rang|file|soldat|arbre)", before):
        return False
    about = r"données(?: \w+)?|informations?|statistiques?|articles?|débats?"
    named = r"(?:observatoire|baromètre|portail|bouquet|catalogue)\b[^,;.]*"
    if re.search(rf"\b(?:(?:{term}|{about}|première|hors)\s+|{named})\Z", before):
        return False
    return not re.match(r"\s*(?:de|d'|avec|droite|directe|du|,?\s*sur)\b", after)


def is_one(before: str, after: str) -> bool:
    """« c’est » before a plural is familiar French."""
    return bool(re.match(r"\s*(?:du\b|de\s+(?:la|l'|ce|cet|cette)\b|d'une?\b)", after))


def many(before: str, after: str) -> bool:
    """« à cause de nombreux retards »: « de » may belong to what precedes."""
    years = re.match(r"\s*(?:années?|mois|jours|siècles?)\b", after)
    if years or re.match(r"\s*(?:et|ou|de|d'|,|mais)(?:\b|\s)", after):
        return False
    if re.search(r"\b(?:parmi|pendant|depuis|durant)\s+\Z", before):
        return False
    words = re.findall(r"[^\W\d_]+", before)
    if not words or re.search(r"[,(:]\s*\Z", before) or words[-1] in FREE:
        return True
    known = readings(words[-1])[:1]
    return bool(known) and known[0].pos == "VER" and known[0].lemma not in _WITH_DE


_VERBS_WITH_DE = """
    agir bénéficier composer découler dépendre disposer doter émaner équiper être faire
    jouir manquer occuper parler profiter provenir résulter souffrir témoigner user venir
"""

_WITH_DE = frozenset(_VERBS_WITH_DE.split())

_SAID = (
    r"(?:rapport|loi|règle|question|information|donnée|texte|décret|arrêté|circulaire|"
    r"ordonnance|directive|règlement|réglementation|disposition|article|convention|accord|"
    r"débat|discussion|étude|enquête|document|guide|avis|décision|délibération|"
    r"recommandation|précision|renseignement|déclaration|note|charte|clause|statistique|"
    r"litige|contentieux|avenant|principe|référentiel|norme|détail|indication|"
    r"communication)s?"
)
"""What is « sur » something: speech, a text, a study."""

_TITLE = r"\A\W*(?:loi|décret|arrêté|ordonnance|circulaire)\b"
"""« Arrêté relatif aux… » at the head is the name of the text."""


def relatif(before: str, after: str) -> bool:
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
    named = re.search(_TITLE, before)
    return not named and bool(re.search(rf"(?<![\w-]){_SAID}\s+\Z", before))


_DETERMINERS = r"la|ce|cet|cette|ces|son|sa|ses|leurs?|votre|vos|notre|nos|chaque|plusieurs"


def en_fonction(before: str, after: str) -> bool:
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


def because(before: str, after: str) -> bool:
    """« à cause de » blames: « en raison de leur intérêt » does not."""
    praised = (
        r"puissance|valeur|intérêt|qualité|importance|richesse|succès|mérite|beauté|"
        r"compétence|expérience|rôle|efficacité|performance|potentiel|atout|incidence"
    )
    return not re.search(rf"\b(?:{praised})", after[:45])


def target(before: str, after: str) -> bool:
    """Leave a figure, which is an « objectif » and no « but »."""
    return bool(re.match(r"\s*(?:de\s+[a-zà-ÿ]|d'|que\b|qu')", after)) and not re.search(
        r"\d", after[:60]
    )


_ABOUT = (
    r"(?:information|disposition|question|hypothèse|mesure|travaux|règle|texte|débat|étude|"
    r"donnée|réflexion|discussion|loi|décret|enquête|rapport)s?"
)


def about(before: str, after: str) -> bool:
    """« des questions concernant la santé » are about it, a « dossier » is not."""
    noun = re.search(
        rf"\b{_ABOUT}\s(?:(?!et\b|ou\b)[\w-]+\s){{0,4}}\Z",
        before,
    )
    return bool(noun and re.match(r"\s(?:les?|la|l'|des|une?|leurs?|[cs]es)", after))


def with_handicap(before: str, after: str) -> bool:
    """Somebody « avec un handicap »; after « être » it would be « avoir »."""
    verb = (
        r"(?:est|sont|être|soit|soient|était|étaient|trouve|trouvent|placée?s?|vivre|ou|et|"
        r"population|population détenue|public)"
    )
    # « un handicap de plus de 29 ans », « ou de perte d'autonomie », « destiné à… »
    age = re.match(r"\s*(?:(?:ou |et )?(?:de\b|d')|\w+(?:é|ée|és|ées)\s+à\b)", after)
    held = re.search(rf"\b{verb}\s+\Z", before) or age
    return not held and bool(re.search(r"\w\s\Z", before))


def by(before: str, after: str) -> bool:
    """« , par le site » reads as who does it; of two « via » none changes alone."""
    return not re.search(r"\bvia\b", before + after) and not re.search(
        r",\s*\Z|\bpar\b[^,;.]*\Z", before
    )


_PLACES = (
    r"entreprise|établissement|logement|bâtiment|école|collège|lycée|université|commune|ville|"
    r"région|territoire|quartier|groupe|service|structure|espace|réseau|document|parcours|"
    r"projet|programme|plan|secteur|site|maison|famille|foyer|association|pays|union|équipe|"
    r"plateforme|laboratoire|hôpit|centre|atelier|organisation|organisme|branche|unité|pôle|"
    r"filière|société|communauté|collectivité|administration"
)


def within(before: str, after: str) -> bool:
    """« dans les agents » is no French, « dans le ministère » is hardly: places only.

    « la confiance dans l'équipe » is another; « dans les réseaux, dans A » stumbles.
    """
    if re.search(r"\b(?:confiance|foi|croyance|investissement\w*)\s+\Z", before):
        return False
    if re.match(r"[^,;]{0,40}, dans\b", after):
        return False
    named = (
        rf"\s*(?:du\s+|des\s+|d'(?:une?\s+)?|de\s+(?:\w+\s+|l')?)(?:\w+\s+)?(?:{_PLACES})"
    )
    return bool(re.match(named, after))


def about_matter(before: str, after: str) -> bool:
    """Tell what is done « pour » something; « exposé pour l'incendie » is not said."""
    done = (
        r"règle|mesure|action|politique|obligation|effort|objectif|responsabilité|besoin|"
        r"compétence|aide|stratégie|engagement|droit|loi|réglementation|vigueur"
    )
    return bool(re.search(rf"\b(?:{done})s?\s+\Z", before))


def outside(before: str, after: str) -> bool:
    """« hors de la prison », « hors des heures »; « en dehors du RSA » is « sauf »."""
    place = (
        r"prison|établissement|lieu|france|union|territoire|entreprise|agglomération|zone|"
        r"heure|horaire|temps|période|logement|domicile|école|département|région|commune|"
        r"pays|délai|limite|mission|exercice|réglementation|condition|académie"
    )
    if re.search(r"\bqu'\Z", before):
        return False
    near = r"\s*(?:du|des|de|d')\s?(?:l'|(?:la|ces?|cette|cet|ses|son|sa|vos|une?)\s)?"
    return bool(re.match(rf"{near}(?:{place})", after))


def told_above(before: str, after: str) -> bool:
    """« évoqué ci-dessus »; « les situations ci-dessus » want a participle."""
    return bool(re.search(r"\w(?:és?|ées?|[iu]s?|[iu]es?|[iu]tes?|its?)\s+\Z", before))


_PERSON = r"personne|agent|salarié|élève|étudiant|enfant|parent|utilisateur|distributeur"


def either(before: str, after: str) -> bool:
    """« agents et/ou salariés », « sociales et/ou professionnelles », and no other.

    Where both may be asked, given or punished « ou » says less.
    """
    kind = r"(?:trop\s+)?\w+(?:elle|el|ale|aux|ique|if|ive)s?\b(?!\s+(?:des?|du)\b|\s+d')"
    return bool(re.match(rf"\s*(?:(?:\w+\s+)?(?:{_PERSON})|{kind})", after))


def in_case(before: str, after: str) -> bool:
    """After « si » no conditional stands, and « il » elides it."""
    clause = re.split(r"[,;.]", after, maxsplit=1)[0]
    return not re.match(r"\s*(?:ils?|on)\b", after) and not re.search(
        r"\w+r(?:ais|ait|aient|ions|iez)\b", clause
    )


_ASKED = (
    r"\b(?:demand|déclar|dépos|réclam|signal)\w*(?:\s+(?:directement|par écrit|[ld]'\w+|"
    r"(?:une?|les?|la|son|sa|cette|votre|vos)\s+\w+))?"
    r"(?:\s+(?:de|d')\s?\w+)?\s+\Z"
)


def asked_from(before: str, after: str) -> bool:
    """« demander auprès de la mairie » is to ask it; to be « auprès de » her is not."""
    inform = re.search(
        r"\b(?:renseign|inform|obten|vérifi|assur|travail|opposition|recours|démarche|"
        r"utiliser|vigueur|préalable|mutation|intégr|se déclar|vous déclar)\w*",
        before,
    )
    whom = re.match(r"\s*(?:du\b|des\b|de (?:la|l'|votre|vos|son|sa)(?:\b|(?<=')))", after)
    return bool(whom and re.search(_ASKED, before)) and not inform


def is_missing(before: str, after: str) -> bool:
    """« en l'absence d'accord » is « sans accord »; of a person who is away it is not."""
    who = r"personne|salarié|parent|titulaire|employeur|représentant|délégué|propriétaire"
    known = r"(?:la|une?|cette|cet?|ces|ses|son|sa|leurs?)\b|l'"
    return bool(re.match(rf"\s*(?:de\s+|d')(?!{known}|[\w']*(?:{who}))", after))


def by_respecting(before: str, after: str) -> bool:
    """Who acts must be the subject: « reconduit, dans le respect de » names nobody."""
    passive = (
        r"\b(?:est|sont|être|été|soit|soient)\s+(?:\w+\s+)?\w+(?:é|i|u|is|it)e?s?\b[^;.]*\Z"
    )
    return not re.search(rf",\s*\Z|{passive}", before)


def meant_for(before: str, after: str) -> bool:
    """« une notice à destination des agents pour les guider »: not « pour » twice."""
    return not re.match(r"[^,;.]{0,60}\bpour\b", after)


GUARDS: Mapping[str, Guard] = {
    "à destination de": meant_for,
    "au sein de": within,
    "auprès de": asked_from,
    "ci-dessus": told_above,
    "compte tenu de": lambda _, after: not re.match(r"\s*(?:de\s+|d')une?\b", after),
    "concernant": about,
    "dans certains cas": lambda before, _: not re.search(r"\bsauf,?\s+\Z", before),
    "dans le cas où": in_case,
    "dans le cas où il": in_case,
    "dans le respect de": by_respecting,
    "de nombreuses": many,
    "de nombreux": many,
    "en dehors de": outside,
    "en fonction de": en_fonction,
    "en ligne": en_ligne,
    "en l’absence de": is_missing,
    "en matière de": about_matter,
    "en raison de": because,
    "en situation de handicap": with_handicap,
    "et/ou": either,
    "il convient de": lambda before, _: not re.search(r"\b(?:qu'|comme\s+)\Z", before),
    "il existe": lambda _, after: bool(re.match(r"\s+\w", after)),
    "il peut s’agir de": lambda _, after: bool(
        re.match(r"\s*(?:d'une?\b|de (?:la|l'|cette|ce)\b)", after)
    ),
    "il s’agit de": is_one,
    "l’objectif est": target,
    "quel que soit": lambda before, _: not re.search(r"\b(?:vaut|valent)\s+\Z", before),
    "relatif à": relatif,
    "sur la base de": lambda _, after: "volontariat" not in after[:20],
    "uniquement": lambda before, _: (
        not re.search(r"\b(?:doi\w+|dev\w+|suffi\w+|faut|faudra)\s+\Z", before)
    ),
    "via": by,
    "à défaut de": lambda _, after: (
        not is_infinitive(re.sub(r"^\s*(?:de\s+|d')", "", after))
    ),
    "à l’aide de": lambda before, _: (
        not re.search(r"\b(?:relati|droit|éligib|accès|prét|recour)\w*\s+\Z", before)
    ),
}
"""By entry: what precedes and what follows → it stands."""
