"""The list of staff: people, posts, orders of hire."""

import datetime
import re
from dataclasses import dataclass

from ..core.dates import parse_date
from ..core.fault import CURED, ERROR, NOTE, WARNING, FaultList
from ..core.people import (
    Fio,
    parse_email,
    parse_phone,
    split_fio,
    suggest_given_name,
    suggest_patronymic,
    tidy_name,
)
from ..core.tables import column_name
from ..core.text import clean, is_nothing, is_total
from ..core.vocabulary import STAFF_COLUMNS
from .base import Parsed, TableFormat

_ORDER = re.compile(r"^(?:№\s*)?(\S+)\s+от\s+(.+)$", re.IGNORECASE)


@dataclass
class StaffRow:
    """One member of staff; ``rate`` is the share of a full post (1.25 = one and a quarter)."""

    row: int
    number: str
    fio: Fio
    job: str
    department: str
    order_number: str
    order_date: datetime.date | None
    rate: float | None
    email: str
    phone: str
    category: str


class StaffFormat(TableFormat):
    """A row for each member of staff."""

    key = "staff"
    columns = STAFF_COLUMNS
    required = ("fio", "job")

    def parse(self, content):
        """Read `StaffRow` s; see `Format.parse`."""
        sheet, header, columns = self.find(content)
        faults = FaultList(sheet.name)
        rows, people, emails = [], {}, {}
        for index in range(header + 1, len(sheet.rows)):
            row = _read(sheet, index, header, columns, faults)
            if not row:
                continue
            first = people.setdefault((row.fio.key, row.number), row)
            if first is not row:
                faults.add(
                    CURED,
                    "person_twice",
                    row.row,
                    "",
                    str(row.fio),
                    first=first.row,
                    group=first.department,
                )
                continue
            owner = emails.setdefault(row.email, row) if row.email else row
            if owner is not row:
                faults.add(
                    WARNING,
                    "email_shared",
                    row.row,
                    _label(sheet, header, columns, "email"),
                    row.email,
                    name=str(row.fio),
                )
                row.email = ""
            rows.append(row)
        return Parsed(self.key, rows, list(faults))


def _label(sheet, header, columns, name):
    index = columns[name][0] if name in columns else None
    return "" if index is None else f"{clean(sheet.rows[header][index])} ({column_name(index)})"


def _read(sheet, index, header, columns, faults):
    values = sheet.rows[index]
    number = index + 1

    def cell(name):
        return values[columns[name][0]] if name in columns else None

    def label(name):
        return _label(sheet, header, columns, name)

    if all(is_nothing(value) for value in values):
        return None
    if any(is_total(value) for value in values[:3]):
        faults.add(
            NOTE, "total_row", number, value=" ".join(clean(v) for v in values if v is not None)
        )
        return None
    fio = split_fio(cell("fio"))
    if not fio:
        faults.add(ERROR, "name_missing", number, label("fio"), cell("fio"))
        return None
    fio = Fio(*(tidy_name(part)[0] for part in (fio.surname, fio.first_name, fio.patronymic)))
    if str(fio) != str(cell("fio")):
        faults.add(CURED, "name_spaces", number, label("fio"), cell("fio"), fio)
    if not fio.patronymic:
        faults.add(WARNING, "patronymic_missing", number, label("fio"), fio)
    for value, suggestion in (
        (fio.first_name, suggest_given_name(fio.first_name)),
        (fio.patronymic, suggest_patronymic(fio.patronymic)),
    ):
        if suggestion:
            faults.add(WARNING, "name_suspect", number, label("fio"), value, suggestion=suggestion)
    order_number, order_date = _order(cell("hired"), faults, number, label("hired"))
    email, valid = parse_email(cell("email"))
    if not valid:
        faults.add(WARNING, "email_unreadable", number, label("email"), cell("email"))
    return StaffRow(
        row=number,
        number=clean(cell("number")),
        fio=fio,
        job=clean(cell("job")),
        department=clean(cell("department")),
        order_number=order_number,
        order_date=order_date,
        rate=_rate(cell("rate"), faults, number, label("rate")),
        email=email,
        phone=parse_phone(cell("phone")),
        category="" if is_nothing(cell("category")) else clean(cell("category")).lower(),
    )


def _order(raw, faults, number, label):
    """«37-лс от 14.09.2019» → number and date."""
    if is_nothing(raw):
        return "", None
    match = _ORDER.match(clean(raw))
    date = parse_date(match[2])[0] if match else None
    if not date:
        faults.add(WARNING, "order_unreadable", number, label, raw)
        return (match[1] if match else clean(raw)), None
    return match[1], date


def _rate(raw, faults, number, label):
    if is_nothing(raw):
        return None
    try:
        rate = float(str(raw).replace(",", "."))
    except ValueError:
        rate = -1.0
    if not 0 < rate <= 2:
        faults.add(WARNING, "rate_unreadable", number, label, raw)
        return None
    return rate
