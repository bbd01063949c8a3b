"""Her week as a picture that is understood without reading: a column for each day, colours for Kita and course.

Blue and yellow stay apart for eyes that do not tell red from green, and in grey: the course is much darker. Needs
Pillow with raqm, which its packages bring along: without it Arabic letters would not join.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot.dialogue.replies import ShowWeek
from bot.rendering.language import Language
from bot.rendering.message import Direction
from bot.rendering.pictograms import Colour, Pictogram, book, child, house, plate
from knowledge_base.clock import minutes
from knowledge_base.vocabulary import Childcare, Format, Weekday

WIDTH = 800
HEADER = 64
GRID = 640
LEGEND_ROW = 62
MARGIN = 14
AXIS = 70
"""For the hours beside the days. All lengths are pixels of the finished picture."""
LABEL = 36
"""Height of a time of day inside a block."""

PAPER: Colour = (255, 255, 255)
INK: Colour = (28, 37, 36)
LINE: Colour = (207, 219, 215)
WEEKEND: Colour = (238, 243, 241)
NOON: Colour = (226, 240, 236)
KITA: Colour = (246, 201, 92)
COURSE: Colour = (11, 79, 148)
WAY: Colour = (196, 205, 214)
WAY_STRIPES: Colour = (74, 92, 110)

_FINER = 2
"""Drawn so many times larger and made smaller in the end, which smooths all edges."""
_FONTS = Path(__file__).parent / "fonts"
_LUNCH = (12 * 60, 13 * 60)
_SCHOOL_DAYS = range(5)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of one day, in minutes since midnight."""

    day: int
    """Monday is 0."""
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Where days and hours lie in the picture."""

    days: int
    first_minute: int
    last_minute: int
    direction: Direction

    @property
    def day_width(self) -> float:
        return (WIDTH - 2 * MARGIN - AXIS) / self.days

    def column(self, day: int) -> float:
        """The left edge of a day; right to left, Monday stands on the right."""
        if self.direction is Direction.RTL:
            return WIDTH - MARGIN - AXIS - (day + 1) * self.day_width
        return MARGIN + AXIS + day * self.day_width

    def row(self, minute: int) -> float:
        """How far down a minute of the day lies."""
        return HEADER + GRID * (minute - self.first_minute) / (self.last_minute - self.first_minute)

    @property
    def axis(self) -> float:
        """The middle of the column of hours."""
        return WIDTH - MARGIN - AXIS / 2 if self.direction is Direction.RTL else MARGIN + AXIS / 2

    @property
    def edges(self) -> tuple[float, float]:
        """Left and right edge of all days together."""
        left = MARGIN if self.direction is Direction.RTL else MARGIN + AXIS
        return left, left + self.days * self.day_width


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of the legend."""

    sign: Pictogram | None
    """`None` for the way, which is known by its stripes."""
    colour: Colour
    ink: Colour
    words: str


