"""The text of a cell: marks of one work and the letter of an absence. Plain Python, no ORM.

A cell reads ``""``, ``"5"``, ``"5/4"``, a letter (``"н"``), or a letter and marks with a space
(``"о 4"``). Which letters there are is the institution's (:class:`Alphabet`); how an absence counts
is one of the codes below, and all arithmetic is over the codes.
"""

# Russian letters: the letters of absences are those of the form
from dataclasses import dataclass

#: code of how an absence counts -> letter of the form
FORM = {"absent": "н", "unexcused": "нп", "excused": "уп", "sick": "б", "late": "о"}
#: codes counted as missed hours; being late is not
MISSED = ("absent", "unexcused", "excused", "sick")
#: codes counted as missed without a valid reason: a reason not named yet is none
UNEXCUSED = ("absent", "unexcused")
MAX_TEXT = 32
#: most letters of a sign of absence
MAX_LETTER = 3
RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
# typed on the wrong layout they look the same on the screen
_SAME_LOOK = str.maketrans("ABCEHKMNOPTXYaceknopxy", "АВСЕНКМНОРТХУасекнорху")


class CellError(ValueError):
    """The text cannot stand in a cell; ``code`` is ``scale``, ``pairs`` or
    ``mark_with_absence``.
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def fold(text):
    """Return the text as signs of absence are compared: small Russian letters.

    >>> fold("K"), fold("Нп"), fold("o")
    ('к', 'нп', 'о')
    """
    return text.translate(_SAME_LOOK).lower()


def is_letter(text):
    """Say whether the text can be a sign of absence: one to three Russian letters.

    >>> is_letter("к"), is_letter("ком"), is_letter("н5"), is_letter(""), is_letter("коми")
    (True, True, False, False, False)
    """
    return 0 < len(text) <= MAX_LETTER and RUSSIAN.issuperset(text)


@dataclass(frozen=True)
class Reason:
    """A reason of absence in the institution's own words; ``code`` says how it counts.

    ``note`` explains it to the family, ``own_sign``: paper shows its letter instead of «н».
    """

    id: int
    letter: str
    code: str
    name: str = ""
    note: str = ""
    active: bool = True
    own_sign: bool = False

    @property
    def missed(self):
        """The hours of the lesson count as missed."""
        return self.code in MISSED

    @property
    def on_paper(self):
        """The sign on paper: «н» for every absence, an own letter where the institution wants it;
        lateness and illness have none of their own (PRACTICE 2.2: health is not printed).
        """
        if self.own_sign and self.code != "sick":
            return self.letter
        return FORM["absent"] if self.missed else ""


class Alphabet:
    """The reasons of absence of an institution, in their order; archived ones are read only."""

    def __init__(self, reasons):
        self.reasons = tuple(reasons)
        self.offered = tuple(reason for reason in self.reasons if reason.active)
        self._by_letter = {fold(reason.letter): reason for reason in self.reasons}
        self._by_id = {reason.id: reason for reason in self.reasons}
        self._by_code = {}
        # those of the form were made first
        for reason in sorted(self.reasons, key=lambda reason: reason.id):
            self._by_code.setdefault(reason.code, reason)

    def read(self, token):
        """Return the reason that the token is the letter of, or None."""
        return self._by_letter.get(fold(token))

    def of(self, reason_id, code):
        """Return the reason of a stored absence: the one given, else the first of its code."""
        return self._by_id.get(reason_id) or self._by_code[code]

    @property
    def letters(self):
        """The letters offered, for a sentence: «н, нп, уп»."""
        return ", ".join(reason.letter for reason in self.offered)


@dataclass(frozen=True)
class Cell:
    """What a cell holds: up to two marks of one work and the reason of an absence."""

    marks: tuple = ()
    absence: Reason | None = None

    @property
    def missed(self):
        """The student missed the lesson; one who is late did not."""
        return bool(self.absence) and self.absence.missed

    @property
    def text(self):
        """The canonical text of the cell."""
        marks = "/".join(self.marks)
        if not self.absence:
            return marks
        letter = self.absence.letter
        return f"{letter} {marks}" if marks else letter


def parse_scale(text):
    """Return the values of a scale written with commas: «5,4,3,2» -> ('5', '4', '3', '2')."""
    return tuple(value.strip() for value in (text or "").split(",") if value.strip())


def parse_cell(text, scale, alphabet, pairs=False, mark_with_absence="refuse"):
    """Return the :class:`Cell` that ``text`` means; an archived reason is read too.

    :param scale: allowed values of a mark; nothing else is a mark (R003-4.1.8).
    :param alphabet: :class:`Alphabet` of the institution.
    :param pairs: two marks in a cell are allowed («5/4»).
    :param mark_with_absence: ``refuse`` or ``allow`` a mark beside a missed lesson. A mark of a
        student who came late always stands: the student was there.
    :raise CellError: the text is none of these.
    """
    if len(text) > MAX_TEXT:
        raise CellError("scale")
    absence, marks = None, ()
    for token in text.split():
        reason = alphabet.read(token)
        if reason and absence is None:
            absence = reason
        elif not reason and not marks:
            marks = _parse_marks(token, scale, pairs)
        else:
            raise CellError("scale")
    cell = Cell(marks, absence)
    if marks and cell.missed and mark_with_absence != "allow":
        raise CellError("mark_with_absence")
    return cell


def _parse_marks(token, scale, pairs):
    if token in scale:
        return (token,)
    parts = tuple(token.split("/"))
    if len(parts) != 2 or not all(part in scale for part in parts):
        raise CellError("scale")
    if not pairs:
        raise CellError("pairs")
    return parts
