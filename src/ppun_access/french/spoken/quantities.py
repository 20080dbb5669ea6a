"""Say sums of money, percentages, measures and ranges in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ppun_access.french.spoken.numbers import (
    counted,
    decimal,
    leading_zeros,
    linked,
    number,
    value,
)
from ppun_access.french.spoken.ranges import joint
from ppun_access.french.spoken.rules import DIGIT, LETTER, Rule, S, after, before, spaced
from ppun_access.french.spoken.times import MONTHS
from ppun_access.french.text.numerals import AMOUNT, BEFORE, SPACES, whole

_UNITS_TEXT = """
    kilomètre à l'heure: km/h Km/h KM/H | mètre par seconde: m/s
    kilomètre carré: km² km2 Km² Km2 | mètre carré: m² m2 | centimètre carré: cm²
    mètre cube: m³ m3 | centimètre cube: cm³ | kilomètre: km kms Km Kms KM
    centimètre: cm | millimètre: mm | mètre: m | hectare: ha | kilo: kg Kg KG
    milligramme: mg | microgramme: µg | gramme: g | tonne: t | litre: L l
    centilitre: cl | millilitre: ml mL | degré: °C ° | degré Fahrenheit: °F
    kilobit par seconde: kbit/s kbps | mégabit par seconde: Mbit/s Mbits/s Mb/s Mbps
    gigabit par seconde: Gbit/s Gbits/s Gb/s Gbps | mégaoctet par seconde: Mo/s
    partie par million: ppm | partie par milliard: ppb
    gramme de C O 2: gCO2 | kilo de C O 2: kgCO2 | tonne de C O 2: tCO2
    gramme équivalent C O 2: gCO2e | kilo équivalent C O 2: kgCO2e
    tonne équivalent C O 2: tCO2e teqCO2
    kilooctet: ko Ko Kb kB KB | mégaoctet: Mo MB | gigaoctet: Go GB | téraoctet: To TB
    kilowattheure: kWh KWh KWH Kwh | mégawattheure: MWh | gigawattheure: GWh
    térawattheure: TWh | wattheure: Wh | kilowatt-crête: kWc KWc | mégawatt-crête: MWc
    kilowatt: kW KW Kw | mégawatt: MW | gigawatt: GW | watt: W | kilovolt: kV
    kilovoltampère: kVA | volt: V | centime: ct cts | centime d'euro: c€
    hertz: Hz | kilohertz: kHz | mégahertz: MHz | gigahertz: GHz
    microsiemens par centimètre: µS/cm | becquerel par litre: Bq/l Bq/L
    becquerel: Bq | millisievert: mSv
    décibel: dB | hectopascal: hPa | habitant: hab. hab | heure: h
    minute: min mn mns | seconde: s | milliseconde: ms | pour cent: % | pour mille: ‰
"""
_SEVERAL = re.compile(r"\A(?!pour)[^\W\d_]+\b(?<![sz])|(?<= )(?:carré|cube)\b")
"""What takes an s where there are several of a unit."""
_UNITS: dict[str, tuple[str, str]] = {
    unit: (name.strip(), _SEVERAL.sub(r"\g<0>s", name.strip()))
    for row in re.split("[|\n]", _UNITS_TEXT.strip())
    for name, units in [row.split(":")]
    for unit in units.split()
}
"""Each spelling of a unit: what one is, what several are."""
_WHOLE_WORDS = (
    "an mois jour heure semaine nuit habitant personne élève foyer agent unité séance "
    "classe page salarié logement trajet visite repas trimestre minute seconde"
)
_UNITS_TOO = "h s min hab hab. kg t l L ha km km² km2 m² m2 m³ m3 kWh MWh"
_PER = (
    {word: word for word in _WHOLE_WORDS.split()}
    | {unit: _UNITS[unit][0] for unit in _UNITS_TOO.split()}
    | {"ans": "an", "jours": "jour", "j": "jour", "jr": "jour", "min.": "minute"}
    | {"pers": "personne", "pers.": "personne", "sem": "semaine", "sem.": "semaine"}
)
"""What may follow a slash: « 10 €/nuit », « hab/km² »."""

# Money

_SCALES = dict.fromkeys("kK", "mille euros") | {"M": "million{s} d'euros"}
_SCALES |= dict.fromkeys(("Md", "Mds", "Mrd", "Mrds", "G"), "milliard{s} d'euros")
_TAXES = {"HT": " hors taxes", "TTC": " toutes taxes comprises"}


def _longest(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))


_UNNAMED = rf"(?!.d(?:e.|['’])(?:{'|'.join(MONTHS)})\b)"
"""No « mois de mai », which is no unit."""
_PERS = rf"((?:{S}?/{S}?(?:{_longest(_PER)})(?![\w²³]){_UNNAMED})*)"


_PERS_OF_MONEY = _PERS.replace(")(?![", rf"|{LETTER}{{4,}})(?![")
"""After a sum, whatever it is for: « 10 €/adhérent »."""


def _per(unit: str | None) -> str:
    return f" par {_PER.get(unit, unit.lower())}" if unit else ""


def _money(found: re.Match[str]) -> str:
    """Say « 12,50 € » as « 12 euros 50 », « 1,5 M€ » as « 1 virgule 5 million d'euros »."""
    _, amount, scale, cents, taxes, pers = found.groups()
    tail = _TAXES.get(taxes or "", "") + _pers(pers)
    head = (" " if before(found, 1).isalpha() else "") + _lower(found)
    plural = "s" if value(amount) >= 2 else ""
    integer, _, decimals = decimal(amount).partition(",")
    decimals = cents or decimals
    if scale:
        said = f"{number(amount)} {_SCALES[scale].format(s=plural)}"
    elif round_sum := _round(whole(integer)) if not decimals else "":
        said = round_sum
    elif (
        integer == "0"
        and re.fullmatch("0[1-9]|[1-9].", decimals)
        and not (found[1] or _JOINED.search(before(found)))
    ):
        said = f"{int(decimals)} centime{'s' * (decimals > '01')}"
    elif len(decimals) != 2:
        said = f"{number(amount)} euro{plural}"
    else:
        said = f"{whole(integer)} euro{plural}{_cents(decimals)}"
    return head + said + tail


