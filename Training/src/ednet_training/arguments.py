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


def counts(text: str) -> tuple:
    """Whole numbers from 0, separated by commas."""
    numbers = tuple(_number(part, int) for part in text.split(","))
    if len(numbers) != 4 or min(numbers) < 0:
        raise argparse.ArgumentTypeError(f"{text} is not four whole numbers from 0, separated by commas")
    return numbers


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
