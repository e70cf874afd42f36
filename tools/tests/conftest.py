"""A house in a temporary folder."""

import pytest
from ejctl.house import House


@pytest.fixture
def house(tmp_path):
    root = tmp_path / "checkout"
    (root / "ej_core").mkdir(parents=True)
    (root / "ej_core" / "__manifest__.py").write_text('{"name": "core", "depends": ["mail"]}')
    (root / "__manifest__.py").write_text('{"name": "ej", "depends": ["ej_core"]}')
    return House(tmp_path / "home", root).open()
