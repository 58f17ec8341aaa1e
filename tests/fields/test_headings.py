"""Headline and standfirst: what is joined, what is said once, and that thousands of lines take but a moment."""

from __future__ import annotations

import time

from tests.fields.making import article

BODY = "\n\nThe terminal closes on Monday, the port authority said, and nobody knows until when."


def test_headline_lines_are_joined_by_one_blank_whatever_the_script_or_the_sign_at_their_end():
    assert article("h|旧书店要关门\nh|全城来还书" + BODY).headline == "旧书店要关门 全城来还书"
    assert article("h|Port of Dover-\nh|Calais to close" + BODY).headline == "Port of Dover- Calais to close"


def test_a_line_that_repeats_all_lines_above_it_adds_nothing():
    assert article("h|Terminal to close\nh|for winter\nh|TERMINAL TO CLOSE FOR WINTER" + BODY).headline == (
        "Terminal to close for winter"
    )


def test_a_repeated_line_of_the_standfirst_stays_where_it_first_stood():
    assert article("h|Head\ns|One thing.\ns|Another.\ns|One thing." + BODY).standfirst == "One thing.\nAnother."


def test_thousands_of_lines_take_no_more_than_a_moment():
    for mark in "hs":
        marked = "\n".join(f"{mark}|Point number {number} goes on and on" for number in range(4000))
        start = time.process_time()
        article(marked + BODY)
        assert time.process_time() - start < 2


def test_a_wrapped_paragraph_of_thousands_of_lines_takes_no_more_than_a_moment():
    line = "The council met on Tuesday to vote on the plan that was long under"
    start = time.process_time()
    made = article("h|Head\n\n" + "\n".join([line] * 8000))
    assert time.process_time() - start < 2
    assert len(made.body) == 1