def grid_of(week: ShowWeek, direction: Direction) -> Grid:
    """Monday to Friday and the weekend if the course needs it; from 7 to 14 o'clock and as far as anything reaches."""
    blocks = [*course_blocks(week), *way_blocks(week), *kita_blocks(week, 7 * 60)]
    first = min([7 * 60, *(block.begin for block in blocks)])
    last = max([14 * 60, *(block.end for block in blocks)])
    days = max([5, *(block.day + 1 for block in blocks)])
    return Grid(days, max(0, first // 60 * 60), min(24 * 60, -(-last // 60) * 60), direction)


def course_blocks(week: ShowWeek) -> list[Block]:
    """The weekly meetings, earliest first."""
    blocks = {
        Block(list(Weekday).index(each.weekday), minutes(each.time_from), minutes(each.time_until))
        for each in week.offer.sessions
    }
    return sorted((block for block in blocks if block.begin < block.end), key=lambda block: (block.day, block.begin))


def way_blocks(week: ShowWeek) -> list[Block]:
    """The way before the first and after the last meeting of each day."""
    blocks = []
    by_day: dict[int, list[Block]] = {}
    for meeting in course_blocks(week):
        by_day.setdefault(meeting.day, []).append(meeting)
    for day, meetings in by_day.items():
        begin, end = meetings[0].begin, max(each.end for each in meetings)
        blocks += [Block(day, begin - week.way_minutes, begin), Block(day, end, end + week.way_minutes)]
    return blocks if week.way_minutes else []


def kita_blocks(week: ShowWeek, first_minute: int) -> list[Block]:
    """Kita or school, Monday to Friday; none when she has not said until when."""
    if week.hours_until is None:
        return []
    begin = first_minute if week.hours_from is None else minutes(week.hours_from)
    end = minutes(week.hours_until)
    return [Block(day, begin, end) for day in _SCHOOL_DAYS] if begin < end else []


def week_picture(language: Language, week: ShowWeek) -> bytes:
    """The week as PNG, 800 pixels wide, with a legend in her language; the same for the same week."""
    grid = grid_of(week, language.direction)
    courses, ways, kitas = course_blocks(week), way_blocks(week), kita_blocks(week, grid.first_minute)
    signs = _signs(week)
    legend = [_Entry(signs[0], COURSE, PAPER, language.label("Course"))]
    if kitas:
        # Translators: in the legend of a picture of her week; very short, without Latin letters in Arabic and Persian.
        legend.insert(0, _Entry(child, KITA, INK, language.label("Kita, school")))
    if ways:
        # Translators: in the legend of a picture of her week: going to the course and back; very short.
        legend.append(_Entry(None, WAY, WAY_STRIPES, language.label("The way")))
    # Translators: in the legend of a picture of her week: the hour of lunch; very short.
    legend.append(_Entry(plate, NOON, INK, language.label("Lunch")))
    height = HEADER + GRID + MARGIN + LEGEND_ROW * -(-len(legend) // 2) + MARGIN
    canvas = _Canvas(height, language)
    _draw_days(canvas, grid)
    for block in kitas:
        taken = sorted((each for each in (*courses, *ways) if each.day == block.day), key=lambda each: each.begin)
        _draw_kita(canvas, grid, block, taken, is_begin_known=week.hours_from is not None)
    for block in ways:
        _draw_way(canvas, grid, block)
    for block in courses:
        _draw_course(canvas, grid, block, signs)
    for block in kitas:  # Again, so that one sees what reaches beyond it.
        _draw_end(canvas, grid, block)
    _draw_legend(canvas, legend)
    return canvas.as_png()


def _signs(week: ShowWeek) -> list[Pictogram]:
    """What stands inside the course: learning, at home when it is online, and the child where there is care."""
    place: list[Pictogram] = [book, house] if week.offer.format is Format.ONLINE else [book]
    has_care = week.offer.childcare in (Childcare.ON_SITE, Childcare.PARTNER) or week.offer.child_in_room
    return [*place, child] if has_care else place


class _Canvas:
    """Draws in pixels of the finished picture."""

    def __init__(self, height: int, language: Language) -> None:
        self.language = language
        self._image = Image.new("RGB", (WIDTH * _FINER, height * _FINER), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour, radius: float = 0) -> None:
        corners = [round(each * _FINER) for each in (left, top, right, bottom)]
        self._draw.rounded_rectangle(
            (corners[0], corners[1], corners[2] - 1, corners[3] - 1), radius=radius * _FINER, fill=colour
        )

    def stripes(self, left: float, top: float, right: float, bottom: float) -> None:
        """The pattern of the way, so that it is known without its colour."""
        size = round((right - left) * _FINER), max(1, round((bottom - top) * _FINER))
        tile = Image.new("RGB", size, WAY)
        draw = ImageDraw.Draw(tile)
        for start in range(-size[1], size[0], 14 * _FINER):
            draw.line([(start, size[1]), (start + size[1], 0)], fill=WAY_STRIPES, width=3 * _FINER)
        self._image.paste(tile, (round(left * _FINER), round(top * _FINER)))

    def sign(self, pictogram: Pictogram, x: float, y: float, size: float, colour: Colour) -> None:
        pictogram(self._draw, x * _FINER, y * _FINER, size * _FINER, colour)

    def words(
        self, text: str, x: float, y: float, size: float, colour: Colour, *, width: float, anchor: str = "mm"
    ) -> None:
        """Words around a point, smaller where they would be wider than `width`."""
        font, length = _fitting(text, size * _FINER, width * _FINER, self.language)
        if length:
            self._draw.text(
                (x * _FINER, y * _FINER),
                text,
                font=font,
                fill=colour,
                anchor=anchor,
                direction=str(self.language.direction),
                language=self.language.code,
            )

    def clock(self, minute: int, x: float, y: float, colour: Colour, *, width: float, height: float = LABEL) -> None:
        """A time of day around a point, left to right in every language; none where it would be too small to read."""
        if height >= LABEL / 2:
            text = self.language.digits(f"{minute // 60:02}:{minute % 60:02}")
            self.words("\u2066" + text + "\u2069", x, y, min(29.0, height * 0.9), colour, width=width)

    def as_png(self) -> bytes:
        """Few colours are enough and keep it small."""
        file = BytesIO()
        small = self._image.reduce(_FINER)
        small.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
        return file.getvalue()


def _fitting(text: str, size: float, width: float, language: Language) -> tuple[ImageFont.FreeTypeFont, float]:
    font = _font(language.direction, round(size))
    length = font.getlength(text, direction=str(language.direction), language=language.code)
    if length <= width:
        return font, length
    return _font(language.direction, max(8, int(size * width / length))), width


@cache
def _font(direction: Direction, size: int) -> ImageFont.FreeTypeFont:
    name = "NotoSansArabic-Bold.ttf" if direction is Direction.RTL else "NotoSans-Bold.ttf"
    return ImageFont.truetype(str(_FONTS / name), size, layout_engine=ImageFont.Layout.RAQM)


def _draw_days(canvas: _Canvas, grid: Grid) -> None:
    language = canvas.language
    left, right = grid.edges
    bottom = HEADER + GRID
    for day in range(grid.days):
        x = grid.column(day)
        if day not in _SCHOOL_DAYS:
            canvas.box(x, HEADER, x + grid.day_width, bottom, WEEKEND)
        canvas.words(language.day(day), x + grid.day_width / 2, HEADER / 2, 30, INK, width=grid.day_width - 10)
    canvas.box(MARGIN, grid.row(_LUNCH[0]), WIDTH - MARGIN, grid.row(_LUNCH[1]), NOON)
    hour_height = grid.row(60) - grid.row(0)
    canvas.sign(plate, grid.axis, grid.row(sum(_LUNCH) // 2), min(36.0, hour_height * 0.8), INK)
    for minute in range(grid.first_minute, grid.last_minute + 1, 60):
        y = grid.row(minute)
        canvas.box(left, y - 1, right, y + 1, LINE)
        # An hour stands below its line: at noon stands the plate, below the last line the legend.
        if minute not in (_LUNCH[0], grid.last_minute):
            size = min(28.0, hour_height * 0.8)
            canvas.words(language.digits(str(minute // 60)), grid.axis, y + size / 2, size, INK, width=AXIS - 8)
    for day in range(grid.days + 1):
        x = left + day * grid.day_width
        canvas.box(x - 1, HEADER, x + 1, bottom, LINE)


def _draw_kita(canvas: _Canvas, grid: Grid, block: Block, taken: Sequence[Block], *, is_begin_known: bool) -> None:
    """The hours of one day; what is written in them stands where course and way leave room."""
    left, right = grid.column(block.day) + 4, grid.column(block.day) + grid.day_width - 4
    top, bottom = grid.row(block.begin), grid.row(block.end)
    canvas.box(left, top, right, bottom, KITA, radius=8)
    if not is_begin_known:  # Without round corners: it began some time before.
        canvas.box(left, top, right, top + 12, KITA)
    middle, width = (left + right) / 2, right - left - 8
    rows = [top, *(grid.row(minute) for each in taken for minute in (each.begin, each.end)), bottom]
    gaps = [(begin, min(end, bottom)) for begin, end in zip(rows[::2], rows[1::2], strict=True) if begin < bottom]
    if is_begin_known and gaps:
        begin, end = gaps[0]
        room = min(LABEL, end - begin)
        canvas.clock(block.begin, middle, begin + room / 2, INK, width=width, height=room)
        gaps[0] = begin + room, end
    if gaps and gaps[-1][1] == bottom:
        begin, end = gaps[-1]
        room = min(LABEL, end - begin)
        canvas.clock(block.end, middle, end - room / 2, INK, width=width, height=room)
        gaps[-1] = begin, end - room
    begin, end = max(gaps, key=lambda gap: gap[1] - gap[0], default=(top, top))
    if end - begin >= 30:
        canvas.sign(child, middle, (begin + end) / 2, min(44.0, end - begin), INK)


def _draw_end(canvas: _Canvas, grid: Grid, block: Block) -> None:
    x, y = grid.column(block.day), grid.row(block.end)
    canvas.box(x + 1, y - 2, x + grid.day_width - 1, y + 2, INK)


def _draw_way(canvas: _Canvas, grid: Grid, block: Block) -> None:
    left, right = _inside(grid, block)
    canvas.stripes(
        left + 10, grid.row(max(block.begin, grid.first_minute)), right - 10, grid.row(min(block.end, 24 * 60))
    )


def _draw_course(canvas: _Canvas, grid: Grid, block: Block, signs: Sequence[Pictogram]) -> None:
    left, right = _inside(grid, block)
    top, bottom = grid.row(block.begin), grid.row(block.end)
    canvas.box(left, top, right, bottom, COURSE, radius=8)
    middle, width = (left + right) / 2, right - left - 8
    height = min(LABEL, bottom - top)
    canvas.clock(block.begin, middle, top + height / 2, PAPER, width=width, height=height)
    if bottom - top >= 2 * LABEL:
        canvas.clock(block.end, middle, bottom - LABEL / 2, PAPER, width=width)
    room = bottom - top - 2 * LABEL
    if room >= 26:
        size = min(46.0, room, width / len(signs) * 0.8)
        for number, sign in enumerate(signs):
            x = middle + (number - (len(signs) - 1) / 2) * size * 1.25
            canvas.sign(sign, x, (top + bottom) / 2, size, PAPER)


def _inside(grid: Grid, block: Block) -> tuple[float, float]:
    """Left and right edge of a course: Kita hours stay visible on both sides."""
    left = grid.column(block.day)
    return left + 14, left + grid.day_width - 14


def _draw_legend(canvas: _Canvas, legend: Sequence[_Entry]) -> None:
    is_rtl = canvas.language.direction is Direction.RTL
    half = (WIDTH - 2 * MARGIN) / 2
    for number, entry in enumerate(legend):
        row, place = divmod(number, 2)
        left = MARGIN + (1 - place if is_rtl else place) * half
        top = HEADER + GRID + MARGIN + row * LEGEND_ROW
        swatch = left + half - 62 if is_rtl else left + 4
        if entry.sign is None:
            canvas.stripes(swatch, top + 5, swatch + 58, top + LEGEND_ROW - 5)
        else:
            canvas.box(swatch, top + 5, swatch + 58, top + LEGEND_ROW - 5, entry.colour, radius=8)
            canvas.sign(entry.sign, swatch + 29, top + LEGEND_ROW / 2, 38, entry.ink)
        edge = swatch - 14 if is_rtl else swatch + 72
        anchor = "rm" if is_rtl else "lm"
        canvas.words(entry.words, edge, top + LEGEND_ROW / 2, 30, INK, width=half - 90, anchor=anchor)
