"""The database server: a named one and the private one."""

import pytest
from ejctl import cluster
from ejctl.say import Refusal


def test_a_named_server():
    made = cluster.Server.named("postgresql://me:p%40ss@db.local:5433/journal")
    assert made.params == {
        "host": "db.local",
        "port": "5433",
        "user": "me",
        "password": "p@ss",
        "database": "journal",
    }


@pytest.mark.parametrize(
    "url",
    [
        "mysql://me@x/y",
        "postgresql://db.local/journal",
        "journal",
        "",
        "postgresql://me@db.local:port/journal",
        "postgresql://me@[db.local/journal",
        "postgresql://me@db.local/journal'; DROP DATABASE x",
        "postgresql://me@db.local/../x",
    ],
)
def test_a_wrong_address_is_refused(url):
    with pytest.raises(Refusal, match="EJ_DB_URL"):
        cluster.Server.named(url)


def test_a_server_that_does_not_answer_is_refused():
    with pytest.raises(Refusal, match="cannot be used"):
        cluster.Server.named("postgresql://me@127.0.0.1:1/journal").start()


def test_only_the_tests_may_lose_data():
    assert "fsync" not in cluster.SETTINGS
    assert cluster.CARELESS["fsync"] == "off"


def test_a_cluster_of_a_version_that_is_gone_is_refused(house, monkeypatch):
    monkeypatch.setattr(cluster, "_entered_by", lambda user, folder: True)
    made = cluster.Cluster(house, house.home / "pg")
    made.data.mkdir(parents=True)
    (made.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Refusal, match="PostgreSQL 9"):
        made.start()


def test_a_checkout_closed_to_the_server_gets_its_data_elsewhere(house, monkeypatch):
    monkeypatch.setattr(cluster.os, "geteuid", lambda: 0)
    monkeypatch.setattr(cluster, "_entered_by", lambda user, folder: False)
    made = cluster.Cluster(house, house.home / "pg")
    assert not made.base.is_relative_to(house.home)
    assert house.tag in made.base.parts


def test_a_long_path_gets_a_short_socket(house):
    folder = house.home / ("x" * 120) / "pg"
    made = cluster.Cluster(house, folder)
    assert len(str(made.socket / ".s.PGSQL.5432")) < cluster.MAX_SOCKET


def test_who_may_not_create_databases_is_told_what_to_ask_for(monkeypatch):
    made = cluster.Server.named("postgresql://me@db.local/journal")
    monkeypatch.setattr(made, "sql", lambda database, statement: "f")
    with pytest.raises(Refusal, match="ALTER ROLE"):
        made.need_rights()
    monkeypatch.setattr(made, "sql", lambda database, statement: "t")
    made.need_rights()
