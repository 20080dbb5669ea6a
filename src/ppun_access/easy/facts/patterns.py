"""How facts are written in French public texts: one pattern a kind, on plain strings."""

from __future__ import annotations

import re
from functools import cache

from ppun_access.easy.text import table
from ppun_access.french.spoken.number_words import cardinal
from ppun_access.french.text.numerals import AMOUNT, whole

_WORD = (
    r"(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|"
    r"quinze|seize|vingts?|trente|quarante|cinquante|soixante|cents?|mille)"
)
_WORDS = rf"\b{_WORD}(?:(?:-| et | |-et-){_WORD}){{0,8}}\b"
_POINTED = r"(?:\d{1,3}(?: \d{3}){1,4}|\d+)\.\d\d(?!\d)"
NUMBER = rf"(?:(?<![\d,.])(?<![^\W\dà])(?:{_POINTED}|{AMOUNT})|{_WORDS})"
_LARGEST = 3000


def number(written: str) -> str:
    """Return the digits of a number, in digits or in words; empty when it is none.

    >>> number("1 500,50"), number("deux mille vingt-cinq"), number("rien")
    ('1500.50', '2025', '')
    """
    flat = written.strip().lower()
    if re.fullmatch(_POINTED, flat):
        return flat.replace(" ", "")
    if flat[:1].isdigit():
        return whole(flat).replace(",", ".")
    words = " ".join(flat.replace("-", " ").split()).replace("une", "un")
    words = words.replace(" mil ", " mille ")
    return _values().get(words, "")


@cache
def _values() -> dict[str, str]:
    return {cardinal(n).replace("-", " "): str(n) for n in range(1, _LARGEST)}


SITE = re.compile(
    r"https?://[^\s<>«»\"]*[^\s<>«»\".,;:!?)\]']"
    r"|(?<![\w@.-])(?:service (?=public\.))?(?:www\.)?(?:[a-z0-9-]{1,63}\.){1,6}"
    r"(?:fr|org|com|eu|net|info|bzh|alsace|paris|corsica|nc|pf)\b"
    r"(?:/[\w/.#?=&%-]*[\w/])?(?![\w@])",
    re.IGNORECASE,
)

MONTHS = {
    "janv": "1", "fevr": "2", "mars": "3", "avri": "4", "avr": "4", "mai": "5",
    "juin": "6", "juil": "7", "aout": "8", "sept": "9", "octo": "10", "oct": "10",
    "nove": "11", "nov": "11", "dece": "12", "dec": "12",
}  # fmt: skip
"""The first letters of a month, without accents → its number."""
_MONTH = (
    r"(?P<month>janvier|février|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|"
    r"novembre|décembre|janv\.|févr?\.|avr\.|juil\.|sept\.|oct\.|nov\.|déc\.)(?!\w)"
)
_YEAR_WORDS = rf"deux mil(?:le)?(?:[ -](?:et[ -])?{_WORD}){{0,4}}"
_YEAR = rf"(?P<year>(?:19|20)\d\d\b|{_YEAR_WORDS})"
_DAY = r"(?:(?:0?[1-9]|[12]\d|3[01])(?: ?er\b)?|premier)"
_DAY_WORDS = (
    r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix(?:-(?:sept|huit|neuf))?|onze|douze|"
    r"treize|quatorze|quinze|seize|vingt(?:-\w+| et un)?|trente(?: et un)?)"
)
_WEEKDAY = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)"
_DAYS = (
    rf"(?:{_DAY}|(?<=le ){_DAY_WORDS})(?:(?:, | et | ou | au | à |-| - )"
    rf"(?:(?:le|du|les) )?(?:{_WEEKDAY} )?{_DAY}){{0,8}}"
)

