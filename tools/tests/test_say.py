"""What the command says, in both languages."""

import ast
from pathlib import Path
from string import Formatter

from ejctl import backup, cli, say

FOLDER = Path(say.__file__).parent


def sentences():
    """Yield every sentence given to tr() or step() in the command, and the titles of commands."""
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name, first = getattr(node.func, "id", ""), node.args[0]
            if name == "command":
                first = node.args[2]
            if name in {"tr", "step", "command"}:
                yield from _texts(first)
    yield backup.WAITED


def _texts(node):
    """Yield the texts an argument may have (both of a choice)."""
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def test_every_sentence_has_its_russian():
    known = say.read_phrases(FOLDER / "ru.tsv")
    assert sorted(set(sentences()) - set(known)) == []


def test_the_russian_keeps_the_named_values():
    for english, russian in say.read_phrases(FOLDER / "ru.tsv").items():
        names = [{f[1] for f in Formatter().parse(text)} - {None} for text in (english, russian)]
        assert names[0] == names[1], english


def test_a_refusal_is_one_sentence_and_a_status(monkeypatch, capsys):
    def refuse(house, options):
        raise say.Refusal("Do this.")

    monkeypatch.setattr(cli, "do_down", refuse)
    assert cli.main(["down"]) == 1
    assert capsys.readouterr().err == "Do this.\n"


def test_a_full_disk_is_one_sentence(monkeypatch, capsys):
    def full(house, options):
        raise OSError(28, "No space left on device", "/somewhere")

    monkeypatch.setattr(cli, "do_down", full)
    assert cli.main(["down"]) == 1
    assert "No space left on device at /somewhere" in capsys.readouterr().err


def test_no_russian_is_left_over():
    known = say.read_phrases(FOLDER / "ru.tsv")
    assert sorted(set(known) - set(sentences())) == []
