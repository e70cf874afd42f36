from markupsafe import Markup

from odoo import models


class EjLesson(models.Model):
    """Changes of the timetable: evidence in the load's chain, word to the teachers."""

    _inherit = "ej.lesson"

    def _note_changes(self, changes):
        """Append the changes to the chains of the loads and tell the teachers.

        :param changes: {lesson: (action, text of the place before, teachers concerned)}
        """
        by_load = {}
        for lesson, (action, was, _teachers) in changes.items():
            by_load.setdefault(lesson.load_id, []).append(
                {
                    "action": action,
                    "date": lesson.date,
                    "old": was or None,
                    "new": "" if lesson.state == "cancelled" else lesson._place_text(),
                    "reason": lesson.cancel_reason or None,
                    "payload": {"lesson": lesson.id},
                }
            )
        for load, rows in by_load.items():
            self.env["ej.log"]._append(load, rows)
        self._tell_teachers_sudo(changes)

    def _tell_teachers_sudo(self, changes):
        """Send each teacher concerned one message with all changes of lessons ahead.

        sudo: the message goes out whatever the writer may see of the employee's account. Whoever
        makes the change is not told of it, nor is anybody of lessons long past.
        """
        lines = {}
        for lesson, (action, was, teachers) in changes.items():
            old_day = lesson.moved_from_date or lesson.date
            if max(lesson.date, old_day) < lesson.company_id._ej_today():
                continue
            sentence = lesson._change_sentence(action, was)
            for user in teachers.sudo().user_id - self.env.user:
                lines.setdefault(user.partner_id, []).append(sentence)
        for partner, sentences in lines.items():
            items = Markup("").join(Markup("<li>%s</li>") % text for text in sentences)
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=partner.ids,
                subject=self.env._("Change of the timetable"),
                body=Markup("<ul>%s</ul>") % items,
            )

    def _change_sentence(self, action, was):
        values = {"load": self.load_id.name, "was": was, "now": self._place_text()}
        if action == "lesson.cancel":
            return self.env._(
                "%(load)s: the lesson %(was)s is cancelled. %(reason)s",
                reason=self.cancel_reason or "",
                **values,
            )
        if action == "lesson.add":
            return self.env._("%(load)s: a lesson is added, %(now)s", **values)
        if action == "lesson.move":
            return self.env._("%(load)s: moved from %(was)s to %(now)s", **values)
        return self.env._("%(load)s: %(was)s is now %(now)s", **values)
