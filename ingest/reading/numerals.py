"""Numbers of list items as word processors and browsers print them."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(number: int, style: str) -> str:
    """A number in a style named as Office Open XML names it (ECMA-376, part 1, 17.18.59).

    Args:
        number: the item's number; one that the style cannot print is printed in digits.
        style: ``decimal``, ``decimalZero``, ``lowerLetter``, ``upperLetter``, ``lowerRoman``,
            ``upperRoman``; any other prints digits.
    """
    match style:
        case "lowerLetter":
            return _letter(number)
        case "upperLetter":
            return _letter(number).upper()
        case "lowerRoman":
            return _roman(number)
        case "upperRoman":
            return _roman(number).upper()
        case "decimalZero":
            return f"{number:02d}"
        case _:
            return str(number)


def _letter(number: int) -> str:
    """``a`` to ``z``, then ``aa``, ``bb``: letters double, they do not count on as in spreadsheets."""
    if not 1 <= number <= 26 * 30:
        return str(number)
    turn, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (turn + 1)


def _roman(number: int) -> str:
    if not 1 <= number < 4000:
        return str(number)
    parts = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)
