"""Opens XML files that others wrote: no entities, no DTD, nothing from outside, and one record in memory at a time."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import Element
from xml.sax import ContentHandler, SAXParseException
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from defusedxml.sax import parseString

from knowledge_base.errors import DataFileError

MAX_BYTES = 50 * 1024 * 1024
MAX_DEPTH = 40
MAX_ELEMENTS = 3_000_000
MAX_ELEMENTS_IN_RECORD = 20_000
_MAX_NAMES = 500
_HEAD_BYTES = 16_384
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")


@dataclass(frozen=True, slots=True)
class XmlFile:
    """A file that was read through once: it is well-formed and within all limits."""

    content: bytes
    names: Mapping[tuple[str, str], int]
    """How often an element stands directly in another, as (outer, inner)."""
    attributes: Mapping[str, Mapping[str, str]]
    """Of the elements directly in the outermost one, by their names."""

    def records(self, *names: str) -> Iterator[tuple[str, Element]]:
        """Each element with one of these names and the name of the element around it, in the order of the file.

        A record inside a record is part of it. What was given out is forgotten, so that memory does not grow.
        """
        around: list[Element] = []
        depth_in_record = 0
        for event, element in iterparse(BytesIO(self.content), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                if depth_in_record or local_name(element.tag) in names:
                    depth_in_record += 1
                around.append(element)
                continue
            around.pop()
            depth_in_record -= depth_in_record > 0
            if depth_in_record == 0 and local_name(element.tag) in names:
                for each in element.iter():
                    each.tag = local_name(each.tag)
                yield local_name(around[-1].tag) if around else "", element
                if around:
                    around[-1].remove(element)


def root_name(content: bytes) -> str | None:
    """Name of the outermost element, without its namespace; `None` for what does not begin like XML.

    This only looks at the first bytes, so that the right reader can be chosen; the reader then checks the file.
    """
    head = content[:_HEAD_BYTES]
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="replace")
    text = text.removeprefix("\ufeff")
    while prolog := _PROLOG.match(text):
        text = text[prolog.end() :]
    start = re.match(r"\s*<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]", text)
    return start[1] if start else None


def open_xml(content: bytes, *, root: str, record: str) -> XmlFile:
    """The file, read through once from end to end.

    Args:
        content: the file; its XML declaration says the encoding, UTF-8 without one.
        root: name that the outermost element must have.
        record: name of the elements of which one must stay small enough to be read as a whole.

    Raises:
        DataFileError: it is too large, damaged, of another kind, or holds what could do harm; in German, with the line.
    """
    if len(content) > MAX_BYTES:
        raise DataFileError("Die XML-Datei ist größer als 50 MB. Bitte exportieren Sie sie in mehreren Teilen.")
    _refuse_wrong_encoding(content)
    check = _Check(root, record)
    try:
        parseString(content, check, forbid_dtd=True)
    except DefusedXmlException as error:
        raise DataFileError(
            "Die XML-Datei enthält eine DOCTYPE- oder ENTITY-Angabe. Solche Dateien können Schaden anrichten und "
            "werden nicht gelesen. Bitte exportieren Sie die Kurse noch einmal direkt aus dem Kursprogramm."
        ) from error
    except SAXParseException as error:
        raise DataFileError(_damage(content, error)) from error
    except (LookupError, ValueError) as error:
        raise DataFileError("Die Kodierung, die in der ersten Zeile der XML-Datei steht, ist nicht bekannt.") from error
    return XmlFile(content, check.names, check.attributes)


def local_name(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def text_of(element: Element | None, path: str = ".") -> str:
    """The words in the first element at this path, those of elements inside included; empty when there are none."""
    found = element.find(path) if element is not None else None
    return "".join(found.itertext()).strip() if found is not None else ""


@dataclass
class _Check(ContentHandler):
    root: str
    record: str
    names: dict[tuple[str, str], int] = field(default_factory=dict)
    attributes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _elements: int = 0
    _record_depth: int = 0
    _elements_in_record: int = 0
    _locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        name = name.rpartition(":")[2]
        outer = self._open[-1] if self._open else ""
        if not self._open and name != self.root:
            raise DataFileError(f"Die XML-Datei beginnt mit „{name[:60]}“, erwartet wird „{self.root}“.")
        self._open.append(name)
        self._elements += 1
        if name == self.record and not self._record_depth:
            self._record_depth, self._elements_in_record = len(self._open), 0
        self._elements_in_record += 1
        is_too_large = (
            len(self._open) > MAX_DEPTH
            or self._elements > MAX_ELEMENTS
            or (self._record_depth and self._elements_in_record > MAX_ELEMENTS_IN_RECORD)
        )
        if is_too_large:
            line = self._locator.getLineNumber() if self._locator else None
            raise DataFileError(
                f"Die XML-Datei ist ab Zeile {line} zu groß oder zu tief verschachtelt. Bitte prüfen Sie, ob es "
                "wirklich ein Export aus dem Kursprogramm ist."
            )
        if (outer, name) in self.names or len(self.names) < _MAX_NAMES:
            self.names[outer, name] = self.names.get((outer, name), 0) + 1
            if len(self._open) == 2:
                self.attributes.setdefault(name, dict(attrs.items()))

    def endElement(self, name: str) -> None:
        if self._record_depth == len(self._open):
            self._record_depth = 0
        self._open.pop()


def _refuse_wrong_encoding(content: bytes) -> None:
    declared = _declared_encoding(content)
    is_utf_8 = declared.casefold().replace("-", "").replace("_", "") in ("utf8", "usascii")
    if is_utf_8 or content[:2] in (b"\xff\xfe", b"\xfe\xff") or content.isascii():
        return
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return
    # Umlauts of other encodings are practically never valid UTF-8; read as declared, every one of them would be wrong.
    raise DataFileError(
        f"Die XML-Datei ist in UTF-8 geschrieben, in ihrer ersten Zeile steht aber „{declared}“. "
        'Bitte exportieren Sie sie noch einmal oder ändern Sie die erste Zeile zu encoding="UTF-8".'
    )


def _declared_encoding(content: bytes) -> str:
    match = _ENCODING.search(content[:300])
    return match[1].decode("ascii") if match else "UTF-8"


def _damage(content: bytes, error: SAXParseException) -> str:
    line, words = error.getLineNumber(), str(error.getMessage())
    if "unknown encoding" in words:
        return f"Die Kodierung „{_declared_encoding(content)}“ der XML-Datei ist nicht bekannt."
    if "no element found" in words or "unclosed" in words:
        return (
            f"Die XML-Datei hört in Zeile {line} mittendrin auf. Bitte laden oder exportieren Sie sie noch einmal ganz."
        )
    if "invalid token" in words and not _is_decodable(content):
        return (
            f"In Zeile {line} der XML-Datei stehen Zeichen, die nicht zur Kodierung „{_declared_encoding(content)}“ "
            "passen. Bitte exportieren Sie sie noch einmal als UTF-8."
        )
    return f"Die XML-Datei ist in Zeile {line} beschädigt. Bitte exportieren Sie sie noch einmal."


def _is_decodable(content: bytes) -> bool:
    try:
        content.decode(_declared_encoding(content))
    except (UnicodeDecodeError, LookupError):
        return False
    return True
