"""How web and e-mail addresses are said: short, and never letter by letter."""

from __future__ import annotations

import re

from ppun_access.french.spoken.rules import Rule
from ppun_access.french.text.numerals import EMAIL, WEB

_START = r"[\w+.-]"
_ENDINGS = "fr|eu|org|com|net|gouv|info|bzh|paris|alsace|corsica|io|be|ch|lu|ca|uk|de"


def _site(found: re.Match[str]) -> str:
    """Say the domain of an address only: « site exemple point fr »."""
    return f"site {_domain(re.sub(r'^(?:https?://)?(?:www[.])?', '', found[0]))}"


def _domain(address: str) -> str:
    host = re.split(r"[^\w.-]", address)[0]
    return host.replace(".", " point ").replace("-", " tiret ").replace("_", " souligné ")


def _mailbox(found: re.Match[str]) -> str:
    """Say « contact@exemple.fr » as « contact arobase exemple point fr »."""
    name, _, host = found[0].partition("@")
    marks = {".": " point ", "-": " tiret ", "_": " souligné ", "+": " plus "}
    said = "".join(marks.get(letter, letter) for letter in name)
    return f"{said} arobase {_domain(host)}".strip()


EMAIL_ADDRESS = Rule("adresse-courriel", _START, EMAIL, _mailbox)
WEB_ADDRESS = Rule(
    "adresse-web",
    _START,
    rf"(?<!\w){WEB}|(?<![\w.@-])(?:[\w-]+\.)+(?:{_ENDINGS})(?![\w-]|\.\w)(?:/(?:[\w./#?=&%+~-]*\w)?)?",
    _site,
)
HASHTAG = Rule("mot-diese", "#", r"(?<![\w#&])#(?=[^\W\d_]\w+)", lambda found: "mot-dièse ")
ACCOUNT = Rule("compte", "@", r"(?<![\w@.])@(?=\w)", lambda found: "arobase ")