LEGAL = re.compile(
    r"\b(?:lois?|décrets?|arrêtés?|ordonnances?|circulaires?|instructions?|directives?|"
    r"règlements? (?:\(?(?:UE|CE)\)?|européens?)|délibérations?|accords?|avis|JO|"
    r"Journal officiel)\b(?:[^.;:!?()\n]{0,90}?)"
    rf"(?:n ?°s? ?[\w./-]+(?: (?:du|modifiée? du) (?:{_DAY} \w+ |\d\d?[/.]\d\d?[/.])"
    r"\d{4})?"
    rf"|\b(?:du|de) {_DAY} \w+ \d{{4}}"
    r"|\b\d{4}[-/]\d+(?: du \d\d?/\d\d?/\d{4})?)"
    r"|\b(?:articles?|art\.|alinéas?) (?:[LRDA]\.? ?(?:\* ?)?)?\d[\w.-]*"
    r"(?:(?:, | et | ou | à )(?:[LRDA]\.? ?)?\d[\d.-]{0,20}){0,20}"
    r"|\b[LRD]\. ?\d[\d.-]*|\bn ?°s? ?\d[\w./-]*(?:\*\d+)?",
    re.IGNORECASE,
)
"""A law, a decree, an article: what they say of days and numbers is no fact."""

ROAD = re.compile(
    r"(?<![\w.-])(?P<kind>R[DNP]|CD|VC|(?-i:[ADN](?=\d{2,4}\b(?![.-])))|"
    r"(?:routes? )?(?:départementale|nationale)s?) ?(?:n ?° ?)?"
    r"(?P<numbers>\d{1,4}\b(?:(?:, | et | ou )(?:n ?° ?)?\d{1,4}\b){0,8})",
    re.IGNORECASE,
)
"""« La RD 16 », « les routes départementales n° 16 et n° 52 »."""
LABELLED = re.compile(
    r"\b(?P<label>(?:ligne|tram|porte|guichet|zone|bâtiment|quai)s?|bus|métro|bureaux?)"
    r" (?:n ?° ?)?(?P<numbers>\d{1,4}(?:(?:, | et | ou | à )\d{1,4}){0,8})"
    r"\b(?! ?[%€h/]|[,.]\d)",
    re.IGNORECASE,
)
"""« La ligne 4 »: a number that names."""
_CALLED = (
    r"(?:appel\w*|compos\w*|téléphon\w*|numéros?(?: \w+){0,2}|joindre|tél\.?|contact\w*)"
)
PHONE = re.compile(
    r"(?P<long>(?:\+33 ?(?:\(0\) ?)?|\b0)[1-9](?:[ .-]?\d\d){4}\b"
    r"|\b0 ?8\d\d(?: ?\d{3} ?\d{3}|(?: \d\d){3})\b)"
    rf"|\b{_CALLED}(?: ?:)?(?: (?:au|le|du|en|composant|appelant)){{0,2}} ?"
    r"(?P<short>3\d ?\d\d|11[2-9]|1[578])\b|\b(?:le|au) (?P<bare>11[2-9]|116 ?\d{3}|"
    r"3[0-69]\d\d)\b(?! ?(?:[€%/-]|euros?\b|(?-i:[a-zà-ÿ]{2,}[sx]\b)))",
    re.IGNORECASE,
)

_STREET = (
    r"(?:rue|avenue|av\.|boulevard|bd|place|square|quai|chemin|impasse|allées?|route|cours|"
    r"passage|esplanade|rond-point|faubourg|cité|voie|montée|ruelle|sentier|promenade|"
    r"parvis|villa)"
)
_TOWN = (
    r"\d{5} [A-ZÀ-Ý][\w'-]*(?:[ -](?:(?!(?i:cedex|t[ée]l|fax|e?-?mail|courriel))[A-ZÀ-Ý]"
    r"[\w'-]*|lès|les|sur|sous|le|la|de|du|en|et)){0,8}(?: (?i:cedex)(?: \d+)?)?"
    r"(?:(?: \d\d)? SP\b)?"
)
POSTAL = re.compile(
    rf"(?P<street>\b\d{{1,4}}(?: ?(?:bis|ter|quater)\b)?,? (?:grande?[ -]rue|{_STREET} "
    rf"[^,.;:()\n\d–]{{2,60}}?))(?=[,.;:()\n–]|$| - | (?:BP|CS) ?\d| \d{{5}}|\Z|"
    r" (?-i:afin|pour|avant|après|dès|depuis|est|sont|sera|seront|reste|restent|puis|où|"
    rf"et (?:non|au|à)|(?:de|du|le|au|à) \d+|(?:du|les?|ce) {_WEEKDAY}s?)\b)"
    rf"(?:[,–-]? ?(?:(?:BP|CS) ?\d+,? ?)?{_TOWN})?"
    rf"|(?P<town>\b(?:(?:BP|CS) ?\d+[ ,–-]+)?(?-i:{_TOWN}))",
    re.IGNORECASE,
)

