"""Errors that a person is meant to read."""


class DanishError(Exception):
    """An error whose text is Danish and says what was found, what was expected and what to do.

    Pages and command lines show the text as it stands. Any other exception is a fault of ours.
    """
