"""Sentences of the door: why a change is refused, and what to look at in a change that was
saved.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

#: code of a refusal or of a lock -> sentence a teacher understands
REFUSALS = {
    "not_yours": _lt(
        "This lesson is not yours: its teacher, or its substitute on the day of access, writes"
        " here."
    ),
    "reason": _lt("You may set the reason of a noted absence here, nothing else."),
    "view_only": _lt("You view this page without the right of editing."),
    "future": _lt("The lesson has not come yet: marks and attendance are entered from its day on."),
    "cancelled": _lt("The lesson is cancelled."),
    "year_closed": _lt("The academic year is closed."),
    "late_blocked": _lt(
        "The time for filling this lesson has passed, and the regulation refuses late entries."
    ),
    "month_closed": _lt("The month is closed: name the reason of the change."),
    "not_member": _lt("On the day of the lesson the student was not in this group."),
    "period_future": _lt("The period has not begun yet."),
    "not_in_period": _lt("In this period the student was not in this group."),
    "ground": _lt("The final mark differs from the proposed one (%(proposal)s): write the ground."),
    "scale": _lt(
        "There is no such mark: the regulation allows %(scale)s and the letters %(letters)s."
    ),
    "reason_archived": _lt(
        "The reason «%(letter)s» (%(name)s) is no longer entered in this institution. Signs of"
        " absence: %(letters)s."
    ),
    "pairs": _lt(
        "The regulation allows one mark in a cell: make one more work for the second mark."
    ),
    "mark_with_absence": _lt(
        "A mark and an absence do not stand together: the student was not at the lesson."
    ),
    "kind_missing": _lt("Choose the kind of work: the regulation wants it with every mark."),
    "kind_unknown": _lt("There is no such kind of work."),
    "number_missing": _lt("Name the number and the topic of this work."),
    "work_unknown": _lt("The lesson has no such work; reload the page."),
    "work_choose": _lt("The lesson has several works: choose the column."),
    "work_has_marks": _lt("The work has marks: remove them first."),
    "weight": _lt("The weight is a number above 0 and not above 100."),
    "no_mark": _lt("There is no mark to comment on."),
    "topic_empty": _lt("The topic of a lesson held cannot be empty."),
    "topic_unknown": _lt("The КТП of this page has no such topic."),
    "lesson_kind": _lt("There is no such kind of lesson."),
    "individual_off": _lt("The regulation knows no individual homework."),
    "link": _lt("Write one address per line, each beginning with http:// or https://."),
    "due": _lt("Homework is due on a day after the lesson; write the day as 2026-10-14."),
    "none_with_text": _lt("«Not set» and a text of homework do not stand together."),
    "too_long": _lt("The text is too long: at most %(limit)s characters."),
    "bad_text": _lt("The text has characters that cannot be kept."),
    "bad_request": _lt("The journal does not understand this change; reload the page."),
    "op_used": _lt("This operation identifier was used for another change; reload the page."),
}

#: code of a warning -> sentence; the change is saved
WARNINGS = {
    "abbreviation": _lt("The topic has an abbreviated word; the regulation wants words in full."),
    "bare": _lt("The topic names only the form of the lesson: add the concrete topic."),
    "not_russian": _lt("Entries are made in Russian, in foreign-language lessons too."),
    "deviation": _lt("The topic differs from the КТП."),
    "not_live": _lt("The absence was entered after the lesson; absentees are entered during it."),
    "number": _lt("Works of this kind have a number and a topic: name them."),
}


def refusal(env, code, **values):
    """Return the sentence of a refusal in the person's language."""
    text = env._(REFUSALS[code])
    return text % values if values else text


def warning(env, code):
    """Return the sentence of a warning in the person's language."""
    return env._(WARNINGS[code])


class Refused(Exception):
    """A change is refused with a code of REFUSALS; nothing of it is stored."""

    def __init__(self, code, **values):
        super().__init__(code)
        self.code = code
        self.values = values
