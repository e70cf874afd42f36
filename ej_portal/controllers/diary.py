import hashlib
from pathlib import Path

from odoo import fields
from odoo.http import Controller, request, route
from odoo.tools import format_date

from odoo.addons.ej_core.core import names
from odoo.addons.ej_core.core.calendar import day_deadline

from ..core import calendar

STYLE = Path(__file__).resolve().parents[1] / "static" / "src" / "diary.css"
#: Part of the style's address and of every page's fingerprint.
STYLE_VERSION = hashlib.sha256(STYLE.read_bytes()).hexdigest()[:12]
SEEN = "ej_diary_seen"
HEADERS = {
    "Cache-Control": "private, max-age=0, must-revalidate",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "Vary": "Cookie",
    "X-Content-Type-Options": "nosniff",
}


class WrongAddress(Exception):
    """The address asks for something that cannot be: a sentence for the reader."""


def seen_today(section):
    """Return the judge of a route: can the page be served by a read-only cursor?

    It can when this view of the day has been noted already; the first one is written down, and so
    is an attempt at somebody else's diary.
    """

    def readonly(_controller, _rule, args):
        seen = request.session.get(SEEN) or {}
        sign = view_sign(args.get("student"), section, args.get("unit"))
        return seen.get("until", "") > fields.Datetime.now().isoformat() and sign in seen["views"]

    return readonly


def view_sign(student, section, unit):
    """Return the sign of a view in the session, which may change hands without a logout."""
    return f"{request.session.uid}/{student}/{section}/{unit or ''}"


def diary_route(*paths, section):
    """Declare a page of the diary: for the logged in, plain HTML, read-only when possible."""
    return route(
        list(paths), type="http", auth="user", methods=["GET"], readonly=seen_today(section)
    )


