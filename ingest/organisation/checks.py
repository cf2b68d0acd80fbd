"""Everything that is wrong with a state of the organisation as a whole, in reading order."""

from ingest.organisation import model_checks, row_checks
from ingest.organisation.rows import Content
from ingest.problem import Problem, Severity


def check(content: Content) -> list[Problem]:
    """Find what is wrong with a state, errors first.

    Parameters
    ----------
    content
        All sheets as they would be in force.
    """
    found = [*row_checks.check(content), *model_checks.check(content)]
    return sorted(found, key=lambda one: one.severity is not Severity.ERROR)
