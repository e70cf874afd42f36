"""Logins out of names, one-time passwords out of chance, codes of addresses: no ORM."""

import base64
import io
import secrets
from itertools import count

import qrcode
from qrcode.image.svg import SvgPathImage

# Russian letters: logins are transliterated from Russian surnames.
#: What a login keeps of each of them (as in passports of today).
LATIN = {
    **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ъ": "ie"},
    **{"ю": "iu", "я": "ia"},
}
#: Letters and digits that are not taken for one another on paper (no 0/o, 1/l/i).
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
#: A part of a password between hyphens, characters.
PART = 4
#: Fewest parts: 12 characters of 31 are 59 bits of chance, more than guessing can reach.
PARTS = 3


def latin(text):
    """Return the letters and digits of ``text`` in Latin small letters.

    >>> latin("Щёголева"), latin("O'Нил 2")
    ('shchegoleva', 'onil2')
    """
    small = (text or "").lower()
    return "".join(LATIN.get(sign, sign) for sign in small if sign in LATIN or _is_plain(sign))


def _is_plain(sign):
    return sign.isascii() and sign.isalnum()


def base(full_name):
    """Return the login a person would have alone: surname and initials.

    >>> base("Щёголева Екатерина Юрьевна"), base("Ли"), base(" - ")
    ('shchegoleva.ei', 'li', 'user')
    """
    parts = [latin(part) for part in (full_name or "").split()]
    parts = [part for part in parts if part]
    if not parts:
        return "user"
    initials = "".join(part[0] for part in parts[1:3])
    return f"{parts[0]}.{initials}" if initials else parts[0]


def unique(wanted, taken):
    """Return ``wanted`` or, when ``taken`` has it, the same with the first free number; note it in
    ``taken``.

    >>> taken = {"li"}
    >>> unique("li", taken), unique("li", taken)
    ('li2', 'li3')
    """
    login = wanted
    numbers = count(2)
    while login in taken:
        login = f"{wanted}{next(numbers)}"
    taken.add(login)
    return login


def password(length=0):
    """Return a one-time password of chance, in parts of four: «h7kq-29mw-xept».

    :param length: fewest characters the policy of passwords wants; never fewer than three parts.
    """
    parts = PARTS
    while parts * (PART + 1) - 1 < length:
        parts += 1
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(PART)) for _ in range(parts))


def qr_svg(address):
    """Return the QR code of the address as a ``data:`` address of an SVG picture."""
    picture = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=1).save(picture)
    return "data:image/svg+xml;base64," + base64.b64encode(picture.getvalue()).decode()