_NAME = (
    r"(?-i:(?:[A-ZÀ-Ý][\w'-]*|\d{1,2}(?:er)? (?i:janvier|février|mars|avril|mai|juin|"
    r"juillet|août|septembre|octobre|novembre|décembre)\b(?: \d{4})?)"
    r"(?:[ -](?:(?:de|du|des|la|le|lès|sur)[ -]|l'|d')?[A-ZÀ-Ý][\w'-]*){0,5})"
)
NAMED = re.compile(_NAME)
_OF = (
    r"(?: (?:de la |de l'|du |des |de |d'|les? |la )?"
    r"(?:« ?|(?:petite?|grande?|vieux|vieille) )?)"
)
STREET = re.compile(
    rf"\b(?P<many>(?:rues|avenues|boulevards|places|chemins|impasses|allées|quais|routes)"
    rf"{_OF}{_NAME}(?:(?:, | et )(?:(?:de la |de l'|du |des |de |d'))?{_NAME}){{1,8}})"
    r"|\b(?:(?:(?<!arts de la )rues?|avenues?|boulevards?|places?|squares?|quais?|chemins?|"
    r"impasses?|allées?|routes?|esplanades?|faubourgs?|venelles?|ruelles?|sentiers?|"
    r"ponts?(?! de (?:l'Ascension|la Toussaint|la Pentecôte))|rond[ -]points?|lieu-?dit)"
    rf"{_OF}(?!barr|ferm){_NAME}|grande?[ -]rue\b)",
    re.IGNORECASE,
)
"""A street by its name alone, or several: where works are, what a detour goes through."""
_PLACES = {
    name: "|".join(" ".join(one.split()) for one in places.split("|"))
    for name, places in table("lieux").items()
}
_ROOM = (
    r"(?:salles?|gymnase|stade|parc|(?:média|ludo)thèque|bibliothèque|auditorium|baie|port|"
    r"jardin|moulin|patinoire|hippodrome|(?:hôpital|clinique|CHU|EHPAD)(?! d)|théâtre|"
    r"cinéma|école|collège|lycée|crèche|foyer|halle|complexe|piscine|église|chapelle|"
    r"château|(?:éco)?musée|parking|quartier|hameau|lotissement|déchèterie|résidence|"
    r"cimetière|camping|plage|lac|forêt|vallée|(?-i:Maison(?= d))|(?:centre|espace|pôle) "
    r"(?:aquatique|culturel|social|nautique|sportif|hospitalier))"
)
_INSIDE = r"\b(?:à la|au|à l'|dans l[ae]|dans l'|devant la|devant l') ?"
VENUE = re.compile(
    rf"\b{_ROOM}(?: (?:maternelle|élémentaire|primaire|polyvalente|municipale?|communale?|"
    r"intercommunale?|départementale?|d'exposition|naturel régional))?"
    rf"{_OF}(?!État|Région|Agence|(?-i:(?:{_PLACES['departements']})(?![\w-]| [A-Z])))"
    rf"{_NAME}(?: et du droit\b)?"
    rf"|{_INSIDE}(?P<venue>"
    rf"(?:centre|espace|maison|pôle(?! emploi))[ a-zà-ÿ]{{0,20}}{_OF}{_NAME})"
    rf"|(?:\A\W*|[,:(] ?|{_INSIDE})(?P<room>"
    r"salle (?:des fêtes|polyvalente|des mariages|du conseil)|stade municipal|"
    r"hôtel de ville|foyer rural|agence postale(?: (?:inter)?communale)?)\b"
    r"|\b(?:(?:à|dans|devant|(?:auprès|accueil|secrétariat|guichet) de) (?:la|votre)|en) "
    r"(?P<hall>mairie)\b(?! d[eu'])",
    re.IGNORECASE,
)
"""Where something takes place, by its name."""
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_RANKED = r"(?:premier|deuxième|troisième|quatrième|dernier|[1-4] ?(?:er|e|è?me))s?"
_EXCEPT = r"\b(?:(?:sauf|excepté|hormis) (?:l[ae]s? |du )?)?"
_TO_DAY = rf"(?: au | à (?={_WEEKDAY})|-| - )"
WEEKDAY = re.compile(
    rf"\b(?:(?P<some>{_WORD}|\d{{1,2}})|(?P<ranks>{_RANKED}(?:(?:, | et | ou )(?:les? )?"
    rf"{_RANKED}){{0,3}})) (?P<often>{_WEEKDAY})s?(?:[ -](?:matin|soir|après-midi))? "
    rf"(?:(?:par|du|de chaque) mois|sur (?P<of>{_WORD}|\d))\b"
    rf"|{_EXCEPT}(?:(?P<first>{_WEEKDAY})s?(?: matin| soir)?{_TO_DAY}(?P<last>{_WEEKDAY})s?"
    rf"|(?P<one>{_WEEKDAY}s?(?:(?:, | et | ou )(?:les? )?{_WEEKDAY}s?\b"
    rf"(?!{_TO_DAY})){{0,6}})|(?P<end>week-?ends?))\b"
    r"|(?<!de )\b(?P<every>tous les jours\b|7 ?j(?:ours)? ?(?:/|sur) ?7\b)",
    re.IGNORECASE,
)
FREE = re.compile(
    r"(?<!pas )(?<!non )\bgratui(?:te?s?|tement|tés?)\b|\bentrée libre\b|\bsans frais\b"
    r"|\bn(?:e |')(?:payez|paie|paient|coûte|coûtent) (?:rien|pas)\b",
    re.IGNORECASE,
)
MEANS = re.compile(
    rf"\b(?:quotient(?: familial)?|QF)\b[^.;\d]{{0,40}}(?P<low>{AMOUNT})"
    rf"(?: ?(?:à|et|-) ?(?P<high>{AMOUNT}))?(?![,.]\d| ?(?:€|euros|\d))",
    re.IGNORECASE,
)
"""A number of a family's means, that has no unit."""
DATED = (
    re.compile(
        rf"(?<![\d/.])(?:\b{_WEEKDAY} )?(?P<d2>\d\d?)(?P<sep>[/.])(?P<m2>\d\d?)(?P=sep)"
        r"(?P<y2>\d{4}|\d\d)(?![\d/]|\.\d)"
        r"|(?<![\d-])(?P<y3>\d{4})-(?P<m3>\d\d)-(?P<d3>\d\d)(?![\d-])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:(?<=(?:le|du|au) )(?=\d\d/\d\d)|\b{_WEEKDAY} )(?P<d4>[0-3]?\d)/"
        r"(?P<m4>[01]?\d)(?![/\w]| journée)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w/,]){_EXCEPT}(?:{_WEEKDAY} )?(?P<days>{_DAYS}) {_MONTH}(?: {_YEAR})?",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:fin |mi-|début )?{_MONTH} {_YEAR}", re.IGNORECASE),
    re.compile(
        r"\bvacances (?:scolaires )?(?:de (?:la |l')?|d')"
        r"(?P<holidays>Toussaint|Noël|Pâques|printemps|été|hiver)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:le|du|au|dès le|avant le) (?P<days>{_DAY}(?: (?:et(?: le)?|au) {_DAY})?)"
        r"(?= (?:de chaque|du|du même) mois\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:\b(?i:en|fin|début|mi-|mois de|mois d'|à|dès|depuis|avant|après|courant|et|de|"
        rf"d'|chaque|jusqu'en|jusqu'à|jusqu'à fin|quinzaine de|quinzaine d') ?(?<=[ '-])"
        rf"|(?<=[a-zà-ÿ]/))(?:{_MONTH.replace('month', 'since')} (?:à|au|et) "
        rf"(?:fin |début |mi-|mois de |mois d')?)?{_MONTH}",
    ),
    re.compile(
        r"(?<=[^\W\d_] |[^\W\d_]')(?<!Natura )\(?(?:(?:[1-4] ?(?:er|e|è?me)|\w{1,9}ième|"
        r"premier|dernier) (?:tri|se)mestre (?:de )?)?(?P<years>(?:19|20)\d\d(?:(?:, | et |"
        r" ou | à | ?[-–] ?|/)(?:19|20)\d\d){0,8})(?![\w€%]|[ ,.]\d| ?[€%]| (?:(?!(?:dans|"
        r"sous|sans|vers|mais|puis|plus|depuis|après|votés?)\b)[a-zà-ÿ]{3,}[sx]\b|euros?|"
        r"heures?|m[²23]|mètres?|k[mg]|ha)\b)",
        re.IGNORECASE,
    ),
)