class Diary(Controller):
    """Pages of the electronic diary: without scripts, answered 304 while unchanged."""

    # ------------------------------------------------------------
    # SCOPE
    # ------------------------------------------------------------

    def _diary_student_sudo(self, student_key):
        """Return (student, family): the one way from an address to a student (rule 7).

        :param student_key: identifier as it stands in the address; None: the first of the family.
        :return: the student, empty when the user may not read that diary — nobody can tell from the
            answer whether such a student exists (R001-2.8, R002-4.5z) — and all students of the
            family.
        """
        family_sudo = request.env["ej.student"]._of_family_sudo()
        if student_key is None:
            return family_sudo[:1], family_sudo
        wanted = calendar.parse_id(student_key)
        student_sudo = family_sudo.filtered(lambda student: student.id == wanted)
        if not student_sudo and not request.env.cr.readonly:
            request.env["ej.diary"]._note_attempt_sudo(wanted, request.httprequest.path)
        return student_sudo, family_sudo

    # ------------------------------------------------------------
    # TIMETABLE
    # ------------------------------------------------------------

    @diary_route(
        "/my/diary",
        "/my/diary/<student>",
        "/my/diary/<student>/week",
        "/my/diary/<student>/week/<day>",
        section="diary",
    )
    def diary_week(self, student=None, day=None, **_query):
        """Show a week of the student: timetable, topics, homework, marks, absences (R000-1.7)."""
        return self._answer(student, "week", "diary", self._week, day=day)

    @diary_route("/my/diary/<student>/day", "/my/diary/<student>/day/<day>", section="diary")
    def diary_day(self, student, day=None, **_query):
        """Show a day of the student with everything that is known of its lessons."""
        return self._answer(student, "day", "diary", self._day, day=day)

    def _week(self, student_sudo, rules, day):
        start, end = calendar.week_of(self._parse_day(day, rules["today"]))
        env = request.env
        return {
            "heading": env._(
                "%(start)s – %(end)s",
                start=format_date(
                    env, start, date_format="d" if start.month == end.month else "d MMMM"
                ),
                end=format_date(env, end, date_format="d MMMM yyyy"),
            ),
            "days": env["ej.diary"]._days_sudo(student_sudo, start, end, rules),
            "previous": fields.Date.subtract(start, days=7).isoformat(),
            "next": fields.Date.add(start, days=7).isoformat(),
            "is_now": start <= rules["today"] <= end,
            "day": start.isoformat(),
        }

    def _day(self, student_sudo, rules, day):
        date = self._parse_day(day, rules["today"])
        [found] = request.env["ej.diary"]._days_sudo(student_sudo, date, date, rules)
        return {
            "heading": found["title"],
            "days": [found],
            "previous": fields.Date.subtract(date, days=1).isoformat(),
            "next": fields.Date.add(date, days=1).isoformat(),
            "is_now": found["is_today"],
            "day": date.isoformat(),
        }

    def _parse_day(self, text, today):
        if text is None:
            return today
        date = calendar.parse_day(text)
        if not date:
            raise WrongAddress(request.env._("There is no such day: «%(day)s».", day=text[:40]))
        return date

    # ------------------------------------------------------------
    # MARKS, ABSENCES, RECOMMENDATIONS
    # ------------------------------------------------------------

    @diary_route("/my/diary/<student>/marks", section="marks")
    def diary_marks(self, student, period=None, **_query):
        """Show the marks of a period by discipline, МДК, ПМ and practice (R001-1.11c)."""
        return self._answer(student, "marks", "marks", self._marks, period=period)

    @diary_route("/my/diary/<student>/mark/<mark>", section="marks")
    def diary_mark(self, student, mark, **_query):
        """Show one mark with the lesson and the work it was given for (R000-1.7c)."""
        return self._answer(student, "mark", "marks", self._mark, mark=mark)

    @diary_route("/my/diary/<student>/absences", section="absences")
    def diary_absences(self, student, period=None, **_query):
        """Show the absences of a period with the hours by reason (R000-1.7d)."""
        return self._answer(student, "absences", "absences", self._absences, period=period)

    @diary_route(
        "/my/diary/<student>/advice", "/my/diary/<student>/advice/<unit>", section="advice"
    )
    def diary_advice(self, student, unit=None, **_query):
        """Show methodical recommendations by disciplines; each reading is noted (R004-4.4.2d)."""
        return self._answer(student, "advice", "advice", self._advice, unit=unit)

    def _marks(self, student_sudo, rules, period):
        spans, span = self._span(student_sudo, rules, period)
        Diary = request.env["ej.diary"]
        return {
            "spans": [item[:2] for item in spans],
            "period": span[0],
            "detailed": span[0] != "all",
            "years": Diary._marks_sudo(student_sudo, span[2], span[3], rules),
            "bounds": Diary._bounds_sentence(Diary._bounds_sudo(student_sudo, rules)),
        }

    def _mark(self, student_sudo, rules, mark):
        spans = request.env["ej.diary"]._spans_sudo(student_sudo, rules)
        widest = (
            (None, None, min(span[2] for span in spans), max(span[3] for span in spans))
            if spans
            else None
        )
        mark_id = calendar.parse_id(mark)
        found = (
            mark_id
            and widest
            and request.env["ej.diary"]._mark_sudo(student_sudo, mark_id, rules, widest)
        )
        if not found:
            raise WrongAddress(request.env._("There is no such mark in the diary."))
        return {"mark": found}

    def _absences(self, student_sudo, rules, period):
        spans, span = self._span(student_sudo, rules, period)
        return {
            "spans": [item[:2] for item in spans],
            "period": span[0],
            "absences": request.env["ej.diary"]._absences_sudo(student_sudo, span[2], span[3]),
        }

    def _advice(self, student_sudo, rules, unit):
        spans = request.env["ej.diary"]._spans_sudo(student_sudo, rules)
        year = next(
            (span for span in spans if span[0] == "year"),
            (None, None, rules["today"], rules["today"]),
        )
        units_sudo = request.env["ej.diary"]._units_sudo(student_sudo, year[2], year[3])
        if unit is None:
            return {
                "units": [(row.id, row.display_name) for row in units_sudo],
                "text": "",
                "title": "",
                "unit_id": None,
            }
        chosen = units_sudo.filtered(lambda row: row.id == calendar.parse_id(unit))
        if not chosen:
            raise WrongAddress(
                request.env._("There are no recommendations of this discipline in the diary.")
            )
        return {
            "units": [],
            "text": chosen.recommendations,
            "title": chosen.display_name,
            "unit_id": chosen.id,
        }

    def _span(self, student_sudo, rules, period):
        """Return the periods to choose from and the chosen one, the first by default."""
        today = rules["today"]
        spans = request.env["ej.diary"]._spans_sudo(student_sudo, rules) or [
            ("now", str(today.year), today, today)
        ]
        if period is None:
            return spans, spans[0]
        chosen = next((span for span in spans if span[0] == period), None)
        if not chosen:
            raise WrongAddress(request.env._("There is no such period in the diary."))
        return spans, chosen

    # ------------------------------------------------------------
    # LANGUAGE
    # ------------------------------------------------------------

    @route("/my/diary/language", type="http", auth="user", methods=["GET", "POST"])
    def diary_language(self, lang=None, **_form):
        """Offer the installed languages and keep the chosen one for the account."""
        languages = request.env["res.lang"].get_installed()
        if request.httprequest.method == "POST" and lang in dict(languages):
            request.env.user.lang = lang  # one of the fields a person may write of oneself
            request.session.context = {**request.session.context, "lang": lang}
            return request.redirect("/my/diary")
        return self._plain("language", 200, languages=languages, chosen=request.env.lang)

    # ------------------------------------------------------------
    # ANSWER
    # ------------------------------------------------------------

    def _answer(self, student_key, page, section, read, **args):
        """Answer with a page of the diary, 304 when the reader has it already, or a clear refusal.

        :param page: name of the template ``ej_portal.diary_<page>`` and of the highlighted tab.
        :param section: what is noted as viewed (R001-3.5c).
        :param read: method (student, rules, **args) → values of the page; plain values only,
            since the page's fingerprint is taken from them alone.
        """
        student_sudo, family_sudo = self._diary_student_sudo(student_key)
        if not student_sudo and request.env.cr.readonly:
            # the diary was open this morning and is not any more: once again, able to write it down
            request.session.pop(SEEN, None)
            return request.redirect(request.httprequest.path)
        if not student_sudo:
            return self._nobody() if student_key is None else self._not_found()
        Diary = request.env["ej.diary"]
        rules = Diary._rules_sudo(student_sudo)
        try:
            values = read(student_sudo, rules, **args)
        except WrongAddress as fault:
            return self._sorry(student_sudo, fault.args[0])
        self._note_view(student_sudo, section, rules["today"], values.get("unit_id"))
        reader, group = Diary._names_sudo(student_sudo, rules["today"])
        values.update(self._frame(page, reader))
        values.update(
            student_id=student_sudo.id,
            student_name=student_sudo.short_name,
            group_name=group,
            family=[(child.id, child.short_name) for child in family_sudo]
            if len(family_sudo) > 1
            else [],
            rules=rules,
        )
        return self._conditional(f"ej_portal.diary_{page}", values)

    def _frame(self, page, reader):
        """Return what the layout of every page needs."""
        env = request.env
        return {
            "page": page,
            "page_lang": (env.lang or "en_US").replace("_", "-"),
            "user_name": self._initials(reader),
            "has_languages": len(env["res.lang"].get_installed()) > 1,
            "style": f"/ej_portal/static/src/diary.css?v={STYLE_VERSION}",
        }

    def _initials(self, reader):
        """Return «Surname I. O.»: the whole name does not fit beside the student's on a phone."""
        parts = reader.split()
        return names.short_name(*parts) if len(parts) in (2, 3) else reader

    def _conditional(self, template, values):
        """Render the page, unless the reader's copy has the same fingerprint."""
        registry = request.env.registry
        # templates and translations change with these counters, which every request has compared
        # already
        bundle = (
            registry.registry_sequence,
            tuple(sorted(registry.cache_sequences.items())),
            STYLE_VERSION,
        )
        etag = hashlib.sha256(
            repr((template, request.env.uid, bundle, values)).encode()
        ).hexdigest()[:32]
        if request.httprequest.if_none_match.contains_weak(etag):
            response = request.make_response("", headers=list(HEADERS.items()), status=304)
        else:
            response = request.render(template, values, headers=list(HEADERS.items()))
        response.set_etag(etag)
        return response

    def _note_view(self, student_sudo, section, today, unit_id):
        """Note the view once a day for each person, student and section, as the session knows."""
        sign = view_sign(student_sudo.id, section, unit_id)
        seen = request.session.get(SEEN) or {}
        views = seen["views"] if seen.get("until", "") > fields.Datetime.now().isoformat() else []
        if sign in views:
            return
        request.env["ej.diary.view"]._note_sudo(student_sudo, section, today, unit_id)
        midnight = day_deadline(today, 24, student_sudo.company_id._ej_tz())
        request.session[SEEN] = {"until": midnight.isoformat(), "views": [*views, sign]}

    # ------------------------------------------------------------
    # REFUSALS
    # ------------------------------------------------------------

    def _not_found(self):
        """Answer the same whether the student exists or not."""
        text = request.env._(
            "There is no such page in your diary. Open the diary from its first page."
        )
        return self._plain("sorry", 404, message=text, back="/my/diary")

    def _sorry(self, student_sudo, message):
        """Answer a mistake in the address with a sentence and the way back."""
        return self._plain("sorry", 404, message=message, back=f"/my/diary/{student_sudo.id}")

    def _nobody(self):
        partner = request.env.user.partner_id
        # sudo: the reader's own links, only whether there are any
        if (
            request.env["ej.guardian"]
            .sudo()
            .search_count([("partner_id", "=", partner.id)], limit=1)
        ):
            text = request.env._(
                "No diary is open to you today. After the age of 18 a student allows it: the"
                " student's page «My data», «Who of my parents reads my diary»; the curator"
                " tells what else the regulation says."
            )
        else:
            text = request.env._(
                "No diary is open for your account. Ask the curator of the group to check whether"
                " you are entered as the student's parent."
            )
        return self._plain("sorry", 200, message=text, back="/my")

    def _plain(self, page, status, **values):
        values.update(
            self._frame(page, request.env.user.name),
            student_id=0,
            student_name="",
            group_name="",
            family=[],
        )
        headers = {**HEADERS, "Cache-Control": "no-store"}
        return request.render(
            f"ej_portal.diary_{page}", values, headers=list(headers.items()), status=status
        )
