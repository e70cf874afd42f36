"""What a public method demands of the matrix of rights."""

from functools import wraps


def edits(method):
    """Mark a public method that changes what its section holds.

    Such a method asks who may by relation, capability or state and then often writes in sudo, past
    the check of access where the matrix is enforced. Marked, it is refused first of all to whoever
    does not read the records, and to whom the institution's matrix does not leave editing in the
    section of the model; records named twice are meant once::

        @edits
        def action_sign(self): ...
    """

    @wraps(method)
    def demanded(self, *args, **kwargs):
        self._ej_demand_edit()
        return method(self.union(), *args, **kwargs)

    return demanded
