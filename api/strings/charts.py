"""The text of the map, the timeline, the figures, the lists, and the control of days."""

from __future__ import annotations

from types import SimpleNamespace

CHARTS = SimpleNamespace(
    days="As known on a day",
    day_field="As known on",
    day_show="Show",
    day_today="Today: everything in the graph.",
    day_leave="Back to today",
    day_nothing="No statement in this graph was known by {day}.",
    day_possible="{possible} possibly known by {day}; none for certain.",
    day_certain="{known} known for certain by {day}, from {documents}",
    day_more="{possible} more possibly known.",
    csv="Download CSV",
    csv_all="Download all {n} rows as CSV",
    none_by="Nothing in this list was known for certain by {day}.",
    more_rows="More rows",
    clear="Clear",
    named_with="Named together with",
    happened_from="Happened from",
    happened_to="Happened to",
    map_places="Places on the map",
    map_filtered="The counts are of statements {filters}. Where a place lies does not depend on the filters.",
    map_filter_entity="that also name {name}",
    map_filter_days="that speak of {days}",
    map_empty="No statement in this graph names a place within these filters.",
    numbers_head="Numbers",
    picture_head="Numbers on their days",
    strip_key="Each line is a number over the days that it counts: the larger the number, the higher the "
    "line, up to the largest of its series. An end without a dot is open. All series share one axis, on "
    "which long gaps are shortened.",
    strip_days="It shows {days}.",
    strip_none="no days given",
    figures_lead="Every number that sources give, by what it counts. None is summed or preferred.",
    documents_lead="Every document of the graph, by the day it was published.",
    events_lead="What happened, by day, as the sources give it.",
    lineage_head="Same text as",
    or_later="{day} or later",
    or_earlier="{day} or earlier",
    place_head="Place",
    participants_head="Who takes part",
    disputed_head="Disputed",
    disputed_yes="disputed",
    and_more="and {n} more",
    series_filtered="{shown} of {total} numbers have days between {first} and {last}. A number without any "
    "day is left out.",
    table_note="The numbers and who says them",
)
