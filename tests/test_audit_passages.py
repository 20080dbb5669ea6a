"""How much of what a person sees in short passages the audit sees, and what it invents."""

from __future__ import annotations

import pytest
from audit_passages import GROUPS, judged, shares


@pytest.mark.parametrize("group", GROUPS)
def test_most_faults_are_found_few_are_invented_and_little_is_asked(group: str) -> None:
    """Those kept apart were not looked at while rules were mended: they are a measure."""
    some = [one for one in judged() if one.group == group]
    assert len(some) > 100
    found = shares(some)
    assert found.found > 0.9
    assert found.invented < 0.02
    assert found.asked < 0.1
