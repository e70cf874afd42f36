"""The list of students: people, groups, orders of enrolment, guardians."""

import datetime
from dataclasses import dataclass, field

from ..core.dates import full_years, parse_date
from ..core.fault import CURED, ERROR, NOTE, WARNING, FaultList
from ..core.groups import tidy_group
from ..core.people import (
    Fio,
    parse_email,
    parse_phone,
    parse_snils,
    restore_yo,
    sex_of_patronymic,
    split_fio,
    suggest_given_name,
    suggest_patronymic,
    tidy_name,
)
from ..core.tables import column_name
from ..core.text import clean, fold, is_nothing, is_total
from ..core.vocabulary import FUNDINGS, KINSHIPS, SEXES, STUDENT_COLUMNS, STUDY_FORMS
from .base import Parsed, TableFormat

#: Nobody is enrolled in a college younger or older than this (full years on the day of enrolment).
AGE_BOUNDS = (12, 65)


@dataclass
class GuardianRow:
    """A parent or another legal representative of a student."""

    fio: Fio
    kinship: str
    phone: str = ""
    email: str = ""


@dataclass
class StudentRow:
    """One student; ``row`` is the row of the sheet, dates are dates or None."""

    row: int
    fio: Fio
    birthdate: datetime.date | None
    sex: str
    snils: str
    group: str
    order_number: str
    order_date: datetime.date | None
    study_form: str
    funding: str
    phone: str
    email: str
    guardians: list = field(default_factory=list)


class StudentsFormat(TableFormat):
    """A row for each student, headings in any order; guardians as repeated groups of columns."""

    key = "students"
    columns = STUDENT_COLUMNS
    required = ("surname", "first_name", "group")

    def parse(self, content):
        """Read `StudentRow` s; see `Format.parse`."""
        sheet, header, columns = self.find(content)
        reader = _Reader(sheet, header, columns, FaultList(sheet.name))
        rows = []
        for index in range(header + 1, len(sheet.rows)):
            row = reader.read(index)
            if row:
                rows.append(row)
        rows = _without_repeats(rows, reader.faults, reader)
        _check_shared_emails(rows, reader.faults, reader)
        return Parsed(self.key, rows, list(reader.faults), {"total": reader.total})


