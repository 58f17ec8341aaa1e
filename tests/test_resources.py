"""What the package ships is found in a checkout and in a wheel alike."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

from convert import resources

SHIPPED = ("segments.schema.json", "newsml-g2-article.rng", "json-ld-article.schema.json")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_checkout_finds_its_schemas_beside_the_package(root, name):
    assert resources.schema(name) == root / "schemas" / name


def test_what_is_not_there_is_an_error():
    with pytest.raises(FileNotFoundError):
        resources.schema("nothing.xsd")
    with pytest.raises(FileNotFoundError):
        resources.model("nothing.npz")
    with pytest.raises(FileNotFoundError):
        resources.data("fields", "nothing.json")


def test_a_wheel_carries_schemas_and_model_and_converts(root, tmp_path):
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(root)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import convert, convert.resources as r, pathlib;"
        "assert pathlib.Path(convert.__file__).is_relative_to(pathlib.Path.cwd());"
        f"[r.schema(name) for name in {SHIPPED!r}]; r.model();"
        "a = convert.to_article(open('story.txt').read(), metadata={'issued': '2026-01-01T00:00:00Z'});"
        "assert convert.validate(convert.write(a, 'newsml-g2'), 'newsml-g2').ok"
    )
    site = tmp_path / "site"
    (site / "story.txt").write_bytes((root / "samples/inputs/clean-text-beekeepers.txt").read_bytes())
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, '.'); {code}"],
        cwd=site,
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_users_data_folder_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("NEWSCONVERT_DATA", str(tmp_path))
    assert resources.user_data() == tmp_path
    monkeypatch.delenv("NEWSCONVERT_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    if sys.platform == "linux":
        assert resources.user_data() == tmp_path / "xdg" / "newsconvert"
