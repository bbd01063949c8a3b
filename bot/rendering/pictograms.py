"""Small drawings that say what a colour means without a word: child, book, house, plate."""

from collections.abc import Callable

from PIL.ImageDraw import ImageDraw

Colour = tuple[int, int, int]
Pictogram = Callable[[ImageDraw, float, float, float, Colour], None]
"""Draws itself around a middle point, in a square with sides of a length, in one colour."""


def child(draw: ImageDraw, x: float, y: float, size: float, colour: Colour) -> None:
    """A child with raised arms."""
    line = size * 0.13
    _dot(draw, x, y - size * 0.29, size * 0.19, colour)
    draw.rounded_rectangle(
        (x - size * 0.15, y - size * 0.06, x + size * 0.15, y + size * 0.28), radius=size * 0.1, fill=colour
    )
    for side in (-1, 1):
        _stroke(
            draw, [(x + side * size * 0.1, y + size * 0.02), (x + side * size * 0.38, y - size * 0.2)], line, colour
        )
        _stroke(
            draw, [(x + side * size * 0.08, y + size * 0.2), (x + side * size * 0.11, y + size * 0.44)], line, colour
        )


def book(draw: ImageDraw, x: float, y: float, size: float, colour: Colour) -> None:
    """An open book."""
    for side in (-1, 1):
        near, far = x + side * size * 0.04, x + side * size * 0.48
        draw.polygon(
            [(near, y - size * 0.2), (far, y - size * 0.34), (far, y + size * 0.24), (near, y + size * 0.38)],
            fill=colour,
        )


def house(draw: ImageDraw, x: float, y: float, size: float, colour: Colour) -> None:
    """A house with an open door."""
    draw.polygon([(x - size * 0.5, y), (x, y - size * 0.46), (x + size * 0.5, y)], fill=colour)
    for side in (-1, 1):
        outer, inner = x + side * size * 0.36, x + side * size * 0.11
        draw.rectangle((min(outer, inner), y, max(outer, inner), y + size * 0.44), fill=colour)
    draw.rectangle((x - size * 0.36, y, x + size * 0.36, y + size * 0.12), fill=colour)


def plate(draw: ImageDraw, x: float, y: float, size: float, colour: Colour) -> None:
    """A plate between fork and knife."""
    line = size * 0.09
    radius = size * 0.24
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=round(line))
    for side in (-1, 1):
        _stroke(
            draw, [(x + side * size * 0.41, y - size * 0.34), (x + side * size * 0.41, y + size * 0.34)], line, colour
        )
    for tine in (-0.5, -0.32):
        _stroke(draw, [(x + size * tine, y - size * 0.34), (x + size * tine, y - size * 0.16)], line * 0.7, colour)
    _stroke(draw, [(x - size * 0.5, y - size * 0.16), (x - size * 0.32, y - size * 0.16)], line * 0.7, colour)


def _dot(draw: ImageDraw, x: float, y: float, radius: float, colour: Colour) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _stroke(draw: ImageDraw, points: list[tuple[float, float]], width: float, colour: Colour) -> None:
    """A line with round ends."""
    draw.line(points, fill=colour, width=max(1, round(width)))
    for x, y in points:
        _dot(draw, x, y, width / 2, colour)
