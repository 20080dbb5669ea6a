"""Define the sections of ``ppun.toml``, one frozen record each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from ppun_access.report import cannot_silence
from ppun_access.settings.colours import COLOUR, LEAST_CONTRAST, contrast_of
from ppun_access.settings.fields import (
    SEE_THE_DOCS,
    Fault,
    Rule,
    between,
    matching,
    one_of,
    setting,
)


def colour(example: str) -> Rule:
    """Allow colours like ``example``."""
    told = f" n’est pas une couleur comme {example}."
    return matching(COLOUR.pattern, "une couleur `#rrggbb`", told)


def codes(fault_of: Callable[[str], str]) -> Rule:
    """Allow codes of findings in which ``fault_of`` finds no fault."""

    def check(name: str, value: Sequence[str]) -> Fault | None:
        fault = next(filter(None, map(fault_of, value)), "")
        then = (
            "Le rapport donne le code de chaque constat entre crochets ; "
            "« ppun-access aide constats » les explique."
        )
        return Fault(f"{name} : {fault}", then) if fault else None

    return Rule("une liste de codes", check)


@dataclass(frozen=True, slots=True)
class PdfSettings:
    """How large-print PDF looks; colours are ``#rrggbb``."""

    size: int = setting(
        "taille", 18, "la taille du texte des [PDF](pdf.md)", between(14, 40, "points")
    )
    line_spacing: float = setting(
        "interligne", 1.5, "d’une ligne à la suivante, en nombre de fois la taille",
        between(1.2, 3),
    )  # fmt: skip
    ink: str = setting("encre", "#000000", "la couleur du texte", colour("#1a1a1a"))
    paper: str = setting(
        "papier", "#ffffff", "celle du fond : le contraste est d’au moins 7:1",
        colour("#1a1a1a"),
    )  # fmt: skip

    def fault(self, where: str) -> Fault | None:
        """Return the fault of its colours together, if any."""
        if (found := contrast_of(self.ink, self.paper)) >= LEAST_CONTRAST:
            return None
        return Fault(
            f"{where}encre = {self.ink} sur papier = {self.paper} : le contraste est de "
            f"{found:.1f}, il faut au moins 7."
        )


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What the site is, and how its pages look."""

    colour: str = setting(
        "couleur", "",
        "la couleur des liens, des boutons et des traits ; foncée, et éclaircie sur les "
        "pages sombres, jusqu’à ce que les mots aient un contraste de 7:1 : voyez [les "
        "couleurs](site.md#colours)",
        colour("#7a1e3c"), unset="celle du programme", example="#7a1e3c",
    )  # fmt: skip
    about: str = setting(
        "phrase", "", "ce qu’est le site, en une phrase, sous son titre",
        unset="le nombre des textes",
        example="La Région explique ici ce qu’elle fait pour le numérique.",
    )  # fmt: skip
    logo: str = setting(
        "logo", "",
        "l’image qui dit de qui est le site, en tête de l’accueil : un fichier d’au plus "
        "15 ko, dans le dossier de `ppun.toml`",
        unset="le nom de l’éditeur seul", example="logo.svg",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class EpubSettings:
    """What is said of the digital books."""

    certifier: str = setting(
        "certificateur", "",
        "qui certifie que les [EPUB](epub.md) respectent EPUB Accessibility 1.1 et WCAG "
        "2.1, niveau AA, après la vérification d’une personne ; c’est publié",
        unset="personne : les livres le disent", example="l’association Exemple",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BrailleSettings:
    """The page of braille: cells in a line, lines in a page."""

    cells: int = setting(
        "cellules", 28, "les cellules d’une ligne de [braille](braille.md)", between(12, 80)
    )
    lines: int = setting("lignes", 29, "les lignes d’une page", between(5, 80))


DISC_SECONDS = 79 * 60
"""What an audio disc holds (80 minutes, less the two seconds before each track)."""


@dataclass(frozen=True, slots=True)
class KitSettings:
    """What the off-line kit holds beside what is printed."""

    disc: bool = setting(
        "cd", False,
        "`true` ajoute au [kit hors ligne](kit.md) des fichiers WAV, pour graver des CD "
        "audio : 10 Mo par minute",
    )  # fmt: skip
    stick: bool = setting(
        "cle_usb", True,
        "`false` ôte le [ZIP de tout le site](site.md#on-a-usb-stick), qui pèse autant que "
        "tout le reste",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """How much the user's cache may hold."""

    limit_gb: int = setting(
        "limite_go", 20,
        "ce que le [cache](pipeline.md#the-cache) peut contenir, en Go : ce qui n’a pas "
        "servi depuis le plus longtemps part d’abord ; `0`, sans limite",
    )  # fmt: skip

    @property
    def limit_bytes(self) -> int:
        """The limit in bytes, 0 for none."""
        return max(0, self.limit_gb * 10**9)


