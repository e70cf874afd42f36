import base64
import hashlib
import logging
from collections import Counter

from odoo import models
from odoo.fields import Command

from .. import formats
from ..core.fault import ERROR, LEVELS, NOTE, Fault
from ..core.tables import Source
from ..planning import PLANNERS, Draft
from .ej_import_line import LINE_KINDS
from .fault_texts import PRACTICES, sentence

_logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024


class EjImportSession(models.Model):
    """Reading of the files and the preview: what the person sees before anything is written."""

    _inherit = "ej.import.session"

    def _sources(self):
        """The uploaded files; attachments are read with the person's own rights."""
        self.ensure_one()
        attachments = self.attachment_ids.sorted("id")
        return [
            Source(attachment.name, base64.b64decode(attachment.datas or b""))
            for attachment in attachments
        ]

    def _max_bytes(self):
        """Bytes of one file at most. sudo: the parameter is the system administrator's."""
        limit = self.env["ir.config_parameter"].sudo().get_param("ej_import.max_file_mb", "20")
        return int(limit) * MEGABYTE if limit.isdigit() else 20 * MEGABYTE

    def _read(self, sources):
        """Return ``(parsed files, rows for file_ids, faults of whole files)``."""
        parsed_files, files, faults, seen = [], [], [], {}
        for source in sources:
            digest = hashlib.sha256(source.data).hexdigest()
            row = {"name": source.name, "size": len(source.data), "digest": digest}
            files.append(row)
            try:
                if digest in seen:
                    raise formats.Refused("file_repeated")
                seen[digest] = source.name
                parsed = formats.parse(source, self._max_bytes())
            except formats.Refused as refused:
                row.update(self._skipped(source, refused.code, refused.params, faults))
                continue
            except Exception as error:
                # a file nobody thought of must not take the others with it
                _logger.exception("Import: a file could not be read")
                row.update(
                    self._skipped(
                        source, "file_unreadable", {"detail": type(error).__name__}, faults
                    )
                )
                continue
            row.update(
                format=parsed.kind,
                row_count=len(parsed.rows),
                skipped=False,
            )
            parsed_files.append((source.name, parsed))
        return parsed_files, files, faults

    def _skipped(self, source, code, params, faults):
        reason, advice = sentence(self.env, code, params)
        level = NOTE if code.startswith("stranger_") or code == "file_repeated" else ERROR
        faults.append((source.name, Fault(level, code, params=params)))
        return {"skipped": True, "reason": reason, "advice": advice}

    def _draft_sudo(self, parsed_files):
        """Plan the import. sudo: who may import brings in whole files of the institution."""
        env = (
            self.with_company(self.company_id)
            .with_context(
                tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
            )
            .sudo()
            .env
        )
        draft = Draft(
            env,
            self.company_id.with_env(env),
            parsed_files,
            self.question_ids._decisions(),
            env["ej.import.alias"]._decisions(self.company_id),
        )
        return draft.plan(PLANNERS)

    def _preview_sudo(self, sources):
        """Read, plan and store what the person has to see."""
        self.ensure_one()
        parsed_files, files, faults = self._read(sources)
        draft = self._draft_sudo(parsed_files)
        session = self.sudo()
        session.file_ids.unlink()
        counts = Counter(name for name, _fault in faults + draft.faults)
        for row in files:
            row["fault_count"] = counts[row["name"]]
        self.env["ej.import.file"].sudo().create([{**row, "session_id": self.id} for row in files])
        session._store_lines(draft)
        session._store_faults(faults + draft.faults)
        session._store_questions(draft)
        session._store_checks(parsed_files)
        session.write({"state": "preview", "fingerprint": draft.fingerprint()})

    def _store_lines(self, draft):
        self.line_ids.unlink()
        order = {kind: place for place, (kind, _label) in enumerate(LINE_KINDS)}
        self.env["ej.import.line"].create(
            [
                {**line, "session_id": self.id, "sequence": order[line["kind"]]}
                for line in draft.lines
            ]
        )

    def _store_faults(self, faults):
        self.fault_ids.unlink()
        rows = []
        for file_name, fault in faults:
            value = fault.value
            if fault.code == "check_practice":
                value = str(self.env._(PRACTICES[value]))
            problem, cure = sentence(self.env, fault.code, fault.params, value)
            rows.append(
                {
                    "session_id": self.id,
                    "level": fault.level,
                    "severity": LEVELS.index(fault.level),
                    "code": fault.code,
                    "file_name": file_name,
                    "sheet": fault.sheet,
                    "row": fault.row,
                    "column": fault.column,
                    "value": value[:250],
                    "cured": fault.cured[:250],
                    "problem": problem,
                    "cure": cure,
                }
            )
        self.env["ej.import.fault"].create(rows)

    def _store_questions(self, draft):
        """Questions of the draft; those decided before keep their decision."""
        candidates = {
            (candidate.kind, candidate.key): candidate for candidate in self.candidate_ids
        }
        missing = [
            {"session_id": self.id, "kind": kind, "key": key, "name": target.name}
            for kind, targets in draft.targets.items()
            for key, target in targets.items()
            if (kind, key) not in candidates
        ]
        for candidate in self.env["ej.import.candidate"].create(missing):
            candidates[candidate.kind, candidate.key] = candidate
        present = {(question.kind, question.key): question for question in self.question_ids}
        for place, question in present.items():
            if place not in draft.questions:
                question.unlink()
        rows = []
        for place, question in draft.questions.items():
            if place in present:
                present[place].write({"count": question.count, "place": question.place})
                continue
            proposal = question.proposal
            ids = [candidates[question.kind, key].id for key in proposal.targets]
            rows.append(
                {
                    "session_id": self.id,
                    "kind": question.kind,
                    "key": question.key,
                    "spelling": question.spelling,
                    "place": question.place,
                    "count": question.count,
                    "confidence": round(proposal.confidence * 100),
                    "how": proposal.how,
                    "proposed_ids": [Command.set(ids)],
                    "choice_ids": [Command.set(ids)],
                }
            )
        self.env["ej.import.question"].create(rows)

    def _store_checks(self, parsed_files):
        self.check_ids.unlink()
        rows = []
        for _name, parsed in parsed_files:
            for check in parsed.extra.get("checks", []):
                name = (
                    str(self.env._(PRACTICES[check.name]))
                    if check.name in PRACTICES
                    else check.name
                )
                if check.semester:
                    semester = self.env._("Semester %(number)s", number=check.semester)
                    name = ", ".join(filter(None, (name, semester)))
                rows.append(
                    {
                        "session_id": self.id,
                        "what": check.what,
                        "name": name,
                        "expected": check.expected,
                        "found": check.found,
                    }
                )
        self.env["ej.import.check"].create(rows)
