"""A Wagtail site on SQLite: made once, copied for each test, driven by its own commands, looked at from outside."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PATHS = (ROOT, ROOT / "contrib" / "wagtail")

_PAGES = """
select p.path, p.depth, p.numchild, p.title, p.slug, p.url_path, p.live, p.go_live_at, p.latest_revision_id, a.*
from newsconvert_wagtail_articlepage a join wagtailcore_page p on p.id = a.page_ptr_id order by p.path
"""


class Done(NamedTuple):
    code: int
    talk: str


class Site:
    def __init__(self, database: Path):
        self.database = database
        self.environ = os.environ | {
            "PYTHONPATH": os.pathsep.join(map(str, PATHS)),
            "DJANGO_SETTINGS_MODULE": "tests.contrib.wagtail_site",
            "NEWSCONVERT_TEST_DATABASE": str(database),
        }

    def manage(self, *words) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "django", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            env=self.environ,
            cwd=ROOT,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stderr + done.stdout)

    def import_news(self, *words) -> Done:
        return self.manage("import_news", *words)

    def killed_after(self, number, *words):
        """Import, and kill the process as soon as so many pages are there."""
        process = subprocess.Popen(
            [sys.executable, "-m", "django", "import_news", *map(str, words)], env=self.environ, cwd=ROOT
        )
        while process.poll() is None and self.count() < number:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        return process.wait()

    def pages(self) -> list[dict]:
        with sqlite3.connect(self.database, timeout=60) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(_PAGES)]

    def count(self) -> int:
        with sqlite3.connect(self.database, timeout=60) as connection:
            return connection.execute("select count(*) from newsconvert_wagtail_articlepage").fetchone()[0]

    def revisions(self) -> int:
        with sqlite3.connect(self.database, timeout=60) as connection:
            return connection.execute("select count(*) from wagtailcore_revision").fetchone()[0]

    def tree_is_sound(self) -> bool:
        """Every page has a parent, and each parent the children that it counts."""
        with sqlite3.connect(self.database, timeout=60) as connection:
            rows = connection.execute("select path, depth, numchild from wagtailcore_page").fetchall()
        paths = {path for path, _, _ in rows}
        children = {path: sum(other[:-4] == path for other in paths) for path in paths}
        return all(
            len(path) == 4 * depth and numchild == children[path] and (depth == 1 or path[:-4] in paths)
            for path, depth, numchild in rows
        ) and len(paths) == len(rows)

    def get(self, *paths) -> list[str]:
        """What the site answers to a browser, page by page."""
        program = (
            "import django, json, sys; django.setup(); from django.test import Client; client = Client(); "
            "print(json.dumps([client.get(path).content.decode() for path in sys.argv[1:]]))"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, *paths],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
            env=self.environ,
            cwd=ROOT,
        )
        return json.loads(done.stdout)


def template(shared: Path) -> Path:
    """The database of a new site, made by the first process that wants one."""
    path = shared / "wagtail.sqlite"
    with (shared / "wagtail.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            making = shared / "wagtail.making"
            assert Site(making).manage("migrate", "-v0").code == 0
            making.rename(path)
    return path


def new_site(shared: Path, folder: Path) -> Site:
    return Site(Path(shutil.copy(template(shared), folder / "site.sqlite")))


def blocks(page) -> list[tuple[str, object]]:
    """The body of a page as it is stored: kinds and values, in order."""
    found = []
    for block in json.loads(page["body"]):
        value = block["value"]
        if block["type"] == "list":
            value = [item["value"] for item in value]
        found.append((block["type"], value))
    return found