_HOUR = r"(?:[01]?\d|2[0-4])"
_AT = (
    rf"(?<!\d)(?P<{{h}}>{_HOUR}) ?(?:h|heures?|:(?=\d)) ?(?P<{{n}}>[0-5]\d)?"
    r"(?!\w| ?[0-5]\d\b)(?: ?min\b)?"
)
_UNTIL = r" ?(?:à|et|-|–|/) ?"
_NO_HOUR = r"(?! ?(?:de |d'|par |/|sur |suppl|hebdo|au m))"
CLOCK = re.compile(
    r"(?:(?P<always>\b24 ?h(?:eures)? ?(?:/|sur) ?24(?: ?h)?)"
    r"|\b(?P<moments>(?:à |le )?(?:matin|midi) et (?:le |l')?(?:soir|après-midi))\b"
    rf"|(?:\bjusqu'à )?{_AT.format(h='h6', n='n6')} du matin\b"
    rf"|{_AT.format(h='h1', n='n1')}{_UNTIL}{_AT.format(h='h2', n='n2')}"
    rf"|(?:{_AT.format(h='ha', n='na')}{_UNTIL}|(?<!repas )\b(?:à|de|dès|entre|avant|après|"
    rf"jusqu'à|vers|et) )(?P<noon>midi|minuit)\b(?: (?:et|à) {_AT.format(h='h4', n='n4')})?"
    r"|\b(?:de|entre) (?P<h7>[7-9]|1\d|2[0-3])(?P<n7>) (?:à|et) "
    rf"{_AT.format(h='h8', n='n8')}(?! (?:de |d'|par |suppl|hebdo))"
    rf"|{_AT.format(h='h9', n='n9')}(?= (?:le|les) {_WEEKDAY})"
    rf"|\A\W*{_AT.format(h='h0', n='n0')}(?= : (?!gratuit|\d))"
    r"|(?:(?:\bau plus tard )?\bla veille )?"
    r"(?:\b(?:à|(?-i:A)|dès|vers|jusqu'à|avant|après|(?:[aà] )?partir de|et de|"
    rf"rendez-vous|rdv|portes|{_WEEKDAY}s?|20\d\d)|,|(?<!durée )(?<!durée):) "
    rf"{_AT.format(h='h3', n='n3')}{_NO_HOUR}(?!{_UNTIL}(?:{_HOUR} ?h|mi(?:di|nuit)\b))"
    rf"|(?:\b(?:à|vers|dès)|,) (?P<hw>{_DAY_WORDS}) heures?\b"
    r"(?: (?P<nw>quinze|trente|quarante-cinq)\b)?"
    r"|(?<!\d)(?P<h5>0?[7-9]|1\d|2[0-3]) ?h ?(?P<n5>[0-5]\d)(?!\w))"
    rf"(?: au lieu de (?:à )?{_AT.format(h='hb', n='nb')}{_NO_HOUR})?",
    re.IGNORECASE,
)

