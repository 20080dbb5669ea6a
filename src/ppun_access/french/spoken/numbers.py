"""Say cardinals, ordinals, Roman numerals and fractions in words.

Plain integers stay in digits: engines read them well, better than words with hyphens. What
engines get wrong is written: « vingt et une communes », « 3500 », « 1 virgule zéro 5 ».
"""

from __future__ import annotations

import re

from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.lexical.persons import is_given_name
from ppun_access.french.spoken.number_words import LARGEST, cardinal, ordinal, roman
from ppun_access.french.spoken.rules import (
    CAPITAL,
    DIGIT,
    LETTER,
    Rule,
    S,
    after,
    before,
    spaced,
)
from ppun_access.french.text.numerals import BEFORE, NUMBER, whole

_LABELS = (
    "article|art|axe|page|p|chapitre|niveau|numéro|n°|étape|phase|zone|ligne|lot|action|"
    "mesure|fiche|annexe|tranche|catégorie|classe|type|groupe|titre|version|priorité|"
    "en|depuis|dès|année|an|objectif|orientation|code postal|rue|route|salle|porte|voie"
)
LABELLED = re.compile(rf"(?<!\w)(?:{_LABELS})[.:]? ?\Z", re.IGNORECASE)
"""Before a number that names instead of counting: « zone 1 », « axe 21 »."""
_NOUN = re.compile(rf"{S}(?:mille{S})?({LETTER}[^\W\d_]*(?:-[^\W\d_]+)*)")


def number(text: str) -> str:
    """Return a ``NUMBER`` as it is said: « 3 500,05 » is « 3500 virgule zéro 5 »."""
    integer, _, decimals = decimal(text).partition(",")
    said = whole(integer)
    return f"{uncounted(said)} virgule {leading_zeros(decimals)}" if decimals else said


_SOUNDED = {"six": "sisse", "huit": "huite", "dix": "disse"}


def uncounted(digits: str) -> str:
    """Return a number that no noun follows: « 6 » is « sisse » in « 6 sur 20 ».

    Engines take the next word for what is counted, and say « si », « ui », « di ».
    """
    if not digits.isdigit() or digits.startswith("0") or int(digits) > LARGEST:
        return digits
    words = cardinal(int(digits))
    last = re.split(r"[ -]", words)[-1]
    if last not in _SOUNDED:
        return digits
    said = words.removesuffix(last) + _SOUNDED[last]
    return said.replace("quatre-vingt-", "quatrevin-").replace("vingt-s", "vinte-s")


def decimal(text: str) -> str:
    """Return a number with the French decimal mark: « 4.3 » is « 4,3 »."""
    return re.sub(r"\.(?=\d{1,2}\Z)", ",", text)


def leading_zeros(digits: str) -> str:
    """Return digits with their first zeros in words: engines drop them."""
    rest = digits.lstrip("0")
    return " ".join(["zéro"] * (len(digits) - len(rest)) + [rest] * bool(rest))


def value(text: str) -> float:
    """Return the value of a ``NUMBER``."""
    integer, _, decimals = decimal(text).partition(",")
    return float(f"{whole(integer)}.{decimals or 0}")


def counted(text: str, feminine: bool) -> str:
    """Return a number before a noun: in words where its last « un » is feminine."""
    if not feminine or not text.isdigit() or text.startswith("0") or len(text) > 12:
        return text
    n = int(text)
    if n % 10 != 1 or n % 100 in {11, 71, 91} or n > LARGEST:
        return text
    return cardinal(n, feminine=True)


def linked(said: str, noun: str) -> str:
    """Return a number before ``noun``: « neuf heures », whose v engines miss in digits."""
    vowel = noun.startswith("heure") or noun == "ans"
    return cardinal(int(said)) if vowel and re.fullmatch(r"(?:[1-9]\d?)?9", said) else said


