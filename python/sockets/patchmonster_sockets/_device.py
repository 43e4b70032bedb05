"""Requests that are no system calls go through a device file: JSON in, JSON out. The other end is socketActions.ts."""

import json
import os

_path = "/dev/patchmonster-sockets"


def request(action, **fields):
    """Performs one action and returns its answer; an error number becomes an OSError, an interrupt is Python's as usual."""
    descriptor = os.open(_path, os.O_RDWR)
    try:
        os.write(descriptor, json.dumps({"do": action, **fields}).encode())
        answer = b""
        while part := os.read(descriptor, 65536):
            answer += part
    finally:
        os.close(descriptor)
    return json.loads(answer)
