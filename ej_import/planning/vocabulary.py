"""Seeded vocabulary of the planners: beginnings of titles and of rooms' names."""

#: Titles of a timetable that are practices.
PRACTICE_TITLES = {
    "учебная практика": "study_practice",
    "производственная практика": "work_practice",
    "преддипломная практика": "diploma_practice",
}
#: Rooms where several groups may be at once.
SHARED_ROOMS = {
    "сп": {"kind": "sport", "shared": True},
    "библ": {"kind": "hall", "shared": True},
}
YEAR_NAME = "{}/{}"
