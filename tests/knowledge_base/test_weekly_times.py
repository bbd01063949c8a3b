"""Weekdays and clock times as providers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.importers.weekly_times import course_hours, parse_weekly_times
from knowledge_base.models import CLOCK, Pauses
from knowledge_base.vocabulary import Weekday

MON_TO_FRI = "mon tue wed thu fri"
TEXTS = {
    "Mo-Do 8.30-12.45 Uhr": ("mon tue wed thu 08:30-12:45",),
    "Mo-Fr 8:30-11:45 Uhr": (f"{MON_TO_FRI} 08:30-11:45",),
    "montags und mittwochs von 18 bis 20:15 Uhr": ("mon wed 18:00-20:15",),
    "Di. + Do., 9:00 - 11:15 Uhr (nicht in den Schulferien)": ("tue thu 09:00-11:15",),
    "Montag bis Freitag von 08:30 bis 15:35 Uhr": (f"{MON_TO_FRI} 08:30-15:35",),
    "Mo, Di, Do 8.30-11.45; Mi 13.30-16.00": ("mon tue thu 08:30-11:45", "wed 13:30-16:00"),
    "Mo 8:30-11:45, Mi 13:30-16:00, Fr 9-12": ("mon 08:30-11:45", "wed 13:30-16:00", "fri 09:00-12:00"),
    "Samstag, 10-16 Uhr, 2x": ("sat 10:00-16:00",),
    "Mo. bis Do. 8.30 – 12.45": ("mon tue wed thu 08:30-12:45",),
    "Di/Do 08:30 h - 11 h": ("tue thu 08:30-11:00",),
    "Fr-So 9-12 Uhr": ("fri sat sun 09:00-12:00",),
    "werktags 8-12 Uhr": (f"{MON_TO_FRI} 08:00-12:00",),
    "am Wochenende 9:00-13:00": ("sat sun 09:00-13:00",),
    "Mo-Fr 8:30-11:45 und 13:00-14:30": (f"{MON_TO_FRI} 08:30-11:45", f"{MON_TO_FRI} 13:00-14:30"),
    "MO-FR 8:30-11:45": (f"{MON_TO_FRI} 08:30-11:45",),
    "mon-thu 08:30-11:45": ("mon tue wed thu 08:30-11:45",),
    "wed 18:00-21:15; sat 09:00-13:00": ("wed 18:00-21:15", "sat 09:00-13:00"),
    "Monday to Friday 9:00-12:00": ("mon fri 09:00-12:00",),
    "Mo.8:30-11:45 Uhr": ("mon 08:30-11:45",),
    "ab 01.03.2027 Mo 8:30-11:45": ("mon 08:30-11:45",),
    "Teilzeit vormittags, 20 UE/Woche": (),
    "8.30 - 12.45": (),
    "1.3.-30.6.": (),
    "Mo 1.3.-30.6.": (),
    "ab 18 Uhr": (),
    "nach Vereinbarung / individuell": (),
    "Mi 19:00-20:30, 14-tägig": (),
    "jeden 1. Mittwoch im Monat 19:00-20:30": (),
    "Dienstagabend 18-20 Uhr": ("tue 18:00-20:00",),
    "montags und mittwochs, jeweils von 8:30 Uhr bis 11:45 Uhr": ("mon wed 08:30-11:45",),
    "8.30 - 12.45 Uhr, Mo - Do": ("mon tue wed thu 08:30-12:45",),
    "8-12 Uhr Mo und Di, 13-16 Uhr Mi": ("mon tue 08:00-12:00", "wed 13:00-16:00"),
    "8-12 Uhr Unterricht, Mo-Fr 9-13 Uhr": (),
    "Mo ab 18 Uhr, Di 9-11 Uhr": (),
    "Mo-Fr 8-12 Uhr, Beginn ist 8 Uhr": (f"{MON_TO_FRI} 08:00-12:00",),
    "So 10-12 Uhr": ("sun 10:00-12:00",),
    "Sa/So 10-12 Uhr": ("sat sun 10:00-12:00",),
    "sa und so 10-12 uhr": ("sat sun 10:00-12:00",),
    "So lernen Sie Deutsch, Mo 9-12 Uhr": ("mon 09:00-12:00",),
    "Mo 9-12 Uhr, damit Sie so gut lernen; Di 9-11 Uhr": ("mon 09:00-12:00", "tue 09:00-11:00"),
    "Frau Muster oder Fr. Beispiel, Mo 9-12 Uhr": ("mon 09:00-12:00",),
    "Mo-Fr 8-12 Uhr, individuelle Förderung": (f"{MON_TO_FRI} 08:00-12:00",),
    "Mo-Fr 8-12 Uhr, individuelle Zeiten": (),
    "Mi 19-21 Uhr, ungerade Wochen": (),
    "Mo 25:00-26:00": (),
    "Mo 12:00-11:00": (),
    "für Kinder, Mo 3-6": (),
    "": (),
}


def expected(groups: tuple[str, ...]) -> set[tuple[str, str, str]]:
    slots = set()
    for group in groups:
        *days, times = group.split()
        slots |= {(day, *times.split("-")) for day in days}
    return slots  # type: ignore[return-value]


@pytest.mark.parametrize(("text", "groups"), TEXTS.items(), ids=TEXTS.keys())
def test_text_means_these_meetings(text: str, groups: tuple[str, ...]) -> None:
    times = parse_weekly_times(text)

    assert {(slot.weekday, slot.time_from, slot.time_until) for slot in times.sessions} == expected(groups)


def test_meetings_come_in_the_order_of_the_week() -> None:
    times = parse_weekly_times("Sa 9-12 Uhr, Mi 18-20 Uhr, Mi 8-10 Uhr")

    assert [(slot.weekday, slot.time_from) for slot in times.sessions] == [
        ("wed", "08:00"),
        ("wed", "18:00"),
        ("sat", "09:00"),
    ]


@pytest.mark.parametrize(
    ("text", "pauses"),
    [
        ("Di 9-11 Uhr (nicht in den Schulferien)", Pauses.SCHOOL_HOLIDAYS),
        ("Di 9-11 Uhr außer in den Ferien", Pauses.SCHOOL_HOLIDAYS),
        ("Di 9-11 Uhr, auch in den Ferien", Pauses.NONE),
        ("Di 9-11 Uhr", None),
    ],
)
def test_words_on_holidays_are_understood(text: str, pauses: Pauses | None) -> None:
    assert parse_weekly_times(text).pauses is pauses


def test_number_of_meetings_is_read() -> None:
    assert parse_weekly_times("Samstag, 10-16 Uhr, 2x").sessions_count == 2
    assert parse_weekly_times("Samstag, 10-16 Uhr").sessions_count is None


def test_what_is_not_weekly_is_said_to_be_so() -> None:
    assert not parse_weekly_times("Mi 19:00-20:30, 14-tägig").is_weekly
    assert parse_weekly_times("Mi 19:00-20:30").is_weekly


def test_office_hours_and_hours_of_care_are_no_course_hours() -> None:
    text = (
        "Unterricht: Mo-Do 8.30-11.45 Uhr\nKinderbetreuung: Mo-Fr 8.00-13.00 Uhr\n"
        "Sprechzeiten:\nmontags 14.00 - 17.00 Uhr\ndonnerstags 9.00 - 13.00 Uhr\nPraxistag: Fr 8-14 Uhr"
    )

    assert course_hours(text) == "Unterricht: Mo-Do 8.30-11.45 Uhr\nPraxistag: Fr 8-14 Uhr"


SNIPPETS = st.sampled_from(
    ["Mo", "Di.", "-", " bis ", "8:30", "8.30", "12", "Uhr", ",", " und ", "1.3.", "2x", "–", "täglich"]
)


@given(st.one_of(st.text(max_size=60), st.lists(SNIPPETS, max_size=14).map(" ".join)))
def test_any_text_gives_only_real_meetings(text: str) -> None:
    for slot in parse_weekly_times(text).sessions:
        assert slot.weekday in Weekday
        assert CLOCK.fullmatch(slot.time_from)
        assert CLOCK.fullmatch(slot.time_until)
        assert slot.time_from < slot.time_until


@given(
    st.sets(st.sampled_from(list(Weekday)), min_size=1),
    st.integers(6 * 60, 21 * 60),
    st.integers(30, 120),
    st.sampled_from([":", "."]),
    st.sampled_from(["-", " - ", " – ", " bis "]),
)
def test_what_is_written_out_is_read_back(days: set[Weekday], begins: int, length: int, point: str, dash: str) -> None:
    german = dict(zip(Weekday, ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"], strict=True))
    clocks = [f"{minute // 60}{point}{minute % 60:02}" for minute in (begins, begins + length)]

    times = parse_weekly_times(f"{', '.join(german[day] for day in days)} {dash.join(clocks)} Uhr")

    assert {slot.weekday for slot in times.sessions} == days
    assert {slot.time_from for slot in times.sessions} == {f"{begins // 60:02}:{begins % 60:02}"}
