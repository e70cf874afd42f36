"""What each regulation says on each parameter: the table that the profiles in ``data/`` must equal.

``None`` means that the regulation is silent, so the profile keeps the strict default of the
product. A new parameter of any module needs a row here: whoever adds it decides it for the five
institutions.
"""

PROFILES = ("000", "001", "002", "003", "004")

SILENT = (None,) * 5

DECIDED = {
    # parameter: (000, 001, 002, 003, 004)
    # institution and its words
    "institution_type": ("college", "college", "school", "training", "college"),
    "word_group": ("group", "study_group", "class", "group", "study_group"),
    "word_curator": ("curator", "group_leader", "class_teacher", "curator", "class_teacher"),
    # 002 names the roles of the cabinets «Ученик» and «Родитель»
    "word_student": (None, None, "pupil", None, None),
    "word_parent": (None, None, "parent", None, None),
    "word_absences": ("attendance", None, "attendance", None, "absences"),
    "legal_mode": ("electronic", "parallel", "recognised", "electronic", "financial"),
    "journal_kinds": ("one", "two", "one", "one", "one"),
    # contingent: only 003 and 002 name a term, «своевременно» of the others stays strict
    "movement_days": (None, None, None, 3, None),
    "card_check_days": (None, None, 30, None, None),
    # 000-4.8, 002-4.5, 003-6.6, 004-3.4: the leader of the group keeps the cards; 001 says nothing
    "card_editors": ("curator", None, "curator", "curator", "curator"),
    "card_request_by": ("curator", None, "curator", "curator", "curator"),
    # none names the fields of a student: what the law itself needs; a school admits without a
    # document of education. Of a parent 002-1.7 alone names passport and СНИЛС, the others have no
    # ground to ask for them (152-ФЗ, article 5)
    "card_required": (None, None, "birthdate gender citizenship_id snils file_no", None, None),
    "guardian_required": (
        None,
        None,
        "surname firstname patronymic gender birthdate doc_number snils",
        None,
        None,
    ),
    "subgroups_by": ("dispatcher", None, "curator", "teachers", "ej_admin"),
    # the year: 004 in the last week of August, 000 not later than 10 September; 001 asks for the
    # list of workers only, 002 and 004 for teachers of each group and the timetable
    "year_open": ("by_day", None, None, None, "last_week"),
    "year_open_day": ("09-10", None, None, None, None),
    "year_teachers_each": (None, False, True, None, True),
    "year_timetable": (None, False, True, None, True),
    # duties: 003 appoints a system administrator and a content administrator
    "admin_duties": ("one", None, None, "two", "one"),
    "duty_orders": SILENT,
    "duty_warn_days": SILENT,
    # access: 004 gives access to parents of minors, the others say nothing of the 18th birthday
    "parents_after_18": (None, None, None, None, "stop"),
    "curator_marks": ("view", None, "edit", "view", "view"),
    # personal data: the general law only
    "consent_renew_18": SILENT,
    "personal_years": SILENT,
    "staff_personal_years": SILENT,
    "mass_read_factor": SILENT,
    "mass_read_floor": SILENT,
    # accounts: who makes them, who hands out logins, who may change them; staff get them from the
    # administrator (003: from the content administrator)
    "staff_issuer": ("ej_admin", "ej_admin", "ej_admin", "content_admin", "ej_admin"),
    "family_accounts_by": ("study_head", "ej_admin", "ej_admin", "content_admin", "ej_admin"),
    "family_issuer": ("curator", "dept_head", "curator", "content_admin", "curator"),
    # 002-4.2, 003-3.8.3: the slips of a class come to its leader from the administrator
    "family_packs": (False, False, True, True, False),
    # 003-3.11.1, 3.12.1 make consent a condition of getting a login, the others name none
    "consent_gate": (False, False, False, True, False),
    # a one-time password that was printed is changed: named by none
    "first_login_change": SILENT,
    # 004-4.3.2 forbids students alone; the others speak of no prohibition
    "student_may_change_password": (True, True, True, True, False),
    "parent_may_change_password": (True, True, True, True, True),
    # staff: 000 alone speaks of cards and of dismissal; the information is passed on (4.5.5)
    "staff_card": ("card", None, None, None, None),
    "dismissal_block": ("request", None, None, None, None),
    # that rights wait for the agreement is said by none
    "pd_grant": SILENT,
    # 003: by the director's order; the others by the administrator, «в зависимости от функций»
    "rights_by_order": (False, False, False, True, False),
    # planning
    "plan_due": (None, None, "09-01", None, "09-10"),
    "plan_hours_match": (True, None, True, True, True),
    # timetable and substitutions
    "timetable_owner": ("dispatcher", None, "deputy", "dispatcher", "ej_admin"),
    "substitute_days": SILENT,
    "substitution_by": ("ej_admin", None, None, None, "administration"),
    # lesson: «в день проведения занятия» is the end of the day, 002 defers to 20:00
    "lesson_cutoff": (24.0, 24.0, 20.0, 24.0, 24.0),
    "late_policy": SILENT,
    # hours are ground for pay (R004-1.4), the day of closing is named by none
    "month_close_day": SILENT,
    "attendance_live": (False, False, False, False, True),
    "topic_strict": (True, None, True, True, None),
    "topic_russian": (None, True, True, True, None),
    "works_required": (None, True, None, None, True),
    # «систематически» of 000, 001 and 004 is not every lesson, «ежедневно» of 002 and 003 is
    "marks_required": (False, False, True, True, False),
    # marks
    "mark_scale": (None, None, None, "5,4,3,2", None),
    "mark_pairs": (None, None, None, False, None),
    "mark_with_absence": SILENT,
    # 000: both the topic and the number of numbered works
    "work_numbers": ("refuse", None, None, None, None),
    # 002: 2,5 to 3; 3,5 to 4; 4,5 to 5
    "final_bounds": (None, None, "4.5; 3.5; 2.5", None, None),
    "blank_lessons": SILENT,
    "work_kind_required": (None, True, True, None, True),
    # homework
    "homework_required": SILENT,
    "homework_individual": (None, True, True, None, True),
    # absences
    "curator_reasons": (True, None, True, True, True),
    # diary: 004 speaks of the current year (2.4) and of the whole period (2.6): the wider one holds
    "diary_marks": ("whole", "whole", None, "whole", "whole"),
    # 001-2.7: a student sees only performance, attendance and timetable; homework comes by 1.11
    "diary_student_topics": (True, False, True, None, None),
    "diary_student_homework": (True, True, True, None, True),
    "diary_average": SILENT,
    "diary_silent_days": SILENT,
    # 002-1.7: the service «Электронный дневник» needs the parent's data
    "diary_service": (None, None, "data", None, None),
}
