"""What a model costs over the years, in Danish."""

from danish import money, words
from scenarios.economy import Course


def pay_back(course: Course, model: str, baseline: str) -> str:
    """Say when a model has paid for itself, or why that cannot be told."""
    if not course.years:
        return f"Økonomien i {model} og {baseline} er ikke opgjort."
    first, last = course.years[0], course.years[-1]
    if not course.complete or last.extra is None:
        parts = [
            f"{name} er ikke opgjort for {words.listing(map(str, years))}"
            for name, years in ((model, course.missing), (baseline, course.baseline_missing))
            if years
        ]
        return f"{words.listing(parts)}, så det kan ikke siges, hvornår {model} har tjent sig hjem."
    if all(year.extra == 0 for year in course.years):
        return f"{model} koster det samme som {baseline} i {_span(course)}."
    amount = money.in_short(abs(last.extra))
    if course.pay_back is None:
        return (
            f"{model} tjener sig ikke hjem i {_span(course)}: "
            f"den koster i alt {amount} mere end {baseline}."
        )
    ending = "det samme som" if last.extra == 0 else f"{amount} mindre end"
    if course.pay_back == first.year:
        return (
            f"{model} koster fra første år ikke mere end {baseline}, "
            f"og i alt {ending} den i {_span(course)}."
        )
    later = _later(course)
    return (
        f"{model} har tjent sig hjem i {course.pay_back}{later}. "
        f"I {_span(course)} koster den i alt {ending} {baseline}."
    )


def _later(course: Course) -> str:
    """How the year moves with the band, when it does."""
    if course.pay_back_low == course.pay_back_high:
        return ""
    if course.pay_back_high is None:
        return ", men ikke, hvis udgifterne bliver så høje, som de kan"
    return f" (fra {course.pay_back_low} til {course.pay_back_high} efter udgifternes interval)"


def _span(course: Course) -> str:
    first, last = course.years[0].year, course.years[-1].year
    return str(first) if first == last else f"{first}–{last}"
