"""A catalogue for the Arbeitsagentur becomes offers: one for each date, here and online only."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base.changes import write
from knowledge_base.errors import DataFileError
from knowledge_base.importers.openqcat import read_openqcat
from knowledge_base.importers.openqcat_codes import course_type_of, format_of, goal_of, pace_of
from knowledge_base.importers.openqcat_service import clock_of, day_of
from knowledge_base.importers.record import Delivery, OfferRecord, RefusedRecord
from knowledge_base.models import Offer, Pauses
from knowledge_base.results import PriceKind, Session
from knowledge_base.vocabulary import Childcare, CourseType, Format, Level, Pace, Weekday

FILES = Path(__file__).parent / "files"
NAME = "katalog.xml"
MON_TO_THU = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU)


@pytest.fixture(scope="module")
def delivery() -> Delivery:
    return read_openqcat((FILES / "openqcat_full.xml").read_bytes(), NAME)


@pytest.fixture(scope="module")
def records(delivery: Delivery) -> list[OfferRecord | RefusedRecord]:
    return list(delivery.records)


@pytest.fixture(scope="module")
def offers(records: list[OfferRecord | RefusedRecord]) -> dict[str, OfferRecord]:
    return {record.source_id: record for record in records if isinstance(record, OfferRecord)}


def catalogue(*services: str, catalog: str = "", supplier: str = "") -> Delivery:
    content = (
        f"<OPENQCAT><HEADER><CATALOG>{catalog}</CATALOG><SUPPLIER><SUPPLIER_ID>1</SUPPLIER_ID>"
        f"<SUPPLIER_NAME>Muster-Bildungswerk</SUPPLIER_NAME>{supplier}</SUPPLIER></HEADER>"
        f"<NEW_CATALOG>{''.join(services)}</NEW_CATALOG></OPENQCAT>"
    )
    return read_openqcat(content.encode(), NAME)


def service(details: str = "", *, education: str = "", course: str = "", after: str = "") -> str:
    return (
        f"<SERVICE><PRODUCT_ID>1</PRODUCT_ID><SERVICE_DETAILS><TITLE>Lehrgang</TITLE>{details}<SERVICE_MODULE>"
        f'<EDUCATION type="true"><COURSE_ID>1</COURSE_ID>{education}<MODULE_COURSE><LOCATION><ZIP>73249</ZIP>'
        f"<CITY>Wernau</CITY></LOCATION>{course}</MODULE_COURSE></EDUCATION></SERVICE_MODULE></SERVICE_DETAILS>"
        f"{after}</SERVICE>"
    )


def the_only(delivery: Delivery) -> OfferRecord:
    [record] = delivery.records
    assert isinstance(record, OfferRecord), record
    return record


def price(amount: str, attributes: str = "", currency: str = "EUR") -> str:
    return (
        f"<SERVICE_PRICE_DETAILS><SERVICE_PRICE {attributes}><PRICE_AMOUNT>{amount}</PRICE_AMOUNT>"
        f"<PRICE_CURRENCY>{currency}</PRICE_CURRENCY></SERVICE_PRICE></SERVICE_PRICE_DETAILS>"
    )


def test_new_catalogue_is_all_there_is_and_counts_what_is_far_away(delivery: Delivery) -> None:
    assert (delivery.is_full, delivery.withdrawn) == (True, ())
    assert delivery.notes == (
        "Nicht übernommen, weil außerhalb des Landkreises und seiner Nachbarn: 1 Angebote.",
    )  # fmt: skip


def test_each_date_is_an_offer_of_its_own_and_an_offer_without_a_date_is_none(
    records: list[OfferRecord | RefusedRecord],
) -> None:
    assert {record.source_id for record in records} == {"100", "100-2", "200-1", "300", "400", "500", "600-1"}


def test_offer_is_read_with_its_codes(offers: dict[str, OfferRecord]) -> None:
    first = offers["100"]

    assert (first.where, first.provider) == ("Angebot 100", "Muster-Bildungswerk gGmbH")
    assert (first.values["course_type"], first.values["level_to"]) == (CourseType.VOCATIONAL_GERMAN, Level.B2)
    assert (first.values["place"], first.values["format"]) == ("kirchheim", Format.IN_PERSON)
    assert (first.values["start_on"], first.values["end_on"]) == (date(2027, 3, 1), date(2027, 7, 23))
    assert (first.values["registration_until"], first.values["seats_total"]) == (date(2027, 2, 20), 20)
    assert first.values["url"] == "https://example.org/deutsch-beruf"
    for name in ("course_type", "level_to", "format", "pace", "start_on", "place"):
        assert first.provenance[name] == "given"


def test_times_levels_and_care_are_read_out_of_text_and_derived(offers: dict[str, OfferRecord]) -> None:
    first = offers["100"]

    assert (first.values["level_from"], first.values["childcare"]) == (Level.B1, Childcare.PARTNER)
    assert (first.values["childcare_age_from"], first.values["childcare_age_to"]) == (1, 6)
    for name in ("sessions", "level_from", "childcare", "childcare_age_from"):
        assert first.provenance[name] == "derived"


def test_of_full_time_and_part_time_hours_those_of_its_pace_count(offers: dict[str, OfferRecord]) -> None:
    assert offers["100"].values["pace"] is Pace.PART_TIME
    assert offers["100"].values["sessions"] == tuple(Session(day, "08:30", "12:45") for day in MON_TO_THU)


def test_two_kinds_of_hours_without_a_pace_are_none() -> None:
    remarks = "<INSTRUCTION_REMARKS>Vollzeit Mo-Fr 8-16 Uhr, Teilzeit Mo-Fr 8-12 Uhr</INSTRUCTION_REMARKS>"

    offer = the_only(catalogue(service(course=remarks)))

    assert offer.values["sessions"] == ()
    assert offer.values["schedule_note"] == "Vollzeit Mo-Fr 8-16 Uhr, Teilzeit Mo-Fr 8-12 Uhr"


def test_date_takes_over_what_it_does_not_say(offers: dict[str, OfferRecord]) -> None:
    second = offers["100-2"]

    assert (second.values["title"], second.values["level_to"]) == ("Deutsch für den Beruf", Level.B2)
    assert second.values["description"] == offers["100"].values["description"]
    assert second.values["seats_total"] == 20


def test_date_has_its_own_days_place_and_hours(offers: dict[str, OfferRecord]) -> None:
    second = offers["100-2"]

    assert (second.values["start_on"], second.values["end_on"]) == (date(2027, 9, 13), date(2028, 1, 28))
    # The street of the offer is in another town.
    assert (second.values["place"], second.values["street"]) == ("nuertingen", None)
    assert second.values["sessions"] == tuple(Session(day, "08:30", "12:45") for day in MON_TO_THU)
    assert second.values["pauses"] is Pauses.SCHOOL_HOLIDAYS


def test_deadline_of_the_first_date_is_none_of_the_second(offers: dict[str, OfferRecord]) -> None:
    assert offers["100-2"].values["registration_until"] is None


@pytest.mark.parametrize(
    "secret",
    ["Petra", "Beispielfrau", "Moritz", "Mustermann", "mustermann", "990922", "990911", "9909903", "9909904", "alert"],
)
def test_no_person_is_read_not_even_from_texts(records: list[OfferRecord | RefusedRecord], secret: str) -> None:
    assert secret not in repr(records)


def test_general_contact_comes_first_then_the_adviser_then_the_house(offers: dict[str, OfferRecord]) -> None:
    first, online = offers["100"], offers["200-1"]

    # The mail of the general contact is a person's, so that of the counselling is taken.
    assert (first.values["phone"], first.values["email"]) == ("+49 7021 990933", "beratung@example.org")
    assert (online.values["phone"], online.values["email"]) == ("+49 7021 990990", "info@example.org")


def test_online_date_on_one_day_has_its_hours_in_the_moments(offers: dict[str, OfferRecord]) -> None:
    online = offers["200-1"]

    assert (online.values["format"], online.values["place"]) == (Format.ONLINE, None)
    assert online.values["sessions"] == (Session(Weekday.WED, "09:00", "12:00"),)
    assert (online.values["course_type"], online.values["women_only"]) == (CourseType.ORIENTATION, True)


def test_costs_and_organising_of_care_are_no_care(offers: dict[str, OfferRecord]) -> None:
    online = offers["200-1"]

    assert online.values["description"] == (
        "Bewerbung und Kinderbetreuung organisieren. Kinderbetreuungskosten werden übernommen."
    )
    assert (online.values["childcare"], online.values["childcare_note"]) == (Childcare.UNKNOWN, None)


def test_zero_is_a_voucher_only_where_one_pays(offers: dict[str, OfferRecord]) -> None:
    assert offers["300"].values["price_kind"] is PriceKind.VOUCHER
    assert offers["200-1"].values["price_kind"] is PriceKind.VOUCHER
    assert offers["100"].values["price_kind"] is PriceKind.UNKNOWN
    assert any("Der Preis 0,00 €" in note for note in offers["100"].notes)
    assert offers["300"].values["funding"] == ["bildungsgutschein", "training_benefit", "bildungszeit"]
    assert offers["200-1"].values["funding"] == ["avgs"]


@pytest.mark.parametrize(
    ("element", "kind", "cents"),
    [
        (price("35464.5"), PriceKind.FEE, 3546450),
        (price("150.000"), PriceKind.FEE, 15000),
        (price("1.5E3"), PriceKind.FEE, 150000),
        (price("0.0"), PriceKind.UNKNOWN, None),
        (price("NaN"), PriceKind.UNKNOWN, None),
        (price("INF"), PriceKind.UNKNOWN, None),
        (price("auf Anfrage"), PriceKind.UNKNOWN, None),
        (price("100", 'type="on_request"'), PriceKind.UNKNOWN, None),
        (price("100", currency="CHF"), PriceKind.UNKNOWN, None),
        ("", PriceKind.UNKNOWN, None),
    ],
)
def test_price(element: str, kind: PriceKind, cents: int | None) -> None:
    offer = the_only(catalogue(service(after=element)))

    assert (offer.values["price_kind"], offer.values["price_cents"]) == (kind, cents)


def test_flexible_hours_stay_a_note_and_dates_that_contradict_the_duration_are_noted(
    offers: dict[str, OfferRecord],
) -> None:
    training = offers["300"]

    assert (training.values["sessions"], training.values["flexible_start"]) == ((), True)
    assert str(training.values["schedule_note"]).startswith("Montag bis Freitag 8,5 Stunden")
    assert (training.values["format"], training.values["pace"]) == (Format.HYBRID, Pace.FULL_TIME)
    assert (training.values["course_type"], training.values["level_from"], training.values["level_to"]) == (
        CourseType.VOCATIONAL_TRAINING, Level.B2, None,
    )  # fmt: skip
    assert any("Dauer" in note for note in training.notes)


def test_old_codes_and_a_supplier_under_another_number_are_understood(offers: dict[str, OfferRecord]) -> None:
    old = offers["400"]

    assert old.provider == "Muster-Bildungswerk gGmbH"
    assert (old.values["pace"], old.values["course_type"]) == (Pace.PART_TIME, CourseType.COMPUTER_COURSE)
    assert old.values["sessions"] == (Session(Weekday.SAT, "09:00", "13:00"),)
    assert old.values["price_cents"] == 15000


def test_what_is_over_or_belongs_to_nothing_is_refused(records: list[OfferRecord | RefusedRecord]) -> None:
    refused = {record.source_id: record.reason for record in records if isinstance(record, RefusedRecord)}

    assert refused == {
        "500": "Der Anbieter wollte dieses Angebot nur bis 31.12.2026 zeigen.",
        "600-1": "Das Angebot 600 zu diesem Termin steht nicht in der Datei.",
    }


def test_end_of_the_announcement_is_the_last_day_to_register() -> None:
    window = "<ANNOUNCEMENT><END_DATE>2027-05-01+02:00</END_DATE></ANNOUNCEMENT>"

    offer = the_only(catalogue(service(window)))

    assert (offer.values["registration_until"], offer.provenance["registration_until"]) == (
        date(2027, 5, 1), "derived",
    )  # fmt: skip


def test_update_names_what_is_taken_back_new_and_moved_away() -> None:
    update = read_openqcat((FILES / "openqcat_update.xml").read_bytes(), NAME)

    assert not update.is_full
    # 400 is taken back and delivered anew, 100-2 has moved to another part of the country.
    assert update.withdrawn == ("300", "100-2")
    assert [record.source_id for record in update.records] == ["400"]
    assert any("eigene Nummern" in note for note in update.notes)


def test_catalogue_that_says_it_is_not_full_is_not() -> None:
    content = b'<OPENQCAT><HEADER/><NEW_CATALOG FULLCATALOG="false"/></OPENQCAT>'

    assert not read_openqcat(content, NAME).is_full


@pytest.mark.parametrize(
    ("location", "is_read"),
    [
        ("<ZIP>73249</ZIP><CITY>Wernau</CITY>", True),
        ("<ZIP>70376</ZIP><CITY>Stuttgart-Münster</CITY>", True),
        ("<CITY>Kirchheim unter Teck</CITY>", True),
        ("<ZIP>73207</ZIP><CITY>Plochingen</CITY>", True),
        ("<ZIP>12435</ZIP><CITY>Neuhausen</CITY>", False),
        ("<ZIP>89073</ZIP><CITY>Ulm</CITY>", False),
        ("<CITY>Ulm</CITY>", False),
        ("", True),
    ],
)
def test_only_the_district_and_its_neighbours_are_read(location: str, is_read: bool) -> None:
    text = service().replace("<ZIP>73249</ZIP><CITY>Wernau</CITY>", location)

    assert bool(list(catalogue(text).records)) is is_read


@pytest.mark.parametrize(
    ("written", "readable"),
    [
        ("+49.7022.123456", "+49 7022 123456"),
        ("+49.0711.123456", "+49 711 123456"),
        ("+49.(0)711.123 456", "+49 711 123456"),
        ("+49.711.1234-56", "+49 711 1234-56"),
        ("07022 / 123456", "07022 / 123456"),
        ("+49.171.1234567", None),
        ("auf Anfrage", None),
    ],
)
def test_phone_number_becomes_readable_and_mobiles_are_left_out(written: str, readable: str | None) -> None:
    contact = f'<CONTACT><CONTACT_ROLE type="2"/><PHONE>{written}</PHONE></CONTACT>'

    assert the_only(catalogue(service(contact))).values["phone"] == readable


@pytest.mark.parametrize("role", ["1", "3", "5", ""])
def test_contacts_that_are_a_person_are_never_used(role: str) -> None:
    contact = (
        f'<CONTACT><CONTACT_ROLE type="{role}"/><PHONE>+49.7022.123456</PHONE>'
        "<EMAILS><EMAIL>info@example.org</EMAIL></EMAILS></CONTACT>"
    )

    offer = the_only(catalogue(service(contact)))

    assert (offer.values["phone"], offer.values["email"]) == (None, None)


@pytest.mark.parametrize(
    ("mail", "is_kept"),
    [
        ("info@example.org", True),
        ("beratung-kirchheim@example.org", True),
        ("joerg.mueller@example.org", False),
        ("mueller@example.org", False),
        ("jmueller@example.org", False),
        ("Müller.J@example.org", False),
    ],
)
def test_mail_of_a_person_is_no_mail_of_the_office(mail: str, is_kept: bool) -> None:
    contact = (
        '<CONTACT><CONTACT_ROLE type="2"/><LAST_NAME>Müller</LAST_NAME><NAME_PREFIX>Jörg</NAME_PREFIX>'
        f"<EMAILS><EMAIL>{mail}</EMAIL></EMAILS></CONTACT>"
    )

    assert the_only(catalogue(service(contact))).values["email"] == (mail if is_kept else None)


@pytest.mark.parametrize(
    ("moment", "day", "clock"),
    [
        ("2027-03-01T00:00:00+01:00", date(2027, 3, 1), ""),
        ("2027-03-01T00:00:00.000+02:00", date(2027, 3, 1), ""),
        ("2027-07-01T08:30:00+01:00", date(2027, 7, 1), "08:30"),
        ("2027-02-28T23:00:00Z", date(2027, 3, 1), ""),
        ("2027-06-30T22:00:00Z", date(2027, 7, 1), ""),
        ("2008-04-04+02:00", date(2008, 4, 4), ""),
        ("2027-03-01", date(2027, 3, 1), ""),
        ("2027-02-30", None, ""),
        ("9999-12-31T23:30:00Z", None, ""),
        ("01.03.2027", None, ""),
        ("", None, ""),
    ],
)
def test_moment_is_a_day_in_berlin_and_midnight_no_time(moment: str, day: date | None, clock: str) -> None:
    assert (day_of(moment), clock_of(moment)) == (day, clock)


@pytest.mark.parametrize(
    ("code", "form"),
    [
        *((str(number), Format.IN_PERSON) for number in range(101, 106)),
        *((str(number), Format.ONLINE) for number in (4, 5, *range(201, 207), *range(401, 404))),
        *((str(number), Format.HYBRID) for number in range(301, 305)),
        *((code, None) for code in ("0", "1", "2", "3", "6", "7", "8", "9", "999", "", "x")),
    ],
)
def test_form_of_instruction(code: str, form: Format | None) -> None:
    assert format_of(code) is form


def test_pace_stands_in_its_own_code_or_in_the_old_form() -> None:
    assert (pace_of("1", "101"), pace_of("2", "1")) == (Pace.FULL_TIME, Pace.PART_TIME)
    assert (pace_of("", "1"), pace_of("", "2"), pace_of("", "101")) == (Pace.FULL_TIME, Pace.PART_TIME, None)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("MC 01 1", Level.A2),
        ("MC 01 2", Level.B1),
        ("MC 01 3", Level.B2),
        ("MC  01-4", Level.C1),
        ("mc 01 05", Level.C2),
        ("MC 02 1", None),
        ("MC 01", None),
        ("C  2203-i12", None),
    ],
)
def test_goal_of_a_berufssprachkurs(code: str, level: Level | None) -> None:
    assert goal_of([code]) is level


@pytest.mark.parametrize(
    ("title", "education", "feature", "kind"),
    [
        ("Sprachkurs B2", "110", "", CourseType.VOCATIONAL_GERMAN),
        ("Sprachkurs B2", "", "MC 01 3", CourseType.VOCATIONAL_GERMAN),
        ("Deutsch zur Anerkennung", "103", "MC 03 1", CourseType.VOCATIONAL_GERMAN),
        ("Hauptschule", "105", "A 12-BAW", CourseType.SCHOOL_CERTIFICATE),
        ("Fachinformatikerin", "109", "B 43412-90200", CourseType.VOCATIONAL_TRAINING),
        ("Pflegefachfrau", "102", "", CourseType.VOCATIONAL_TRAINING),
        ("Teilqualifizierung", "105", "", CourseType.VOCATIONAL_TRAINING),
        ("Lohn und Gehalt", "104", "C  1234", CourseType.FURTHER_TRAINING),
        ("Handelsfachwirtin", "", "CBF6810-50", CourseType.FURTHER_TRAINING),
        ("Meisterin", "", "D 1234", CourseType.FURTHER_TRAINING),
        ("Pflegehilfe mit Deutsch B2", "103", "", CourseType.FURTHER_TRAINING),
        ("Einzelcoaching", "130", "EC 1", CourseType.ORIENTATION),
        ("Ankommen im Beruf", "", "SA 01", CourseType.ORIENTATION),
        # The title knows the subject better than the code for all that is learned at work.
        ("Excel für das Büro", "103", "C  2203-i12", None),
        ("Deutsch B1", "103", "C 8", None),
        ("Kochen", "100", "", None),
        ("Kochen", "14", "", None),
    ],
)
def test_kind_of_course_by_its_codes(title: str, education: str, feature: str, kind: CourseType | None) -> None:
    assert course_type_of(title, course_type="", education_type=education, features=[feature]) is kind


def test_cut_off_catalogue_gives_no_offer_at_all() -> None:
    with pytest.raises(DataFileError, match="mittendrin"):
        read_openqcat((FILES / "openqcat_full.xml").read_bytes()[:-500], NAME)


def test_every_offer_can_be_stored(offers: dict[str, OfferRecord]) -> None:
    for record in offers.values():
        offer = Offer(provenance=record.provenance)
        write(offer, record.values, record.values)
        assert offer.title


WORDS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
    st.sampled_from(["2027-03-01T00:00:00+01:00", "0.0", "73249", "Mo-Fr 8-12 Uhr", "+49.711.1", "mit B1", "-1"]),
)
NAMES = (
    "TITLE",
    "DESCRIPTION_LONG",
    "REQUIREMENTS",
    "START_DATE",
    "END_DATE",
    "PRICE_AMOUNT",
    "ZIP",
    "INSTRUCTION_REMARKS",
    "MAX_PARTICIPANTS",
    "FNAME",
    "PHONE",
    "LAST_NAME",
    "FLEXIBLE_START",
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(NAMES), WORDS))
def test_any_service_is_read_left_out_or_refused(words: dict[str, str]) -> None:
    content = (FILES / "openqcat_full.xml").read_text(encoding="utf-8")
    for name, text in words.items():
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        content = content.replace(f"<{name}/>", f"<{name}>{escaped}</{name}>")
        start = content.find(f"<{name}>", content.index("<NEW_CATALOG"))
        end = content.find(f"</{name}>", start)
        content = content[: start + len(name) + 2] + escaped + content[end:] if start >= 0 else content

    for record in read_openqcat(content.encode(), NAME).records:
        assert isinstance(record, OfferRecord) or record.reason.endswith((".", ")."))
