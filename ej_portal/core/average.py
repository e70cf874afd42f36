"""Averages of current marks and what they lead to. Plain Python, no ORM."""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

#: Average from which a mark follows: R002-4.4 gives 2.5, 3.5 and 4.5, the others are silent.
STEP = Decimal("0.5")


def number(value):
    """Return the mark as a number, or None when it is a word («зач», «осв»): no mark is never 0.

    >>> number("5"), number("зач"), number("")
    (5, None, None)
    """
    return int(value) if value.isascii() and value.isdigit() else None


def average(pairs):
    """Return the average of (value, weight) rounded half up to hundredths, or None without marks.

    >>> average([(5, 1), (3, 1), (4, 1)]), average([(5, 10), (3, 40), (4, 20)])
    (Decimal('4.00'), Decimal('3.57'))
    >>> average([]) is None
    True
    """
    pairs = [(Decimal(value), Decimal(str(weight))) for value, weight in pairs]
    total = sum(weight for _value, weight in pairs)
    if not total:
        return None
    result = sum(value * weight for value, weight in pairs) / total
    return result.quantize(Decimal("0.01"), ROUND_HALF_UP)


def leads_to(value, scale):
    """Return the mark of the scale that an average leads to, or None: half up, never below the
    lowest.

    :param value: Decimal average or None
    :param scale: marks that exist, e.g. (2, 3, 4, 5)

    >>> [leads_to(Decimal(x), (2, 3, 4, 5)) for x in ("4.50", "4.49", "2.50", "1.00")]
    [5, 4, 3, 2]
    """
    if value is None or not scale:
        return None
    rounded = int(value.quantize(Decimal(1), ROUND_HALF_UP))
    return max((mark for mark in scale if mark <= rounded), default=min(scale))


def needed(pairs, target, best, weight=1):
    """Return how many more marks ``best`` (of this weight) lift the average to lead to ``target``.

    :return: 0 when it leads there already, None when no number of such marks can do it.

    >>> needed([(4, 1), (4, 1)], 5, 5), needed([(5, 1)], 5, 5), needed([(3, 1)], 5, 4)
    (2, 0, None)
    >>> needed([(4, 1), (4, 1), (3, 1)], 4, 5)
    0
    """
    bound = Decimal(target) - STEP
    total = sum(Decimal(str(w)) for _value, w in pairs)
    lack = sum((bound - Decimal(value)) * Decimal(str(w)) for value, w in pairs)
    if not total or lack <= 0:
        return 0
    gain = (Decimal(best) - bound) * Decimal(str(weight))
    if gain <= 0:
        return None
    return int((lack / gain).to_integral_value(ROUND_CEILING))