class _Reader:
    """Reads the rows of one sheet one by one."""

    def __init__(self, sheet, header, columns, faults):
        self.sheet = sheet
        self.header = header
        self.columns = columns
        self.faults = faults
        self.total = None
        self.guardians = _guardian_columns(columns)

    def label(self, name, nth=0):
        """The heading a person sees, with the column's letter."""
        indexes = self.columns.get(name)
        return self.at(indexes[nth]) if indexes and nth < len(indexes) else ""

    def at(self, index):
        """The heading over a column: «СНИЛС (G)»."""
        return f"{clean(self.sheet.rows[self.header][index])} ({column_name(index)})"

    def cell(self, values, name, nth=0):
        """The raw value of a field in a row."""
        indexes = self.columns.get(name)
        return values[indexes[nth]] if indexes and nth < len(indexes) else None

    def read(self, index):
        """Read a row into a `StudentRow`, or None when it is no student."""
        values = self.sheet.rows[index]
        number = index + 1
        if all(is_nothing(value) for value in values):
            return None
        if any(is_total(value) for value in values[:4]):
            self._total(values, number)
            return None
        fio = self._fio(values, number)
        if not fio:
            return None
        order_date = self._date(values, number, "order_date")
        birthdate = self._birthdate(values, number, order_date)
        row = StudentRow(
            row=number,
            fio=fio,
            birthdate=birthdate,
            sex=self._sex(values, number, fio),
            snils=self._snils(values, number),
            group=self._group(values, number),
            order_number=clean(self.cell(values, "order_number")),
            order_date=order_date,
            study_form=STUDY_FORMS.get(fold(self.cell(values, "study_form")), ""),
            funding=FUNDINGS.get(fold(self.cell(values, "funding")), ""),
            phone=self._phone(values, number, "phone", 0),
            email=self._email(values, number, self.columns.get("email", [None])[0]),
        )
        if not row.group:
            return None
        row.guardians = self._guardians(values, number, row)
        self._restore_yo(row, values)
        return row

    def _total(self, values, number):
        stated = next((value for value in values if isinstance(value, (int, float))), None)
        self.total = (number, stated)
        self.faults.add(
            NOTE, "total_row", number, value=" ".join(clean(v) for v in values if v is not None)
        )

    def _fio(self, values, number):
        parts = []
        for name in ("surname", "first_name", "patronymic"):
            raw = self.cell(values, name)
            value, done = ("", []) if is_nothing(raw) else tidy_name(raw)
            if done:
                self.faults.add(CURED, f"name_{done[-1]}", number, self.label(name), raw, value)
            parts.append(value)
        surname, first_name, patronymic = parts
        if not surname or not first_name:
            self.faults.add(
                ERROR, "name_missing", number, self.label("surname"), " ".join(parts).strip()
            )
            return None
        if not patronymic:
            self.faults.add(WARNING, "patronymic_missing", number, self.label("patronymic"))
        self._suspect(number, self.label("first_name"), first_name, suggest_given_name(first_name))
        self._suspect(number, self.label("patronymic"), patronymic, suggest_patronymic(patronymic))
        return Fio(surname, first_name, patronymic)

    def _suspect(self, number, label, value, suggestion):
        if suggestion:
            self.faults.add(WARNING, "name_suspect", number, label, value, suggestion=suggestion)

    def _date(self, values, number, name):
        raw = self.cell(values, name)
        if is_nothing(raw):
            return None
        value, was_text = parse_date(raw)
        if value is None:
            self.faults.add(WARNING, "date_unreadable", number, self.label(name), raw)
        elif was_text:
            self.faults.add(CURED, "date_text", number, self.label(name), raw, f"{value:%d.%m.%Y}")
        return value

    def _birthdate(self, values, number, order_date):
        value = self._date(values, number, "birthdate")
        if not value:
            return None
        age = full_years(value, order_date or datetime.date.today())
        if not AGE_BOUNDS[0] <= age <= AGE_BOUNDS[1]:
            self.faults.add(
                WARNING,
                "birthdate_impossible",
                number,
                self.label("birthdate"),
                f"{value:%d.%m.%Y}",
                age=age,
            )
            return None
        return value

    def _sex(self, values, number, fio):
        sex = SEXES.get(fold(self.cell(values, "sex")), "")
        by_patronymic = sex_of_patronymic(fio.patronymic)
        if sex and by_patronymic and sex != by_patronymic:
            self.faults.add(
                WARNING,
                "sex_differs",
                number,
                self.label("sex"),
                self.cell(values, "sex"),
                name=str(fio),
            )
        return sex or by_patronymic

    def _snils(self, values, number):
        raw = self.cell(values, "snils")
        value, state = parse_snils(raw)
        if state in ("length", "digits"):
            self.faults.add(WARNING, f"snils_{state}", number, self.label("snils"), raw)
            return ""
        return value

    def _group(self, values, number):
        raw = self.cell(values, "group")
        if is_nothing(raw):
            self.faults.add(ERROR, "group_missing", number, self.label("group"))
            return ""
        value, changed = tidy_group(raw)
        if changed:
            self.faults.add(CURED, "group_letters", number, self.label("group"), raw, value)
        return value

    def _phone(self, values, number, name, nth, index=None):
        raw = values[index] if index is not None else self.cell(values, name, nth)
        value = parse_phone(raw)
        if not value and not is_nothing(raw):
            label = self.at(index) if index is not None else self.label(name, nth)
            self.faults.add(WARNING, "phone_unreadable", number, label, raw)
        return value

    def _email(self, values, number, index):
        if index is None:
            return ""
        raw = values[index]
        value, valid = parse_email(raw)
        if not valid:
            self.faults.add(WARNING, "email_unreadable", number, self.at(index), raw)
        elif not value and clean(raw):
            self.faults.add(CURED, "email_absent", number, self.at(index), raw)
        return value

    def _guardians(self, values, number, student):
        result = []
        for columns in self.guardians:
            raw = values[columns["guardian"]]
            if is_nothing(raw):
                continue
            fio = split_fio(raw)
            label = self.at(columns["guardian"])
            if not fio:
                self.faults.add(WARNING, "guardian_unreadable", number, label, raw)
                continue
            fio = Fio(
                *(tidy_name(part)[0] for part in (fio.surname, fio.first_name, fio.patronymic))
            )
            self._suspect(number, label, fio.first_name, suggest_given_name(fio.first_name))
            self._suspect(number, label, fio.patronymic, suggest_patronymic(fio.patronymic))
            kinship = values[columns["kinship"]] if "kinship" in columns else None
            email = self._email(values, number, columns.get("email"))
            if email and email == student.email:
                self.faults.add(
                    WARNING,
                    "email_of_student",
                    number,
                    self.at(columns["email"]),
                    email,
                    name=str(fio),
                )
                email = ""
            phone = (
                self._phone(values, number, "phone", 0, columns["phone"])
                if "phone" in columns
                else ""
            )
            result.append(GuardianRow(fio, KINSHIPS.get(fold(kinship), "other"), phone, email))
        return result

    def _restore_yo(self, row, values):
        raw = clean(self.cell(values, "surname"))
        if not raw.isupper():
            return
        better = restore_yo(row.fio.surname, [guardian.fio.surname for guardian in row.guardians])
        if better != row.fio.surname:
            self.faults.add(CURED, "name_yo", row.row, self.label("surname"), raw, better)
            row.fio = Fio(better, row.fio.first_name, row.fio.patronymic)


