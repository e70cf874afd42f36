from datetime import date, timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..ej_order import MOVES, OF_GROUPS

#: Reasons of leaving and of coming that a kind means when the line says none
REASONS = {
    "enrol": (False, "open"),
    "move": ("group", "group"),
    "change_form": ("other_form", "other_form"),
    "promote": ("group", "group"),
    "dissolve": ("group", "group"),
    "leave": ("leave", False),
    "reinstate": (False, "leave"),
    "expel": ("expelled", False),
    "graduate": ("graduated", False),
}


class EjOrder(models.Model):
    """What each kind of order does on its day when it is signed: checks, then effects.

    Effects are written down in ``effects`` row by row, so that an order of cancellation takes
    back exactly them (see ``ej_order_cancel``): ``["create", model, id, after]``,
    ``["write", model, id, before, after]`` and ``["unlink", model, values]``.
    """

    _inherit = "ej.order"

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_sign(self):
        """Refuse an order that does not fit its kind, the groups or the students' stays."""
        leaves, comes = MOVES[self.kind]
        if self.kind == "cancel":
            self._check_cancel_sudo()
            return
        if self.kind == "dissolve":
            self._check_dissolve()
        elif (leaves or comes) and not self.line_ids:
            raise UserError(
                self.env._("Order %(order)s names no student.", order=self.display_name)
            )
        members = self._members_before_sudo()
        self._check_nothing_later_sudo()
        for line in self.line_ids:
            present = members.get(line.student_id.id)
            if leaves:
                line._check_leaves(present)
            if comes:
                line._check_comes(present, leaves)

    def _check_dissolve(self):
        """A dissolved group hands over everybody who is in it on the day (R000-4.4.5a)."""
        if not self.group_ids:
            raise UserError(self.env._("Order %(order)s names no group.", order=self.display_name))
        lost = self.group_ids._students_on(self.date_effective) - self.line_ids.student_id
        if lost:
            raise UserError(
                self.env._(
                    "Say where these students of the dissolved groups go: %(names)s.",
                    names=", ".join(lost[:10].mapped("short_name")),
                )
            )
        for line in self.line_ids:
            if line.group_id in self.group_ids:
                raise UserError(
                    self.env._(
                        "%(student)s cannot go to the group %(group)s: it is dissolved.",
                        student=line.student_id.name,
                        group=line.group_id.name,
                    )
                )

    def _check_nothing_later_sudo(self):
        """Refuse an order that acts before a later one of the same student: history is not
        rewritten.

        sudo: the reader of orders need not see the memberships of other institutions' groups.
        """
        Member = self.env["ej.group.member"].sudo()
        later = Member.search(
            Domain("student_id", "in", self.line_ids.student_id.ids)
            & Domain("date_from", ">=", self.date_effective),
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "%(student)s comes to the group %(group)s on %(date)s by another "
                    "order: this order must act later.",
                    student=later.student_id.name,
                    group=later.group_id.name,
                    date=later.date_from.strftime("%d.%m.%Y"),
                )
            )

    def _members_before_sudo(self):
        """Return {student id: membership} valid on the day the order acts. sudo: as
        _check_nothing_later_sudo.
        """
        Member = self.env["ej.group.member"].sudo()
        rows = Member.search(
            Domain("student_id", "in", self.line_ids.student_id.ids)
            & Member._domain_on(self.date_effective)
        )
        return {row.student_id.id: row for row in rows}

    # ------------------------------------------------------------
    # EFFECTS
    # ------------------------------------------------------------

    def _do_sign_sudo(self):
        """Act: move the students, end what is dissolved, or take back the cancelled order.

        sudo: memberships are writable by signed orders only.
        """
        before = self._members_before_sudo()
        effects = []
        if self.kind == "cancel":
            self._undo_sudo()
        else:
            lines = self.line_ids.filtered(lambda line: line._moves(before))
            effects += self._leave_sudo(lines, before)
            effects += self._come_sudo(lines)
            if self.kind == "dissolve":
                effects += self._dissolve_sudo()
        self.sudo().write(
            {
                "state": "signed",
                "signed_at": fields.Datetime.now(),
                "signed_by_id": self.env.uid,
                "effects": effects,
            }
        )
        self._log_sign(before)

    def _after_sign_sudo(self):
        super()._after_sign_sudo()
        self.env["ej.movement.notice"].sudo()._answer_sudo(self)

    def _leave_sudo(self, lines, before):
        """End the present stays of the lines' students the day before; subgroups follow."""
        last_day = self.date_effective - timedelta(days=1)
        effects = []
        if not MOVES[self.kind][0]:
            return effects
        for line in lines:
            effects.append(
                self._write_effect(
                    before[line.student_id.id],
                    {
                        "date_to": last_day,
                        "order_out_id": self.id,
                        "reason_out": line.reason_out or REASONS[self.kind][0],
                    },
                )
            )
        effects += self._leave_subgroups_sudo(lines.student_id, last_day)
        # the database must know of the departure before it judges the arrival
        self.env["ej.group.member"].flush_model(["date_to"])
        return effects

    def _leave_subgroups_sudo(self, students, last_day):
        """End the students' stays in subgroups; those that would begin later are taken away."""
        Stay = self.env["ej.subgroup.member"].sudo()
        stays = Stay.search(
            Domain("student_id", "in", students.ids)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", last_day))
        )
        ahead = stays.filtered(lambda stay: stay.date_from > last_day)
        effects = [self._write_effect(stay, {"date_to": last_day}) for stay in stays - ahead]
        for stay in ahead:
            effects.append(
                [
                    "unlink",
                    stay._name,
                    _plain(stay, ("subgroup_id", "student_id", "date_from", "date_to")),
                ]
            )
        ahead.unlink()
        return effects

    def _come_sudo(self, lines):
        """Begin the stays in the groups the lines name."""
        if not MOVES[self.kind][1]:
            return []
        members = (
            self.env["ej.group.member"]
            .sudo()
            .create(
                [
                    {
                        "group_id": line.group_id.id,
                        "student_id": line.student_id.id,
                        "date_from": self.date_effective,
                        "order_in_id": self.id,
                        "reason_in": line.reason_in or REASONS[self.kind][1],
                    }
                    for line in lines
                ]
            )
        )
        watched = ("group_id", "date_from", "date_to", "order_out_id")
        return [["create", member._name, member.id, _plain(member, watched)] for member in members]

    def _dissolve_sudo(self):
        """End the groups and the duties of their leaders the day before the order acts."""
        last_day = self.date_effective - timedelta(days=1)
        groups = self.group_ids.sudo()
        duties = groups.duty_ids.filtered(
            lambda duty: (
                duty.date_from <= last_day and (not duty.date_to or duty.date_to > last_day)
            )
        )
        return [self._write_effect(row, {"date_to": last_day}) for row in duties] + [
            self._write_effect(group, {"date_end": last_day}) for group in groups
        ]

    def _write_effect(self, record, vals):
        """Write the values; return the row of ``effects`` that says what stood there before."""
        before = _plain(record, vals)
        record.write(vals)
        return ["write", record._name, record.id, before, _plain(record, vals)]

    # ------------------------------------------------------------
    # EVIDENCE
    # ------------------------------------------------------------

    def _log_sign(self, before):
        action = f"order.{self.kind}"
        rows = [
            {
                "action": action,
                "student_id": line.student_id.id,
                "date": self.date_effective,
                "old": line._place_text(before.get(line.student_id.id), -1),
                "new": line._place_text(line, 0),
            }
            for line in self.line_ids
        ]
        if self.kind in OF_GROUPS:
            rows += [
                {"action": action, "date": self.date_effective, "old": group.name}
                for group in self.group_ids
            ]
        if self.kind == "cancel":
            rows += self.cancels_id._cancel_rows(self)
        self.env["ej.log"]._append(self, rows or [{"action": action, "date": self.date_effective}])


