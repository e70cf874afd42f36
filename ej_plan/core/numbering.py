"""Numbers of topics without gaps. Plain Python, no ORM."""


def renumbered(items):
    """Return [(key, number)] of the items whose number must change to make 1, 2, 3 … in order.

    :param items: triples (key, present number, tie breaker); number 0 or None comes last.

    >>> renumbered([("a", 1, 1), ("b", 2, 2)])
    []
    >>> renumbered([("a", 1, 1), ("new", 0, 9), ("b", 2, 2)])
    [('new', 3)]
    >>> renumbered([("a", 1, 1), ("b", 1, 2), ("c", 7, 3)])
    [('b', 2), ('c', 3)]
    """
    ordered = sorted(items, key=lambda item: (not item[1], item[1] or 0, item[2]))
    return [
        (key, place)
        for place, (key, number, _tie) in enumerate(ordered, start=1)
        if number != place
    ]
