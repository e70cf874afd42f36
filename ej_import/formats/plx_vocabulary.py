"""Names of tables and attributes of «Планы», and its codes. Seeded vocabulary, nothing is shown."""

ROOT = "Документ"
TABLES = {
    "plan": "Планы",
    "program": "ООП",
    "cycles": "ПланыЦиклы",
    "rows": "ПланыСтроки",
    "hours": "ПланыНовыеЧасы",
    "graph": "ПланыГрафикиЯчейки",
    "forms": "ФормаОбучения",
}
ATTRIBUTES = {
    "code": "Код",
    "parent": "КодРодителя",
    "block": "КодБлока",
    "type": "ТипОбъекта",
    "practice": "ВидПрактики",
    "index": "ДисциплинаКод",
    "discipline": "Дисциплина",
    "planned": "ЧасовПоПлану",
    "cycle_id": "Идентификатор",
    "owner": "КодОбъекта",
    "work": "КодВидаРаботы",
    "hour_type": "КодТипаЧасов",
    "course": "Курс",
    "semester": "Семестр",
    "amount": "Количество",
    "weeks": "Недель",
    "activity": "КодВидаДеятельности",
    "parts": "КоличествоЧастейВНеделе",
    "part": "НомерЧастиНедели",
    "week": "НомерНедели",
    "cipher": "Шифр",
    "name": "Название",
    "document": "НомерДокумента",
    "standard": "НомерФГОС",
    "title": "Титул",
    "qualification": "Квалификация",
    "form": "КодФормыОбучения",
    "form_name": "ФормаОбучения",
    "school_year": "УчебныйГод",
    "start_year": "ГодНачалаПодготовки",
    "years": "СрокОбучения",
    "months": "СрокОбученияМесяцев",
}

#: Types of rows (СправочникТипОбъекта).
TYPE_MODULE = "1"
TYPE_PRACTICE = "3"
TYPE_TEST = "4"
TYPE_STATE = "6"
#: Kinds of practice (СправочникВидыПрактик): учебная, производственная, преддипломная.
PRACTICE_KINDS = {"6": "practice_study", "7": "practice_work", "72": "practice_diploma"}

#: Types of hours (СправочникТипаЧасов): 1 = volumes, 5 = of them as practical training.
VOLUME = "1"
WITHIN_PRACTICE = "5"
#: Kinds of work (СправочникВидыРабот) that are hours.
HOUR_WORKS = {
    "101": "lecture",
    "102": "lab",
    "103": "practical",
    "104": "seminar",
    "105": "individual",
    "107": "independent",
    "108": "control",
    "113": "control",
    "106": "independent",
    "114": "project",
    "115": "independent",
    "140": "individual",
    "141": "consultation",
    "142": "lecture",
}
#: Forms of attestation: the number is how many, in a module's row the count over its parts.
ATTESTATION_WORKS = {
    "1": "exam",
    "2": "credit",
    "3": "graded_credit",
    "4": "course_project",
    "5": "course_work",
    "6": "control_work",
    "49": "other",
}
TOTAL_WORK = "1000"

#: Activities of the calendar graph. Checked on real plans: the weeks of each agree with its hours.
ACTIVITIES = {
    "1": "theory",
    "3": "exams",
    "4": "practice_study",
    "5": "practice_work",
    "7": "state_exam",
    "8": "state_exam",
    "11": "state_exam",
    "12": "holidays",
    "13": "none",
    "45": "practice_diploma",
    "50": "state_exam",
}
#: Hours of a student's week.
ACADEMIC_WEEK_HOURS = 36