_JOINED = re.compile(r"\d ?(?:à|et|ou|[-–]) ?\Z")
"""Before the higher of two prices, which both are in euros: « 0,50 à 0,70 € »."""


def _lower(found: re.Match[str]) -> str:
    """Say the lower end of a range: « 80 à », but « entre 80 et »."""
    if not found[1]:
        return ""
    return f"{number(found[1])} {joint(found)} "


def _round(digits: str) -> str:
    """Return whole millions of euros in words, the others as nothing."""
    for zeros, noun in ((9, "milliard"), (6, "million")):
        head = digits[:-zeros]
        if head.strip("0") and digits.endswith("0" * zeros):
            return f"{head} {noun}{'s' if int(head) > 1 else ''} d'euros"
    return ""


def _cents(decimals: str) -> str:
    """Return what follows the euros: « 50 », « et 5 centimes », nothing for « 00 »."""
    cents = int(decimals)
    if cents >= 10:
        return f" {cents}"
    return f" et {cents} centime{'s' if cents > 1 else ''}" if cents else ""


def _currency(found: re.Match[str]) -> str:
    plural = "s" if value(found[1]) >= 2 else ""
    return f"{number(found[1])} {_CURRENCIES[found[2]]}{plural}"


_CURRENCIES = {"$": "dollar", "£": "livre", "CHF": "franc suisse", "¥": "yen"}


def _of_euros(found: re.Match[str]) -> str:
    """Say « millions d’€ » and « millions € » as « millions d'euros »."""
    return f"{found[1]} d'euros"


# Measures

_FEMININE = frozenset(
    {"t", "min", "mn", "mns", "s", "ms", "h", "ppm", "ppb", "tCO2", "tCO2e", "teqCO2"}
)
_ALONE = {
    name: said
    for name, said in _UNITS.items()
    if len(name) > 2 and not name.endswith(("²", "³")) and name not in {"min", "hab"}
} | {name: said for name, said in _UNITS.items() if name.endswith(("²", "³"))}
_ALONE |= {name: _UNITS[name] for name in ("kW", "KW", "Kw", "m2", "m3")}
"""Units that are said even without a number: « par km² », « le kWh »."""


def _measure(found: re.Match[str]) -> str | None:
    """Say « 12 km² » as « 12 kilomètres carrés », « 5-10 % » as « 5 à 10 pour cent »."""
    first, amount, unit, pers = found.groups()
    if unit == "s" and "." in amount and "," in decimal(amount):
        return None  # « nos 522.00 s. », in law
    head = _lower(found)
    tail = _pers(pers)
    if unit in {"%", "°"} and found.string[found.end() : found.end() + 1].isalnum():
        tail += " "
    return f"{head}{_measured(amount, unit, many=bool(first))}{tail}"


