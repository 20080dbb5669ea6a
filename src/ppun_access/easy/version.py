"""An easy-to-read version that a person wrote, tied to its source and labelled.

The label is a promise: only a text that people with intellectual disability have reviewed
may be called FALC, and until the author agrees the text stays unsigned.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from ppun_access.document.model import Div, Document, Para, Pos, Text, Version
from ppun_access.document.walk import plain_text
from ppun_access.report import Finding, Report, Severity

TRIAL = "Ce texte est un essai. Des personnes concernées doivent encore le relire."
LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "brouillon": ("Version simplifiée — brouillon non validé", TRIAL),
        "relu": (
            "Version simplifiée — relue, pas encore validée",
            "Des personnes concernées ont relu ce texte. Il n’est pas encore validé.",
        ),
        "valide": (
            "Facile à lire et à comprendre (FALC)",
            "Des personnes concernées ont relu et validé ce texte.",
        ),
        "a-revoir": (
            "Version simplifiée — à revoir",
            "Le texte complet a changé. Ce texte simplifié doit être revu.",
        ),
    }
)
"""State of an easy version → what is said of it on every rendering."""
_STATES = {"brouillon": "brouillon", "relu": "relu", "valide": "valide", "validé": "valide"}
_KEYS = ("statut", "source", "empreinte", "accord_auteur", "relectures", "reponses")


def fingerprint(document: Document) -> str:
    """Return 16 hexadecimal digits that change when the words of ``document`` do.

    Only letters and digits count: a mended space or quotation mark asks nobody to read
    an easy version again.
    """
    letters = "".join(filter(str.isalnum, f"{document.title}{plain_text(document)}"))
    return hashlib.sha256(letters.encode()).hexdigest()[:16]


def version_of(document: Document) -> Version:
    """Return which version of a text ``document`` is: an easy one has a state."""
    return "facile" if document.meta.status in LABELS else "integral"


def easy_version(page: Document, source: Document, report: Report) -> Document:
    """Return ``page`` as the easy version of ``source``: same id, labelled, unsigned.

    Author and role are those of ``source`` once ``accord_auteur`` records the agreement
    of the author, with a service and a date; before that they are empty.
    """
    front = dict(page.meta.front)
    _tell_unknown_keys(page, front, report)
    status = _status(page, front, source, report)
    label = tuple(Para((Text(line),)) for line in LABELS[status])
    blocks = (Div(label, "status"), *page.blocks)
    meta = replace(page.meta, status=status, author="", role="", front=())
    if _agreed(page, front, report) and source.meta.author:
        meta = replace(meta, author=source.meta.author, role=source.meta.role)
        lines = (Para((Text(meta.author),)), Para((Text(meta.role),)))
        blocks = (*blocks, Div(tuple(p for p in lines if plain_text(p)), "signature"))
    return replace(page, id=source.id, lang=source.lang, blocks=blocks, meta=meta)


def _status(
    page: Document, front: Mapping[str, str], source: Document, report: Report
) -> str:
    written = front.get("statut", "brouillon")
    status = _STATES.get(written)
    if status is None:
        known = ", ".join(k for k in _STATES if k != "validé")
        message = f"Le statut « {written} » n’existe pas : écrivez {known}."
        _tell("statut-inconnu", message, page, report)
        status = "brouillon"
    if status == "valide" and not _list(front.get("relectures", "")):
        message = (
            "Le statut est « valide », mais aucune relecture n’est notée : le texte est "
            "publié comme un brouillon. Notez la relecture dans « relectures »."
        )
        _tell("relecture-absente", message, page, report)
        status = "brouillon"
    stamp = front.get("empreinte", "")
    if stamp and stamp != fingerprint(source):
        message = (
            "Le texte complet a changé depuis l’écriture de la version simplifiée. "
            f"Relisez-la, puis écrivez « empreinte: {fingerprint(source)} »."
        )
        _tell("source-changee", message, page, report)
        status = "a-revoir"
    return status


def _agreed(page: Document, front: Mapping[str, str], report: Report) -> bool:
    written = front.get("accord_auteur", "")
    if not written or written in ("null", "false"):
        return False
    agreement = _json(written)
    if isinstance(agreement, dict) and {"service", "date"} <= agreement.keys():
        return True
    message = (
        "« accord_auteur » doit donner un service et une date : "
        "accord_auteur: {service: …, date: …}. Le texte reste sans signature."
    )
    _tell("accord-incomplet", message, page, report)
    return False


def _tell_unknown_keys(page: Document, front: Mapping[str, str], report: Report) -> None:
    for key in front:
        if key not in _KEYS:
            message = (
                f"La clé « {key} » n’est pas connue. Clés possibles : {', '.join(_KEYS)}."
            )
            _tell("cle-inconnue", message, page, report)


def _tell(code: str, message: str, page: Document, report: Report) -> None:
    pos = Pos(page.meta.source, 1)
    report.add(Finding(code, message, Severity.WARNING, pos, page.title))


def _list(written: str) -> list[Any]:
    value = _json(written)
    return value if isinstance(value, list) else []


def _json(written: str) -> Any:
    try:
        return json.loads(written)
    except json.JSONDecodeError:
        return None
