"""The import, its rows and names, and what is remembered from one file to the next."""

from imports.models.imports import Import, Progress, State, Target
from imports.models.memory import Decision, SavedMapping, Verdict, WholeKind
from imports.models.rows import FileName, How, Outcome, Role, Row, Undone

__all__ = [
    "Decision",
    "FileName",
    "How",
    "Import",
    "Outcome",
    "Progress",
    "Role",
    "Row",
    "SavedMapping",
    "State",
    "Target",
    "Undone",
    "Verdict",
    "WholeKind",
]
