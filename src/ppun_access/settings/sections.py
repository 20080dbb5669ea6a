"""The sections of ``ppun.toml``, one frozen record each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from ppun_access.settings.colours import COLOUR, LEAST_CONTRAST, contrast_of


@dataclass(frozen=True, slots=True)
class PdfSettings:
    """How large-print PDF looks; colours are ``#rrggbb``."""

    size: int = 18
    """Points of running text."""
    line_spacing: float = 1.5
    """From one line to the next, in times the size."""
    ink: str = "#000000"
    paper: str = "#ffffff"

    def fault(self) -> str:
        """Return what is not possible, in French; nothing when all is."""
        if not 14 <= self.size <= 40:
            return f"taille = {self.size} : il faut un nombre de 14 à 40 (points)."
        if not 1.2 <= self.line_spacing <= 3:
            return f"interligne = {self.line_spacing} : il faut un nombre de 1.2 à 3."
        for name, colour in (("encre", self.ink), ("papier", self.paper)):
            if not COLOUR.fullmatch(colour):
                return f"{name} = « {colour} » n’est pas une couleur comme #1a1a1a."
        if (found := contrast_of(self.ink, self.paper)) < LEAST_CONTRAST:
            return (
                f"encre = {self.ink} sur papier = {self.paper} : le contraste est de "
                f"{found:.1f}, il faut au moins 7."
            )
        return ""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """How the pages look."""

    colour: str = ""
    """``#rrggbb``, of links, buttons and lines; empty: the colour of the program."""

    def fault(self) -> str:
        """Return what is not possible, in French; nothing when all is."""
        if self.colour and not COLOUR.fullmatch(self.colour):
            return f"couleur = « {self.colour} » n’est pas une couleur comme #7a1e3c."
        return ""


@dataclass(frozen=True, slots=True)
class BrailleSettings:
    """The page of braille: cells in a line, lines in a page."""

    cells: int = 28
    lines: int = 29

    def fault(self) -> str:
        """Return what is not possible, in French; nothing when all is."""
        if not 12 <= self.cells <= 80:
            return f"cellules = {self.cells} : il faut un nombre de 12 à 80."
        if not 5 <= self.lines <= 80:
            return f"lignes = {self.lines} : il faut un nombre de 5 à 80."
        return ""


DISC_SECONDS = 79 * 60
"""What an audio disc holds (80 minutes, less the two seconds before each track)."""


@dataclass(frozen=True, slots=True)
class KitSettings:
    """What the off-line kit holds beside what is printed."""

    disc: bool = True
    """The WAV files of audio discs: 10 MB a minute."""
    stick: bool = True
    """The ZIP of the whole site for a USB stick: as heavy as all the rest."""


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """How much the user's cache may hold."""

    limit_gb: int = 20
    """In GB; what was used the longest ago goes first. 0 or less: no limit."""

    @property
    def limit_bytes(self) -> int:
        """The limit in bytes, 0 for none."""
        return max(0, self.limit_gb * 10**9)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom people may ask for another form of a text; empty where nothing is said."""

    service: str = ""
    telephone: str = ""
    address: str = ""
    """By post; ``\\n`` between its lines."""
    email: str = ""


_LOCAL = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A language model that helps to draft, behind an OpenAI-compatible address."""

    address: str = ""
    """« http://localhost:8000/v1 »; empty: nothing is ever sent."""
    model: str = ""
    key: str = ""
    """The name of the environment variable that holds the key: never the key."""
    timeout: int = 60
    """Seconds that one answer may take."""
    tries: int = 3

    def fault(self) -> str:
        """Return what is not possible, in French; nothing when all is. Shows no secret."""
        if self.address and (fault := self._address_fault()):
            return fault
        if self.key and not _VARIABLE.fullmatch(self.key):
            return (
                "cle : il faut le nom d’une variable d’environnement, en majuscules, comme "
                "ALBERT_API_KEY ; jamais la clé elle-même."
            )
        if not 1 <= self.timeout <= 600:
            return f"delai = {self.timeout} : il faut un nombre de 1 à 600 (secondes)."
        if not 1 <= self.tries <= 10:
            return f"essais = {self.tries} : il faut un nombre de 1 à 10."
        return ""

    def is_permitted(self, host: str) -> bool:
        """Tell whether the address is on this computer, or at ``host``."""
        parts = urlsplit(self.address)
        if _LOCAL.fullmatch(parts.hostname or ""):
            return True
        return host.lower() in (parts.hostname, parts.netloc.lower())

    def _address_fault(self) -> str:
        wrong = "adresse : il faut une adresse comme http://localhost:8000/v1."
        try:
            parts = urlsplit(self.address)
            _ = parts.port
        except ValueError:
            return wrong
        if "@" in parts.netloc:
            return "adresse : ni nom ni mot de passe dans l’adresse ; « cle » sert à cela."
        known = parts.scheme in ("http", "https") and parts.hostname
        if not known or parts.query or parts.fragment or re.search(r"[^!-~]", self.address):
            return wrong
        if self.key and parts.scheme == "http" and not _LOCAL.fullmatch(known or ""):
            return "adresse : une clé ne part que par https, ou vers cette machine."
        return ""


RESERVED = "/%:@!$&'()*+,;=~"
"""What a path may hold as it is."""


def address_fault(address: str) -> str:
    """Return what is wrong with the address of a site, in French, else nothing."""
    if not address:
        return ""
    told = f"base_url = « {address} »"
    if not re.fullmatch(r"https?://[^\s/?#]+(/\S*)?", address):
        return f"{told} n’est pas l’adresse d’un site."
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
