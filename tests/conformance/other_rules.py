"""HTML CodeSniffer, the rules of pa11y, and IBM Equal Access: second opinions beside axe.

Both are scripts that run in the page that is open, as axe does. pa11y adds a browser to
the first, IBM’s own checker a browser and a download of its rules to the second.
"""

from __future__ import annotations

from typing import Literal

from . import tools
from .browser import Page

FALSE_ALARMS = (
    # A box that scrolls must be reached by the keyboard (SCR34, and axe asks for it), and
    # says what it holds; it is no control, and has no role of one.
    ("element_tabbable_role_valid", ".defile[role=region][tabindex='0'][aria-label]"),
    # Each header says with « scope » what it is the header of (H63), a group of rows too:
    # HTML CodeSniffer reads that of rows and columns alone.
    ("WCAG2AAA.Principle1.Guideline1_3.1_3_1.H43.HeadersRequired", "table.longueurs"),
)
"""Rule, and the elements of which it is wrong: the rule holds for all others."""

SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
PA11Y = """
(falseAlarms) => new Promise((resolve, reject) => {
  HTMLCS.process('WCAG2AAA', document, (error) => error ? reject(error) : resolve(
    HTMLCS.getMessages().filter(({ type }) => type === HTMLCS.ERROR)
      .filter(({ code, element }) => !falseAlarms.some(
        ([rule, where]) => rule === code && element.matches?.(where)))
      .map(({ code, msg, element }) => `${code}: ${msg}: ${element.outerHTML}`)));
})
"""
"""The errors of level AAA; warnings and notices are questions to a person."""
IBM = """
async (falseAlarms) => (await new ace.Checker().check(document, ['IBM_Accessibility']))
  .results.filter(({ value }) => value.join() === 'VIOLATION,FAIL')
  .filter(({ ruleId, node }) => !falseAlarms.some(
    ([rule, where]) => rule === ruleId && node.matches?.(where)))
  .map(({ ruleId, message, node }) => `${ruleId}: ${message}: ${node.outerHTML}`)
"""
"""The violations; « potential » ones are questions to a person."""


def check_in_light_and_dark(page: Page) -> list[str]:
    """Return what both find in either scheme of the system."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {fault}" for fault in check_pa11y(page) + check_ibm(page)]
    return found


def check_pa11y(page: Page) -> list[str]:
    """Return the errors that pa11y tells of ``page`` with its standard WCAG2AAA."""
    if page.evaluate("typeof HTMLCS === 'undefined'"):
        page.evaluate(tools.HTML_CODESNIFFER.read_text("utf-8"))
    return list(page.evaluate(PA11Y, FALSE_ALARMS))


def check_ibm(page: Page) -> list[str]:
    """Return the violations of IBM’s requirements, which hold WCAG 2.2 A and AA."""
    if page.evaluate("typeof ace === 'undefined'"):
        page.evaluate(f"{tools.IBM.read_text('utf-8')}; window.ace = ace;")
    return list(page.evaluate(IBM, FALSE_ALARMS))
