"""Write the credit that goes with the sound of a text: which person or voice reads."""

from __future__ import annotations

SYNTHETIC = "Texte lu par une voix de synthèse"
"""What says that nobody speaks."""


def credit(voice: str, recorded: bool) -> str:
    """Return the credit of the reader of a text, without a final stop.

    >>> credit("Jeanne Martin", True), credit("", True)
    ('Texte lu par Jeanne Martin', 'Texte lu par une personne')
    """
    if recorded:
        return f"Texte lu par {voice.strip() or 'une personne'}"
    return f"{SYNTHETIC}\N{NO-BREAK SPACE}: {voice}" if voice else SYNTHETIC
