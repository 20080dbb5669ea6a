"""Tell the state of an easy version to its readers, in the words of its label."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ppun_access.document.model import Document, Version

TRIAL = "Ce texte est un essai. Des personnes concernées doivent encore le relire."
AUTOMATIC = "automatique"
"""The state of a draft that a machine wrote and nobody read."""
LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        AUTOMATIC: (
            "Version simplifiée. Brouillon automatique, que personne n’a relu.",
            "Un ordinateur a écrit ce texte. Il peut contenir des erreurs.",
            "En cas de doute, lisez le texte complet.",
        ),
        "brouillon": ("Version simplifiée. Brouillon non validé.", TRIAL),
        "relu": (
            "Version simplifiée. Relue, pas encore validée.",
            "Des personnes concernées ont relu ce texte. Il n’est pas encore validé.",
        ),
        "valide": (
            "Facile à lire et à comprendre, FALC.",
            "Des personnes concernées ont relu et validé ce texte.",
        ),
        "a-revoir": (
            "Version simplifiée. À revoir.",
            "Le texte complet a changé. Ce texte simplifié doit être revu.",
        ),
    }
)
"""State of an easy version → what is said of it on every rendering, by the rules of RLS."""


def version_of(document: Document) -> Version:
    """Return which version of a text ``document`` is: an easy one has a state."""
    return "facile" if document.meta.status in LABELS else "integral"