def _quantity(found: re.Match[str]) -> str:
    """Say a number, in the feminine when the noun that follows is surely feminine."""
    said = number(found[0])
    if said[-1] not in "19" or not said.isdigit():
        return said
    noun = _NOUN.match(found.string, found.end())
    if said == "1" and found.string[found.start() - 1 : found.start()] in {"'", "’"}:
        return cardinal(1, bool(noun and is_feminine(noun[1])))
    if noun and said[-1] == "9":
        return linked(said, noun[1])
    if noun and _STREET.match(found.string, noun.start(1)):
        return said
    if not noun or LABELLED.search(before(found)):
        return said
    return counted(said, is_feminine(noun[1]))


_STREET = re.compile(
    rf"(?:rue|avenue|impasse|allée|ruelle|route|traverse)\b|place{S}(?:{CAPITAL}|de la{S})"
)
"""After the number of a house: « 21 rue Haute »."""


# Ranks

_RAISED = str.maketrans("ᵉʳˢᵈⁿ", "ersdn")
_FIRST = frozenset({"er", "ers", "re", "res", "ère", "ères", "ᵉʳ", "ʳᵉ"})
_EVERY = r"ères?|ère|ers?|res?|ᵉʳ|ʳᵉ"
_AND = r"([-–](?=(?:\d+|[IVX]+)(?:i?[eè]me|e|ᵉ)))?"
"""What joins two ranks: « XVe-XVIe siècles »."""
_OTHERS = r"ndes?|nds?|des?|ds?|i?[eè]mes?|es?|è|ᵉˢ|ᵉ"


def rank(n: int, ending: str) -> str:
    """Return the rank ``n`` in words; ``ending`` tells its gender and number."""
    ending = ending.translate(_RAISED)
    plural = "s" if ending.endswith("s") else ""
    ending = ending.removesuffix("s")
    if n == 2 and "d" in ending:
        return ("second" if ending in {"d", "nd"} else "seconde") + plural
    return ordinal(n, feminine=ending in {"re", "ère", "ere"}) + plural


def _rank(found: re.Match[str]) -> str:
    """Say « 1re » as « première », « 2de » as « seconde », « 3e » as « troisième »."""
    return rank(int(found[1]), found[2].lower()) + (" et " if found[3] else "")


def _century(found: re.Match[str]) -> str | None:
    """Say « XXIe siècle » as « vingt et unième siècle »; never « Vers », « Ides »."""
    n = roman(found[1])
    if (
        not n
        or (found[2] not in "°º" and (n == 1) != (found[2] in _FIRST))
        or ("d" in found[2] and n != 2)
    ):
        return None
    return rank(n, found[2]) + (" et " if found[3] else "")


def _item(found: re.Match[str]) -> str | None:
    """Say « 1° » that begins a line of law as « premièrement »."""
    n = int(found[1])
    left = before(found).rstrip(" «(")
    if not 1 <= n <= 30 or re.match(rf"{S}?[CF]\b(?!['’])", after(found)):
        return None
    if _RANKED.match(after(found)):
        return ordinal(n)
    cited = _CITED.match(after(found)) and re.search(
        r"(?<!\w)(?:l[ea]s?|du|aux?|des) \Z", before(found)
    )
    if ((left and left[-1] not in ";:") or found[0][-1] == "o") and not cited:
        return None
    return f"{ordinal(n, feminine=True)}ment"


_RANKED = re.compile(
    r" (?:étage|arrondissement|alinéa|siècle|rang|tour|trimestre|semestre|degré|chapitre|"
    r"paragraphe|anniversaire|jour|mois|âge|groupe|collège)\b"
)
"""Before these nouns, the sign of degrees is an old one of rank: « 3° étage »."""
_CITED = re.compile(
    r" (?:de l['’](?:article|annexe|alinéa)|de la loi|du (?:[IVX]+\b|même|présent|décret))"
)
"""What follows an item of a law that is cited: « le 2° de l’article 3 »."""


# Roman numerals