class EjOrderLine(models.Model):
    """What signing asks of each line."""

    _inherit = "ej.order.line"

    def _moves(self, before):
        """Say whether the line moves its student: one promoted in the own group stays in it."""
        self.ensure_one()
        present = before.get(self.student_id.id)
        return not (present and present.group_id == self.group_id)

    def _place_text(self, row, shift):
        """Return «ИС-26» of the line or membership ``row`` for evidence; of a promotion with the
        course: «ИС-26, 2».

        :param shift: courses to add to the one the order promotes to (-1: the course before).
        """
        if not row or not row.group_id:
            return None
        if self.order_id.kind != "promote":
            return row.group_id.name
        course = row.group_id._course_promoted(self.order_id.date_effective) + shift
        return f"{row.group_id.name}, {course}"

    def _check_leaves(self, present):
        """:raises UserError: the student is in no group, or leaves it by another order already."""
        if not present:
            raise UserError(
                self.env._(
                    "%(student)s is in no group on the day the order acts.",
                    student=self.student_id.name,
                )
            )
        if present.order_out_id:
            raise UserError(
                self.env._(
                    "%(student)s leaves the group %(group)s by order %(order)s already.",
                    student=self.student_id.name,
                    group=present.group_id.name,
                    order=present.order_out_id.display_name,
                )
            )

    def _check_comes(self, present, leaves):
        """:raises UserError: the group is not named, is not working, or does not fit the kind."""
        kind, names = self.order_id.kind, {"student": self.student_id.name}
        if not self.group_id:
            raise UserError(self.env._("Name the group for %(student)s.", **names))
        names["group"] = (present or self).group_id.name
        if present and not leaves:
            raise UserError(self.env._("%(student)s is already in the group %(group)s.", **names))
        if present and present.group_id == self.group_id and kind != "promote":
            raise UserError(self.env._("%(student)s is in the group %(group)s already.", **names))
        if not self._group_works():
            raise UserError(
                self.env._(
                    "The group %(group)s does not study on the day the order acts.",
                    group=self.group_id.name,
                )
            )
        same_form = not present or present.group_id.form == self.group_id.form
        if kind == "move" and not same_form:
            raise UserError(
                self.env._(
                    "%(group)s has another form of study: move %(student)s by an order of transfer "
                    "to another form of study.",
                    group=self.group_id.name,
                    student=self.student_id.name,
                )
            )
        if kind == "change_form" and same_form:
            raise UserError(
                self.env._(
                    "%(group)s has the same form of study: move %(student)s by an order of "
                    "transfer to another group.",
                    group=self.group_id.name,
                    student=self.student_id.name,
                )
            )


class EjGroup(models.Model):
    """The course a group is promoted to."""

    _inherit = "ej.group"

    def _course_on(self, day):
        """Return the year of study of the group on ``day``: 1, 2, …; years begin in August."""
        self.ensure_one()
        started = day.year if day.month >= 8 else day.year - 1
        return max(started - self.admission_year + 1, 1)

    def _course_promoted(self, day):
        """Return the course to which an order acting on ``day`` promotes.

        Orders of the summer speak of the autumn ahead, those of the winter and spring (after
        debts) of the year that goes on.
        """
        return self._course_on(date(day.year, 9, 1) if day.month >= 6 else day)


def _plain(record, names):
    """Return {field: value} as JSON keeps it: ids, dates as text, None for empty."""
    plain = {}
    for name in names:
        value = record[name]
        if record._fields[name].relational:
            value = value.id
        plain[name] = fields.Date.to_string(value) if isinstance(value, date) else value or None
    return plain
