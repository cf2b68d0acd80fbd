"""Why a statistic cannot be computed, as a code that a page can put into words."""

from enum import StrEnum


class Reason(StrEnum):
    """Codes of the reasons."""

    TOO_FEW_PERIODS = "too_few_periods"  # fewer periods than the method needs
    TOO_FEW_AREAS = "too_few_areas"  # fewer areas to compare with than the method needs
    TOO_FEW_ANSWERS = "too_few_answers"  # fewer than two answers
    SINGLE_CLUSTER = "single_cluster"  # a stratum with one cluster has no spread
    ALL_ZERO = "all_zero"  # no cases at all
    ALL_EQUAL = "all_equal"  # no variation to judge by
    ZERO_COUNT = "zero_count"  # a period without cases, where logarithms are taken
    ZERO_POPULATION = "zero_population"  # nobody to count among
    GAP = "gap"  # a missing period, where the method needs an unbroken series
    NO_ESTIMATE = "no_estimate"  # the cases lie so that no finite estimate exists
    ALL_OF_BASE = "all_of_base"  # a count equals its base, so it has no spread
    TARGET_IN_PAST = "target_in_past"  # the target year is over
    ZERO_TARGET = "zero_target"  # growth towards 0 has no rate
    SIGN_CHANGE = "sign_change"  # a growth rate between a negative and a positive number


class CannotCompute(Exception):  # noqa: N818  (not an error: an answer)
    """A statistic has no value for these numbers, for a known reason.

    Attributes
    ----------
    reason
        The code.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
