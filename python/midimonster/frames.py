"""Whose code a frame of a traceback or of a running call belongs to: the user's, the library's or ours."""

import os

_own_files = os.path.dirname(os.path.dirname(__file__)) + "/"


def is_own(filename):
    return filename.startswith(_own_files) or filename.startswith("<frozen importlib") or filename.endswith("/importlib/__init__.py")


def is_library(filename):
    # In angle brackets stand texts without a file: what `eval` was given, or a frozen module.
    return is_own(filename) or filename.startswith(("/lib/python", "<"))


def user_frame(error):
    """Innermost frame that isn't ours nor the library's, as (file, line), or None."""
    found = None
    frame = error.__traceback__
    while frame is not None:
        if not is_library(frame.tb_frame.f_code.co_filename):
            found = frame
        frame = frame.tb_next
    return found and (found.tb_frame.f_code.co_filename, found.tb_lineno)


def user_place(frame):
    """The same for a frame of a call that runs; (None, None) when nothing of it is the user's."""
    while frame is not None:
        filename = frame.f_code.co_filename
        if not is_library(filename):
            return filename, frame.f_lineno
        frame = frame.f_back
    return None, None