SHARE = re.compile(
    rf"(?P<some>{NUMBER})(?: (?!une? |répart|étal)[a-zà-ÿ'-]{{1,30}}){{0,4}}? sur "
    rf"(?P<of>{NUMBER})(?!\w|,\w|[ ,.]\d)"
    rf"|\bsur (?P<all>{NUMBER})(?: [a-zà-ÿ'-]{{1,30}}){{1,5}}, "
    rf"(?P<part>{NUMBER})(?![\w,]|[ .]\d)"
    r"|\b(?P<worded>la moitié|un tiers|deux tiers|un quart|trois quarts) (?=d)",
    re.IGNORECASE,
)

_UNIT = (
    r"(?:%|pour cent\b|[kM]€|Md€|€|euros?\b|centimes?\b|minutes?\b|min\b|heures?\b|"
    r"h(?:\b|(?=[0-5]\d\b))|"
    r"(?:demi-|/2 )journées?\b|jours?\b|semaines?\b|mois\b|trimestres?\b|"
    r"semestres?\b|ans?\b|années?\b)"
)
_NOUN = (
    r"(?:d'entre (?:eux|elles)\b|[mM][²³23]\b|° ?C|(?<=\d\d)°(?!\w)|"
    r"[A-ZÀ-Ý]?[a-zà-ÿ][a-zà-ÿ-]*\b|[A-Z]{2,5}\b)"
)
_LESS = (
    r"(?:(?<![\d%])−|(?:\A|(?<= de )|(?<=[:(] )|(?<=\())[-–]|(?<![%\d] )(?<!\S)[-–](?=\d))"
)
UNITS = re.compile(
    rf"(?:{_LESS} ?(?=\d+(?:,\d+)? ?%)|\bau plus tard (?=[^.;,]{{3,30}} avant\b))?"
    rf"(?:(?P<listed>(?:{NUMBER}, ){{1,6}})(?={NUMBER} (?:ou|et) {NUMBER}))?"
    rf"(?P<low>{NUMBER})(?: ?(?:à|et|ou|-|–|/(?!2 j)) ?(?P<high>{NUMBER}))?"
    r"(?: (?P<scale>millions?|milliards?|mille)(?: d[e'])?)?"
    r"(?: (?:derni[eè]re?s?|premi[eè]re?s?|prochaine?s?|grande?s|nouve\w{2,4}s))?"
    rf" ?(?P<unit>{_UNIT}|(?-i:{_NOUN}))"
    r"(?: ?(?P<cents>[0-5]\d)(?![\d]|[ ,]\d| ?[%€a-z])"
    r"|(?<=[\d ]h) ?(?P<past>[0-5]\d)\b(?! [a-z]+[sx]\b))?(?P<half> et demie?)?"
    r"(?:(?:(?<=jours|heure|eures|maine|aines| jour| mois)|(?<=[\d ]h)) avant\b)?"
    r"(?:(?<=€)(?: (?:HT|TTC)\b)?(?: ?/ ?(?:km|kWh|kg|m[²³23]?|litre|mois|an|jour|journée|"
    r"heure|h|nuit|personne|foyer|enfant|repas|séance)\b)?)?",
    re.IGNORECASE,
)