def _guardian_columns(columns):
    """``[{guardian, kinship, phone, email}]``: each owns the columns up to the next one."""
    starts = columns.get("guardian", [])
    result = []
    for start, stop in zip(starts, [*starts[1:], 10_000][: len(starts)], strict=True):
        owned = {"guardian": start}
        for name in ("kinship", "phone", "email"):
            inside = [index for index in columns.get(name, []) if start < index < stop]
            if inside:
                owned[name] = inside[0]
        result.append(owned)
    return result


def _without_repeats(rows, faults, reader):
    """Drop rows of a person who already has one (same name and birth date, or same СНИЛС)."""
    kept, by_person, by_snils = [], {}, {}
    for row in rows:
        person = (row.fio.key, row.birthdate)
        first = by_person.get(person) if row.birthdate else None
        first = first or (by_snils.get(row.snils) if row.snils else None)
        if first and first.fio.key == row.fio.key:
            code = "person_twice" if first.group == row.group else "person_in_two_groups"
            faults.add(
                CURED if code == "person_twice" else ERROR,
                code,
                row.row,
                reader.label("surname"),
                f"{row.fio}, {row.group}",
                first=first.row,
                group=first.group,
            )
            continue
        if first:
            faults.add(
                WARNING,
                "snils_of_another",
                row.row,
                reader.label("snils"),
                row.snils,
                first=first.row,
                name=str(first.fio),
            )
            row.snils = ""
        by_person[person] = row
        if row.snils:
            by_snils[row.snils] = row
        kept.append(row)
    stated = reader.total
    if stated and stated[1] is not None and int(stated[1]) != len(kept):
        faults.add(WARNING, "total_differs", stated[0], "", stated[1], len(kept))
    return kept


def _check_shared_emails(rows, faults, reader):
    """An address may serve one person: a second owner loses it (accounts are made from it)."""
    owners = {}
    for row in rows:
        for person, is_student in [(row, True)] + [(guardian, False) for guardian in row.guardians]:
            if not person.email:
                continue
            key = person.fio.key
            owner = owners.setdefault(person.email, key)
            if owner != key:
                label = reader.label("email") if is_student else reader.label("guardian")
                faults.add(
                    WARNING, "email_shared", row.row, label, person.email, name=str(person.fio)
                )
                person.email = ""
