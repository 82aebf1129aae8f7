"""Windows of one series on an axis: positions of bars, missing values, and overlaps."""

from __future__ import annotations

from cli.chart import WIDTH, render_charts


def row(figure: str, first: str | None, last: str | None, series: str = "Arrivals") -> dict[str, str | None]:
    return {"series": series, "figure": figure, "from": first, "to": last}


def test_bars_stand_where_their_windows_are() -> None:
    lines = render_charts(
        [row("10 people", "2026-01-01", "2026-01-11"), row("5 people", "2026-01-21", "2026-01-21")]
    )
    assert lines[:2] == ["", "Arrivals"]
    assert "2026-01-01" in lines[2]
    assert lines[2].endswith("2026-01-21")
    assert lines[3] == f"  {'█' * 17}{' ' * (WIDTH - 17)}  10 people"
    assert lines[4] == f"  {' ' * (WIDTH - 1)}█  5 people"
    assert len(lines) == 5, "windows apart are not said to overlap"


def test_overlapping_windows_are_named_and_never_summed() -> None:
    lines = render_charts(
        [
            row("1,440 people", "2026-01-16", "2026-01-20"),
            row("1,726 people", "2026-01-16", "2026-01-21"),
            row("3 people", "2026-02-01", "2026-02-02"),
        ]
    )
    assert lines[-1] == "  Windows overlap: 1,440 people; 1,726 people. To add them would count twice."
    assert not any("3,166" in line for line in lines)


def test_a_window_without_a_beginning_says_so() -> None:
    lines = render_charts(
        [row("269 people", None, "2026-01-21"), row("440 people", "2026-01-01", "2026-01-18")]
    )
    assert lines[3].endswith("269 people (from when is not told)")
    assert "·" in lines[3]


def test_a_series_with_one_window_has_no_chart() -> None:
    assert (
        render_charts([row("a", "2026-01-01", None), row("b", None, None), row("c", "2026-01-01", None, "x")])
        == []
    )
