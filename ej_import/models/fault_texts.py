"""The sentences of the faults: what is wrong, and how it was or can be cured.

``{code: (problem, cure)}``. Parameters of a fault fill the named placeholders.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

NO_CURE = ("", "")

PEOPLE = {
    "name_spaces": (_lt("There are spaces around the name."), _lt("Taken without them.")),
    "name_letters": (
        _lt("Latin letters among Russian ones."),
        _lt("Replaced by the Russian letters they look like."),
    ),
    "name_case": (_lt("The name is typed in capitals."), _lt("Taken as names are written.")),
    "name_yo": (
        _lt("The letter «ё» is lost in capitals."),
        _lt("Restored from the surname of a relative."),
    ),
    "name_missing": (
        _lt("There is no surname or no first name."),
        _lt("The row is left out. Fill in the name and import the file again."),
    ),
    "patronymic_missing": (
        _lt("There is no patronymic."),
        _lt("The card is made without it. If the person has one, fill it in."),
    ),
    "name_suspect": (
        _lt("An unusual name, perhaps a misprint of «%(suggestion)s»."),
        _lt("Taken as it stands. Compare it with the passport."),
    ),
    "birthdate_impossible": (
        _lt("The birth date is impossible: %(age)s years on the day of enrolment."),
        _lt("The card is made without the date. Enter it from the passport."),
    ),
    "date_unreadable": (
        _lt("This is not a date."),
        _lt("Left empty. Write it as 31.12.2006 or fill in the card."),
    ),
    "date_text": (
        _lt("The date is typed as text."),
        _lt("Read as a date. Such cells sort wrongly in the table."),
    ),
    "sex_differs": (
        _lt("The sex does not agree with the patronymic: %(name)s."),
        _lt("Taken from the column. Check it."),
    ),
    "snils_length": (
        _lt("An insurance number has 11 digits."),
        _lt("Left empty. Fill in the card."),
    ),
    "snils_digits": (
        _lt("The check digits of the insurance number are wrong."),
        _lt("Left empty: the number has a misprint. Copy it from the certificate."),
    ),
    "snils_of_another": (
        _lt("The same insurance number stands in row %(first)s: %(name)s."),
        _lt("Left empty for this person. Check both."),
    ),
    "group_missing": (
        _lt("There is no group."),
        _lt("The row is left out. Name the group and import the file again."),
    ),
    "group_letters": (
        _lt("The group's name has Latin letters or stray signs."),
        _lt("Taken in the usual spelling."),
    ),
    "phone_unreadable": (_lt("This is not a Russian telephone number."), _lt("Left empty.")),
    "email_unreadable": (_lt("This is not an e-mail address."), _lt("Left empty.")),
    "email_absent": (_lt("A word instead of an e-mail address."), _lt("Taken as an empty cell.")),
    "email_of_student": (
        _lt("The relative has the student's address: %(name)s."),
        _lt("Left to the student: an account belongs to one person. Ask the relative for another."),
    ),
    "email_shared": (
        _lt("Another person of the file has the same address; here it belongs to %(name)s."),
        _lt("Left to the first one. Ask for another."),
    ),
    "guardian_unreadable": (
        _lt("A representative needs at least a surname and a first name."),
        _lt("The representative is left out."),
    ),
    "guardian_twice": (
        _lt("The representative stands in the row twice: %(name)s."),
        _lt("Taken once."),
    ),
    "person_twice": (
        _lt("The person stands in row %(first)s already (%(group)s)."),
        _lt("Taken once."),
    ),
    "person_in_two_groups": (
        _lt("The person stands in row %(first)s in another group: %(group)s."),
        _lt("This row is left out. Decide on the group, or make an order of transfer."),
    ),
    "order_unreadable": (
        _lt("The order is not written as «number от date»."),
        _lt("The card is made without the day of hire."),
    ),
    "rate_unreadable": (_lt("The share of a post must be between 0 and 2."), _lt("Left empty.")),
    "total_row": (_lt("A row of totals."), _lt("Not imported.")),
    "total_differs": (
        _lt("The total of the file differs from the number of people in it."),
        _lt("Counted anew: the second number."),
    ),
    "student_in_other_group": (
        _lt("The student is in another group already: %(groups)s."),
        _lt("Not moved. A transfer needs an order of transfer."),
    ),
    "order_missing": (
        _lt("There is no number or date of the order of enrolment."),
        _lt("The card is made, but nobody joins a group without an order. Enrol by hand."),
    ),
    "order_signed": (
        _lt("The order %(order)s is signed already and has no such student."),
        _lt("The card is made. Enrol the student by another order."),
    ),
}
TIMETABLE = {
    "week_unreadable": (
        _lt("A week is written as 15.01.2024-20.01.2024."),
        _lt("The week is left out."),
    ),
    "week_not_monday": (
        _lt("The week does not begin on Monday."),
        _lt("Its Monday is taken."),
    ),
    "week_overlap": (_lt("The week stands in row %(first)s already."), _lt("Taken once.")),
    "week_gap": (_lt("Weeks are missing before this one."), _lt("No lessons are made for them.")),
    "week_same_parity": (
        _lt("Two weeks running are of the same kind."),
        _lt("Taken as they stand. Check the order of the weeks."),
    ),
    "stream_heading": (
        _lt("One column serves a stream of %(count)s groups."),
        _lt("Read as the groups beside; the class is one for all of them."),
    ),
    "slot_place": (
        _lt("The day, the number of the lesson or «числитель» / «знаменатель» is not clear."),
        _lt("The row is left out."),
    ),
    "slot_cell": (_lt("The cell cannot be read."), _lt("Left out.")),
    "slot_spaces": (_lt("Stray spaces in the cell."), _lt("Taken without them.")),
    "slot_room": (_lt("A full stop after the room's number."), _lt("Taken without it.")),
    "slot_no_teacher": (
        _lt("There is no teacher."),
        _lt("The class is left out. Name the teacher and import the file again."),
    ),
    "slot_no_room": (_lt("There is no room."), _lt("The class is put without a room.")),
    "clash_teacher": (
        _lt("The teacher has another class at this time: %(other)s (%(group)s)."),
        _lt("Both are imported. Move one of them."),
    ),
    "bells_without_pair": (
        _lt("The bells of some days of this timetable have no pair %(pairs)s."),
        _lt("Add it to the bells of the timetable first: the import would be refused as a whole."),
    ),
    "clash_room": (
        _lt("The room has another class at this time: %(other)s (%(group)s)."),
        _lt("Both are imported. Move one of them."),
    ),
    "slot_without_teacher": (
        _lt("It is not known who the teacher is: %(count)s cells."),
        _lt("They are left out. Import the list of staff, or choose the person."),
    ),
    "slot_without_group": (
        _lt("It is not known what group it is: %(count)s cells."),
        _lt("They are left out. Import the list of students, or choose the group."),
    ),
    "slot_two_rooms": (
        _lt("The same class is in room %(room)s at this time."),
        _lt("This place is left out. Correct the file."),
    ),
    "weeks_missing": (
        _lt("It is not known what this week is: the file of weeks leaves it out."),
        _lt("The timetable is made as a draft without lessons. Enter the week, put it in force."),
    ),
    "period_differs": (
        _lt("The semester «%(period)s» has other dates: %(dates)s."),
        _lt("The semester stays as it is. Check which dates are right."),
    ),
    "slots_not_in_file": (
        _lt("The timetable has %(count)s places that the file has not."),
        _lt("They stay. Remove them in the timetable if they are not wanted."),
    ),
    "timetable_version": (
        _lt("The timetable is in force and does not change by itself."),
        _lt("A new version of it is made as a draft. Look through it and put it in force."),
    ),
    "timetable_over": (
        _lt("The timetable is in force and its days are over: %(count)s places differ."),
        _lt("They are left out."),
    ),
    "no_days_off": (
        _lt("The calendar of the institution has no days off in these dates."),
        _lt("Lessons are made on holidays too. Enter the days off before importing."),
    ),
    "timetable_no_period": (
        _lt("The timetable has no dates: there is no file of weeks and no semester for today."),
        _lt("It is left out. Add the file of weeks, or make the year and the semester."),
    ),
}
PLANNING = {
    "spaces": (_lt("Stray spaces."), _lt("Taken without them.")),
    "topic_incomplete": (
        _lt("A topic needs a discipline, a title and a group."),
        _lt("The row is left out."),
    ),
    "topic_twice": (_lt("The topic stands in row %(first)s already."), _lt("Taken once.")),
    "hours_unreadable": (
        _lt("The hours must be a number above zero."),
        _lt("The row is left out."),
    ),
    "semester_of_course": (
        _lt("The semester does not belong to course %(course)s."),
        _lt("The semester is taken. Check it."),
    ),
    "topics_no_year": (
        _lt("Without the year of admission and the semester the study year is not known."),
        _lt("The topics of this discipline are left out."),
    ),
    "load_without_topics": (
        _lt("The timetable has this class, the topics have not."),
        _lt("The page is made without a КТП. Enter the topics or import them later."),
    ),
    "topics_without_load": (
        _lt("There are topics, but the timetable has no such class."),
        _lt("The plan is made; no page uses it yet."),
    ),
    "topics_merged": (
        _lt("Groups of one stream have the same topics: %(count)s rows repeat them."),
        _lt("Kept once: the stream has one page and one plan."),
    ),
    "topics_of_stream": (
        _lt("The stream has other topics already: %(plan)s."),
        _lt(
            "The page keeps them; this plan is made, but no lessons use it. Choose one of the two."
        ),
    ),
    "check_unit": (
        _lt("The hours do not make the plan's total: %(found)s instead of %(expected)s."),
        _lt("Taken as they stand. Correct the plan in its own program."),
    ),
    "check_semester": (
        _lt("The hours of a semester do not make its total: %(found)s instead of %(expected)s."),
        _lt("Taken as they stand. Correct the plan in its own program."),
    ),
    "check_module": (
        _lt("The parts do not make the module: %(found)s instead of %(expected)s hours."),
        _lt("The parts are taken. Correct the plan in its own program."),
    ),
    "check_weeks": (
        _lt(
            "Hours of the semester divided by 36 make %(found)s weeks, "
            "the calendar graph has %(expected)s."
        ),
        _lt("Taken as they stand. Correct the plan in its own program."),
    ),
    "check_practice": (
        _lt("The units have %(expected)s weeks of it, the calendar graph marks %(found)s."),
        _lt("The weeks of the units are taken. Mark the practice in the graph."),
    ),
    "standard_differs": (
        _lt("The plan names standard No. %(other)s in one place and another number in the second."),
        _lt("Not imported. Correct the title page of the plan."),
    ),
    "cycle_row": (_lt("A heading of a cycle, not a discipline."), _lt("Not imported as a unit.")),
    "unit_twice": (_lt("The index stands in the plan twice."), _lt("The second row is left out.")),
    "code_spaces": (_lt("Spaces before the index."), _lt("Taken without them.")),
    "code_letters": (
        _lt("A Latin letter in the index."),
        _lt("Replaced by the Russian letter it looks like."),
    ),
    "hours_repeated": (
        _lt("%(value)s records repeat hours as practical training or in another form."),
        _lt("Not added to the hours a second time."),
    ),
    "module_counts": (
        _lt("The module's row repeats its parts and counts their forms of attestation: %(count)s."),
        _lt("The hours are taken from the parts, the module keeps its own exam."),
    ),
    "plan_number": (
        _lt("«%(value)s» stands where a number must be."),
        _lt("The file is not imported."),
    ),
}
FILES = {
    "file_empty": (_lt("The file is empty."), _lt("Save it once more and upload it again.")),
    "file_too_large": (
        _lt("The file is larger than %(limit)s MB."),
        _lt("Split it, or ask the administrator to raise the limit."),
    ),
    "file_old_excel": (
        _lt("It is a file of old Excel (.xls) or a protected one."),
        _lt("Save it as .xlsx without a password and upload it again."),
    ),
    "file_formulas": (
        _lt("The values of formulas are not in the file (the first one: %(place)s)."),
        _lt("Open it in Excel, save it as .xlsx and upload it again."),
    ),
    "file_broken_workbook": (
        _lt("The workbook is damaged."),
        _lt("Open it in Excel, save it as .xlsx and upload it again."),
    ),
    "file_not_workbook": (
        _lt("It is an archive, not a workbook."),
        _lt("Upload the files of the archive themselves."),
    ),
    "file_zip_bomb": (
        _lt("Unpacked, the file would be too large: it looks like an attack."),
        _lt("It was not opened."),
    ),
    "file_entities": (
        _lt("The file declares XML entities: it looks like an attack."),
        _lt("It was not opened."),
    ),
    "file_too_many_cells": (
        _lt("The sheet «%(sheet)s» is too large."),
        _lt("Delete the empty rows and columns at its end and upload it again."),
    ),
    "file_not_table": (
        _lt("It is neither a table nor a curriculum."),
        _lt("Upload .xlsx, .csv or .plx."),
    ),
    "file_broken_xml": (_lt("The file is damaged."), _lt("Save it once more and upload it again.")),
    "file_repeated": (_lt("The same file is uploaded twice."), _lt("Read once.")),
    "file_unreadable": (
        _lt("The file could not be read: %(detail)s"),
        _lt("Send it to the administrator of the journal."),
    ),
    "stranger_substitutions": (
        _lt(
            "It is a sheet of substitutions of one day: it changes lessons, it does not make them."
        ),
        _lt("Enter substitutions in the timetable."),
    ),
    "stranger_day_timetable": (
        _lt("It is a timetable of one day: the journal needs the timetable of the week."),
        _lt("Upload the two-week timetable."),
    ),
    "stranger_empty": (_lt("The file has no data."), _lt("Upload the filled one.")),
    "stranger_columns": (
        _lt("It resembles «%(format)s», but these columns are missing: %(missing)s."),
        _lt("Name the columns as usual and upload it again."),
    ),
    "stranger_unknown": (
        _lt("The format is not known."),
        _lt(
            "Curricula of «Планы», lists of students and staff, the two-week timetable, "
            "weeks and topics can be read."
        ),
    ),
}
TEXTS = {**PEOPLE, **TIMETABLE, **PLANNING, **FILES}

#: Names of fields of tables, for the sentence about missing columns.
COLUMNS = {
    "surname": _lt("surname"),
    "first_name": _lt("first name"),
    "group": _lt("group"),
    "fio": _lt("full name"),
    "job": _lt("post"),
    "discipline": _lt("discipline"),
    "topic": _lt("topic"),
    "hours": _lt("hours"),
}
FORMATS = {
    "curriculum": _lt("Curriculum of «Планы»"),
    "students": _lt("List of students"),
    "staff": _lt("List of staff"),
    "weeks": _lt("Weeks, «числитель» and «знаменатель»"),
    "timetable_week": _lt("Two-week timetable"),
    "topics": _lt("Topics and hours"),
}
PRACTICES = {
    "practice_study": _lt("Study practice"),
    "practice_work": _lt("Work practice"),
    "practice_diploma": _lt("Pre-diploma practice"),
    "state_exam": _lt("State final attestation"),
}


def sentence(env, code, params, value=""):
    """Return ``(problem, cure)`` of a fault in the user's language."""
    texts = TEXTS.get(code, NO_CURE)
    named = {name: _named(env, name, item) for name, item in params.items()}
    named.setdefault("value", value)
    result = []
    for text in texts:
        translated = env._(text) if text else ""
        result.append(translated % named if "%(" in translated else translated)
    return tuple(result)


def _named(env, name, item):
    """Keys of formats and columns are told by their names."""
    if name == "missing":
        return ", ".join(str(env._(COLUMNS[key])) if key in COLUMNS else key for key in item)
    if name == "format":
        return env._(FORMATS[item])
    return item
