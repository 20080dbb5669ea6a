"""Where a fixed expression does not mean what the easier one says, for `guards.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ppun_access.easy.rewrite.prepositions import is_infinitive


def contrast(before: str, after: str) -> bool:
    """« mais » opens a clause: « il doit cependant payer » has another order."""
    return bool(re.search(r"(?:\A\W*|;\s*)\Z", before)) and not re.match(
        r"\s*(?:que\b|qu')", after
    )


def nowadays(before: str, after: str) -> bool:
    """No « aujourd'hui » twice."""
    return "aujourd'hui" not in before + after


_MEMBER = (
    r"\s*(?:(?:les?|la|des?|du|aux?|à|dans|pour|par|sur|chez|en|ceux|celles?|leurs?|ses|son|"
    r"sa)\b|[ld]')"
)


def above_all(before: str, after: str) -> bool:
    """« , en particulier les légumes » picks from what precedes; a first one goes on."""
    if re.search(r"\b(?:surtout|principalement)\b", before + after):
        return False
    return bool(re.search(r"\w\s?[,(]\s*\Z", before) and re.match(_MEMBER, after))


def because(before: str, after: str) -> bool:
    """« à cause de » blames: « en raison de leur intérêt » does not."""
    praised = (
        r"puissance|valeur|intérêt|qualité|importance|richesse|succès|mérite|beauté|"
        r"compétence|expérience|rôle|efficacité|performance|potentiel|atout|incidence"
    )
    return not re.search(rf"\b(?:{praised})", after[:45])


_LASTING = (
    r"accompagnement|année|atelier|arrêt|bataille|campagne|cérémonie|championnat|concert|"
    r"conférence|constitution|construction|consultation|contrôle|crise|débat|déplacement|"
    r"démarche|échange|élection|enquête|entretien|épreuve|étape|examen|exposition|festival|"
    r"fête|formation|guerre|instruction|match|mission|mondia|mois|période|permanence|phase|"
    r"préparation|procédure|production|projet|réalisation|rencontre|réunion|saison|séance|"
    r"séjour|session|sommet|stage|tournoi|travaux|trajet|traitement|transport|vacances|"
    r"visite|voyage"
)


def during(before: str, after: str) -> bool:
    """Only what lasts: « lors d'un accident », « lors de l'inscription » are moments."""
    return bool(
        re.match(rf"\s*(?:du|des|d'|de)\s*(?:\w+\s|l')?(?:\w+\s)?(?:{_LASTING})", after)
    )


def aim(before: str, after: str) -> bool:
    """« il s'agit d'aider » tells an aim; after a condition it tells what must be done."""
    found = re.match(r"\s*(?:de\s+|d')", after)
    opens = re.search(r"(?:\A|,\s)\W*\Z", before)
    leads = re.search(r"\b(?:pour|afin|si|lorsque|quand|donc)\b|\bs'il", before)
    return bool(found and opens and not leads and is_infinitive(after[found.end() :]))


def target(before: str, after: str) -> bool:
    """Leave a figure, which is an « objectif » and no « but »."""
    return bool(re.match(r"\s*(?:de\s+[a-zà-ÿ]|d'|que\b|qu')", after)) and not re.search(
        r"\d", after[:60]
    )


def quickly(before: str, after: str) -> bool:
    """« rapidement et efficacement » are of one form; « vite » comes before « malade »."""
    return not re.search(r"(?:,|\bdeven\w+ \w+)\s*\Z", before) and not re.match(
        r"\s*et\b", after
    )


def deadline(before: str, after: str) -> bool:
    """« dans les » needs several days or months."""
    days = re.match(r"\s*de\s+(?:[2-9]|1\d|deux|trois|quatre|cinq|six|dix)", after)
    whom = re.search(r"\w[éi]e?s\s+\Z", before)  # « les parents accompagnés dans les »
    return bool(days) and not whom


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


def like(before: str, after: str) -> bool:
    """« tel que calculé » names no example, « fort comme des murs » compares."""
    named = re.match(r"\s+(?:les?|la|l'|leurs?|[cs]es)(?:\b|(?<='))", after)
    return bool(named and re.search(r"\w,?\s+\Z", before))


