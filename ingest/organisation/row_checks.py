"""What is wrong with rows one by one and with what they refer to."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from danish import numbers, words
from indicators import definition
from indicators.registry import INDICATORS
from ingest.near_names import NEAR_ENOUGH, likeness
from ingest.organisation import cell_values
from ingest.organisation.rows import Content, Row, together
from ingest.problem import Problem, error, warning
from store.organisation_sheets import ALL_MODELS, BETTER, SHEETS, Kind, references
from store.warehouse import Origin

_ENDS = (1, 5)
"""The scores that need a comment."""
_MOST_KNOWN = 8


def check(content: Content) -> Iterator[Problem]:
    """Find what is wrong with rows, their keys and their references."""
    for code, rows in content.items():
        yield from _keys(code, rows)
        for row in rows:
            yield from _sourced(row)
            for one in _OF_ROWS.get(code, ()):
                yield from one(row)
    yield from _references(content)
    yield from _milestones(content["milestones"])
    yield from _tree(content["units"])
    yield from _answered(content["legal"])


def _keys(code: str, rows: Sequence[Row]) -> Iterator[Problem]:
    """Rows that are the same one."""
    sheet = SHEETS[code]
    by_key: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    named = words.listing([sheet.field(part).heading for part in sheet.key])
    for key, same in by_key.items():
        if len(same) > 1 and None not in key:
            yield error(
                together(same),
                f"Rækkerne har samme {named}: {' · '.join(map(str, key))}",
                "Ventede højst én række af hver",
                "Slet den ene, eller ret den",
            )


def _sourced(row: Row) -> Iterator[Problem]:
    if row["origin"] != Origin.OFFICIAL or row.sheet == "sources":
        return
    if not row.values.get("source_id"):
        has_column = "source_id" in row.values
        yield error(
            row.at("origin"),
            "Rækken siger »offentlig kilde«, men har ingen kilde",
            "Ventede en kilde fra arket Kilder" if has_column else "Arket har ingen kilder",
            "Skriv kildens id" if has_column else "Skriv, at oplysningen er kommunens egen",
        )


# --- references -----------------------------------------------------------------------------------


def _references(content: Content) -> Iterator[Problem]:
    known = {
        code: {row.key[0] for row in content[code]}
        for code, sheet in SHEETS.items()
        if len(sheet.key) == 1
    }
    for sheet, of in references():
        there = known[of.refers_to]
        missing: dict[str, list[Row]] = defaultdict(list)
        for row in content[sheet.code]:
            value = row[of.code]
            named = value if of.kind is Kind.REFS else () if value is None else (value,)
            for one in named:
                if one not in there and not (one == ALL_MODELS and _may_be_all(of.explains)):
                    missing[one].append(row)
        for one, rows in missing.items():
            yield _unknown(one, rows, of.code, of.refers_to, sorted(there))


def _may_be_all(explains: str) -> bool:
    return f"»{cell_values.ALL_WORD}«" in explains


def _unknown(
    found: str, rows: Sequence[Row], field: str, sheet: str, there: Sequence[str]
) -> Problem:
    title = SHEETS[sheet].title
    place = rows[0].at(field) if len(rows) == 1 else together(rows)
    if found == ALL_MODELS:
        return error(place, "Her kan der ikke stå »alle«", "Ventede én model", "Skriv modellens id")
    guess = near(found, there)
    if guess:
        remedy = f"Menes »{guess}«? Ret id'et, eller tilføj »{found}« i arket {title}"
    else:
        remedy = f"Ret id'et, eller tilføj »{found}« i arket {title}"
    if not there:
        expected = f"Arket {title} har ingen rækker"
    elif len(there) <= _MOST_KNOWN:
        expected = f"Arket {title} har {words.listing(there)}"
    else:
        expected = f"Ventede et id fra arket {title}"
    return error(place, f"»{found}« er der ikke i arket {title}", expected, remedy)


def near(found: str, there: Sequence[str]) -> str:
    """The id that is most like one that is not there; empty when none is."""
    for one in there:
        if one.casefold() == found.casefold():
            return one
    score, best = max(((likeness(found, one), one) for one in there), default=(0.0, ""))
    if score >= NEAR_ENOUGH:
        return best
    alike = [one for one in there if _one_letter_apart(found.casefold(), one.casefold())]
    return alike[0] if len(alike) == 1 else ""


def _one_letter_apart(one: str, other: str) -> bool:
    if len(one) < len(other):
        one, other = other, one
    if len(one) < 4 or len(one) - len(other) > 1:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return any(one[:at] + one[at + 1 :] == other for at in range(len(one)))


def _milestones(rows: Sequence[Row]) -> Iterator[Problem]:
    there = {(row["model_id"], row["milestone"]) for row in rows}
    for row in rows:
        needs = row["depends_on"]
        if needs and (row["model_id"], needs) not in there:
            names = [name for model, name in there if model == row["model_id"]]
            guess = near(needs, sorted(names))
            yield error(
                row.at("depends_on"),
                f"Milepælen »{needs}« er der ikke i {row['model_id']}",
                f"Menes »{guess}«?" if guess else "Ventede en milepæl i samme model",
                "Ret teksten, eller tilføj milepælen",
            )


def _tree(units: Sequence[Row]) -> Iterator[Problem]:
    """Units that are above themselves."""
    above = {row["unit_id"]: row["parent_id"] for row in units}
    for row in units:
        at, seen = row["parent_id"], {row["unit_id"]}
        while at in above and at not in seen:
            seen.add(at)
            at = above[at]
        if at == row["unit_id"]:
            yield error(
                row.at("parent_id"),
                f"{row['unit_id']} hører under sig selv",
                "Ventede en enhed eller et udvalg over den",
                "Ret, hvad den hører under",
            )


# --- one row --------------------------------------------------------------------------------------


def _ages(row: Row) -> Iterator[Problem]:
    low, high = row["age_from"], row["age_to"]
    if low is not None and high is not None and low > high:
        yield error(
            row.at("age_from"),
            f"Alderen går fra {low} til {high} år",
            "Ventede den laveste alder først",
            "Byt om på de to",
        )


def _days(row: Row) -> Iterator[Problem]:
    if row["from_date"] and row["to_date"] and row["from_date"] > row["to_date"]:
        yield error(
            row.at("to_date"), "»Til« er før »Fra«", "Ventede en senere dag", "Ret en af dem"
        )


def _placed(row: Row) -> Iterator[Problem]:
    moved = row["from_unit"] != row["to_unit"]
    if row["moves"] is not None and bool(row["moves"]) != moved:
        said, is_so = ("ja", "den samme") if row["moves"] else ("nej", "to forskellige")
        yield error(
            row.at("moves"),
            f"»Flytter« siger {said}, men »Fra enhed« og »Til enhed« er {is_so}",
            "Ventede ja, netop når de er forskellige",
            "Ret »Flytter« eller enhederne",
        )
    if row["price_level_year"] is None and (row["salary"] or row["operations"]):
        yield error(
            row.at("price_level_year"),
            "Beløbene har intet prisår",
            "Ventede det år, beløbene er i priser fra",
            "Skriv prisåret, for eksempel 2026",
        )


def _estimated(row: Row) -> Iterator[Problem]:
    low, amount, high = row["low"], row["amount"], row["high"]
    known = [one for one in (low, amount, high) if one is not None]
    if known != sorted(known):
        shown = " – ".join(numbers.plain(one / 100_000) for one in known)
        yield error(
            row.at("amount"),
            f"Skønnene står ikke i orden: {shown} (1.000 kr.)",
            "Ventede lavt skøn ≤ beløb ≤ højt skøn; en besparelse skrives med minus",
            "Ret skønnene",
        )


def _scored(row: Row) -> Iterator[Problem]:
    if row["score"] in _ENDS and not row["comment"]:
        yield error(
            row.at("comment"),
            f"Score {row['score']} har ingen begrundelse",
            "Ventede en begrundelse ved 1 og 5",
            "Skriv den, eller ret scoren",
        )


def _measured(row: Row) -> Iterator[Problem]:
    indicator = row["indicator_id"]
    if indicator and indicator not in INDICATORS:
        guess = near(indicator, [*INDICATORS])
        yield error(
            row.at("indicator_id"),
            f"Der er ingen indikator »{indicator}«",
            f"Menes »{guess}«?" if guess else f"Ventede en af {words.listing([*INDICATORS])}",
            "Ret id'et; siden Metode og ordliste viser alle",
        )


def _aimed(row: Row) -> Iterator[Problem]:
    """A target must be reachable, and on the better side of where one begins."""
    known = INDICATORS.get(row["indicator_id"])
    is_share = known is not None and known.kind is definition.Kind.SHARE
    for field in ("baseline_value", "target_value"):
        value = row[field]
        if is_share and value is not None and not 0 <= value <= 100:
            yield error(
                row.at(field),
                f"{row['indicator_id']} er en andel, og {numbers.plain(value)} % findes ikke",
                "Ventede 0–100 procent",
                "Ret tallet",
            )
    begins, ends = row["baseline_value"], row["target_value"]
    if begins is None or ends is None or row["direction"] not in BETTER:
        return
    if begins != ends and (ends < begins) != (row["direction"] == "lower"):
        yield error(
            row.at("target_value"),
            f"Måltallet {numbers.plain(ends)} er på den forkerte side af {numbers.plain(begins)}",
            f"Ventede et bedre tal: {BETTER[row['direction']]}",
            "Ret måltallet, udgangspunktet eller retningen",
        )


def _chosen(row: Row) -> Iterator[Problem]:
    if row["status"] == "chosen" and not row["start_quarter"]:
        yield warning(
            row.at("start_quarter"),
            f"{row['model_id']} er valgt, men har ingen start",
            "Den kan ikke vises på kurverne",
            "Skriv det kvartal, den træder i kraft",
        )


def _answered(rows: Sequence[Row]) -> Iterator[Problem]:
    """Gates without an answer, told together: they are many until the work is done."""
    of_model: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["gate"] in (None, "unknown"):
            of_model[row["legal_id"]].append(row)
    if of_model:
        yield warning(
            together([row for of in of_model.values() for row in of]),
            f"Uden svar: {words.listing(of_model)}",
            "Modellerne vises med åbne krav",
            "Skriv svarene, når de kendes",
        )


_OF_ROWS: Mapping[str, tuple[Callable[[Row], Iterator[Problem]], ...]] = {
    "models": (_chosen,),
    "units": (_days,),
    "functions": (_ages,),
    "efforts": (_ages,),
    "assignments": (_placed,),
    "economy": (_estimated,),
    "scores": (_scored,),
    "success": (_measured, _aimed),
}
