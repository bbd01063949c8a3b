"""Takes the schema.org nodes out of a JSON-LD file or a web page, whatever way they are written.

A value may stand alone or in a list, in place or as a reference to another node, with or without a language; names may
be short or full addresses. Nothing is ever fetched.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, TypeAlias

from knowledge_base.errors import DataFileError

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 50
MAX_NODES = 200_000
_PREFIX = re.compile(r"^(?:https?://(?:www\.)?schema\.org/|schema:)")
_WRAPPING = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*$")

Node: TypeAlias = dict[str, Any]
"""Short name of a property to its value as the file has it."""


def local_name(name: str) -> str:
    """ "Course" of "https://schema.org/Course"."""
    return _PREFIX.sub("", name)


@dataclass(slots=True)
class Graph:
    """All nodes of a file."""

    nodes: list[Node] = field(default_factory=list)
    """In the order of the file, each once, however often it is spoken of."""
    broken_blocks: list[int] = field(default_factory=list)
    """Numbers of the blocks of a web page that are no JSON, the first is 1."""
    _by_id: dict[str, Node] = field(default_factory=dict)

    def of_types(self, types: Iterable[str]) -> Iterator[Node]:
        """The nodes that have one of these types."""
        wanted = frozenset(types)
        return (node for node in self.nodes if wanted & node_types(node))

    def values(self, node: Node, name: str) -> list[Any]:
        """All values of a property, references replaced by what they point to."""
        value = node.get(name)
        values = value if isinstance(value, list) else [] if value is None else [value]
        return [self._by_id.get(str(each.get("@id")), each) if isinstance(each, dict) else each for each in values]

    def children(self, node: Node, *names: str) -> list[Node]:
        """The values that are nodes themselves."""
        return [value for name in names for value in self.values(node, name) if isinstance(value, dict)]

    def text(self, node: Node, *names: str) -> str:
        """The first text of the first property that has one, German before other languages; else ""."""
        return next(iter(self.texts(node, *names)), "")

    def texts(self, node: Node, *names: str) -> list[str]:
        """All texts of these properties; of a node its name, of a term its code."""
        for_language: list[tuple[bool, str]] = []
        for name in names:
            for value in self.values(node, name):
                is_german = not isinstance(value, dict) or str(value.get("@language", "de")).startswith("de")
                text = self._text_of(value)
                if text:
                    for_language.append((not is_german, text))
        return [text for _, text in sorted(for_language, key=lambda each: each[0])]

    def _text_of(self, value: Any) -> str:
        if isinstance(value, dict):
            for name in ("@value", "termCode", "name", "value", "@id"):
                part = value.get(name)
                if isinstance(part, (str, int, float)):
                    return self._text_of(part)
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value).strip() if isinstance(value, (str, int, float)) else ""

    def add(self, value: Any, depth: int = 0) -> None:
        """Take in a part of a file with everything inside of it."""
        if depth > MAX_DEPTH or len(self.nodes) > MAX_NODES:
            raise DataFileError("Die Datei ist zu tief verschachtelt oder zu umfangreich, um Kurse zu enthalten.")
        if isinstance(value, list):
            for each in value:
                self.add(each, depth + 1)
        elif isinstance(value, dict):
            for name, part in list(value.items()):
                short = local_name(name)
                if short != name:
                    value.setdefault(short, part)
                self.add(part, depth + 1)
            self._remember(value)

    def _remember(self, node: Node) -> None:
        name = node.get("@id")
        if not isinstance(name, str):
            if "@type" in node:
                self.nodes.append(node)
        elif len(node) > 1:
            if name not in self._by_id:
                self._by_id[name] = node
                self.nodes.append(node)
            else:
                known = self._by_id[name]
                known.update({key: part for key, part in node.items() if key not in known})


def node_types(node: Node) -> frozenset[str]:
    """The short names of what a node is."""
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return frozenset(local_name(name) for name in names if isinstance(name, str))


def read_graph(content: bytes) -> Graph:
    """The nodes of a JSON-LD file or of all its blocks in a web page.

    Raises:
        DataFileError: there is no JSON-LD in it; the message is a German sentence for staff.
    """
    if len(content) > MAX_BYTES:
        raise DataFileError("Die Datei ist größer als 20 MB. Bitte teilen Sie sie auf.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    graph = Graph()
    if not text.lstrip().startswith("<"):
        graph.add(_parse(text))
        return graph
    blocks = _blocks(text)
    if not blocks:
        raise DataFileError(
            "In der Webseite stehen keine Kursdaten (JSON-LD). Bitte fragen Sie den Anbieter nach einer Tabelle."
        )
    for number, block in enumerate(blocks, 1):
        try:
            part = _parse(block)
        except DataFileError:
            graph.broken_blocks.append(number)
        else:
            graph.add(part)
    return graph


def _parse(text: str) -> Any:
    text = _WRAPPING.sub("", _WRAPPING.sub("", text))
    # Some sites write the quotes of a block as HTML does.
    for reading in (text, html.unescape(text)):
        try:
            return json.loads(reading, strict=False, parse_constant=lambda name: None)
        except (ValueError, RecursionError):
            continue
    raise DataFileError("Die Datei ist kein gültiges JSON. Bitte fragen Sie den Anbieter nach einer neuen Datei.")


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").casefold()
        if tag == "script" and kind.split(";")[0].strip() == "application/ld+json":
            self._is_inside = True
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_inside &= tag != "script"

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.blocks[-1] += data


def _blocks(page: str) -> list[str]:
    parser = _Blocks()
    parser.feed(page)
    parser.close()
    return parser.blocks
