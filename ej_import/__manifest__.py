{
    "name": "EJ: import of the office's files",
    "summary": "Curricula, students, staff, timetables and topics: preview, table of faults, all or nothing",
    "version": "19.0.1.0.0",
    "category": "Education",
    "author": "EJ team",
    "license": "LGPL-3",
    "depends": ["ej_journal"],
    "external_dependencies": {"python": ["openpyxl", "lxml", "rapidfuzz"]},
    "data": [],
}