_HOLDERS = (
    "chapitre|titre|livre|tome|volume|partie|article|art.|annexe|axe|section|acte|scène|"
    "phase|niveau|catégorie|classe|type|groupe|objectif|priorité|orientation|action|mesure|"
    "étape|tableau|figure|chap.|fig.|vol.|t.|pilier|volet|chantier|levier|défi|lot|paragraphe|"
    "sous-section|division|zone|guerre mondiale|Vatican|Apollo|Paris|Lyon|Bordeaux|Lille|"
    "Grenoble|Rennes|Toulouse|Strasbourg|Montpellier|Aix-Marseille|Nancy|règne de|cycle|"
    "appendice|planche|séquence|épisode|saison|règle|principe|thème|module|programme"
)
_KINGS = (
    "Louis|Henri|Charles|François|Napoléon|Philippe|Pie|Léon|Jean-Paul|Benoît|Paul|Grégoire|"
    "Elizabeth|Mohamed|Margrethe|Gustaf|Henry|Clément|Innocent|Urbain|Alexandre|Boniface|Édouard|Edouard|Élisabeth|Elisabeth|George|"
    "Georges|Guillaume|Frédéric|Frédéric-Guillaume|Nicolas|Pierre|Catherine|Albert|Léopold|"
    "Alphonse|Juan Carlos|Felipe|Ramsès|Baudouin|Harald|Christian|Gustave|Robert|Childéric|"
    "Clotaire|Dagobert|Thierry|Mohammed|Hassan|Otton|Rodolphe|Maximilien|Ferdinand|Amédée|"
    "Victor-Emmanuel|Umberto|Jacques|Isabelle|Jean|Joseph|Sixte|Jules|Théodose|Richard|"
    "Casimir|Sigismond|Louis-Philippe|Abdülhamid|Pépin|Marie|Ier"
)
_LONE = re.compile(r"(?<!\w)(?:Louis|Henri|Charles|François|Napoléon|Philippe|Pie|Léon) \Z")
_LIST = r"[sx]?(?: ?(?:n° )?[IVXLC]+(?:,| et| ou| à|[-–/]))* ?\Z"
_CROWNED = re.compile(rf"(?<!\w)(?:{_KINGS}) (?:[IVX]+(?:,| et) )*\Z")
_LISTED = re.compile(rf"(?i:(?<!\w)(?:{_HOLDERS.replace('.', '[.]')})){_LIST}")


def _roman(found: re.Match[str]) -> str | None:
    """Say « chapitre IV » as « chapitre 4 », « Louis XIV » as « Louis 14 »."""
    text = found[1]
    n = roman(text)
    if found[2]:
        return _romans(found, n, roman(found[2]))
    if not n or (len(text) == 1 and text in "LCDM"):
        return None
    context = before(found, 60)
    point = _POINT.search(context) and (
        _POINTED.match(after(found)) or (context.endswith("même ") and len(text) > 1)
    )
    listed = point or _LISTED.search(context) or context.endswith("° du ")
    if listed or _is_heading(found, context):
        return str(n)
    if not _CROWNED.search(context) and not _is_reign(text, context):
        return None
    initial = re.match(r"\. ?[A-Z]", after(found))
    if len(text) == 1 and (initial or not _LONE.search(context)):
        return None
    return "premier" if n == 1 else str(n)


_POINT = re.compile(
    r"(?:(?i:(?<!\w)(?:les?|du|aux?|des|même) )|\(|\A)(?:[IVX]+(?:,| et| ou| à) )*\Z"
)
_POINTED = re.compile(
    rf"(?: (?:bis|ter|quater))?(?:(?:,| et| ou| à) [IVX]+){{0,9}}{_CITED.pattern}"
)
"""Around the points of a law: « les I et II de l’article 3 », « le II bis de la loi »."""
_HEADED = re.compile(rf"(?:\.|\)|{S}[–—-]){S}+{CAPITAL}")
_BEGUN = re.compile(rf"\.{S}+({LETTER}+)")
_NAME = re.compile(rf"(?<![\w-])({CAPITAL}[^\W\d_]+(?:-[^\W\d_]+)*) \Z")


def _is_heading(found: re.Match[str], context: str) -> bool:
    """Return whether a line begins with it: « IV. Conclusion », « I. Les usages ».

    One letter may be an initial (« V. Hugo »), unless an article or the like follows.
    """
    if context.rstrip(" ")[-1:] not in ("", "\n"):
        return False
    if len(found[1]) > 1 or re.match(rf"{S}[–—-]{S}", found.string[found.end() :][:3]):
        return bool(_HEADED.match(found.string, found.end()))
    word = _BEGUN.match(found.string, found.end())
    return word is not None and is_function_word(word[1])


