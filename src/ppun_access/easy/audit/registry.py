"""List the rules of the audit: one for each of the 72 tests, in the order of the grid."""

from __future__ import annotations

from ppun_access.easy.audit.comprehension import COMPREHENSION
from ppun_access.easy.audit.content import CONTENT
from ppun_access.easy.audit.documents import DOCUMENTS
from ppun_access.easy.audit.grammar import GRAMMAR
from ppun_access.easy.audit.illustrations import ILLUSTRATIONS
from ppun_access.easy.audit.model import Rule
from ppun_access.easy.audit.presentation import PRESENTATION
from ppun_access.easy.audit.structure import STRUCTURE

RULES: tuple[Rule, ...] = (
    *PRESENTATION,
    *DOCUMENTS,
    *ILLUSTRATIONS,
    *STRUCTURE,
    *CONTENT,
    *COMPREHENSION,
    *GRAMMAR,
)