def _measured(amount: str, unit: str, *, many: bool = False) -> str:
    """Say « 12 », « km² » as « 12 kilomètres carrés »; 2,50 m are « 2 mètres 50 »."""
    unit = re.sub(S, "", unit).replace("₂", "2")
    singular, plural = _UNITS.get(unit) or _UNITS[unit.lower()]
    noun = plural if many or value(amount) >= 2 else singular
    integer, _, decimals = decimal(amount).partition(",")
    if unit == "m" and len(decimals) == 2 and decimals != "00" and integer != "0":
        return f"{whole(integer)} {noun} {leading_zeros(decimals)}"
    said = counted(number(amount), unit in _FEMININE)
    return f"{linked(said, noun)} {noun}"


def _pers(pers: str) -> str:
    """Say « /m²/an » as « par mètre carré par an »."""
    return "".join(_per(unit.strip()) for unit in spaced(pers).split("/")[1:])


def _tons(found: re.Match[str]) -> str | None:
    """Say « un PTAC de 7,5 T » as « 7 virgule 5 tonnes »."""
    if "," not in found[1] and not _HEAVY.search(before(found)):
        return None
    return _measured(found[1], "t")


_HEAVY = re.compile(
    r"(?i:PTAC|PTRA|tonnage|poids|véhicule\w*|camion\w*|charge|plus de|moins de|à) \Z"
)


def _side(found: re.Match[str]) -> str:
    """Say « 1m80 » as « 1 mètre 80 », « 1kg500 » as « 1 kilo 500 »."""
    return f"{_measured(found[1], found[2])} {leading_zeros(found[3])}"


def _rate(found: re.Match[str]) -> str:
    """Say « hab/km² », without a number, as « habitants par kilomètre carré »."""
    return _UNITS[found[1]][1] + _pers(found[2])


def _unit_alone(found: re.Match[str]) -> str:
    return _ALONE[found[1]][0] + _pers(found[2])


def _times(found: re.Match[str]) -> str:
    """Say « 2x/semaine » as « 2 fois par semaine »."""
    return f"{counted(found[1], True)} fois{_per(found[2])}"


_THINGS = re.compile(
    r"\d ?%?(?: de)? [^\W\d_]+\Z|"
    r"(?<!\w)(?:[^\W\d_]{3,}[sx]|coût|tarif|nombre|montant|CO ?[2₂])\Z|€\Z"
)


def _a_period(found: re.Match[str]) -> str | None:
    """Say « 3 fois/an » as « 3 fois par an », « élèves/classe » with « par » too."""
    return _per(found[1]) if _THINGS.search(before(found)) else None


def _out_of(found: re.Match[str]) -> str | None:
    """Say « cas/100 000 habitants » as « cas pour 100000 habitants »."""
    amount, unit = found.groups()
    if not re.fullmatch(rf"10+(?:{S}000)*", amount) and not _FEW.search(before(found)):
        return None
    joint = "aux" if unit == "km" else "pour"
    return f" {joint} {_measured(amount, unit) if unit else number(amount)}"


_FEW = re.compile(r"(?<!\d)\d\d? [a-zà-ÿ]{3,}\Z")
"""Before « /12 élèves »: « 1 enseignant »."""


# Sizes

_LENGTHS = frozenset({"mm", "cm", "m"})
_FORMATS = re.compile(
    r"(?i:photos?|images?|formats?|affiches?|tailles?|dimensions?|tirages?)(?: de| :)? \Z"
)
_RELAY = 100
"""Metres from which a length is run several times: « 4 x 100 m »."""


def _sizes(found: re.Match[str]) -> str | None:
    """Say « 2 x 10 ml » as « 2 fois 10 millilitres », « 21 x 29,7 cm » with « sur »."""
    parts = found.groups()
    sides = [side for side in zip(parts[::2], parts[1::2], strict=True) if side[0]]
    last, unit = sides[-1]
    if parts[0] == "0":
        return None
    if found[0] in ("4x4", "4×4"):
        return "4 4"
    long = unit in _LENGTHS and (unit != "m" or value(last) < _RELAY)
    shown = re.match(" (?:pixels?|px)", after(found)) or _FORMATS.search(before(found))
    if unit == "m" and long:
        sides = [(n, u or unit) for n, u in sides] if "," in parts[0] else sides
    said = (_measured(n, u) if u else number(n) for n, u in sides)
    return (" sur " if long or shown else " fois ").join(said)


_AMOUNT = rf"(?:\d+(?:{S}\d{{3}})*\.\d{{1,2}}(?![\d.])|{AMOUNT})"
"""Before a unit, a point may be the decimal mark: « 4.3 Mo »."""
_FROM = rf"{BEFORE}(?:({AMOUNT}){S}?[-–]{S}?)?"
"""What begins a measure: nothing, or the lower end of a range."""

