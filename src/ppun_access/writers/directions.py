"""Give the writing direction of a language: ``rtl`` or ``ltr``."""

from __future__ import annotations

RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "azb", "ckb", "dv", "fa", "he", "ks", "ku-arab", "nqo", "ps", "sd",
     "syr", "ug", "ur", "yi")
)  # fmt: skip
_SCRIPTS = ("arab", "hebr", "syrc", "thaa", "nkoo")


def direction(lang: str) -> str:
    """Return ``rtl`` or ``ltr``, nothing for no language.

    >>> direction("ar-DZ"), direction("pa-Arab"), direction("en"), direction("")
    ('rtl', 'rtl', 'ltr', '')
    """
    whole = lang.lower()
    main, _, rest = whole.partition("-")
    if {whole, main} & RIGHT_TO_LEFT or rest.partition("-")[0] in _SCRIPTS:
        return "rtl" if "-latn" not in whole else "ltr"
    return "ltr" if lang else ""
