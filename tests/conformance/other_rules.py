"""HTML CodeSniffer, the rules of pa11y, and IBM Equal Access: second opinions beside axe.

Both are scripts that run in the page that is open, as axe does. pa11y adds a browser to
the first, IBM’s own checker a browser and a download of its rules to the second.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import layout, tools
from .browser import Page, run_script

FALSE_ALARMS = (
    # A box that scrolls must be reached by the keyboard (SCR34, and axe asks for it), and
    # says what it holds; it is no control, and has no role of one.
    ("element_tabbable_role_valid", ".defile[role=region][tabindex='0'][aria-label]"),
    # Each header says with « scope » what it is the header of (H63), a group of rows too:
    # HTML CodeSniffer reads that of rows and columns alone.
    ("WCAG2AAA.Principle1.Guideline1_3.1_3_1.H43.HeadersRequired", "table.longueurs"),
)
"""Rule, and the elements of which it is wrong: the rule holds for all others."""

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
async ([falseAlarms, only]) => (await (() => {
  const checker = new ace.Checker(), id = 'IBM_Accessibility';
  if (!only) return checker.check(document, [id]);
  const some = checker.getGuidelines().find((one) => one.id === id);
  some.id = 'some';
  some.checkpoints.forEach((point) => {
    point.rules = (point.rules || []).filter((rule) => only.includes(rule.id));
  });
  checker.addGuideline(some);
  return checker.check(document, ['some']);
})()).results.filter(({ value }) => value.join() === 'VIOLATION,FAIL')
  .filter(({ ruleId, node }) => !falseAlarms.some(
    ([rule, where]) => rule === ruleId && node.matches?.(where)))
  .map(({ ruleId, message, node }) => `${ruleId}: ${message}: ${node.outerHTML}`)
"""
"""The violations; « potential » ones are questions to a person."""
COLOURS = ("text_contrast_sufficient",)
"""The rule of IBM that reads colours."""


def check_in_light_and_dark(page: Page) -> list[str]:
    """Return what both find in either scheme of the system.

    Where nothing moves with the scheme, IBM’s rule on colours tells all that may be new.
    """
    page.emulate_media(color_scheme="light")
    found, light = check_pa11y(page) + check_ibm(page), layout.boxes(page)
    page.emulate_media(color_scheme="dark")
    only = COLOURS if layout.boxes(page) == light else None
    dark = check_pa11y(page) + check_ibm(page, only)
    return [*found, *(f"dark: {fault}" for fault in dark)]


def check_pa11y(page: Page) -> list[str]:
    """Return the errors that pa11y tells of ``page`` with its standard WCAG2AAA."""
    if page.evaluate("typeof HTMLCS === 'undefined'"):
        run_script(page, tools.HTML_CODESNIFFER.read_text("utf-8"))
    return list(page.evaluate(PA11Y, FALSE_ALARMS))


def check_ibm(page: Page, only: Sequence[str] | None = None) -> list[str]:
    """Return the violations of IBM’s requirements, which hold WCAG 2.2 A and AA.

    ``only``: the rules that are asked, if not all.
    """
    if page.evaluate("typeof ace === 'undefined'"):
        run_script(page, f"{tools.IBM.read_text('utf-8')}; window.ace = ace;")
    return list(page.evaluate(IBM, [FALSE_ALARMS, only]))