_UNIT = rf"°{S}[CF]|(?<=\d)M[23]|(?:k?g|t){S}?CO[2₂]e?|{_longest(_UNITS)}"
_SIDE = rf"({AMOUNT})(?:{S}?({_UNIT}))?"

MONEY = Rule(
    "argent",
    DIGIT,
    rf"(?:{_FROM}|(?<=[a-zà-ÿ]{{3}}))({_AMOUNT}){S}?(?:([kK]|Mds?|Mrds?|M|G){S}?(?:d['’]{S}?)?(?=€|euros?\b|EUR\b))?"
    rf"(?:€(?:uros?\b|(\d\d)(?!\w))?|(?:euros?|EUR)\b)(?:{S}?(HT|TTC)\b)?{_PERS_OF_MONEY}",
    _money,
)
CURRENCY = Rule("devise", DIGIT, rf"{BEFORE}({AMOUNT}){S}?([$£¥]|CHF\b)", _currency)
OF_EUROS = Rule(
    "millions-d-euros", "[m]", rf"\b((?:million|milliard)s?){S}(?:d['’]{S}?)?€", _of_euros
)
MEASURE = Rule(
    "mesure",
    DIGIT,
    rf"{_FROM}({_AMOUNT}){S}?({_UNIT})"
    rf"(?:(?<=[%‰°])|(?![\w²³'’]|/[^\W\d])|(?=/(?:{_longest(_PER)})(?![\w²³]))){_PERS}",
    _measure,
)
TONS = Rule("tonnes", DIGIT, rf"{BEFORE}({AMOUNT}){S}?T(?![\w'’-])", _tons)
SIDE = Rule(
    "metres-et-centimetres",
    DIGIT,
    r"(?<![\w.,/-])(\d{1,2})(m|kg)(\d\d\d?)(?!\w|[.,/-]\w)",
    _side,
)
RATE = Rule(
    "taux",
    "[a-zµ]",
    rf"(?<![\w/-])(hab\.?|mg|µg|kg|ml|mm|cm|ha|m[²³23])((?:/(?:{_longest(_PER)})(?![\w²³]))+)",
    _rate,
)
UNIT = Rule(
    "unite",
    "[a-zA-Zµ°]",
    rf"(?<![\w/-])({_longest(_ALONE)})(?![\w²³-]){_PERS}",
    _unit_alone,
)
TIMES = Rule(
    "fois",
    DIGIT,
    rf"(?<![\w.,/-])(\d+){S}?[x×](?:{S}?/{S}?({_longest(_PER)})(?!\w)|(?={S}(?:par|sans)\b))",
    _times,
)
_NOUNS = "|".join(name for name in _PER if name.isalpha() and len(name) > 2)
PERIOD = Rule(
    "par",
    f"[/{SPACES}]",
    rf"(?<=[\w€]){S}?/{S}?({_NOUNS}|an|j|h|s|ha|km|kg|m²|m2|m³)(?!\w|/){_UNNAMED}",
    _a_period,
)
OUT_OF = Rule(
    "pour",
    f"[/{SPACES}]",
    rf"(?:(?<=\w)/|(?<={LETTER}){S}?/{S}?(?=10{{0,2}}{S}?000[0{SPACES}]*(?:hab|naiss|femmes|hommes|personnes)))(10{{1,7}}|10{{0,2}}(?:[{SPACES}]000)+|\d\d?(?={S}[a-zà-ÿ]{{3}}))(?:{S}?({_UNIT})(?!\w)|(?={S}[^\W\d_]))",
    _out_of,
)
IN_VOLUME = Rule(
    "pour-un-volume",
    DIGIT,
    rf"{BEFORE}(\d+){S}?/{S}?(100){S}?(m[lL]|g)\b",
    lambda found: f"{number(found[1])} pour {_measured(found[2], found[3])}",
)
"""« 0/100 ml », of germs in water."""
SIZES = Rule(
    "dimensions",
    DIGIT,
    rf"{BEFORE}{_SIDE}(?:{S}?[x×]{S}?|\*(?=\d)){_SIDE}(?:{S}?[x×]{S}?{_SIDE})?(?![\w²³×]|{S}[x×]{S}?\d)",
    _sizes,
)
OCTETS = Rule(
    "octets", "[kKMGT]", r"(?<=\ben )[kKMGT]o(?!\w)", lambda found: _UNITS[found[0]][1]
)