def _is_reign(text: str, context: str) -> bool:
    """Return whether it follows a given name: « Margaux II »; never one letter."""
    name = _NAME.search(context)
    return (
        len(text) > 1
        and not set(text) & set("LC")
        and bool(name and is_given_name(name[1]))
    )


def _romans(found: re.Match[str], first: int | None, last: int | None) -> str | None:
    """Say « chapitres I-III » as « chapitres 1 à 3 »."""
    if not first or not last or first >= last or not _LISTED.search(before(found, 60)):
        return None
    return f"{first} à {last}"


# Fractions

_PARTS = {2: "demi", 3: "tiers", 4: "quart"}
_SIGNS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5),
    "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅛": (1, 8),
}  # fmt: skip
_WORD = re.compile(rf"{S}({LETTER}[\w-]*)")


def _fraction(found: re.Match[str]) -> str | None:
    """Say « 3/4 » as « trois quarts », « 12/20 » as « 12 sur 20 »."""
    n, d = int(found[1]), int(found[2])
    if found[3]:
        whole_of = re.match(r" (?:de|des|du)\b| d['’]", after(found))
        alone = d > 6 and not re.match(r" ?\w", after(found))
        agrees = (n > 1) == found[3].endswith("s")
        return _parts(found, n, d) if 0 < n < d and agrees and (whole_of or alone) else None
    if n <= d and _PIECE.search(before(found)):
        return f"{uncounted(found[1])} sur {d}"
    if (n, d) == (16, 9):
        return "16 neuvièmes"
    if n == 0 or d == 0 or found[1] != str(n) or found[2] != str(d) or d > 1000:
        return None
    if n == d or d > 9 or n > d:
        return f"{uncounted(found[1])} sur {d}" if n <= d or d == 20 else None
    return _parts(found, n, d)


_PIECE = re.compile(
    r"(?i:(?<!\w)(?:pages?|parties?|tomes?|volets?|épisodes?|feuillets?)) \Z"
)
"""Before the number of a piece, and how many there are: « page 1/2 »."""


def _hour_part(found: re.Match[str]) -> str | None:
    """Say « 3/4 h » as « trois quarts d'heure »."""
    parts = {("1", "2"): "une demi-heure", ("1", "4"): "un quart d'heure"}
    return {**parts, ("3", "4"): "trois quarts d'heure"}.get((found[1], found[2]))


_MARKED = re.compile(
    r"(?i:(?<!\w)(?:not(?:é?e?s?|ation)|scores?|moyennes?|résultats?|points?|pts|barème|"
    r"total|épreuves?) ?\(?)\Z|\(\Z"
)
"""Before what a mark is out of: « Note/100 », « la note (/20) »."""


def _over(found: re.Match[str]) -> str | None:
    """Say « note /20 » as « note sur 20 »; « public/50 » declines."""
    context = before(found)
    gap = " " if context[-1:].isalnum() else ""
    return f"{gap}sur {found[1]}" if _MARKED.search(context) else None


def _sign(found: re.Match[str]) -> str:
    """Say « ½ » as « un demi », « 2 ½ » as « 2 et demi »."""
    said = _parts(found, *_SIGNS[found[0]])
    left = found.string[: found.start()]
    if left.rstrip()[-1:].isdigit():
        gap = "" if left[-1].isspace() else " "
        return f"{gap}et {'demi' if found[0] == '½' else said}"
    return said


_HALF = re.compile(
    r"(?<!\w)(?:(?:l[ae]|une?|cette|ce|chaque|par) (?!d(?:es?|u)\Z)[^\W\d_]\S*|"
    r"à (?:tarif|pension|prix|temps))\Z"
)
"""What a half stands in without an article of its own: « la 1/2 journée »."""


def _parts(found: re.Match[str], n: int, d: int) -> str:
    word = _WORD.match(found.string, found.end())
    if (n, d) == (1, 2) and word:
        if _HALF.search(f"{before(found)}{word[1]}"):
            return "demi"
        if is_feminine(word[1]):
            return "une demi"
    name = _PARTS.get(d) or ordinal(d)
    plural = "s" if n > 1 and not name.endswith("s") else ""
    return f"{cardinal(n)} {name}{plural}"