def with_handicap(before: str, after: str) -> bool:
    """Somebody « avec un handicap »; after « être » it would be « avoir »."""
    verb = (
        r"(?:est|sont|être|soit|soient|était|étaient|trouve|trouvent|placée?s?|vivre|ou|et|"
        r"population|population détenue|public)"
    )
    age = re.match(r"\s*(?:de|d')\b", after)  # « un handicap de plus de 29 ans »
    held = re.search(rf"\b{verb}\s+\Z", before) or age
    return not held and bool(re.search(r"\w\s\Z", before))


def even(before: str, after: str) -> bool:
    """No « même » twice."""
    return not re.match(r"\s*même\b", after) and not re.search(r"\bmême\b", before)


def by(before: str, after: str) -> bool:
    """« , par le site » reads as who does it; of two « via » none changes alone."""
    return not re.search(r"\bvia\b", before + after) and not re.search(
        r",\s*\Z|\bpar\b[^,;.]*\Z", before
    )


def as_one(before: str, after: str) -> bool:
    """« , comme ville, elle… » and « c'est comme » compare: only just after a word."""
    free = re.search(r"\w\s+\Z", before) and not re.search(r"\bc'est\s+\Z", before)
    return bool(free) and not after.startswith(" de ")


def within(before: str, after: str) -> bool:
    """« dans les agents » is no French, « dans le ministère » is hardly."""
    body = (
        r"état|ministère|gouvernement|département|direction|préfecture|mairie|conseil|"
        r"comité|commission|assemblée|agence|cabinet|secrétariat|délégation|institut"
    )
    if re.match(rf"\s*(?:du|de\s+(?:la|l'|\w+)|d'une?|des)\s*(?:{body})", after):
        return False
    people = (
        r"agents|salarié|habitant|élève|membre|personne|usager|citoyen|jeunes|femmes|"
        r"hommes|parent|professionnel|étudiant|électeur"
    )
    return not re.match(rf"\s*(?:des|de [cs]es|de [nv]os|de leurs)\s+(?:{people})", after)


def generally(before: str, after: str) -> bool:
    """« plus généralement » compares; « en outre en général » has two « en » in a row."""
    if re.search(r"\ben\s+\w+,?\s+\Z", before) or re.match(r",?\s+en\b", after):
        return False
    return not re.search(r"\b(?:plus|très|moins|aussi|assez|trop|si)\s+\Z", before)


def about_matter(before: str, after: str) -> bool:
    """Tell what is done « pour » something; « exposé pour l'incendie » is not said."""
    done = (
        r"règle|mesure|action|politique|obligation|effort|objectif|responsabilité|besoin|"
        r"compétence|aide|stratégie|engagement|droit|loi|réglementation|vigueur"
    )
    return bool(re.search(rf"\b(?:{done})s?\s+\Z", before))


_FIGURE = (
    r"(?:\d|une?\s+(?:an|mois|jour|semaine|heure|mètre|hectare|kilo|euro|tiers|quart|milli)|"
    r"deux\b|trois\b|quatre\b|cinq\b|six\b|sept\b|huit\b|neuf\b|dix\b|"
    r"douze\b|quinze\b|vingt\b|trente\b|cent\b|mille\b)"
)


def figure(before: str, after: str) -> bool:
    """« dans la limite de 500 € », « supérieur à deux mois »: only a figure is counted."""
    return bool(re.match(rf"\s*(?:de\s+|d'|à\s+){_FIGURE}", after))


def compared(before: str, after: str) -> bool:
    """« une surface supérieure à 20 m² », « le prix est supérieur à 5 € », and no other.

    « égale ou supérieure à » has two adjectives; in « l'ancienneté du salarié supérieure à
    un an » it would be the worker who is « de plus d'un an ».
    """
    near = re.search(
        r"(?:\b(?:est|sont|être|soit|soient|était|étaient|sera|seront|reste|restent)|"
        r"\b(?:une?|les?|la|ces?|cette|de|leurs?|[sv]otre|[sv]os|[sv]on|sa)\s+[\w-]+|"
        r"(?:\b[dl]')[\w-]+)\s+\Z",
        before,
    )
    far = re.search(r"\b(?:du|des|de la|de l'|ou|ni|et)\s?[\w-]*\s+\Z|\bni\b", before)
    two = re.search(r"\b(?:inférieur|supérieur|éga(?:l|ux)\b|égale)", before + after)
    return figure(before, after) and bool(near) and not (far or two)


_CAPPED = re.compile(
    r",\s*\Z|\b(?:limit|compris|défini|fix|plafon|maxim|rédui|baiss|dimin)\w*[^.;]{0,60}\Z"
)


