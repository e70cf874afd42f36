"""Averages and measures of performance. Plain Python, no ORM; ``Decimal``, rounded half up.

``None`` is «no data», never 0: an average of no marks prints «—».
"""

# Russian letters: a mark of the field is called «н/а»
from decimal import ROUND_HALF_UP, Decimal

#: Степень обученности, in per cent of each mark (PRACTICE 4.2); «н/а» counts inside the denominator
SOU_WEIGHTS = {"5": 100, "4": 64, "3": 36, "2": 16, "н/а": 7}
#: Service code of a final mark: not attested
NOT_ATTESTED = "н/а"
BOUNDS = ((Decimal("4.5"), "5"), (Decimal("3.5"), "4"), (Decimal("2.5"), "3"))


def rounded(value, places=2):
    """Return ``value`` (Decimal or None) rounded half up, once, at the end."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def numbers(marks):
    """Return the marks that take part in an average as Decimals: зачёт, н/а and осв do not."""
    return [Decimal(mark) for mark in marks if mark.isdecimal()]


def average(marks):
    """Return the exact average of the marks (texts), or None."""
    values = numbers(marks)
    return sum(values) / len(values) if values else None


def weighted(pairs):
    """Return Σ(w·m)/Σw of (mark, weight) pairs, or None.

    >>> str(rounded(weighted([("5", 10), ("3", 40), ("4", 20)])))
    '3.57'
    """
    known = [(Decimal(mark), Decimal(str(weight))) for mark, weight in pairs if mark.isdecimal()]
    total = sum(weight for _mark, weight in known)
    return sum(mark * weight for mark, weight in known) / total if total else None


def parse_bounds(text):
    """Return ((bound, mark) …) of «4.5,3.5,2.5»: from the first bound up the mark is 5, then 4, 3;
    R002-6.3.
    """
    values = [
        Decimal(part.strip().replace(",", ".")) for part in (text or "").split(";") if part.strip()
    ]
    return tuple(zip(values, ("5", "4", "3"), strict=False)) or BOUNDS


def proposal(value, bounds=BOUNDS):
    """Return the final mark that an average proposes, or None: the teacher decides.

    The average is rounded to hundredths first, as it stands on the screen.

    >>> [proposal(Decimal(text)) for text in ("2.49", "2.50", "3.49", "3.50", "4.49", "4.50")]
    ['2', '3', '3', '4', '4', '5']
    """
    if value is None:
        return None
    shown = rounded(value)
    return next((mark for bound, mark in bounds if shown >= bound), "2")


def measures(counts, sou_weights=None):
    """Return the measures of a set of finals.

    :param counts: {mark: number of students}, with «н/а» inside; exempt students are left out.
    :return: dict ``success``, ``quality``, ``sou`` (per cent), ``average``; each Decimal or None.
    """
    weights = sou_weights or SOU_WEIGHTS
    total = sum(counts.values())
    if not total:
        return {"success": None, "quality": None, "sou": None, "average": None}
    good = counts.get("5", 0) + counts.get("4", 0)
    passed = good + counts.get("3", 0)
    marked = {mark: count for mark, count in counts.items() if mark.isdecimal()}
    return {
        "success": rounded(Decimal(passed * 100) / total),
        "quality": rounded(Decimal(good * 100) / total),
        "sou": rounded(
            sum(Decimal(str(weights.get(mark, 0))) * count for mark, count in counts.items())
            / total
        ),
        "average": rounded(
            Decimal(sum(int(mark) * count for mark, count in marked.items())) / sum(marked.values())
        )
        if marked
        else None,
    }
