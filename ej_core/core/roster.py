"""Dividing a list of people into parts. Plain Python, no ORM."""


def distribute(count, taken, fill=False, kinds=None):
    """Return ``count`` keys of ``taken``: to which part each person of an ordered list goes.

    :param taken: {part: number of people in it already}, in the order of the parts.
    :param fill: one part after another (the alphabet cut into pieces) instead of in turn.
    :param kinds: for each person a kind (sex); each kind is dealt apart so that parts are alike.

    Parts differ in size by at most one when they were equal before; nobody is left out.

    >>> distribute(5, {"a": 0, "b": 0})
    ['a', 'b', 'a', 'b', 'a']
    >>> distribute(5, {"a": 0, "b": 0}, fill=True)
    ['a', 'a', 'a', 'b', 'b']
    >>> distribute(4, {"a": 0, "b": 0}, kinds="mmff")
    ['a', 'b', 'a', 'b']
    >>> distribute(3, {"a": 2, "b": 0})
    ['b', 'b', 'a']
    """
    sizes = dict(taken)
    order = list(sizes)
    people = range(count)
    if kinds is not None:
        people = sorted(people, key=lambda n: kinds[n])
    chosen = [None] * count
    for person in people:
        part = min(order, key=lambda key: (sizes[key], order.index(key)))
        sizes[part] += 1
        chosen[person] = part
    if fill:
        # the same sizes, but neighbours of the alphabet together
        added = {part: sizes[part] - taken[part] for part in order}
        chosen = [part for part in order for _ in range(added[part])]
    return chosen
