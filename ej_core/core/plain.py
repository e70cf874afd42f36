"""Words that come from outside: plain text, no ORM."""


def plain(value, most):
    r"""Return what somebody wrote as a text that can be stored: trimmed, at most ``most`` letters.

    >>> plain("  карта утеряна\x00 ", 5), plain(None, 5), plain([1], 5)
    ('карта', '', '[1]')
    """
    return str(value or "").replace("\x00", "").strip()[:most]
