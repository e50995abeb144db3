"""Types of command-line arguments."""

import argparse


def share(text: str) -> float:
    """A number from 0 to 1."""
    number = _number(text, float)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share; give a number from 0 to 1")
    return number


def count(text: str) -> int:
    """A whole number above 0."""
    number = _number(text, int)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a count; give a whole number above 0")
    return number


def positive(text: str) -> float:
    """A number above 0."""
    number = _number(text, float)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return number


def _number(text, kind):
    try:
        return kind(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a {'whole ' if kind is int else ''}number") from None