RANK = Rule(
    "rang",
    DIGIT,
    rf"(?<![\w.,])(?!0)(\d{{1,12}})(?:{S}(?=(?:er|[eè]re|[eè]me)\b))?({_EVERY}|{_OTHERS}|ERE?|ÈRE|[EÈ]ME)(?!\w){_AND}",
    _rank,
)
CENTURY = Rule(
    "siecle",
    "[IVX]",
    rf"(?<!\w)([IVX]+)({_EVERY}|{_OTHERS}|[°º](?={S}siècle))(?!\w){_AND}",
    _century,
)
ITEM = Rule("alinea", DIGIT, rf"(?<![\w.,])(\d{{1,2}})(?:°[/)]?|o)(?={S}[^\W\d_])", _item)
POINT = Rule(
    "point-de-loi",
    "[IVX]",
    rf"(?m:^)([IVX]+)({S}(?:bis|ter|quater))?(?:\.{S}?[-–—]|/){S}?(?={CAPITAL}|«)",
    lambda found: f"{n}{spaced(found[2] or '')}, " if (n := roman(found[1])) else None,
)
ROMAN = Rule(
    "chiffres-romains",
    "[IVXLC]",
    r"(?<![\w.-])([IVXLC]+)(?:[-–]([IVXLC]+))?(?![\w'’]|[.-]\w)",
    _roman,
)
HOUR_PART = Rule(
    "part-d-heure",
    "[13]",
    rf"(?<![\w.,/-])([13])/([24]){S}?h(?:eure)?\b",
    _hour_part,
)
FRACTION = Rule(
    "fraction",
    DIGIT,
    r"(?<![\w.,/-])(\d{1,3})[/⁄](\d{1,4})(i?[eè]mes?)?(?![\w/⁄]|[.,-]\d)",
    _fraction,
)
MARK_OF = Rule(
    "note-sur",
    DIGIT,
    rf"{BEFORE}(\d+,\d+|\d+(?={S})){S}?/{S}?(10|20|40|60|100)(?![\w/⁄]|[.,-]\d)",
    lambda found: f"{uncounted(number(found[1]))} sur {found[2]}",
)
OVER = Rule("sur", "/", rf"/{S}?(5|10|20|40|50|60|80|100)(?!\w|[./,-]\w)", _over)
NUMBERED = Rule(
    "numero-de-ligne",
    DIGIT,
    rf"(?<![^\n])(\d{{1,2}})(?:{S}?(?:/|-)(?={S}{LETTER}{{2}})|[.)](?={CAPITAL}[^\W\d_]))",
    lambda found: f"{found[1]},{' ' * found[0].endswith(('.', ')'))}",
)
"""« 1/ État civil », « 2- Venir », « 3.Règlement »: a number that begins a line."""
FRACTION_SIGN = Rule("fraction-signe", "[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛]", "[½⅓⅔¼¾⅕⅖⅗⅘⅙⅛]", _sign)
DECIMAL = Rule(
    "decimale",
    DIGIT,
    rf"(?<![\w.,/-])(?<!ersion{S})\d+\.\d{{1,2}}(?={S}(?:tonne|mètre|kilomètre|litre|hectare|million|milliard)s?\b)",
    lambda found: number(found[0]),
)
QUANTITY = Rule("quantite", DIGIT, NUMBER, lambda found: _quantity(found))


# Feminine nouns


