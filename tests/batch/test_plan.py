"""Which inputs a run has, and what their outputs are called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from convert.batch.plan import Plan
from convert.diagnostics import UsageError


def tree(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    return folder


def plan(paths: list[Path], out: Path) -> Plan:
    made = Plan()
    made.add(paths, out)
    return made


def keys(*paths: Path, out: Path) -> list[str]:
    return [one.key for one in plan(list(paths), out).inputs()]


def test_a_folder_gives_keys_relative_to_it_in_order(tmp_path):
    source = tree(tmp_path / "in", "b.txt", "a/c.txt", "a/b.md", "z")
    assert keys(source, out=tmp_path / "out") == ["a/b.md", "a/c.txt", "b.txt", "z"]


def test_a_file_is_known_by_its_name(tmp_path):
    source = tree(tmp_path, "deep/er/x.txt") / "deep/er/x.txt"
    (one,) = plan([source], tmp_path / "out").inputs()
    assert (one.key, one.stem) == ("x.txt", "x")


def test_only_the_last_suffix_is_replaced(tmp_path):
    stems = [one.stem for one in plan([tree(tmp_path / "in", "a.b.txt", "c", "d.e/f")], tmp_path / "out").inputs()]
    assert stems == ["a.b", "c", "d.e/f"]


def test_hidden_files_and_the_outputs_of_an_earlier_run_are_no_inputs(tmp_path):
    source = tree(tmp_path / "in", "a.txt", ".hidden", ".git/config", "out/a.jsonld")
    assert keys(source, out=source / "out") == ["a.txt"]
    assert plan([source], source / "out").hidden == 2


def test_inputs_that_share_an_output_name_are_all_refused(tmp_path):
    planned = plan([tree(tmp_path / "in", "x.txt", "x.md", "y.txt")], tmp_path / "out")
    assert [one.key for one in planned.inputs()] == ["y.txt"]
    assert [(one.key, keys) for one, keys in planned.collisions()] == [
        ("x.md", "'x.md', 'x.txt'"),
        ("x.txt", "'x.md', 'x.txt'"),
    ]


def test_names_that_differ_only_by_case_or_composition_collide(tmp_path):
    planned = plan([tree(tmp_path / "in", "Köln.txt", "ko\u0308ln.txt")], tmp_path / "out")
    assert len(list(planned.collisions())) == 2


def test_the_same_name_from_two_folders_collides(tmp_path):
    planned = plan([tree(tmp_path / "a", "x.txt"), tree(tmp_path / "b", "x.txt")], tmp_path / "out")
    assert list(planned.inputs()) == []
    assert [(one.key, keys) for one, keys in planned.collisions()] == [
        ("x.txt", "'a/x.txt' (this one), 'b/x.txt'"),
        ("x.txt*2", "'b/x.txt' (this one), 'a/x.txt'"),
    ]
    assert planned.input("x.txt*2").path == tmp_path / "b/x.txt"


@pytest.mark.parametrize("given", ["relative", "absolute"])
@pytest.mark.parametrize(
    ("inputs", "named"),
    [
        (("2023/in", "2024/in"), "'2023/in/s/x.txt' (this one), '2024/in/s/x.txt'"),
        (("2023/in/s/x.txt", "2024/in/s/x.txt"), "'2023/in/s/x.txt' (this one), '2024/in/s/x.txt'"),
        (("2023/in", "other"), "'in/s/x.txt' (this one), 'other/s/x.txt'"),
    ],
)
def test_as_much_of_their_paths_as_it_takes_tells_inputs_of_one_name_apart(tmp_path, monkeypatch, inputs, named, given):
    for folder in ("2023/in", "2024/in", "other"):
        tree(tmp_path / folder, "s/x.txt")
    monkeypatch.chdir(tmp_path)
    start = Path() if given == "relative" else tmp_path
    made = plan([start / name for name in inputs], tmp_path / "out")
    assert next(text for _, text in made.collisions()) == named


def test_the_working_folder_and_one_below_it_are_told_apart(tmp_path, monkeypatch):
    monkeypatch.chdir(tree(tmp_path, "s/x.txt", "in/s/x.txt"))
    made = plan([Path("in"), Path()], tmp_path / "out")
    assert [text for _, text in made.collisions()] == [
        "'s/x.txt' (this one), 'in/s/x.txt'",
        "'in/s/x.txt' (this one), 's/x.txt'",
    ]


def test_a_number_that_a_file_has_in_its_name_is_not_given(tmp_path):
    folders = [tree(tmp_path / name, "x.txt") for name in "abc"]
    planned = plan([*folders, tree(tmp_path / "d", "x.txt*2", "x.txt*2*2")], tmp_path / "out")
    keys = [one.key for one, _ in planned.collisions()]
    assert keys == ["x.txt", "x.txt*2", "x.txt*2*2", "x.txt*3", "x.txt*4"]


def test_each_member_has_a_key_that_no_file_and_no_other_member_has(tmp_path):
    planned = plan([tree(tmp_path / "in", "a.zip!x", "a.zip!y*2")], tmp_path / "out")
    given = [planned.own_key(f"a.zip!{name}") for name in ("x", "y", "y", "x", "y*3", "y*3")]
    assert given == ["a.zip!x*2", "a.zip!y", "a.zip!y*3", "a.zip!x*3", "a.zip!y*3*2", "a.zip!y*3*3"]


def test_containers_that_share_a_name_are_all_refused(tmp_path):
    folders = [tree(tmp_path / name, "x.zip") for name in "ab"]
    made = Plan()
    made.add([*folders, tree(tmp_path / "c", "x.txt")], tmp_path / "out", lambda path: path.suffix == ".zip")
    assert [one.key for one in made.inputs()] == ["x.txt"]
    assert [keys for _, keys in made.collisions()] == [
        "'a/x.zip' (this one), 'b/x.zip'",
        "'b/x.zip' (this one), 'a/x.zip'",
    ]


def test_folders_that_cannot_be_read_have_each_a_key(tmp_path, monkeypatch):
    for name in "ab":
        tree(tmp_path / name, "shut/x.txt")
    scan = os.scandir

    def refusing(place):
        if str(place).endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scan(place)

    monkeypatch.setattr(os, "scandir", refusing)
    assert [key for key, _ in plan([tmp_path / "a", tmp_path / "b"], tmp_path / "out").unreadable] == [
        "shut/",
        "shut/*2",
    ]


def test_a_sidecar_is_metadata_and_no_input(tmp_path):
    planned = plan([tree(tmp_path / "in", "a.txt", "a.json", "lonely.json")], tmp_path / "out")
    assert [(one.key, one.sidecar and one.sidecar.name) for one in planned.inputs()] == [
        ("a.txt", "a.json"),
        ("lonely.json", None),
    ]


def test_beside_a_container_json_is_an_input(tmp_path):
    source = tree(tmp_path / "in", "2024.json", "2024.zip", "b.json", "b.txt", "c.json", "c.gz")
    planned = Plan()
    planned.add([source], tmp_path / "out", lambda path: path.suffix == ".zip")
    assert [(one.key, one.sidecar and one.sidecar.name) for one in planned.inputs()] == [
        ("2024.json", None),
        ("2024.zip", None),
        ("b.txt", "b.json"),
        ("c.gz", "c.json"),
    ]


def test_links_in_a_circle_are_named_and_not_followed(tmp_path):
    source = tree(tmp_path / "in", "a.txt", "sub/b.txt")
    (source / "sub" / "up").symlink_to(source)
    (source / "self").symlink_to(source / "self")
    planned = plan([source], tmp_path / "out")
    assert [one.key for one in planned.inputs()] == ["a.txt", "sub/b.txt"]
    assert sorted(planned.links) == ["self", "sub/up"]


def test_a_link_to_a_file_is_that_file(tmp_path):
    source = tree(tmp_path / "in", "a.txt")
    (source / "b.txt").symlink_to(source / "a.txt")
    assert keys(source, out=tmp_path / "out") == ["a.txt", "b.txt"]


def test_what_is_no_file_is_no_input(tmp_path):
    source = tree(tmp_path / "in", "a.txt")
    os.mkfifo(source / "pipe")
    assert plan([source], tmp_path / "out").links == ["pipe"]
    assert keys(source, out=tmp_path / "out") == ["a.txt"]


@pytest.mark.parametrize("name", ["with space.txt", "quo\"te's.txt", "line\nbreak.txt", "📰.txt", "-dash.txt"])
def test_any_name_is_a_name(tmp_path, name):
    assert keys(tree(tmp_path / "in", name), out=tmp_path / "out") == [name]


def test_bytes_of_a_name_that_are_no_characters_are_spelt_out(tmp_path):
    source = tree(tmp_path / "in", "a.txt")
    Path(os.fsdecode(os.fsencode(source) + b"/caf\xe9.txt")).write_text("text")
    assert keys(source, out=tmp_path / "out") == ["a.txt", "caf\\xe9.txt"]


def test_a_path_that_is_not_there_is_misuse(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        plan([tmp_path / "nothing"], tmp_path / "out")


def test_a_page_of_the_plan_costs_the_same_in_a_large_one(tmp_path):
    """The names that are claimed are looked up one by one, not listed anew for each page."""
    planned = plan([tree(tmp_path / "in", *(f"{n}.txt" for n in range(5)))], tmp_path / "out")
    steps = []
    planned._connection.set_trace_callback(steps.append)
    list(planned.inputs())
    planned._connection.set_trace_callback(None)
    (query, *_) = [step for step in steps if step.startswith("select")]
    found = [row[3] for row in planned._connection.execute(f"explain query plan {query}")]
    assert not [step for step in found if step.startswith(("LIST SUBQUERY", "USE TEMP B-TREE"))], found
