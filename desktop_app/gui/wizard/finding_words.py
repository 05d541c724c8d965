"""How findings are spoken of: subjects, severities with their shape and colour, and what is decided about one."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_app.core.checks.finding import Finding, Severity, Subject
from desktop_app.core.wizard import Wizard


@dataclass(frozen=True, slots=True)
class Look:
    """How a severity looks: a picture of its own shape, a tone and a word; none of them stands alone."""

    icon: str
    tone: str
    word: str


def look_of(severity: Severity) -> Look:
    """Return picture, tone and word of a severity."""
    translate = QCoreApplication.translate
    return {
        Severity.BLOCKS: Look("octagon-x", "problem", translate("Findings", "Must be mended")),
        Severity.PROBLEM: Look("triangle-alert", "attention", translate("Findings", "Problem")),
        Severity.ADVICE: Look("wand-sparkles", "accent", translate("Findings", "Advice")),
        Severity.NOTE: Look("info", "muted", translate("Findings", "Good to know")),
    }[severity]


def subject_name(subject: Subject) -> str:
    """Return the heading of a subject."""
    translate = QCoreApplication.translate
    return {
        Subject.AMOUNT: translate("Findings", "How much there is"),
        Subject.ROWS: translate("Findings", "Rows"),
        Subject.DUPLICATES: translate("Findings", "Rows that repeat"),
        Subject.LABELS: translate("Findings", "Answers (labels)"),
        Subject.DESIGN: translate("Findings", "Form of prompts and answers"),
        Subject.CHAT: translate("Findings", "Messages of a chat"),
        Subject.LENGTH: translate("Findings", "Length"),
        Subject.CHARACTERS: translate("Findings", "Characters"),
        Subject.PRIVACY: translate("Findings", "Private things"),
        Subject.PARTS: translate("Findings", "Training, validation and test"),
    }[subject]


def decision_words(finding: Finding, wizard: Wizard) -> str:
    """Return what is going to happen about a finding; an empty text where there is nothing to decide."""
    translate = QCoreApplication.translate
    if finding.remedy is None:
        return ""
    if wizard.decides(finding):
        return translate("Findings", "will be repaired")
    if finding.check in wizard.skipped:
        return translate("Findings", "skipped")
    return translate("Findings", "can be repaired")


def blocks(finding: Finding, rows_before: int) -> bool:
    """Tell whether a finding, left as it is, keeps the wizard from going on.

    That too few rows came in says nothing about a project that has some already: these add to them.
    """
    return finding.severity is Severity.BLOCKS and not (finding.subject is Subject.AMOUNT and rows_before > 0)