EMAIL = matching(
    r"[^\s@<>(),;:\"\\]+@(?:[^\W_]+(?:-+[^\W_]+)*\.)+[^\W\d_]{2,}",
    "une adresse comme `nom@exemple.fr`",
    " n’est pas une adresse de courriel.", "Écrivez-la seule, comme nom@exemple.fr.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom people may ask for another form of a text; empty where nothing is said."""

    service: str = setting(
        "service", "", "à qui demander un texte en braille, en gros caractères ou sur CD",
        example="la mission accessibilité",
    )  # fmt: skip
    telephone: str = setting(
        "telephone", "", "son numéro de téléphone", example="03 00 00 00 00"
    )
    address: str = setting(
        "adresse", "", "son adresse postale, `\\n` entre les lignes",
        example="1 rue de l’Exemple\n00000 Exemple",
    )  # fmt: skip
    email: str = setting(
        "courriel", "", "son adresse de courriel", EMAIL,
        example="accessibilite@exemple.fr",
    )  # fmt: skip


_LOCAL = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")


def _variable(name: str, value: str) -> Fault | None:
    """Refuse a name of variable without quoting it: it may be the secret key itself."""
    return None if re.fullmatch(r"[A-Z_][A-Z0-9_]{0,63}", value) else Fault(
        f"{name} : il faut le nom d’une variable d’environnement, en majuscules, comme "
        "ALBERT_API_KEY ; jamais la clé elle-même."
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A language model that helps to draft, behind an OpenAI-compatible address."""

    address: str = setting(
        "adresse", "",
        "l’adresse du [modèle de langage](model.md) que « simplify --modele » interroge ; "
        "un hôte qui n’est pas cette machine se nomme aussi dans la commande, `--modele "
        "HÔTE`",
        unset="rien n’est envoyé", example="http://localhost:8000/v1",
    )  # fmt: skip
    model: str = setting("modele", "", "son nom", example="mistral-small")
    key: str = setting(
        "cle", "",
        "le nom de la variable d’environnement qui contient sa clé, jamais la clé",
        Rule("un nom en majuscules", _variable), example="ALBERT_API_KEY",
    )  # fmt: skip
    timeout: int = setting(
        "delai", 60, "ce qu’une réponse peut prendre, connexion comprise",
        between(1, 600, "secondes"),
    )  # fmt: skip
    tries: int = setting("essais", 3, "les essais d’une question", between(1, 10))

    def fault(self, where: str) -> Fault | None:
        """Return the fault of its address or of its key, if any; show no secret."""
        told = self.address and self._address_fault()
        return Fault(f"{where}adresse : {told}") if told else None

    def is_permitted(self, host: str) -> bool:
        """Tell whether the address is on this computer, or at ``host``."""
        parts = urlsplit(self.address)
        if _LOCAL.fullmatch(parts.hostname or ""):
            return True
        return host.lower() in (parts.hostname, parts.netloc.lower())

    def _address_fault(self) -> str:
        wrong = "il faut une adresse comme http://localhost:8000/v1."
        try:
            parts = urlsplit(self.address)
            _ = parts.port
        except ValueError:
            return wrong
        if "@" in parts.netloc:
            return "ni nom ni mot de passe dans l’adresse ; « cle » sert à cela."
        known = parts.scheme in ("http", "https") and parts.hostname
        if not known or parts.query or parts.fragment or re.search(r"[^!-~]", self.address):
            return wrong
        if self.key and parts.scheme == "http" and not _LOCAL.fullmatch(known or ""):
            return "une clé ne part que par https, ou vers cette machine."
        return ""


@dataclass(frozen=True, slots=True)
class DocumentSettings:
    """What the settings say of one document; empty where they say nothing."""

    voice: str = setting("voix", "", "sa voix", example="pico")
    date: str = setting(
        "date", "",
        "sa date, celle du podcast et des livres : `2024-05-06` ou `6 mai 2024`",
        unset="celle de git, sinon de la variable `SOURCE_DATE_EPOCH`",
        example="2024-05-06",
    )  # fmt: skip
    easy: str = setting(
        "facile", "", "le fichier de sa version simplifiée",
        unset="`facile/<id>.md`", example="facile/autre-nom.md",
    )  # fmt: skip
    genre: str = setting(
        "genre", "",
        "ce que c’est, pour le plan de son brouillon ([les brouillons](review.md#les-"
        "brouillons))",
        one_of("aide", "demarche", "actualite", "politique", "autre"),
        unset="`genre` en tête de sa page, sinon ce que disent ses mots", example="aide",
    )  # fmt: skip
    reader: str = setting(
        "lecteur", "",
        "qui lit ses enregistrements (`audio/<id>.mp3`, voyez [un texte lu par une "
        "personne](enregistrements.md)) ; c’est publié",
        unset="« une personne »", example="Prénom Nom",
    )  # fmt: skip
    publish: bool | None = setting(
        "publier", None, "`false` le laisse de côté",
        kind=bool, unset="ce que dit sa page", example=True,
    )  # fmt: skip
    silenced: tuple[str, ...] = setting(
        "taire", (), "les [constats](findings.md) à ne pas dire de ce texte",
        codes(cannot_silence), example=["phrase-longue"],
    )  # fmt: skip


RESERVED = "/%:@!$&'()*+,;=~"
"""What a path may hold as it is."""


def address_fault(address: str) -> str:
    """Return what is wrong with the address of a site, in French, else nothing."""
    if not address:
        return ""
    told = f"base_url = « {address} »"
    if not re.fullmatch(r"https?://[^\s/?#]+(/\S*)?", address):
        return f"{told} n’est pas une adresse entière, comme « https://www.exemple.fr »."
    if "?" in address or "#" in address:
        return f"{told} : une adresse de site n’a ni « ? » ni « # », enlevez ce qui suit."
    if not address.isascii():
        return f"{told} a des lettres accentuées : écrivez « {_encoded(address)} »."
    return ""


def _encoded(address: str) -> str:
    """Return an address in the characters that links hold; ``%`` is coded already.

    >>> _encoded("https://région.fr/été")
    'https://xn--rgion-bsa.fr/%C3%A9t%C3%A9'
    """
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = quote(host, safe=":@[]%")
    return f"{scheme}://{host}{slash}{quote(path, safe=RESERVED)}"


# Pages


CHOICES = ("sommaire", "toutes", "marquees")

_PARTS = re.compile(r"(\*\*/|\*\*|\*|\?)")


@dataclass(frozen=True, slots=True)
class PageChoice:
    """``[pages]`` of ``ppun.toml``: patterns are of paths inside the source folder."""

    choice: str = setting(
        "choix", "sommaire",
        "les pages qui deviennent des textes : celles que nomme `SUMMARY.md` (toutes, s’il "
        "n’y en a pas), toutes, ou celles qui disent `publier: oui`",
        one_of(*CHOICES, told=f" : {', '.join(CHOICES)}.", then=SEE_THE_DOCS),
    )  # fmt: skip
    included: tuple[str, ...] = setting(
        "inclure", (),
        "les pages à prendre, et aucune autre : des motifs de chemins du dossier source",
        example=["guides/**", "*.md"],
    )  # fmt: skip
    excluded: tuple[str, ...] = setting(
        "exclure", (), "les pages à laisser, de même", example=["brouillons/**"]
    )

    hidden: str = setting(
        "masquees", "retenir",
        "ce que deviennent les pages que GitBook cache (`hidden: true`) : `retenir` ne les "
        "publie pas ; `publier` les publie pour qui suit un lien, sans qu’aucun menu, "
        "recueil, podcast ni moteur de recherche y mène",
        one_of("retenir", "publier", told=" : retenir ou publier.", then=SEE_THE_DOCS),
    )  # fmt: skip

    def takes(self, name: str, *, listed: bool) -> bool:
        """Tell whether the page ``name`` is to be published when it does not say itself.

        ``listed``: its space has no SUMMARY.md, or one that lists it.

        >>> PageChoice(excluded=("brouillons/**",)).takes("brouillons/a/b.md", listed=True)
        False
        >>> PageChoice("toutes", included=("*.md",)).takes("guides/a.md", listed=True)
        False
        """
        if _matches(name, self.excluded):
            return False
        if self.included:
            return _matches(name, self.included)
        return self.choice == "toutes" or (self.choice == "sommaire" and listed)


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fits(name, pattern) for pattern in patterns)


def fits(name: str, pattern: str) -> bool:
    """Tell whether a path fits: ``*`` stays in a folder, ``**`` goes through them.

    The places where each part of the pattern may end are all followed at once: an
    expression would try them one after the other, without end for « **/**/**/… ».
    """
    places = {0}
    for part in filter(None, _PARTS.split(pattern.removeprefix("./"))):
        if part.startswith("**") and places:  # the first reaches all that the others do
            places |= set(_ends(name, part, min(places)))
        else:
            places = {end for place in places for end in _ends(name, part, place)}
    return len(name) in places


def _ends(name: str, part: str, place: int) -> Iterable[int]:
    """Return where a part of a pattern may end in ``name`` when it begins at ``place``."""
    folder = name.find("/", place)
    stop = len(name) if folder < 0 else folder
    match part:
        case "**":
            return range(place, len(name) + 1)
        case "**/":
            later = (n + 1 for n in range(place, len(name)) if name[n] == "/")
            return (place, *later)
        case "*":
            return range(place, stop + 1)
        case "?":
            return range(place + 1, min(place + 1, stop) + 1)
    return (place + len(part),) if name.startswith(part, place) else ()
