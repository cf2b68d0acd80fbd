"""What is wrong with models as wholes: responsibility, placing, conservation, fairness to today."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from danish import numbers, words
from ingest.organisation.rows import Content, Row, together
from ingest.problem import Problem, error, warning
from store.organisation_sheets import SHEETS

_THOUSAND = 100_000  # øre in 1.000 kr.
_SAME_MONEY = _THOUSAND // 2
_SAME_FTE = 0.005
_MOST_NAMED = 8
_MUST_BE_AS_FULL = ("assignments", "raci", "staff", "consequences", "risks", "scores")
_SHOULD_BE_AS_FULL = ("economy",)
_DESCRIBED = ("short_description", "author")
_EXPLAINING = {"fte": ("salary", "saving"), "money": ("salary", "operations", "saving")}
"""The items of `economy` that explain why a function has another number in a model than today."""


def check(content: Content) -> Iterator[Problem]:
    """Find what is wrong across the sheets; sheets without any rows are only told."""
    yield from _empty(content)
    if not content["models"]:
        return
    yield from _baseline(content["models"])
    baseline = baseline_of(content)
    models = [row["model_id"] for row in content["models"]]
    if content["raci"] and content["functions"]:
        for model in models:
            yield from _responsible(content, model, is_baseline=model == baseline)
    if content["assignments"] and content["functions"]:
        for model in models:
            yield from _unplaced(content, model)
    if baseline:
        for model in models:
            if model != baseline:
                yield from _not_conserved(content, model, baseline)
        yield from _less_described(content, baseline)
    if content["consequences"]:
        yield from _one_sided(content)


def baseline_of(content: Content) -> str:
    """The id of the model that is the organisation today; empty when there is not one."""
    found = [row["model_id"] for row in content["models"] if row["is_baseline"]]
    return str(found[0]) if len(found) == 1 else ""


def _empty(content: Content) -> Iterator[Problem]:
    empty = [sheet.title for code, sheet in SHEETS.items() if not content[code]]
    if empty:
        yield warning(
            "Kortlægningen som helhed",
            f"Uden rækker: {words.listing(empty)}",
            "Det, de skulle vise, og de kontroller, der bruger dem, mangler",
        )


def _baseline(models: Sequence[Row]) -> Iterator[Problem]:
    found = [row for row in models if row["is_baseline"]]
    expected = "Ventede netop én model med »Er i dag« = ja"
    if not found:
        yield error(
            f'Ark "{SHEETS["models"].title}"',
            "Organisationen i dag (M0) mangler",
            expected,
            "Tilføj M0, eller skriv ja ved den, der er i dag",
        )
    if len(found) > 1:
        yield error(
            together(found),
            f"{words.count(len(found), 'model', 'modeller')} siger, at de er i dag",
            expected,
            "Skriv nej ved de andre",
        )


# --- responsibility and placing -------------------------------------------------------------------


def _responsible(content: Content, model: str, *, is_baseline: bool) -> Iterator[Problem]:
    """Functions of a model with no or several A, or without R."""
    by_role: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in content["raci"]:
        if row["model_id"] == model:
            by_role[row["function_id"], row["role"]].append(row)
    placed = {row["function_id"] for row in content["assignments"] if row["model_id"] == model}
    concerned = [
        row["function_id"] for row in content["functions"]
        if row["in_scope"] or row["function_id"] in placed
    ]  # fmt: skip
    told = warning if is_baseline else error
    remedy = "I M0 er det et fund" if is_baseline else ""
    place = f'Ark "{SHEETS["raci"].title}", model {model}'
    for role, what in (("A", "har ansvaret (A)"), ("R", "udfører (R)")):
        none = [one for one in concerned if not by_role[one, role]]
        if none:
            yield told(
                place,
                f"Ingen enhed {what} for {_named(none)}",
                "Ventede netop ét A" if role == "A" else "Ventede mindst ét R",
                remedy or f"Tilføj en række med {role} for hver",
            )
    for function in concerned:
        several = by_role[function, "A"]
        if len({row["unit_id"] for row in several}) > 1:
            units = words.listing([row["unit_id"] for row in several])
            yield told(
                together(several),
                f"{function} har i {model} flere med ansvaret (A): {units}",
                "Ventede netop ét A",
                remedy or "Lad ét A stå, og giv de andre C eller R",
            )


def _unplaced(content: Content, model: str) -> Iterator[Problem]:
    placed = {row["function_id"] for row in content["assignments"] if row["model_id"] == model}
    missing = [
        row["function_id"] for row in content["functions"]
        if row["in_scope"] and row["function_id"] not in placed
    ]  # fmt: skip
    if missing:
        yield error(
            f'Ark "{SHEETS["assignments"].title}", model {model}',
            f"{_named(missing)} er ikke placeret i {model}",
            "Ventede hver funktion, der hører til opgaven, i hver model",
            "Tilføj en række for hver, også for dem, der ikke flytter",
        )


# --- conservation ---------------------------------------------------------------------------------


def _not_conserved(content: Content, model: str, baseline: str) -> Iterator[Problem]:
    """Functions with other årsværk or kroner than today, unless `economy` says why.

    Only functions where both models have the numbers in every row are compared.
    """
    today, then = _by_function(content, baseline), _by_function(content, model)
    both = [function for function in then if function in today]
    changes: dict[str, dict[str, float]] = {"fte": {}, "money": {}}
    for function in both:
        years = {row["price_level_year"] for row in (*today[function], *then[function])} - {None}
        for what, total in (("fte", _fte), ("money", _money)):
            before, after = total(today[function]), total(then[function])
            if before is None or after is None or abs(after - before) <= _SAME[what]:
                continue
            if what == "money" and len(years) > 1:
                yield warning(
                    together(then[function]),
                    f"{function} er i {words.listing(map(str, sorted(years)))}-priser",
                    f"Kronerne kan ikke sammenlignes med {baseline}",
                    "Skriv beløbene i samme prisår",
                )
                continue
            changes[what][function] = after - before
    for what, of in changes.items():
        if of and not _is_explained(content, model, what, sum(of.values())):
            for function, change in of.items():
                yield _lost(what, change, function, then[function], model, baseline)


def _lost(
    what: str, change: float, function: str, rows: Sequence[Row], model: str, baseline: str
) -> Problem:
    unit = f"{numbers.number(abs(change), 2)} årsværk"
    if what == "money":
        unit = f"{numbers.plain(abs(change) / _THOUSAND)} (1.000 kr.)"
    ways = [
        f"{row['from_unit']} → {row['to_unit']}" if row["moves"] else f"i {row['to_unit']}"
        for row in rows
    ]
    more = "mere" if change > 0 else "mindre"
    return error(
        together(rows),
        f"{function} ({words.listing(ways)}) har {unit} {more} i {model} end i {baseline}",
        "Ventede det samme i alle modeller, eller en række i arket Økonomi, der forklarer det",
        f"Ret tallet, eller tilføj løn, drift eller besparelse for {model} i arket Økonomi",
    )


def _is_explained(content: Content, model: str, what: str, change: float) -> bool:
    """Whether what comes back every year in `economy` is as large, in the same direction.

    Persons have no amount there: for them the direction is enough.
    """
    by_year: dict[int, float] = defaultdict(float)
    for row in content["economy"]:
        known = row["model_id"] == model and not row["one_off"] and row["amount"] is not None
        if known and row["item"] in _EXPLAINING[what]:
            by_year[row["year"]] += row["amount"]
    if what == "fte":
        return any(amount * change > 0 for amount in by_year.values())
    return any(
        amount * change > 0 and abs(amount) >= abs(change) - _SAME_MONEY
        for amount in by_year.values()
    )


def _by_function(content: Content, model: str) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in content["assignments"]:
        if row["model_id"] == model:
            found[row["function_id"]].append(row)
    return found


def _fte(rows: Sequence[Row]) -> float | None:
    known = [row["fte"] for row in rows]
    return None if None in known else sum(known)


def _money(rows: Sequence[Row]) -> float | None:
    known = [(row["salary"], row["operations"]) for row in rows]
    if any(salary is None and operations is None for salary, operations in known):
        return None
    return sum((salary or 0) + (operations or 0) for salary, operations in known)


_SAME = {"fte": _SAME_FTE, "money": float(_SAME_MONEY)}


# --- fairness -------------------------------------------------------------------------------------


def _less_described(content: Content, baseline: str) -> Iterator[Problem]:
    """What others have rows or words on, and the organisation today has not."""
    for codes, told in ((_MUST_BE_AS_FULL, error), (_SHOULD_BE_AS_FULL, warning)):
        lacking = [
            SHEETS[code].title
            for code in codes
            if content[code] and baseline not in {row["model_id"] for row in content[code]}
        ]
        if lacking:
            yield told(
                f"Ark {words.listing([_quoted(title) for title in lacking])}",
                f"{baseline} er ikke beskrevet, men de andre modeller er",
                "Ventede organisationen i dag beskrevet lige så fuldt",
                f"Tilføj rækker for {baseline}",
            )
    models = content["models"]
    own = next(row for row in models if row["model_id"] == baseline)
    for code in _DESCRIBED:
        others = [row for row in models if row is not own]
        if others and not own[code] and all(row[code] for row in others):
            heading = SHEETS["models"].field(code).heading
            yield error(
                own.at(code),
                f"{baseline} mangler »{heading}«, som de andre modeller har",
                "Ventede organisationen i dag beskrevet lige så fuldt",
                "Udfyld cellen",
            )


def _one_sided(content: Content) -> Iterator[Problem]:
    against = {row["model_id"] for row in content["consequences"] if row["direction"] == "-"}
    for row in content["models"]:
        if row["model_id"] not in against:
            yield error(
                row.place,
                f"{row['model_id']} har ingen konsekvens, der taler imod",
                "Ventede mindst én for hver model, også organisationen i dag",
                f'Tilføj en i arket "{SHEETS["consequences"].title}"',
            )


def _quoted(title: str) -> str:
    return f'"{title}"'


def _named(functions: Sequence[str]) -> str:
    more = len(functions) - _MOST_NAMED
    if more <= 1:
        return words.listing(functions)
    return words.listing([*functions[:_MOST_NAMED], f"{more} andre"])
