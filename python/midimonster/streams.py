"""Python's stdout and stderr: buffered text over the raw descriptors, flushed by the worker after each entry.

Flushing in blocks makes print() twice as quick as Pyodide's own streams; flush=True is honoured.
As natively in the C.UTF-8 locale of a service, bytes that came in as lone surrogates go out of stdout as these bytes.
"""

import io
import sys

_BUFFER_BYTES = 64 * 1024

# Our own references: user code may put something else in the place of sys.stdout.
_opened = []


def open_streams():
    for descriptor, name, errors in ((1, "stdout", "surrogateescape"), (2, "stderr", "backslashreplace")):
        raw = io.FileIO(descriptor, "wb", closefd=False)
        buffered = io.BufferedWriter(raw, _BUFFER_BYTES)
        stream = io.TextIOWrapper(buffered, encoding="utf-8", errors=errors, newline="", line_buffering=name == "stderr")
        stream.mode = "w"
        _opened.append(stream)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def flush():
    for stream in _opened:
        try:
            stream.flush()
        except Exception:
            # Closed by user code, or nobody reads any more: neither may stop an event.
            continue
