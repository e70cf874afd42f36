"""What an average leads to and what it lacks, over the journal's own arithmetic. No ORM."""

from odoo.addons.ej_journal.core import averages

#: More marks than this to the next one are no advice but a mockery.
FEW = 5


def lacking(pairs, bounds, best="5"):
    """Return (mark, count): the next better mark and how many more marks ``best`` lead to it.

    :param pairs: (mark as it stands in the cell, weight) of the unit; what is no number is left out
    :param bounds: of ``averages.parse_bounds``, best first
    :return: None when the average is the best already, has no marks or more than FEW are needed

    >>> lacking([("4", 1), ("4", 1)], averages.BOUNDS), lacking([("5", 1)], averages.BOUNDS)
    (('5', 2), None)
    >>> lacking([("4", 2), ("2", 1)], averages.BOUNDS)
    ('4', 1)
    """
    value = averages.weighted(pairs)
    if value is None:
        return None
    better = [mark for bound, mark in bounds if bound > averages.rounded(value)]
    for count in range(1, FEW + 1) if better else ():
        reached = averages.proposal(averages.weighted([*pairs, *[(best, 1)] * count]), bounds)
        if reached in better:
            return reached, count
    return None
