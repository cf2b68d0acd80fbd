from dataclasses import replace

from charts import legend
from charts.description import Mark, Role, Shape, Tone
from charts.icons import ICONS, SHAPES
from charts.legend import Entry
from tests.charts.examples import CONTROL, FUNNEL, quarters


def test_only_the_shapes_that_occur_are_explained() -> None:
    assert legend.control_chart(CONTROL) == (
        Entry(Shape.DISC, "som ventet", Tone.NONE),
        Entry(Shape.TRIANGLE_UP, "over grænsen", Tone.BAD),
        Entry(Shape.TRIANGLE_DOWN_OPEN, "syv i træk under midten", Tone.GOOD),
        Entry(Shape.DISC_OPEN, "vurderes ikke", Tone.NONE),
    )


def test_rules_that_look_alike_share_an_entry() -> None:
    marks = {5: (Mark.RISING, Tone.BAD), 7: (Mark.TWO_OF_THREE, Tone.BAD)}
    entries = legend.control_chart(replace(CONTROL, points=quarters((0.5,) * 12, marks)))
    assert entries[1] == Entry(
        Shape.DIAMOND_OPEN, "syv i træk stigende eller to af tre nær grænsen", Tone.BAD
    )


def test_one_rule_may_be_good_and_bad() -> None:
    marks = {5: (Mark.TWO_OF_THREE, Tone.GOOD), 7: (Mark.TWO_OF_THREE, Tone.BAD)}
    entries = legend.control_chart(replace(CONTROL, points=quarters((0.5,) * 12, marks)))
    assert [entry.tone for entry in entries[1:3]] == [Tone.GOOD, Tone.BAD]


def test_a_mark_where_nothing_is_judged_is_not_explained() -> None:
    points = quarters((0.5,) * 12, {0: (Mark.OVER, Tone.BAD)})
    entries = legend.control_chart(replace(CONTROL, points=points))
    assert [entry.words for entry in entries] == ["som ventet", "vurderes ikke"]


def test_a_funnel_explains_peers_and_others() -> None:
    assert [entry.words for entry in legend.funnel(FUNNEL)] == ["nabokommuner", "øvrige kommuner"]
    own = tuple(row for row in FUNNEL.rows if row.role is Role.OWN)
    assert legend.funnel(replace(FUNNEL, rows=own)) == ()


def test_every_shape_can_be_drawn_beside_its_words() -> None:
    assert set(SHAPES) == set(Shape)
    assert not set(SHAPES) & set(ICONS)
    assert all(bool(SHAPES[shape].drawn) == shape.is_open for shape in Shape)
