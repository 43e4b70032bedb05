"""Which sockets the data of modules leads to: their globals, and what containers and objects in those hold.

Code is not followed: a function leads to the globals of its module, and so everywhere. Runs no code of the user's.
"""

import _socket
import gc
import types
from collections import deque

_CODE = (type, types.ModuleType, types.FunctionType, types.CodeType, types.FrameType, types.GeneratorType, types.CoroutineType)
# Objects that are looked at, the nearest first. A module with more of them has data, not sockets, in the rest.
_MOST_OBJECTS = 100_000
_descriptor_of = _socket.socket.fileno


def of(namespaces):
    """Their descriptors."""
    found = set()
    seen = set()
    waiting = deque(value for names in namespaces for key, value in names.items() if key != "__builtins__")
    while waiting and len(seen) < _MOST_OBJECTS:
        value = waiting.popleft()
        kind = type(value)
        # Numbers and texts hold nothing, which the collector of garbage knows as well.
        if id(value) in seen or not gc.is_tracked(value) or issubclass(kind, _CODE):
            continue
        seen.add(id(value))
        if issubclass(kind, _socket.socket):
            found.add(_descriptor_of(value))
        else:
            waiting.extend(gc.get_referents(value))
    return found - {-1}
