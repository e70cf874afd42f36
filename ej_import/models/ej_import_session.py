import logging
from collections import Counter
from pathlib import Path

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ..core.match import title_key
from ..core.tables import Source
from .ej_import_line import ACTIONS, LINE_KINDS

_logger = logging.getLogger(__name__)

GROUP = "ej_import.group_ej_importer"
#: Files of an import that nobody applied are forgotten after this many days: they hold personal
#: data.
FORGET_DAYS = 30


class EjImportSession(models.Model):
    """One import: files are uploaded, read, shown, decided on, and applied all or nothing.

    The files are read again when the import is applied, and what would be done is worked out anew:
    if it is not what was shown, the person sees the new preview first. Who may import acts with the
    rights of the suite itself, within one institution (R001-3.1b: the administrator).
    """

    _name = "ej.import.session"
    _description = "Import of the office's files"
    _order = "id desc"

    name = fields.Char(compute="_compute_name", store=True)
    state = fields.Selection(
        [("upload", "Files"), ("preview", "Preview"), ("applied", "Imported")],
        default="upload",
        required=True,
        readonly=True,
        copy=False,
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        required=True,
        readonly=True,
        index=True,
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files", copy=False)
    accept_from = fields.Integer(
        "Accept all from, %",
        default=90,
        help="Proposals that are at least as sure are accepted together.",
    )
    file_ids = fields.One2many("ej.import.file", "session_id", "Files read")
    line_ids = fields.One2many("ej.import.line", "session_id", "What is imported")
    fault_ids = fields.One2many("ej.import.fault", "session_id", "Faults")
    question_ids = fields.One2many("ej.import.question", "session_id", "Spellings")
    check_ids = fields.One2many("ej.import.check", "session_id", "Totals of the curriculum")
    candidate_ids = fields.One2many("ej.import.candidate", "session_id", "Possible meanings")
    summary = fields.Html(compute="_compute_summary", sanitize=False)
    fault_count = fields.Integer(compute="_compute_counts")
    line_count = fields.Integer(compute="_compute_counts")
    pending_count = fields.Integer("To decide", compute="_compute_counts")
    check_count = fields.Integer(compute="_compute_counts")
    wrong_check_count = fields.Integer("Totals that differ", compute="_compute_counts")
    fingerprint = fields.Char(readonly=True, copy=False)
    applied_at = fields.Datetime("Imported on", readonly=True, copy=False)
    applied_by_id = fields.Many2one("res.users", "Imported by", readonly=True, copy=False)

    @api.depends("create_date", "file_ids.name")
    def _compute_name(self):
        for session in self:
            names = ", ".join(session.file_ids.mapped("name"))
            day = fields.Date.to_date(session.create_date or fields.Datetime.now())
            session.name = f"{day:%d.%m.%Y} {names}".strip()[:120]

    @api.depends("fault_ids", "line_ids", "question_ids.state", "check_ids.fits")
    def _compute_counts(self):
        for name, model, domain in (
            ("fault_count", "ej.import.fault", []),
            ("line_count", "ej.import.line", []),
            ("pending_count", "ej.import.question", [("state", "=", "pending")]),
            ("check_count", "ej.import.check", []),
            ("wrong_check_count", "ej.import.check", [("fits", "=", False)]),
        ):
            groups = self.env[model]._read_group(
                Domain("session_id", "in", self.ids) & Domain(domain), ["session_id"], ["__count"]
            )
            counts = dict(groups)
            for session in self:
                session[name] = counts.get(session, 0)

    @api.depends("line_ids.count")
    def _compute_summary(self):
        groups = self.env["ej.import.line"]._read_group(
            Domain("session_id", "in", self.ids), ["session_id", "kind", "action"], ["count:sum"]
        )
        sums = {(session.id, kind, action): count for session, kind, action, count in groups}
        for session in self:
            session.summary = session._summary_table(sums)

    def _summary_table(self, sums):
        """A table of kinds by actions; empty when nothing is planned."""
        selection = self.env["ej.import.line"].fields_get(["kind", "action"], ["selection"])
        kinds, actions = (dict(selection[name]["selection"]) for name in ("kind", "action"))
        rows = []
        for kind, _label in LINE_KINDS:
            counts = [sums.get((self.id, kind, action), 0) for action, _l in ACTIONS]
            if any(counts):
                cells = Markup("").join(
                    Markup("<td class='text-end'>%s</td>") % (count or "") for count in counts
                )
                rows.append(Markup("<tr><td>%s</td>%s</tr>") % (kinds[kind], cells))
        if not rows:
            return False
        heads = Markup("").join(
            Markup("<th class='text-end'>%s</th>") % actions[key] for key, _l in ACTIONS
        )
        return Markup(
            "<table class='table table-sm'><thead><tr><th></th>%s</tr></thead>"
            "<tbody>%s</tbody></table>"
        ) % (heads, Markup("").join(rows))

    def write(self, vals):
        """People change the files and the limit; everything else follows."""
        if not self.env.su and set(vals) - {"attachment_ids", "accept_from", "question_ids"}:
            raise UserError(self.env._("Only the files can be changed here."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        if any(session.state == "applied" for session in self):
            raise UserError(self.env._("An applied import is history and stays."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_read(self):
        """Read the uploaded files and show what would be done."""
        self._check_importer()
        for session in self:
            session._check_not_applied()
            sources = session._sources()
            if not sources:
                raise UserError(self.env._("Choose at least one file."))
            session._preview_sudo(sources)
        return True

    def action_accept_all(self):
        """Accept every proposal that is at least as sure as the limit."""
        self._check_importer()
        for session in self:
            session._check_not_applied()
            session._accept(session.accept_from)
        return True

    def action_apply(self):
        """Carry the import out, all or nothing.

        :raises UserError: while spellings are not decided, or when there is nothing to import.
        """
        self.ensure_one()
        self._check_importer()
        self._check_not_applied()
        self.lock_for_update()
        if self.state != "preview":
            raise UserError(self.env._("Read the files first."))
        pending = self.question_ids.filtered(lambda question: question.state == "pending")
        if pending:
            names = ", ".join(f"«{question.spelling}»" for question in pending[:5])
            raise UserError(
                self.env._(
                    "%(count)s spellings are not decided yet: %(names)s.",
                    count=len(pending),
                    names=names,
                )
            )
        if not self._apply_sudo(self._sources()):
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "warning",
                    "sticky": True,
                    "message": self.env._(
                        "What would be done has changed since it was shown. "
                        "Look through it and apply again."
                    ),
                    "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                },
            }
        return True

    def action_back(self):
        """Back to the choice of files; decisions stay."""
        self._check_importer()
        self._check_not_applied()
        self.sudo().state = "upload"  # sudo: the state is read-only for people
        return True

    def action_faults(self):
        """Open the table of faults with its filters."""
        return self._open_table("ej.import.fault", self.env._("Faults"), "by_problem")

    def action_lines(self):
        """Open the table of what would be done."""
        return self._open_table("ej.import.line", self.env._("What is imported"), "by_kind")

    def _open_table(self, model, title, grouping):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "list,kanban" if model == "ej.import.fault" else "list",
            "domain": [("session_id", "=", self.id)],
            "context": {f"search_default_{grouping}": 1},
        }

    # ------------------------------------------------------------
    # COMMAND LINE
    # ------------------------------------------------------------

    @api.model
    def _open(self, paths, accept=None):
        """Read files of the server's disk into a new session and return it, in the state of
        preview.

        :param paths: paths of files
        :param accept: 0 … 1; proposals at least as sure are accepted, and each one is told to the
        log.
            Without it nothing is accepted: `_report` lists what has to be decided before
            `action_apply`.
        """
        sources = [Source(Path(path).name, Path(path).read_bytes()) for path in paths]
        session = self.create({})
        session.attachment_ids = [
            Command.create({"name": source.name, "raw": source.data}) for source in sources
        ]
        session._check_importer()
        session._preview_sudo(sources)
        if accept is not None:
            for line in session._accept(round(accept * 100)):
                _logger.info("Import: accepted %s", line)
        return session

    def _report(self):
        """Return the preview as lines of text: files, sums, faults by kind, spellings."""
        self.ensure_one()
        lines = []
        for file in self.file_ids:
            rows = f"{file.format}, {file.row_count}" if file.format else file.reason
            lines.append(f"{file.name}: {rows}")
        sums = self.env["ej.import.line"]._read_group(
            [("session_id", "=", self.id)], ["kind", "action"], ["count:sum"]
        )
        lines += [f"{kind}: {action} {count}" for kind, action, count in sums]
        faults = Counter((fault.file_name, fault.level, fault.problem) for fault in self.fault_ids)
        lines += [
            f"{name}: [{level}] {problem} x {count}"
            for (name, level, problem), count in faults.items()
        ]
        lines += [question._told() for question in self.question_ids]
        return lines

    # ------------------------------------------------------------
    # CHECKS
    # ------------------------------------------------------------

    def _check_importer(self):
        if not self.env.su and not self.env.user.has_group(GROUP):
            raise AccessError(self.env._("Only who may import the office's files can do this."))
        self.check_access("write")

    def _check_not_applied(self):
        if any(session.state == "applied" for session in self):
            raise UserError(self.env._("This import is applied already. Start a new one."))

    def _accept(self, limit):
        """Accept pending proposals of at least ``limit`` per cent; return them told as text."""
        questions = self.question_ids.filtered(
            lambda question: (
                question.state == "pending" and question.choice_ids and question.confidence >= limit
            )
        )
        questions._decide_sudo("accepted", by_threshold=True)
        return [question._told() for question in questions]

    # ------------------------------------------------------------
    # APPLY
    # ------------------------------------------------------------

    def _apply_sudo(self, sources):
        """Plan anew and carry out; return False when the plan is not what was shown.

        sudo: see `_draft_sudo`. Everything happens in the transaction of the call: an error
        anywhere undoes all of it.
        """
        parsed_files, _files, _faults = self._read(sources)
        draft = self._draft_sudo(parsed_files)
        undecided = set(draft.questions) - set(self.question_ids._decisions())
        if undecided or draft.fingerprint() != self.fingerprint:
            self._preview_sudo(sources)
            return False
        if not any(line["action"] in ("create", "change") for line in draft.lines):
            raise UserError(
                self.env._("There is nothing to import: everything is in the journal already.")
            )
        draft.apply()
        session = self.sudo()
        session._remember(draft)
        session._check_stored(draft)
        session._log_applied()
        session._forget_files()
        session.write(
            {"state": "applied", "applied_at": fields.Datetime.now(), "applied_by_id": self.env.uid}
        )
        return True

    def _remember(self, draft):
        """Keep the decisions for the next import."""
        for question in self.question_ids:
            records = [
                draft.targets[question.kind][key].record
                for key in question.choice_ids.mapped("key")
            ]
            self.env["ej.import.alias"]._remember(
                self.company_id,
                question.kind,
                question.key,
                question.spelling,
                [] if question.state == "refused" else [record for record in records if record],
            )
        asked = {(question.kind, question.key) for question in self.question_ids}
        for (title, key), target in draft.titles.items():
            # the unit was given the fullest of its spellings: the others mean it as well
            named = title_key(title) == title_key(target.record.name)
            if not named and ("discipline", key) not in asked:
                self.env["ej.import.alias"]._remember(
                    self.company_id, "discipline", key, title, [target.record]
                )

    def _log_applied(self):
        """Evidence: who imported which files (by their digests) and how many records they made."""
        lines = self.line_ids.filtered(lambda line: line.action in ("create", "change"))
        files = self.file_ids.filtered(lambda file: not file.skipped)
        self.env["ej.log"]._append(
            self,
            [
                {
                    "action": "import.apply",
                    "date": self.company_id._ej_today(),
                    "new": ", ".join(files.mapped("name"))[:250],
                    "payload": {
                        "files": {file.name: file.digest for file in files},
                        "records": sum(lines.mapped("count")),
                    },
                }
            ],
        )

    def _check_stored(self, draft):
        """After the import: the hours in the database against the plan's own total."""
        for planner in draft.planners:
            for job in getattr(planner, "jobs", []):
                self.env["ej.import.check"].create(
                    {
                        "session_id": self.id,
                        "what": "stored",
                        "name": job["curriculum"].name,
                        "expected": job["total"],
                        "found": job["curriculum"].hours_total,
                    }
                )

    @api.autovacuum
    def _gc_files(self):
        """Forget the files of imports that nobody applied: they hold personal data."""
        old = self.search(
            Domain("state", "!=", "applied")
            & Domain(
                "create_date",
                "<",
                fields.Datetime.subtract(fields.Datetime.now(), days=FORGET_DAYS),
            ),
            limit=100,
        )
        old._forget_files()
        old.unlink()

    def _forget_files(self):
        """Delete the uploaded files: they hold personal data. Files of other documents stay."""
        self.attachment_ids.filtered(lambda file: file.res_model in (False, self._name)).unlink()
        self.attachment_ids = False
