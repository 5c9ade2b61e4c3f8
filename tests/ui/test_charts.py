"""What a reader sees in a chart: measured, estimated, missing, corrected and coming look different."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kajo.ui.charts import Bar, BarChart, Lane, Strip, StripBar, even_points
from kajo.ui.charts.bars import draw_bars, legend_of
from kajo.ui.charts.lanes import draw_lane, draw_strip
from kajo.ui.charts.picture import Picture, Rect

MEASURED = Bar("helmi", "February 2026", Decimal(80), short="2", before=Decimal(100), href="/february/")


def picture(*bars: Bar, **more: object) -> Picture:
    return draw_bars(BarChart(bars, "kWh", before_name="year 2025", **more), "en")  # type: ignore[arg-type]  # test's own names


def rects(drawn: Picture, place: int = 0) -> dict[str, Rect]:
    return {rect.kind: rect for rect in drawn.columns[place].rects}


def share(text: str) -> float:
    return float(text.removesuffix("%")) / 100


def test_a_measured_bar_stands_on_the_horizon() -> None:
    bar = rects(picture(MEASURED))["bar-main"]
    assert share(bar.y) + share(bar.height) == pytest.approx(1)
    assert share(bar.height) == pytest.approx(0.8)


def test_an_estimated_bar_is_hatched_and_has_a_rail() -> None:
    drawn = picture(MEASURED._replace(estimated_share=1))
    assert set(rects(drawn)) == {"bar-estimated"}
    assert [rail.kind for rail in drawn.rails] == ["rail-estimated"]


def test_a_partly_estimated_bar_has_a_hatched_top() -> None:
    parts = rects(picture(MEASURED._replace(estimated_share=0.25)))
    hatched, solid = parts["bar-estimated"], parts["bar-main"]
    assert share(hatched.y) + share(hatched.height) == pytest.approx(share(solid.y))
    assert share(hatched.height) == pytest.approx(0.2)


def test_a_missing_bar_is_not_drawn_but_its_place_is_fenced() -> None:
    drawn = picture(MEASURED, MEASURED._replace(value=None))
    assert drawn.columns[1].rects == ()
    assert [void.kind for void in drawn.voids] == ["void"]
    assert [(post.top, post.foot) for post in drawn.posts] == [("0%", "100%")] * 2
    assert [rail.kind for rail in drawn.rails] == ["rail-missing"]


def test_a_bar_with_gaps_carries_two_low_posts() -> None:
    drawn = picture(MEASURED._replace(missing_share=0.1))
    assert len(drawn.posts) == 2
    assert share(drawn.posts[0].foot) - share(drawn.posts[0].top) == pytest.approx(0.13)
    assert not drawn.voids


def test_zero_is_neither_missing_nor_coming() -> None:
    drawn = picture(MEASURED._replace(value=Decimal(0)), MEASURED)
    assert not drawn.posts
    assert not drawn.voids
    assert "0 kWh" in drawn.columns[0].title.replace("\u00a0", " ")


def test_gaps_side_by_side_are_one_gap() -> None:
    gap = MEASURED._replace(value=None)
    drawn = picture(MEASURED, gap, gap, gap, MEASURED)
    assert len(drawn.voids) == 1
    assert len(drawn.posts) == 2


def test_a_corrected_bar_carries_a_diamond() -> None:
    assert len(picture(MEASURED._replace(corrected=True)).diamonds) == 1
    assert not picture(MEASURED).diamonds


def test_coming_days_have_a_dotted_horizon_and_last_year_runs_on() -> None:
    drawn = picture(MEASURED, MEASURED._replace(value=None, coming=True, before=Decimal(50)))
    assert drawn.has_coming
    assert drawn.now == "50%"
    assert not drawn.voids
    assert "H100.000" in drawn.stairs


def test_equal_neighbours_of_last_year_make_one_tread() -> None:
    drawn = picture(MEASURED, MEASURED, MEASURED)
    assert drawn.stairs.count("M") == 1
    assert drawn.risers == ""


def test_production_goes_down_from_the_horizon() -> None:
    drawn = picture(MEASURED._replace(before=None, below=Decimal(40)))
    below = rects(drawn)["bar-below"]
    assert below.y == drawn.horizon
    assert share(drawn.horizon) < 1
    assert not any("−" in tick.text for tick in drawn.ticks)


def test_parts_are_stacked_without_a_gap_and_reach_the_sum() -> None:
    bar = Bar("tammi", "January", Decimal(100), parts=(Decimal(60), Decimal(30), Decimal(10)))
    drawn = picture(bar, part_names=("energy", "margin", "fee"))
    heights = [share(rect.height) for rect in drawn.columns[0].rects]
    assert sum(heights) == pytest.approx(1)
    assert [key.text for key in legend_of(BarChart((bar,), "€", part_names=("energy", "margin", "fee")))] == [
        "energy",
        "margin",
        "fee",
    ]


def test_a_negative_part_goes_under_the_horizon() -> None:
    bar = Bar("touko", "May", Decimal(20), parts=(Decimal(-20), Decimal(40)))
    under, over = picture(bar).columns[0].rects
    assert share(under.y) == pytest.approx(share(picture(bar).horizon))
    assert share(over.y) + share(over.height) == pytest.approx(share(picture(bar).horizon))


def test_a_bar_is_described_in_words() -> None:
    title = picture(MEASURED._replace(estimated_share=1)).columns[0].title.replace("\u00a0", " ")
    assert title == "February 2026: 80 kWh, estimated, a year before 100 kWh"


def test_twelve_bars_carry_their_values_and_thirteen_do_not() -> None:
    assert picture(*[MEASURED] * 12).has_values
    assert not picture(*[MEASURED] * 13).has_values


def test_megawatt_hours_are_kilowatt_hours_over_a_thousand() -> None:
    drawn = draw_bars(
        BarChart((MEASURED._replace(value=Decimal(23_100)),), "MWh", per=1000, decimals=1), "en"
    )
    assert [tick.text for tick in drawn.ticks] == ["0", "10", "20", "30"]
    assert "23.1" in drawn.columns[0].title


def test_the_legend_names_only_what_is_there() -> None:
    plain = BarChart((MEASURED._replace(before=None),), "kWh")
    full = BarChart(
        (MEASURED._replace(estimated_share=0.5, corrected=True), MEASURED._replace(value=None)),
        "kWh",
        before_name="2025",
    )
    assert [key.kind for key in legend_of(plain)] == ["main"]
    assert [key.kind for key in legend_of(full)] == ["main", "estimated", "missing", "corrected", "before"]


def test_too_many_bars_are_refused() -> None:
    with pytest.raises(ValueError, match="coarser"):
        BarChart((MEASURED,) * 751, "kWh")


@given(
    st.lists(
        st.one_of(st.none(), st.decimals(min_value=-500, max_value=5000, places=2)), min_size=1, max_size=40
    )
)
def test_everything_stays_inside_the_plot(found: list[Decimal | None]) -> None:
    drawn = picture(*[Bar("", "a day", value) for value in found])
    for column in drawn.columns:
        for rect in column.rects:
            assert share(rect.y) >= -1e-4
            assert share(rect.y) + share(rect.height) <= 1 + 1e-4
            assert share(rect.x) + share(rect.width) <= 1 + 1e-4


def test_a_lane_goes_under_zero_and_breaks_where_nothing_is_known() -> None:
    lane = Lane(even_points([Decimal(10), Decimal(-5), None, Decimal(5)]), "step", "Price", "")
    drawn = draw_lane(lane, "fi")
    assert drawn.line.count("M") == 2
    assert [tick.text for tick in drawn.ticks] == ["\u22125", "0", "10"]
    assert drawn.line.endswith("H100.000")


def test_warm_days_do_not_drag_the_lane_to_zero() -> None:
    lane = Lane(even_points([Decimal(15), Decimal(19)]), "curve", "Temperature", "")
    texts = [tick.text for tick in draw_lane(lane, "en").ticks]
    assert "0" not in texts


def test_a_lane_without_values_is_empty() -> None:
    drawn = draw_lane(Lane(even_points([None, None]), "curve", "Temperature", ""), "en")
    assert drawn.line == ""


def test_the_window_of_a_strip_frames_what_is_chosen() -> None:
    bars = tuple(StripBar(Decimal(place), f"{place}") for place in range(10))
    drawn = draw_strip(Strip(bars, (), "All", "", 5, 8))
    assert (drawn.window.x, drawn.window.width, drawn.window_end) == ("50%", "30%", "80%")
    assert [column.rects[0].kind for column in drawn.columns][4:9] == [
        "strip-idle",
        "strip-chosen",
        "strip-chosen",
        "strip-chosen",
        "strip-idle",
    ]