_AGED = (
    r"les|des|aux|jeunes?|enfants?|personnes|adultes|élèves|ayant|avoir|avez|ont|a|aura|"
    r"aurez|bénéficiaires|filles?|garçons?|femmes?|hommes?|salariés?|apprentis?|assurés?|"
    r"demandeurs|seniors"
)
RANK = re.compile(
    r"(?<![\w.])(?P<one>\d{1,2})(?:er|re|ère|e|ème)(?: (?:et|ou|à|au) (?:d?u |"
    r"au )?(?P<two>\d{1,2})(?:er|re|ère|e|ème))? (?P<unit>(?!jours? (?:du|"
    r"de chaque) mois)jours?|semaines?|mois|années?|"
    r"anniversaire(?! d(?:e (?!l'enfant)|u (?!jeune)|es )))\b"
    r"(?! (?:de |d'|du )?(?:master|licence|[BD]UT|BTS|CAP|bac|doctorat|études|médecine)\b)",
    re.IGNORECASE,
)
"""« Du 1er au 6e mois », no « 1re année de master »."""
AGED = re.compile(
    r"(?:\bâgé(?:e|\(e\))?s? d(?:e |'(?:au moins )?)|\bâge [^.;]{0,25}|"
    r"\bgratuit\w* jusqu'à |\A\W*(?:jusqu'à|après|avant|entre|(?:plus|moins) de|"
    r"à partir de|de|dès) |\b(?:jeune|enfant|personne)s?\b[^.;]{0,40}\(?jusqu'à |"
    r"(?<!tous )(?<!dans )(?<!sur )(?<!pendant )(?<!durant )"
    rf"\b(?:{_AGED}) "
    r"(?:d(?:e |')|entre |au moins |à partir de |dès |(?:de )?(?:plus|moins) d(?:e |'))?|"
    r"\b(?:à partir de|dès) (?:l'âge de )?|\b(?:avant|après|jusqu'à) (?:ses |vos |leurs |"
    r"l'âge de )|\b(?:enfant|adulte|jeune|ado|senior|bébé|collégien|lycéen|élève|"
    r"tarif)\w*[^.;]{0,25}(?:\( ?(?:de |dès |[–-] ?(?:de )?|(?:moins|plus|à partir) de )?|"
    r"(?<=s) à |, de )|(?<!depuis )(?<!pendant )(?<!durant )(?:\b(?:(?:de )?(?:plus|moins)|"
    r"en dessous|au-dessous) d(?:e |')|(?:\+|(?:(?<=\()|(?<= de )|(?<=es )|(?<=aux ))"
    r"[–-]) ?de )|(?:\A|[ (])(?:-|\+ ?)|"
    r"\b(?-i:(?:M\.|Mme|Mlle|Monsieur|Madame)(?: [A-ZÀ-Ý][\w'-]*){1,3}), |\b(?:une?|l[ae]|"
    r"nos|cette) (?:habitante?|doyen(?:ne)?|retraitée?|femme|homme)s?\b[^.,;:]{0,25}, )\Z",
    re.IGNORECASE,
)
"""What stands before an age; other years are a delay."""
PAPER = re.compile(
    r"\b(?:justificatif|document|facture|photo|extrait|certificat|acte|attestation)s?\b"
    r"(?:(?! (?:pour|les|aux|des|ses|vos|(?:d'|une? )?(?:enfant|personne|mineur|élève|"
    r"jeune|adulte|demandeur|usager))s?\b)[^.;]){0,60}\b(?:moins|plus) d(?:e |')\Z",
    re.IGNORECASE,
)
"""A paper of some years: « un justificatif de moins d’un an »."""
AGED_AFTER = re.compile(
    r" (?:révolus\b|(?:inclus )?(?:et|ou) (?:plus|moins|\+))", re.IGNORECASE
)

