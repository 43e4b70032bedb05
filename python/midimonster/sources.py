"""Which text of each of the user's files runs.

The file on the disk may say something else: its last version was refused. Tracebacks quote what runs, and the worker that takes
over from a lost one loads what ran, not what was refused.
"""

import importlib.machinery
import importlib.util
import linecache

# File -> bytes that are loaded instead of what the file says.
held = {}
_running = {}
# Read since the last `keep` or `drop`.
_read = {}
# What was kept and not told yet.
_untold = {}


def install(is_user_file):
    read_file = importlib.machinery.SourceFileLoader.get_data

    def get_data(loader, path):
        data = held.get(path)
        if data is None:
            data = read_file(loader, path)
        if is_user_file(path):
            _read[path] = data
        return data

    importlib.machinery.SourceFileLoader.get_data = get_data


def read(path):
    return importlib.machinery.SourceFileLoader("", path).get_data(path)


def keep():
    """What was read runs now."""
    _running.update(_read)
    _untold.update(_read)
    _read.clear()
    quote_running()


def drop():
    """What was read does not run. It is quoted until `quote_running`, for the traceback of the refusal."""
    for path in _read:
        linecache.cache.pop(path, None)
    _read.clear()


def quote_running():
    for path, data in _running.items():
        try:
            text = importlib.util.decode_source(data)
        except (SyntaxError, UnicodeDecodeError):
            continue
        # Without a time of the file, the entry is never compared with it.
        linecache.cache[path] = (len(text), None, text.splitlines(True), path)


def take_untold():
    """File -> text, a character for each byte."""
    told = {path: data.decode("latin-1") for path, data in _untold.items()}
    _untold.clear()
    return told


def hold(texts):
    held.update({path: text.encode("latin-1") for path, text in texts.items()})
