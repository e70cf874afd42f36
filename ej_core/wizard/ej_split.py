from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ..core import roster
from ..rights import edits


class EjSplit(models.TransientModel):
    """Splits a group into subgroups: every student is in exactly one of them (R000-4.2.7,
    R004-3.2b).

    Who composes and who approves is the regulation's (``subgroups_by``): a leader of the group may
    propose, who keeps groups may compose; see ``ej.subgroup``.
    """

    _name = "ej.split"
    _description = "Split of a group"

    group_id = fields.Many2one("ej.group", "Group", required=True, ondelete="cascade")
    split = fields.Char("For what", required=True, help="Foreign language, laboratory works …")
    number = fields.Integer("Number of subgroups", default=2, required=True)
    method = fields.Selection(
        [
            ("fill", "By the alphabet, in halves"),
            ("deal", "In turn"),
            ("even", "Equal by girls and boys"),
        ],
        "How",
        default="fill",
        required=True,
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: self.env.company._ej_today()
    )
    date_to = fields.Date(
        "To",
        compute="_compute_date_to",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="A split lives for a year: it is composed anew each year (R002-4.5g).",
    )
    line_ids = fields.One2many(
        "ej.split.line",
        "wizard_id",
        "Students",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("date_from", "group_id")
    def _compute_date_to(self):
        for wizard in self:
            year = (
                self.env["ej.year"]._at(wizard.date_from, wizard.group_id.company_id)
                if wizard.date_from
                else None
            )
            wizard.date_to = year.date_end if year else wizard.date_from

    @api.depends("group_id", "number", "method", "date_from")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [Command.clear()]
            if not wizard.group_id or not wizard.date_from or not 2 <= wizard.number <= 9:
                continue
            students = wizard.group_id._students_on(wizard.date_from)
            taken = dict.fromkeys(range(1, wizard.number + 1), 0)
            kinds = [s._split_kind() for s in students] if wizard.method == "even" else None
            chosen = roster.distribute(
                len(students), taken, fill=wizard.method == "fill", kinds=kinds
            )
            wizard.line_ids = [
                Command.create({"student_id": student.id, "part": part})
                for student, part in zip(students, chosen, strict=True)
            ]

    @edits
    def action_apply(self):
        """Make the subgroups of the split.

        :raises AccessError: when the regulation gives it to others.
        :raises UserError: when a student is missing or named twice, or the split exists in these
            days.
        """
        self.ensure_one()
        self._check_may()
        self._check_whole()
        # sudo: the leader of a group proposes without the right to edit subgroups; checked above
        Subgroup = self.env["ej.subgroup"].sudo()
        state = self.env["ej.subgroup"].with_user(self.env.user).sudo(False)._first_state()
        made = Subgroup.create(
            [
                {
                    **self._subgroup_values(part),
                    "name": self.env._(
                        "%(split)s, subgroup %(number)s", split=self.split, number=part
                    ),
                    "split": self.split.strip(),
                    "group_id": self.group_id.id,
                    "state": state,
                    "proposed_by_id": self.env.uid,
                    "member_ids": [
                        Command.create(
                            {
                                "student_id": line.student_id.id,
                                "date_from": self.date_from,
                                "date_to": self.date_to,
                            }
                        )
                        for line in lines
                    ],
                }
                for part, lines in sorted(self.line_ids.grouped("part").items())
            ]
        )
        rows = [
            {
                "action": f"subgroup.{'create' if state == 'approved' else 'propose'}",
                "date": self.date_from,
                "new": f"{sub.split}: {sub.name} ({len(sub.member_ids)})",
            }
            for sub in made
        ]
        self.env["ej.log"]._append(self.group_id, rows)
        if state == "approved":
            made._after_approval_sudo()
        action = self.env["ir.actions.act_window"]._for_xml_id("ej_core.ej_subgroup_action")
        return {**action, "domain": [("id", "in", made.ids)]}

    def _subgroup_values(self, part):
        """Return more values of the subgroup number ``part``; modules add theirs."""
        return {}

    def _check_may(self):
        """Who keeps groups always; others where the regulation gives them a part."""
        self.group_id.check_access("read")
        if not self._may():
            raise AccessError(
                self.env._("By the regulation subgroups of this group are composed by others.")
            )

    def _may(self):
        """Say whether the present user composes, or proposes, splits of the group."""
        by = self.env["ej.regulation"]._at(self.date_from, self.group_id.company_id).subgroups_by
        keeps = self.env["ej.right"]._bears("ej_core.group_ej_registrar", "ej.subgroup")
        return keeps or self._proposes(by)

    def _proposes(self, by):
        """Say whether the present user may propose a split where the regulation says ``by``."""
        leads = self.group_id in self.env.user._ej_curated_groups(self.env.company._ej_today())
        return by in ("curator", "teachers") and leads

    def _check_whole(self):
        if not (self.split or "").strip():
            raise UserError(self.env._("Say what the group is divided for."))
        if self.date_to < self.date_from:
            raise UserError(self.env._("The split cannot end before it begins."))
        students = self.group_id._students_on(self.date_from)
        named = self.line_ids.mapped("student_id")
        if len(named) != len(self.line_ids) or named != students:
            raise UserError(
                self.env._("Every student of the group must be in exactly one subgroup.")
            )
        if len(set(self.line_ids.mapped("part"))) < 2:
            raise UserError(self.env._("A split has two subgroups at least."))
        clash = self.env["ej.subgroup.member"].search_count(
            Domain("subgroup_id.group_id", "=", self.group_id.id)
            & Domain("subgroup_id.split", "=", self.split.strip())
            & self.env["ej.subgroup.member"]._domain_between(self.date_from, self.date_to),
            limit=1,
        )
        if clash:
            raise UserError(
                self.env._(
                    "The group is divided for «%(split)s» in these days already.", split=self.split
                )
            )


class EjSplitLine(models.TransientModel):
    """One student and the number of the subgroup."""

    _name = "ej.split.line"
    _description = "Student of a split"
    _order = "part, id"

    wizard_id = fields.Many2one("ej.split", required=True, ondelete="cascade", index=True)
    student_id = fields.Many2one("ej.student", "Student", required=True, ondelete="cascade")
    part = fields.Integer("Subgroup", required=True, default=1)

    _part = models.Constraint("CHECK (part BETWEEN 1 AND 9)", "Subgroups are numbered from 1 to 9.")
