"""What a personal card consists of: which fields, who reads them, which of them keep a history."""

#: Capabilities that read the cards of the people in one's care.
CARDS = "ej_core.group_ej_cards,ej_core.group_ej_specialist"
#: Capability that reads identity documents and insurance numbers.
IDENTITY = "ej_core.group_ej_identity"
#: Capability that reads health and military data.
SPECIAL = "ej_core.group_ej_special"

#: Fields of the contact whose reading is kept in evidence (R002-1.8).
IDENTITY_FIELDS = (
    "ej_doc_kind",
    "ej_doc_series",
    "ej_doc_number",
    "ej_doc_issued_by",
    "ej_doc_issued_on",
    "ej_doc_code",
    "ej_snils",
    "ej_inn",
    "ej_policy",
)
#: Fields of the contact for those named by the regulation (R000-4.7.1b, R000-4.7.1c).
SPECIAL_FIELDS = (
    "ej_health_group",
    "ej_limited",
    "ej_health_note",
    "ej_mil_category",
    "ej_mil_account",
    "ej_mil_rank",
    "ej_mil_composition",
    "ej_mil_fitness",
    "ej_mil_office",
    "ej_mil_doc",
    "ej_mil_doc_number",
    "ej_mil_deferral",
    "ej_mil_deferral_to",
    "ej_mil_note",
)
ADDRESS_FIELDS = (
    "ej_reg_zip",
    "ej_reg_state_id",
    "ej_reg_city",
    "ej_reg_street",
    "zip",
    "state_id",
    "city",
    "street",
)
#: Fields of the contact that make the card; every change of them is kept in evidence.
PERSON_FIELDS = (
    "ej_surname",
    "ej_firstname",
    "ej_patronymic",
    "ej_birthdate",
    "ej_gender",
    "ej_birthplace",
    "ej_citizenship_id",
    "phone",
    "email",
    *ADDRESS_FIELDS,
    "ej_benefit_ids",
    "ej_orphan",
    "ej_disability",
    "ej_disability_kind",
    "ej_hostel",
    "ej_hostel_room",
    "ej_edu_document",
    "ej_edu_school",
    "ej_edu_series",
    "ej_edu_number",
    "ej_edu_date",
    "ej_edu_average",
    "ej_diploma_document",
    "ej_diploma_series",
    "ej_diploma_number",
    "ej_diploma_reg",
    "ej_diploma_date",
    "ej_work_place",
    "ej_work_post",
    *IDENTITY_FIELDS,
    *SPECIAL_FIELDS,
)
#: Fields of the student's record that keep a history.
STUDENT_FIELDS = (
    "surname",
    "firstname",
    "patronymic",
    "true_surname",
    "true_firstname",
    "true_patronymic",
    "alias",
    "record_no",
    "file_no",
    "funding",
    "admission_ground",
    "contract_no",
    "contract_date",
    "pe_group",
    "thesis",
)
#: Fields of a family link that keep a history.
GUARDIAN_FIELDS = ("partner_id", "kinship", "legal", "date_from", "date_to", "adult_consent_on")

#: Obligatory fields when the regulation names none: names of fields of ``ej.student``. Asking for
#: less is the stricter rule here (152-ФЗ, article 5: not more data than the purpose needs), so only
#: what the law itself makes an institution know stands here: the age decides who signs and who
#: reads the diary; sex, citizenship and СНИЛС of each graduate go to the register of documents of
#: education (273-ФЗ, article 98); the document of previous education is the ground of admission
#: (273-ФЗ, article 68); the personal file is kept by its number.
STUDENT_REQUIRED = "birthdate gender citizenship_id snils edu_document file_no"
#: Of a parent: names of fields of ``ej.guardian``. Who opens the child's diary is known by name;
#: passport and СНИЛС of a parent are asked for by R002-1.7b alone, in its profile.
GUARDIAN_REQUIRED = "surname firstname"