_CITY = (
    r"(?:L(?:e|a|es) [A-ZÀ-Ý][a-zà-ÿ]+ d(?:e |')(?=[A-ZÀ-Ý])|(?:(?:Le|La|Les|L')[ ]?)?"
    r"(?:(?:Sainte?|Ste?) )?)[A-ZÀ-Ý][a-zà-ÿ]+"
    r"(?:[-'](?:[A-ZÀ-Ý]?[a-zà-ÿ]+)){0,8}(?: (?:sur|sous|lès|les|en) (?!France|Europe)"
    r"[A-ZÀ-Ý][a-zà-ÿ]+)?(?![\w-]| [A-ZÀ-Ý])"
)
_CAPITAL = "[A-ZÀ-Ý][a-zà-ÿ]+"
PARTS = r"(?:,? et | ou |, )(?:(?:de la |de l'|du |des |de |d'|l[ae]s? |l'))?"
_TOWNS = rf"{_CITY}(?:{PARTS}{_CITY}){{0,8}}"
_NO_CITY = (
    r"(?:France|Europe|Internet|Pôle|Parcoursup|Monsieur|Madame|État|Noël|Pâques|Union|"
    r"République|Assemblée|Sénat|Région|Département|Commission|Outre-mer|Bruxelles|Urssaf|"
    r"Ircantec|Agirc|Pays|Domicile|Distance|Vallée|Métropole|Ville|Commune|Communauté|"
    r"Service|Mon|Ma|Mes|Une?|Le (?![A-ZÀ-Ý])|La (?![A-ZÀ-Ý]))\b"
)
PLACE = re.compile(
    rf"(?<![\w-])(?P<known>(?<![A-Z]{{2}} )(?:{_PLACES['regions']})|"
    r"(?:(?<=[Ee]n )|(?<=ans le )|(?<=ans la )|(?<=ans l')|(?<=ans les )"
    rf"|(?<=ment du )|(?<=ment de la )|(?<=ment de l')|(?<=ment des )"
    rf"|(?<=tal de )|(?<=tal du )|(?<=tal de la )|(?<=tal de l')|(?<=tal des )|(?=\w+-)"
    r"|(?<=(?i:caf) du )|(?<=(?i:caf) de la )|(?<=(?i:caf) de l')|(?<=\w \()(?=[\w'-]+\)))"
    rf"(?:{_PLACES['departements']})|(?<!ccord de )(?:{_PLACES['villes']})(?! [\dA-Z]))"
    r"(?![\w-])"
    rf"|(?<![\w-])(?P<joined>(?:L[ae]s? |L')?{_CAPITAL}(?:-{_CAPITAL}){{0,3}}(?:(?:-(?:sur|"
    rf"sous|lès|les|en|de|du|des|la|le)){{1,2}}-|-d')(?:{_CAPITAL}|(?<=sur-)mer)"
    rf"(?:-{_CAPITAL}){{0,3}})(?![\w-])"
    r"|\b(?:[Mm]airie|MAIRIE) (?i:de |du |d')(?!PROXI|QUART|SECTEUR)"
    r"(?P<capitals>[A-ZÀ-Ý]{2,}(?:[ '-][A-ZÀ-Ý]{2,}){0,6})(?![\w-])"
    r"|(?:\b[Àà]|\b(?i:mairie|municipalité|CCAS|gare(?: SNCF)?|ville|commune|canton|"
    r"arrondissement|(?:sous-)?préfecture|tribunal(?: judiciaire)?|rectorat|hôpital|"
    r"trésorerie|office de tourisme|point[- ]justice|mission locale|lycée|CHU|métropole|"
    r"agglomération|université|mer|aéroport|antenne|agence) d(?:e |')"
    r"|\b(?i:mairie(?: de proximité| annexe)?|ville|commune|gare) du )"
    rf" ?(?!{_NO_CITY})(?P<named>{_CITY})"
    rf"|\b(?:via|entre|(?:[Hh]abitants?|résidents|hameaux?|villages?|"
    r"(?<!nauté de )communes|marchés|préfectures) d(?:e (?:la |l')?|u |es |'))"
    rf" ?(?!{_NO_CITY})(?P<towns>{_TOWNS})"
    rf"|\bcommunes?(?: [^.:;\n]{{0,40}})? : (?P<listed>{_CITY}(?:{PARTS}{_CITY}){{1,20}})"
    r"(?= ?(?:[.;)]|\Z))"
)
GROUPED = re.compile(
    r"(?<![\d,.])[1-9]\d{0,2}(?: \d{3})+(?!,?\d|[ .-]\d)"
    r"|(?<![\d,.])\b\d+(?= par (?:personne|foyer|famille|enfant|an)s?\b)"
)
"""A number with nothing that it counts: « 3 319 », « 4 par personne »."""
