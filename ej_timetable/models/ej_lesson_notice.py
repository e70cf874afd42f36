from markupsafe import Markup

from odoo import models


class EjLesson(models.Model):
    """Changes of the timetable: evidence in the load's chain, word to the teachers."""

    _inherit = "ej.lesson"

    def _note_changes(self, changes, places=None):
        """Append the changes to the chains of the loads and tell the teachers.

        :param changes: {lesson: (action, text of the place before, teachers concerned)}
        :param places: {lesson: values of the place before}; other hours and another load are
            evident too, the latter in the chains of both.
        """
        by_load = {}
        for lesson, (action, was, _teachers) in changes.items():
            new = "" if lesson.state == "cancelled" else lesson._place_text()
            place = (places or {}).get(lesson, {})
            if place and place["hours"] != lesson.hours:
                was, new = (
                    self.env._("%(place)s; hours: %(hours)s", place=text, hours=f"{hours:g}")
                    for text, hours in ((was, place["hours"]), (new, lesson.hours))
                )
            loads = lesson.load_id
            if place:
                loads |= loads.browse(place["load_id"])
            reason = lesson.cancel_reason
            if action == "lesson.add":
                reason = reason or lesson.slot_id.timetable_id.display_name
            row = {
                "action": action,
                "date": lesson.date,
                "old": was or None,
                "new": new,
                "reason": reason or None,
                "payload": {"lesson": lesson.id, "hours": lesson.hours},
            }
            for load in loads:
                by_load.setdefault(load, []).append(row)
        for load, rows in by_load.items():
            self.env["ej.log"]._append(load, rows)
        ahead = {lesson: change for lesson, change in changes.items() if lesson._is_ahead()}
        self._tell_teachers_sudo(ahead)
        self._tell_families_sudo(ahead)

    def _is_ahead(self):
        """Say whether the lesson is, or was set, for today or later: the past is told to nobody."""
        return max(self.date, self.moved_from_date or self.date) >= self.company_id._ej_today()

    def _tell_teachers_sudo(self, changes):
        """Send each teacher concerned one message with all the changes.

        sudo: the message goes out whatever the writer may see of the employee's account. Whoever
        makes the change is not told of it.
        """
        lines = {}
        for lesson, (action, was, teachers) in changes.items():
            sentence = lesson._change_sentence(action, was)
            for user in teachers.sudo().user_id - self.env.user:
                lines.setdefault(user.partner_id, []).append(sentence)
        for partner, sentences in lines.items():
            self._send_sudo(partner, sentences)

    def _tell_families_sudo(self, changes):
        """Send the students and parents of each load one message with its changes.

        sudo: families are asked for the address only; whoever keeps the timetable reads none of
        them. Parents are those whose link opens the diary today.
        """
        by_load = {}
        for lesson, change in changes.items():
            by_load.setdefault(lesson.load_id, {})[lesson] = change
        for load, own in by_load.items():
            days = [lesson.date for lesson in own]
            students = load.sudo()._students_between(min(days), max(days)).student_id
            links = self.env["ej.guardian"].sudo().search([("student_id", "in", students.ids)])
            today = load.company_id._ej_today()
            parents = links.filtered(lambda link, today=today: link._opens_on(today)).partner_id
            people = (students.partner_id | parents).filtered("user_ids")
            sentences = [x._change_sentence(action, was) for x, (action, was, _t) in own.items()]
            self._send_sudo(people, sentences)

    def _send_sudo(self, partners, sentences):
        """Send the sentences to the inbox or, by the queue, to the mail. sudo: as the callers."""
        if not partners:
            return
        items = Markup("").join(Markup("<li>%s</li>") % text for text in sentences)
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=partners.ids,
            subject=self.env._("Change of the timetable"),
            body=Markup("<ul>%s</ul>") % items,
            force_send=False,
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
