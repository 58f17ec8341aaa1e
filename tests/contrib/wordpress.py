"""A WordPress of Debian's packages in a temporary folder: a database, PHP's own server, our plugin, one user."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path("/usr/share/wordpress")
PLUGIN = ROOT / "contrib" / "wordpress" / "plugin" / "newsconvert"
NEEDED = ("php", "mariadbd", "mariadb-install-db", "mariadb")

_CONFIG = """<?php
define( 'DB_NAME', 'wordpress' ); define( 'DB_USER', 'root' ); define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:{socket}' ); define( 'DB_CHARSET', 'utf8mb4' ); define( 'DB_COLLATE', '' );
define( 'WP_ENVIRONMENT_TYPE', 'local' ); define( 'WP_HTTP_BLOCK_EXTERNAL', true ); define( 'DISABLE_WP_CRON', true );
define( 'WP_HOME', '{home}' ); define( 'WP_SITEURL', '{home}' ); define( 'WP_CONTENT_DIR', __DIR__ . '/wp-content' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {{
    define( $name . '_KEY', 'for tests alone ' . $name ); define( $name . '_SALT', 'for tests alone ' . $name );
}}
$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) {{ define( 'ABSPATH', __DIR__ . '/' ); }}
require_once ABSPATH . 'wp-settings.php';
"""

_INSTALL = """<?php
$_SERVER['HTTP_HOST'] = '127.0.0.1'; define( 'WP_INSTALLING', true );
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_install( 'Example Press', 'importer', 'importer@press.example', true, '', 'a password of tests', 'en_US' );
activate_plugin( 'newsconvert/newsconvert.php' );
switch_theme( 'plain' );
update_option( 'permalink_structure', '' );
$jane = wp_create_user( 'jroe', 'another password of tests', 'jane@press.example' );
wp_update_user( array( 'ID' => $jane, 'display_name' => 'Jane Roe', 'role' => 'author' ) );
list( $password ) = WP_Application_Passwords::create_new_application_password( 1, array( 'name' => 'tests' ) );
echo json_encode( array( 'password' => $password, 'jane' => $jane ) );
"""

_THEME = """<!doctype html><html <?php language_attributes(); ?>><head><meta charset="utf-8">
<?php wp_head(); ?></head><body><main><?php while ( have_posts() ) { the_post(); ?>
<article><h1><?php the_title(); ?></h1><p class="by"><?php the_author(); ?></p><?php the_content(); ?></article>
<?php } ?></main></body></html>
"""


def missing() -> str | None:
    """What of the system a WordPress needs and this machine lacks."""
    absent = [name for name in NEEDED if shutil.which(name) is None]
    return ", ".join([*absent, *([] if SOURCE.is_dir() else [str(SOURCE)])]) or None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    def __init__(self, folder: Path):
        self.folder, self.root = folder, folder / "wordpress"
        self.base = f"http://127.0.0.1:{free_port()}"
        self._processes = []
        self._database()
        self._files()
        self.installed = self._php("install.php", _INSTALL)
        self._serve()

    def _start(self, words, ready):
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._processes.append(process)
        for _ in range(3000):
            if ready():
                return
            assert process.poll() is None, f"{words[0]} ended"
            time.sleep(0.05)
        raise AssertionError(f"{words[0]} does not start")

    def _database(self):
        data, self.socket = self.folder / "database", self.folder / "database.sock"
        user = ["--user=root"] if os.geteuid() == 0 else []
        made = ["mariadb-install-db", f"--datadir={data}", "--auth-root-authentication-method=normal", *user]
        subprocess.run(made, check=True, capture_output=True)
        options = [
            f"--datadir={data}",
            f"--socket={self.socket}",
            "--skip-networking",
            "--innodb-flush-log-at-trx-commit=2",
        ]
        self._start(["mariadbd", "--no-defaults", *options, *user], lambda: self.sql("select 1", "mysql") is not None)
        self.sql("create database wordpress character set utf8mb4", "mysql")

    def _files(self):
        shutil.copytree(SOURCE, self.root, ignore=shutil.ignore_patterns("wp-content", "languages"))
        shutil.copytree(PLUGIN, self.root / "wp-content" / "plugins" / "newsconvert")
        theme = self.root / "wp-content" / "themes" / "plain"
        theme.mkdir(parents=True)
        (theme / "style.css").write_text("/* Theme Name: Plain */")
        (theme / "index.php").write_text(_THEME)
        (self.root / "wp-config.php").write_text(_CONFIG.format(socket=self.socket, home=self.base))

    def _php(self, name, program):
        path = self.root / name
        path.write_text(program)
        done = subprocess.run(
            ["php", str(path)], capture_output=True, text=True, check=False, cwd=self.root, timeout=300
        )
        path.unlink()
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout[done.stdout.index("{") :])

    def _serve(self):
        address = self.base.removeprefix("http://")
        words = ["php", "-d", "display_errors=0", "-S", address, "-t", str(self.root)]
        self._start(words, lambda: self._answers(address))

    def _answers(self, address):
        host, port = address.split(":")
        with socket.socket() as probe:
            return probe.connect_ex((host, int(port))) == 0

    def close(self):
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            process.wait(timeout=60)

    def restart_server(self):
        """Kill PHP in the middle of whatever it does, and start it again."""
        server = self._processes.pop()
        server.kill()
        server.wait()
        self._serve()

    def sql(self, query, database="wordpress"):
        """The rows of a query, None where the database does not answer."""
        words = [
            "mariadb",
            "--no-defaults",
            f"--socket={self.socket}",
            "--user=root",
            "--batch",
            "--raw",
            "-N",
            database,
        ]
        done = subprocess.run([*words, "-e", query], capture_output=True, text=True, check=False)
        return [line.split("\t") for line in done.stdout.splitlines()] if done.returncode == 0 else None

    def posts(self):
        """(guid, version, number, status, title, author, modified) of every post, in the order they came."""
        return self.sql(
            "select g.meta_value, v.meta_value, p.ID, p.post_status, p.post_title, p.post_author, p.post_modified "
            "from wp_posts p left join wp_postmeta g on g.post_id = p.ID and g.meta_key = '_newsconvert_guid' "
            "left join wp_postmeta v on v.post_id = p.ID and v.meta_key = '_newsconvert_version' "
            "where p.post_type = 'post' and p.post_status != 'auto-draft' order by p.ID"
        )

    def content(self, post):
        rows = self.sql(f"select post_content from wp_posts where ID = {int(post)}")  # noqa: S608 - a number alone goes in
        return "\n".join("\t".join(row) for row in rows)

    def page(self, post):
        return httpx.get(self.base, params={"p": post}, follow_redirects=True, timeout=120).text

    def _words(self, *words):
        options = ["--site", self.base, "--user", "importer"]
        return [sys.executable, "-m", "newsconvert_wordpress", *map(str, words), *options]

    def _environ(self):
        path = os.pathsep.join(map(str, (ROOT, ROOT / "contrib" / "wordpress")))
        return os.environ | {"PYTHONPATH": path, "NEWSCONVERT_WORDPRESS_PASSWORD": self.installed["password"]}

    def run(self, *words):
        """Import; return the exit code and the talk."""
        done = subprocess.run(
            self._words(*words), capture_output=True, text=True, check=False, env=self._environ(), timeout=550
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stderr

    def killed_after(self, number, *words):
        """Import, and kill the importer as soon as so many posts are there."""
        process = subprocess.Popen(self._words(*words), env=self._environ(), stderr=subprocess.DEVNULL)
        while process.poll() is None and len(self.posts()) < number:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        return process.wait()
