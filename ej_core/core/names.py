"""Names of people as Russian documents write them. Plain Python, no ORM."""

#: Parts of a name in the order of documents.
PARTS = ("surname", "firstname", "patronymic")


def full_name(surname, firstname, patronymic=None):
    """Return «Фамилия Имя Отчество»; empty parts are left out."""
    return " ".join(
        part.strip() for part in (surname, firstname, patronymic) if part and part.strip()
    )


def short_name(surname, firstname, patronymic=None):
    """Return «Фамилия И. О.» as lists and signatures write it.

    >>> short_name("Абрамов", "Илья", "Сергеевич")
    'Абрамов И. С.'
    >>> short_name("Ким", "Анна")
    'Ким А.'
    """
    initials = " ".join(
        f"{part.strip()[0]}." for part in (firstname, patronymic) if part and part.strip()
    )
    return f"{(surname or '').strip()} {initials}".strip()
