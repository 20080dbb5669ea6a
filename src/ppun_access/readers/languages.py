"""The language of a page, as its front matter gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ppun_access.document.model import Pos
from ppun_access.readers.front_matter import as_text
from ppun_access.readers.model import ReaderOptions
from ppun_access.report import Finding, Report

KEYS = ("lang", "langue")
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_TWO_LETTERS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr "
    "cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu "
    "gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk "
    "kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms "
    "mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro "
    "ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl "
    "tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
"""ISO 639-1; codes of three letters, of which there are thousands, are taken as written."""
_NAMES = {
    "allemand": "de", "anglais": "en", "arabe": "ar", "breton": "br", "chinois": "zh",
    "espagnol": "es", "français": "fr", "italien": "it", "portugais": "pt", "russe": "ru",
    "turc": "tr", "ukrainien": "uk",
}  # fmt: skip


def in_its_language(
    options: ReaderOptions, front: Mapping[str, Any], name: str, page: str, report: Report
) -> ReaderOptions:
    """Return ``options`` with the language that ``front`` gives, if it gives one.

    A value that is no language is a finding; the page stays in that of the project.
    """
    given = next((text for key in KEYS if (text := as_text(front.get(key)))), "")
    # YAML reads « no », Norwegian, as false
    asked = "no" if any(front.get(key) is False for key in KEYS) else given
    lang = _NAMES.get(asked.lower(), asked.replace("_", "-"))
    main = lang.partition("-")[0].lower()
    if not asked:
        return options
    if _TAG.fullmatch(lang) and (len(main) == 3 or main in _TWO_LETTERS.split()):
        return replace(options, lang=lang)
    message = (
        f"L’en-tête de la page donne « {asked} » comme langue : ce n’est pas un code de "
        f"langue. La page est publiée en « {options.lang} ». Écrivez un code de deux "
        "lettres, par exemple « langue: en »."
    )
    pos = Pos(name, 1)
    report.add(Finding("langue-inconnue", message, pos, page, asked))
    return options
