"""The text of a cell: marks of one work and the letter of an absence. Plain Python, no ORM.

A cell reads ``""``, ``"5"``, ``"5/4"``, a letter (``"н"``), or a letter and marks with a space
(``"о 4"``). The letters are Russian by the nature of the form.
"""

# Russian letters: the letters of absences are those of the form
from dataclasses import dataclass

#: code in the base -> letter in the cell
LETTERS = {"absent": "н", "unexcused": "нп", "excused": "уп", "sick": "б", "late": "о"}
CODES = {letter: code for code, letter in LETTERS.items()}
#: codes counted as missed hours; being late is not
MISSED = ("absent", "unexcused", "excused", "sick")
#: codes counted as missed without a valid reason: a reason not named yet is none
UNEXCUSED = ("absent", "unexcused")
MAX_TEXT = 32
# typed on the wrong layout they look the same on the screen
_SAME_LOOK = str.maketrans("oOHnN", "ооннн")


class CellError(ValueError):
    """The text cannot stand in a cell; ``code`` is ``scale``, ``pairs`` or
    ``mark_with_absence``.
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Cell:
    """What a cell holds: up to two marks of one work and the code of an absence."""

    marks: tuple = ()
    absence: str | None = None

    @property
    def text(self):
        """The canonical text of the cell."""
        marks = "/".join(self.marks)
        if not self.absence:
            return marks
        letter = LETTERS[self.absence]
        return f"{letter} {marks}" if marks else letter


def parse_scale(text):
    """Return the values of a scale written with commas: «5,4,3,2» -> ('5', '4', '3', '2')."""
    return tuple(value.strip() for value in (text or "").split(",") if value.strip())


def parse_cell(text, scale, pairs=False, mark_with_absence="refuse"):
    """Return the :class:`Cell` that ``text`` means.

    :param scale: allowed values of a mark; nothing else is a mark (R003-4.1.8).
    :param pairs: two marks in a cell are allowed («5/4»).
    :param mark_with_absence: ``refuse`` or ``allow`` a mark beside a missed lesson. A mark of a
        student who came late always stands: the student was there.
    :raise CellError: the text is none of these.
    """
    if len(text) > MAX_TEXT:
        raise CellError("scale")
    absence, marks = None, ()
    for token in text.split():
        code = CODES.get(token.translate(_SAME_LOOK).lower())
        if code and absence is None:
            absence = code
        elif not code and not marks:
            marks = _parse_marks(token, scale, pairs)
        else:
            raise CellError("scale")
    if marks and absence in MISSED and mark_with_absence != "allow":
        raise CellError("mark_with_absence")
    return Cell(marks, absence)


def _parse_marks(token, scale, pairs):
    if token in scale:
        return (token,)
    parts = tuple(token.split("/"))
    if len(parts) != 2 or not all(part in scale for part in parts):
        raise CellError("scale")
    if not pairs:
        raise CellError("pairs")
    return parts