def up_to(before: str, after: str) -> bool:
    """« remboursé dans la limite de 50 € », where nothing else sets a limit."""
    return figure(before, after) and not _CAPPED.search(before)


def outside(before: str, after: str) -> bool:
    """« hors de la prison », « hors des heures »; « en dehors du RSA » is « sauf »."""
    place = (
        r"prison|établissement|lieu|france|union|territoire|entreprise|agglomération|zone|"
        r"heure|horaire|temps|période|logement|domicile|école|département|région|commune|"
        r"pays|délai|limite|mission|exercice|cas\b|hypothèse|réglementation|condition|académie"
    )
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


def otherwise(before: str, after: str) -> bool:
    """« À défaut, » opens a clause; « à défaut d'accord » is « sans »."""
    head = re.search(r"(?:\A\W*|[;,]\s*|\bet\s+|\bou,?\s+)\Z", before)
    return bool(head and re.match(r"\s*,", after))


def in_case(before: str, after: str) -> bool:
    """After « si » no conditional stands, and « il » elides it."""
    clause = re.split(r"[,;.]", after, maxsplit=1)[0]
    return not re.match(r"\s*(?:ils?|on)\b", after) and not re.search(
        r"\w+r(?:ais|ait|aient|ions|iez)\b", clause
    )


def on_the_day(before: str, after: str) -> bool:
    """« à la date du 2 mai » has its day, « reporté à la date de » its preposition."""
    moved = r"\b(?:limit|report|repouss|avanc|fix|ramen)\w*\s+\Z|\b(?:ou|et)\s+\Z"
    known = r"\s*(?:du\s+(?!\d)|de\s+(?:la|l'|son|sa|leur|votre|cette|ce)\b)"
    return bool(re.match(known, after)) and not re.search(moved, before)


_ASKED = r"\b(?:demand|déclar|dépos|adress|réclam|signal)\w*\b[^,.;()]{0,40}\Z"


def asked_from(before: str, after: str) -> bool:
    """« demander auprès de la mairie » is to ask it; to be « auprès de » her is not."""
    inform = re.search(
        r"\b(?:renseign|inform|obten|vérifi|assur|travail|opposition|recours|démarche|"
        r"utiliser|vigueur)\w*",
        before,
    )
    return bool(re.search(_ASKED, before)) and not inform


GUARDS: Mapping[str, Callable[[str, str], bool]] = {
    "actuellement": nowadays,
    "auprès de": asked_from,
    "dans certains cas": lambda before, _: not re.search(r"\bsauf,?\s+\Z", before),
    "ci-dessus": told_above,
    "dans la limite de": up_to,
    "dans le cas où": in_case,
    "dans le cas où il": in_case,
    "d’un montant de": figure,
    "d’une durée de": figure,
    "en revanche": contrast,
    "en dehors de": outside,
    "et/ou": either,
    "inférieur à": compared,
    "pour une durée de": figure,
    "pour une période de": figure,
    "supérieur à": compared,
    "uniquement": lambda before, _: (
        not re.search(r"\b(?:doi\w+|dev\w+|suffi\w+|faut|faudra)\s+\Z", before)
    ),
    "à défaut de": lambda _, after: (
        not is_infinitive(re.sub(r"^\s*(?:de\s+|d')", "", after))
    ),
    "à défaut": otherwise,
    "à la date de": on_the_day,
    "au sein de": within,
    "concernant": about,
    "cependant": contrast,
    "compte tenu de": lambda _, after: not re.match(r"\s*(?:de\s+|d')une?\b", after),
    "dans un délai de": deadline,
    "en particulier": above_all,
    "en raison de": because,
    "en situation de handicap": with_handicap,
    "il existe": lambda _, after: bool(re.match(r"\s+\w", after)),
    "il peut s’agir de": lambda _, after: bool(
        re.match(r"\s*(?:d'une?\b|de (?:la|l'|cette|ce)\b)", after)
    ),
    "en tant que": as_one,
    "généralement": generally,
    "il s’agit": aim,
    "en matière de": about_matter,
    "lors de": during,
    "l’objectif est": target,
    "néanmoins": contrast,
    "rapidement": quickly,
    "tel que": like,
    "sur la base de": lambda _, after: "volontariat" not in after[:20],
    "toutefois": contrast,
    "via": by,
    "voire": even,
}
"""By entry: what precedes and what follows → it stands."""
