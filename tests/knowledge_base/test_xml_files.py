"""XML files of others are opened only when they can do no harm, and only one record is in memory at a time."""

import tracemalloc
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.errors import DataFileError
from knowledge_base.importers import xml_files
from knowledge_base.importers.xml_files import XmlFile, open_xml, root_name, text_of

DECLARATION = '<?xml version="1.0" encoding="{}"?>\n'


def opened(text: str | bytes) -> XmlFile:
    return open_xml(text if isinstance(text, bytes) else text.encode(), root="kurse", record="kurs")


def courses(file: XmlFile) -> list[Element]:
    return [element for _, element in file.records("kurs")]


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-15", "ISO-8859-1", "windows-1252", "UTF-16"])
def test_encoding_of_the_declaration_is_obeyed(encoding: str) -> None:
    content = f"{DECLARATION.format(encoding)}<kurse><kurs>Köngen, für Mütter</kurs></kurse>".encode(encoding)

    assert [text_of(kurs) for kurs in courses(opened(content))] == ["Köngen, für Mütter"]


def test_euro_sign_is_what_iso_8859_15_was_made_for() -> None:
    content = f"{DECLARATION.format('ISO-8859-15')}<kurse><kurs>5 €</kurs></kurse>".encode("ISO-8859-15")

    assert text_of(courses(opened(content))[0]) == "5 €"


BILLION_LAUGHS = (
    '<!DOCTYPE kurse [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for name, inner in zip("bcdefghij", "abcdefghi", strict=True))
    + "]><kurse><kurs>&j;</kurs></kurse>"
)
BROKEN = {
    "an external entity": (
        '<!DOCTYPE kurse [<!ENTITY file SYSTEM "file:///etc/passwd">]><kurse><kurs>&file;</kurs></kurse>',
        "DOCTYPE",
    ),
    "a DTD from elsewhere": ('<!DOCTYPE kurse SYSTEM "http://example.org/kurse.dtd"><kurse/>', "DOCTYPE"),
    "billion laughs": (BILLION_LAUGHS, "DOCTYPE"),
    "an entity nobody declared": ("<kurse>\n<kurs>&foo;</kurs></kurse>", "Zeile 2"),
    "cut off in the middle": ("<kurse>\n<kurs>\n<knr>1</knr>\n<titel>Deut", "in Zeile 4 mittendrin"),
    "cut off in a tag": ("<kurse>\n<kurs><kn", "in Zeile 2 mittendrin"),
    "elements that cross": ("<kurse>\n\n<kurs><a></kurs></a></kurse>", "in Zeile 3 beschädigt"),
    "another kind of file": ("<html><body>Nicht gefunden</body></html>", "beginnt mit „html“, erwartet wird „kurse“"),
    "no XML at all": ("Kursnummer;Titel", "in Zeile 1 beschädigt"),
    "nothing": ("", "in Zeile 1 mittendrin"),
    "ISO-8859-1 that says it is UTF-8": (
        "<kurse>\n<kurs>Köngen</kurs></kurse>".encode("ISO-8859-1"),
        "In Zeile 2 der XML-Datei stehen Zeichen, die nicht zur Kodierung „UTF-8“ passen",
    ),
    "UTF-8 that says it is ISO-8859-1": (
        f"{DECLARATION.format('ISO-8859-1')}<kurse><kurs>Köngen</kurs></kurse>",
        "in UTF-8 geschrieben, in ihrer ersten Zeile steht aber „ISO-8859-1“",
    ),
    "an encoding nobody knows": (f"{DECLARATION.format('klingon')}<kurse/>", "nicht bekannt"),
    "a codec that is no encoding": (f"{DECLARATION.format('hex')}<kurse/>", "nicht bekannt"),
    "a depth bomb": ("<kurse>" + "<a>" * 100_000, "tief verschachtelt"),
    "a depth bomb that is well-formed": ("<kurse>" + "<a>" * 5_000 + "</a>" * 5_000 + "</kurse>", "tief verschachtelt"),
    "one record that is the whole memory": (
        "<kurse><kurs>" + "<termin/>" * (xml_files.MAX_ELEMENTS_IN_RECORD + 1) + "</kurs></kurse>",
        "zu groß",
    ),
}


@pytest.mark.parametrize(("content", "hint"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_or_dangerous_file_is_refused_with_a_sentence(content: str | bytes, hint: str) -> None:
    with pytest.raises(DataFileError, match=hint) as refusal:
        opened(content)

    assert str(refusal.value).endswith((".", "“."))


def test_file_is_refused_by_its_size_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_files, "MAX_BYTES", 100)

    with pytest.raises(DataFileError, match="größer als"):
        opened("<kurse>" + " " * 100 + "</kurse>")


def test_number_of_elements_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_files, "MAX_ELEMENTS", 100)

    with pytest.raises(DataFileError, match="zu groß"):
        opened("<kurse>" + "<kurs/>" * 100 + "</kurse>")


def test_memory_does_not_grow_with_the_number_of_records() -> None:
    file = opened("<kurse>" + f"<kurs><inhalt>{'Text ' * 200}</inhalt></kurs>" * 20_000 + "</kurse>")

    tracemalloc.start()
    count = sum(1 for _ in file.records("kurs"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 20_000
    assert peak < 2_000_000


def test_record_inside_a_record_is_a_part_of_it() -> None:
    file = opened("<kurse><kurs><knr>1</knr><kurs><knr>2</knr></kurs></kurs><kurs><knr>3</knr></kurs></kurse>")

    assert [text_of(kurs, "knr") for kurs in courses(file)] == ["1", "3"]


def test_namespaces_are_left_out_of_names() -> None:
    file = opened('<k:kurse xmlns:k="urn:x"><k:kurs><k:knr>1</k:knr></k:kurs></k:kurse>')

    assert [text_of(kurs, "knr") for kurs in courses(file)] == ["1"]


def test_elements_are_counted_by_where_they_stand() -> None:
    file = opened("<kurse><kurs><knr/></kurs><kurs><knr/><ort/></kurs></kurse>")

    assert file.names == {("", "kurse"): 1, ("kurse", "kurs"): 2, ("kurs", "knr"): 2, ("kurs", "ort"): 1}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<kurse>", "kurse"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- Kurse <b> -->\n<kurse/>", "kurse"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><OPENQCAT version="1.1">', "OPENQCAT"),
        (b"<o:OPENQCAT xmlns:o='x'>", "OPENQCAT"),
        ('<?xml version="1.0" encoding="UTF-16"?><kurse/>'.encode("utf-16"), "kurse"),
        (b"Kursnummer;Titel", None),
        (b"PK\x03\x04", None),
        (b"", None),
    ],
)
def test_kind_of_a_file_is_seen_without_reading_it(content: bytes, name: str | None) -> None:
    assert root_name(content) == name


@given(st.one_of(st.binary(max_size=300), st.text(alphabet="<>/a k\"'=&;![]-?x", max_size=100).map(str.encode)))
def test_any_bytes_are_opened_or_refused(content: bytes) -> None:
    root_name(content)
    try:
        opened(content)
    except DataFileError as refusal:
        assert str(refusal)
