from odoo import models
from odoo.exceptions import UserError

from .ej_order_sign import _plain

#: Context of the one who may take a membership away: the signing of an order of cancellation.
#: An object, so that no call from outside can bring it.
UNDO = object()


class EjOrder(models.Model):
    """An order is cancelled by another one, which takes back exactly what the first did.

    What somebody changed since (a later order, a new leader's term) is not overwritten: that
    later change has to be cancelled first.
    """

    _inherit = "ej.order"

    def _check_cancel_sudo(self):
        """:raises UserError: there is nothing to cancel, or what was done has changed since.

        sudo: what the order did may lie in records the registrar does not write.
        """
        target = self.sudo().cancels_id
        if not target:
            raise UserError(self.env._("Name the order that is cancelled."))
        names = {"order": target.display_name}
        if target.state != "signed":
            raise UserError(
                self.env._("Order %(order)s is not signed: delete the draft instead.", **names)
            )
        if target.kind == "cancel":
            raise UserError(
                self.env._(
                    "Order %(order)s is a cancellation itself: issue the first order anew.", **names
                )
            )
        if target.cancelled_by_id:
            raise UserError(
                self.env._(
                    "Order %(order)s is cancelled by order %(other)s already.",
                    other=target.cancelled_by_id.display_name,
                    **names,
                )
            )
        if self.line_ids:
            raise UserError(
                self.env._("An order of cancellation names the order, not the students.")
            )
        for operation, model, *rest in target.effects or ():
            if operation == "unlink":
                continue
            record, after = self.env[model].sudo().browse(rest[0]).exists(), rest[-1]
            if not record or _plain(record, after) != after:
                later = self._later_order(record, target)
                raise UserError(
                    self.env._(
                        "%(what)s was changed after order %(order)s%(later)s: cancel that first.",
                        what=record.display_name or self.env._("A record"),
                        later=later and self.env._(" by order %(later)s", later=later.display_name),
                        **names,
                    )
                )

    def _later_order(self, record, target):
        """Return the order that changed what ``target`` had done with a membership, or nothing."""
        if record._name != "ej.group.member":
            return ""
        return (record.order_out_id or record.order_in_id) - target or ""

    def _undo_sudo(self):
        """Take back the effects of the cancelled order, the last first. sudo: as the check."""
        target = self.sudo().cancels_id
        for operation, model, *rest in reversed(target.effects or []):
            Model = self.env[model].sudo().with_context(ej_undo=UNDO)
            if operation == "create":
                Model.browse(rest[0]).unlink()
            elif operation == "write":
                Model.browse(rest[0]).write(
                    {name: value or False for name, value in rest[1].items()}
                )
                Model.flush_model()
            else:
                Model.create(rest[0])
        target.write({"cancelled_by_id": self.id})

    def _cancel_rows(self, order):
        """Return the rows of evidence: whom the order of cancellation ``order`` puts back where."""
        present = {
            student: member.group_id.name for student, member in self._members_before_sudo().items()
        }
        number = f"№ {self.name}, {self.date:%d.%m.%Y}"
        return [
            {
                "action": "order.cancel",
                "student_id": line.student_id.id,
                "date": self.date_effective,
                "old": line.group_id.name or None,
                "new": present.get(line.student_id.id),
                "reason": number,
            }
            for line in self.line_ids
        ] or [{"action": "order.cancel", "date": self.date_effective, "reason": number}]


class EjGroupMember(models.Model):
    """A membership goes only with the order that made it."""

    _inherit = "ej.group.member"

    def _is_undone(self):
        """Say whether an order of cancellation takes these memberships away."""
        return self.env.context.get("ej_undo") is UNDO