_ENDINGS = re.compile(
    r"(?:[ts]ions?|xions?|tés?|ées?|ances?|ences?|ettes?|esses?|elles?|[ei]nnes?|onnes?|"
    r"euses?|trices?|tudes?|ures?|eries?|gies?|phies?|nomies?|"
    r"aines?|ières?|illes?|ouilles?|nces?)$"
)
_MASCULINE_TEXT = """
    accidenté accusé adopté adultère agité amputé aparté apogée arrière arrêté assisté
    associé athlète athée augure avion bacille bas-côté bastion beau-frère beau-père
    bidonville blessé braille bromure caducée camion camée capitaine caractère carbure
    carnivore cautère centaure champion chèvrefeuille cimetière codicille comité commerce
    comté confrère conifère critère croquemitaine cyanure côté derrière dinosaure diplômé
    divorce doigté domaine drille décolleté décontracté déporté député député-maire dératé
    désenchanté déshérité effronté employé emporté empyrée espion exalté excité exempté
    exploité feuilleté fion frère gorille grand-père gribouille génie hydrocarbure hypogée
    hère hébété hémisphère incendie invité karaté kilotonne libelle ligure lion lycée
    macchabée mammifère mausolée mercure messie mi-été mille milliard million ministère
    monastère mousse murmure musée mystère nonce parjure pion polichinelle porte-bouteille
    portefeuille prince prytanée précipité prêté pâté père périnée quadrille quartette
    quinconce quintette rebelle renne repère retraité rez-de-chaussée réfugié réhabilité
    révolté scarabée scion sexe silence somnifère sosie squelette sulfure traité
    transporté trille trophée vaudeville velouté vermicelle violoncelle zelle éclaté
    élysée été
"""
_MASCULINE = frozenset(_MASCULINE_TEXT.split())
"""Nouns that are not, although they end like the others."""
_LISTED_TEXT = """
    adjointe adresse agence agricultrice aide alerte allée ancienne annexe année antenne
    application archive arme assemblée association avance banque base belle bibliothèque
    bonne borne bouteille boîte branche brique caisse campagne caméra candidate cantine
    carte caserne centaine centrale chambre charge chaîne chose cible citoyenne cité
    classe clause clef clé collectivité colline colonne commande communauté commune
    conseillère convention copie corde couche coupe course crise croix crèche cuillère
    cuisine cuve date demande dent dernière dette direction dizaine donnée dose douzaine
    durée dépense eau enquête entreprise erreur escale espèce expérience faille famille
    faute femme fenêtre ferme feuille fiche figure filière fille fin fleur fois fondation
    forme formule forêt foule fraction fête gamme garantie gare goutte grande grille
    grippe grève guerre habitante haie halte heure histoire idée image imprimante
    infirmière initiative inscription instance intercommunalité intervention jambe journée
    juridiction lampe langue lettre licence ligne limite liste livraison loi longue
    machine main mairie maison maladie malle manche manière marche marque matière mer
    messe mesure mine minorité minute mise molécule montagne moto musique mère médaille
    médiathèque méthode métropole naissance nation norme note nouvelle nuit occasion offre
    ombre once opinion option opération ordonnance oreille organisation orientation page
    panne parcelle parole part partie peine personne perte petite phase pierre pile
    piscine piste pièce place plage plainte planche plante plaque plate-forme plateforme
    pluie police pomme pompe porte pratique première preuve principale priorité prise
    prison procédure promesse province présidente puce période question quinzaine rame
    rampe randonnée recette reine rencontre rente ressource revue rive rivière robe roue
    route ruche rue ruelle règle réforme région réponse réunion salariée salle sanction
    seconde section semaine session seule signature soeur somme sortie source station
    structure subvention succursale surface séance série sœur table tablette taille tasse
    taxe température tentative terre thèse tombe tonne trace tranche tribune trousse tâche
    tête unité usagère usine vache vague valeur vente version victime vidéo vie vieille
    vigne ville vingtaine virgule visite vitre voie voiture voix zone échelle école église
    élue émission épreuve équipe étape étude étudiante évaluation île œuvre
"""
_LISTED_NOUNS = frozenset(_LISTED_TEXT.split())
"""Nouns, and the adjectives that stand before nouns."""


def is_feminine(noun: str) -> bool:
    """Return whether ``noun`` is known to be feminine, singular or plural."""
    noun = noun.lower()
    singular = noun[:-1] if noun.endswith("s") and len(noun) > 4 else noun
    if noun in _LISTED_NOUNS or singular in _LISTED_NOUNS:
        return True
    if noun in _MASCULINE or singular in _MASCULINE:
        return False
    return len(singular) > 4 and "-" not in noun and bool(_ENDINGS.search(noun))
