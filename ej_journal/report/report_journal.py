import re
from collections import defaultdict
from itertools import groupby

from odoo import api, models
from odoo.fields import Datetime

from ..core import averages
from ..core.cell import FORM

#: Columns that fit a landscape A4 sheet beside the list of students (PRACTICE 3.1: 26-32)
COLUMNS = 30
MONTHS = (
    *("Январь", "Февраль", "Март", "Апрель", "Май", "Июнь"),
    *("Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"),
)
TITLES = {
    "theory": "Журнал учебных занятий",
    "module": "Журнал учёта обучения по профессиональным модулям",
}
FORMS = {"full": "очная", "part": "очно-заочная", "extramural": "заочная"}
#: How the regulation treats the entries, said on the title page (R001-1.5a, R001-1.7)
LEGAL = {
    "parallel": "Ведётся параллельно с журналом на бумажном носителе.",
    "recognised": "Записи электронного журнала признаются записями журнала на бумажном носителе.",
}
#: Parts of a module in the order of its journal (PRACTICE 3.2)
PARTS = ("mdk", "study_practice", "work_practice", "diploma_practice", "module")


def number(value):
    """Return hours as documents write them: «2», «1,5»."""
    return f"{value:g}".replace(".", ",")


class ReportJournal(models.AbstractModel):
    """Sheets of the journal on paper: forms A1, A2 and A3; layout of PRACTICE 3.1, 3.2.

    Nothing is asked here about rights: ``ej.journal.print`` has asked them for every page. A
    number of queries that does not grow with the pages: what belongs to them is read at once.
    """

    _name = "report.ej_journal.report_journal"
    _inherit = "ej.journal.reader"
    _description = "Journal on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        # official forms are Russian whatever the language of the interface
        this = self.with_context(lang="ru_RU")
        printings = this.env["ej.journal.print"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": printings._name,
            "docs": printings,
            "journals": [this._journal(printing) for printing in printings],
        }

    def _journal(self, printing):
        """Return what the templates print of one journal."""
        facts = printing._printed_facts()
        company, version = printing.company_id, printing._regulation()
        read = self._read_sudo(printing, facts)
        whole = bool(printing.group_id)
        pages = sorted(read.heads.values(), key=self._place)
        first = 4 if whole else 1  # after the title, the contents and the list of students
        for page in pages:
            self._fill(page, read, facts[page["id"]], printing.is_single)
            for sheet in page["sheets"]:
                sheet["left"], sheet["right"] = first, first + 1
                first += 2
            page["first"], page["last"] = page["sheets"][0]["left"], first - 1
        group = printing.group_id
        return {
            "company": company,
            "version": version,
            "whole": whole,
            "title": TITLES["theory" if printing.is_single else printing.kind]
            if whole
            else "Страницы журнала",
            "legal": LEGAL.get(version.legal_mode, ""),
            "group": group,
            "form": FORMS.get(group.form, ""),
            "course": printing.year_id.date_start.year - group.admission_year + 1,
            "year": printing.year_id.name,
            "from": printing.date_from,
            "to": printing.date_to,
            "made": company._ej_today(),
            "pages": pages,
            "members": self._list_sudo(printing) if whole else [],
        }

    def _place(self, page):
        """Return the place of a page: disciplines by index, then the parts of each module.

        «МДК.01.02» and «УП.01» are of the module 01.
        """
        index = page["index"] or ""
        if page["unit_kind"] not in PARTS:
            return (0, "", 0, index, page["title"], page["subgroup"] or "")
        module = re.search(r"\.(\d+)", index)
        part = PARTS.index(page["unit_kind"])
        return (
            *(1, module[1] if module else "", part),
            *(index, page["title"], page["subgroup"] or ""),
        )

    def _list_sudo(self, printing):
        """Return the stays of the list of students. sudo: the right to the group is asked."""
        Member = self.env["ej.group.member"].sudo()
        stays = Member.search_fetch(
            [
                ("group_id", "=", printing.group_id.id),
                ("date_from", "<=", printing.date_to),
                *("|", ("date_to", "=", False), ("date_to", ">=", printing.date_from)),
            ],
            ["student_id", "date_from", "date_to", "order_in_id", "order_out_id"],
        )
        return stays.sorted(lambda stay: (stay.student_id.name, stay.date_from))

    # ------------------------------------------------------------
    # A PAGE
    # ------------------------------------------------------------

    def _fill(self, page, read, facts, is_single):
        """Add to the page its sheets, totals and notes."""
        lessons = read.lessons[page["id"]]
        now = self.env["ej.regulation"]._at(facts.today, read.company)
        seen = facts.person.reads_all or now.curator_marks != "none"
        page["marks_seen"] = seen
        rows = read.rows[page["id"]]
        marks = read.marks if seen else {}
        sums = {student: self._sums(student, lessons, marks, read) for student, _stays in rows}
        page["sheets"] = [self._sheet(chunk, rows, marks, read) for chunk in self._chunks(lessons)]
        finals = read.finals.get(page["id"], {}) if seen else {}
        page["sheets"][-1]["sums"] = [sums[student] for student, _stays in rows]
        page["sheets"][-1]["terms"] = [name for _first, name in finals]
        page["sheets"][-1]["finals"] = [
            [marks_of.get(student, "") for marks_of in finals.values()] for student, _stays in rows
        ]
        given = [lesson for lesson in lessons if lesson["state"] != "cancelled"]
        by_kind = defaultdict(float)
        for lesson in given:
            by_kind[lesson["kind"]] += lesson["hours"]
        names = dict(self.env["ej.lesson"]._fields["kind"]._description_selection(self.env))
        page.update(
            journal=TITLES["theory" if is_single else page["kind"]],
            given=number(sum(lesson["hours"] for lesson in given)),
            given_year=number(lessons[-1]["so_far"] or 0) if lessons else "0",
            planned=number(page["planned"] or 0),
            by_kind=[(names[kind], number(hours)) for kind, hours in sorted(by_kind.items())],
            teachers=", ".join(page["teachers"] or ()),
        )

    def _chunks(self, lessons):
        """Return the lessons split into sheets of at most COLUMNS columns; one empty of none."""
        chunks, width = [[]], 0
        for lesson in lessons:
            columns = max(len(lesson["works"] or ()), 1)
            if chunks[-1] and width + columns > COLUMNS:
                chunks.append([])
                width = 0
            chunks[-1].append(lesson)
            width += columns
        return chunks

    def _sheet(self, lessons, rows, marks, read):
        """Return one double page: the columns, the students' cells and the lessons' lines."""
        shorts = {code: short for code, short, _name in self.env["ej.journal"]._lesson_kinds()}
        columns = []
        for lesson in lessons:
            for place, work in enumerate(lesson["works"] or [None]):
                head = shorts[lesson["kind"]]
                if work:
                    head = " ".join(part for part in (read.kinds[work[1]], work[2]) if part)
                columns.append((lesson, work and work[0], place == 0, head))
        spans = groupby(
            columns, key=lambda column: (column[0]["date"].year, column[0]["date"].month)
        )
        return {
            "months": [(MONTHS[month - 1], len(list(part))) for (_year, month), part in spans],
            "days": [column[0]["date"].strftime("%d") for column in columns],
            "heads": [column[3] for column in columns],
            "width": len(columns),
            "rows": [
                {
                    "name": read.names[student],
                    "note": read.notes.get((student, stays[-1][1]), ""),
                    "cells": [
                        self._cell(student, stays, column, marks, read) for column in columns
                    ],
                }
                for student, stays in rows
            ],
            "sums": None,
            "terms": [],
            "finals": [],
            "lessons": [self._line(lesson, read) for lesson in lessons],
            "signs": self._signs(lessons, rows, read),
        }

    def _signs(self, lessons, rows, read):
        """Return [(sign, name)] of the institution's own signs of absence on the sheet."""
        found = {
            read.absences[student, lesson["id"]][0]
            for lesson in lessons
            for student, _stays in rows
            if (student, lesson["id"]) in read.absences
        }
        own = [reason for reason in found if reason.on_paper == reason.letter != FORM["absent"]]
        return sorted((reason.letter, reason.name) for reason in own)

    def _cell(self, student, stays, column, marks, read):
        """Return the text of a cell, or None outside the student's stay.

        On paper an absence is «н», whatever its reason, unless the institution prints a sign of
        its own for it; being late is not printed (PRACTICE 2.2).
        """
        lesson, work, is_first, _head = column
        day = lesson["date"]
        if not any(start <= day and (not end or day <= end) for start, end in stays):
            return None
        reason, _hours = read.absences.get((student, lesson["id"]), (None, 0))
        missed = reason.on_paper if is_first and reason else ""
        return " ".join(part for part in (missed, "/".join(marks.get((student, work), ()))) if part)

    def _sums(self, student, lessons, marks, read):
        """Return (average of the days, missed academic hours) as printed."""
        values, missed = [], 0
        for lesson in lessons:
            for work in lesson["works"] or ():
                values += marks.get((student, work[0]), ())
            reason, hours = read.absences.get((student, lesson["id"]), (None, 0))
            missed += hours if reason and reason.missed else 0
        average = averages.rounded(averages.average(values))
        return ("—" if average is None else str(average).replace(".", ","), number(missed))

    def _named(self, kind, number_of, title):
        """Return a work as it is entered on paper: its kind, its number and its topic
        (R000-3.1.8d).
        """
        head = f"{kind} № {number_of}" if number_of else kind
        return f"{head}. {title}" if title else head

    def _line(self, lesson, read):
        """Return a line of the right-hand sheet: what was given, by whom entered and when."""
        who, at = read.written.get(lesson["id"], ("", None))
        stamp = at and Datetime.context_timestamp(
            self.with_context(tz=read.company._ej_tz()), at
        ).strftime("%d.%m.%Y %H:%M")
        return {
            "date": lesson["date"].strftime("%d.%m.%Y"),
            "hours": number(lesson["hours"]),
            "number": lesson["number"],
            "kind": read.lesson_kinds[lesson["kind"]],
            "cancelled": lesson["state"] == "cancelled",
            "topic": lesson["topic"] or "",
            "material": lesson["material"] or "",
            "works": [
                self._named(read.kind_names[kind], number_of, title)
                for _work, kind, number_of, title in lesson["works"] or ()
                if number_of or title
            ],
            "homework": read.homework.get(lesson["id"], ""),
            "who": who,
            "at": stamp or "",
            "substitute": lesson["substitute"] or "",
        }
