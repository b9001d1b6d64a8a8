"""The embedded PostgreSQL survives what happens to it: kills, stale files, strange paths, two starters at once."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from marketplace.embedded import Cluster, Unavailable, binaries, secret, url
from tests.faults.system import eventually


@pytest.fixture
def cluster(tmp_path):
    cluster = Cluster(tmp_path / "a folder, 'quoted'", fast=True)
    yield cluster
    cluster.stop(even_if_used=True)


def pid_of(cluster: Cluster) -> int:
    return int((cluster.folder / "postmaster.pid").read_text().split("\n")[0])


def ask(cluster: Cluster, query: str):
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        result = connection.execute(query)
        return result.fetchone() if result.description else None


def test_what_was_committed_survives_kill_9_and_a_second_start(cluster):
    cluster.start()
    ask(cluster, "CREATE TABLE kept AS SELECT 'a coat' AS thing")

    os.kill(pid_of(cluster), signal.SIGKILL)
    cluster.start()

    assert ask(cluster, "SELECT thing FROM kept") == ("a coat",)


def test_children_of_a_killed_one_that_are_slow_to_die_are_waited_for_whatever_they_say_meanwhile(cluster):
    cluster.start()
    with psycopg.connect(cluster.url()) as connection, ThreadPoolExecutor() as another:
        child, log = connection.info.backend_pid, cluster.data / "postgres.log"
        os.kill(child, signal.SIGSTOP)
        os.kill(pid_of(cluster), signal.SIGKILL)
        starting = another.submit(cluster.start)
        try:
            assert eventually(lambda: "shared memory" in log.read_text(), 60)
            for _ in range(300):  # meanwhile it is refused twice more
                with log.open("a") as words:
                    words.write("FATAL:  terminating connection due to unexpected postmaster exit\n" * 3)
                time.sleep(0.005)
        finally:
            os.kill(child, signal.SIGKILL)
        starting.result(timeout=60)

    assert ask(cluster, "SELECT 1") == (1,)


def test_another_program_that_got_the_old_pid_is_neither_believed_nor_hurt(cluster):
    cluster.start()
    cluster.stop()
    stranger = subprocess.Popen(["sleep", "60"])
    (cluster.folder / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster.folder}\n")

    believed = cluster.running()
    cluster.start()

    assert not believed
    assert ask(cluster, "SELECT 1") == (1,)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_second_program_finds_it_running_and_the_last_one_stops_it(cluster):
    cluster.start()
    second = Cluster(cluster.data, fast=True)

    second.start()

    assert not cluster.stop()
    assert second.running()
    assert second.stop()
    assert not second.running()


def test_two_starters_at_once_get_one_cluster(tmp_path):
    starter = [sys.executable, "-m", "marketplace.embedded", "start", str(tmp_path / "data"), "--fast"]

    both = [subprocess.Popen(starter, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = {process.communicate(timeout=60)[0].strip() for process in both}

    cluster = Cluster(tmp_path / "data")
    assert answers == {cluster.url()}
    assert ask(cluster, "SELECT 1") == (1,)
    cluster.stop()


def test_a_path_too_long_for_a_socket_gets_a_short_private_one(tmp_path):
    cluster = Cluster(tmp_path / ("long" * 30), fast=True)

    cluster.start()

    assert ask(cluster, "SELECT 1") == (1,)
    assert "host=%2Ftmp%2Fcortile-" in cluster.url()
    cluster.stop()


def test_the_address_is_known_before_anything_exists(tmp_path):
    first = url(tmp_path / "data")

    assert first == url(tmp_path / "data")
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path):
    first = secret(tmp_path, "key")

    assert first == secret(tmp_path, "key")
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    assert secret(tmp_path, "other") != first


def test_the_citys_role_is_no_superuser_and_a_wrong_password_is_refused(cluster):
    cluster.start()

    assert ask(cluster, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == (False,)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(cluster.url().replace(secret(cluster.data, "database-password"), "guess"))


def test_a_data_folder_that_is_a_file_is_told_in_one_line(tmp_path):
    (tmp_path / "data").write_text("not a folder")

    with pytest.raises(Unavailable, match="cannot use its data folder"):
        Cluster(tmp_path / "data").start()


if os.geteuid() == 0:  # nobody else needs another identity

    def test_where_user_namespaces_are_forbidden_root_starts_it_as_somebody_else(tmp_path, monkeypatch):
        works = binaries._works
        monkeypatch.setattr(binaries, "_works", lambda command: command[0] != "unshare" and works(command))
        (tmp_path / "private").mkdir(mode=0o700)
        cluster = Cluster(tmp_path / "private" / "data", fast=True)

        cluster.start()

        assert ask(cluster, "SELECT 1") == (1,)
        assert Path(f"/proc/{pid_of(cluster)}").stat().st_uid == binaries.stranger().pw_uid
        cluster.stop()
