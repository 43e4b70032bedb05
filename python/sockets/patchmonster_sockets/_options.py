"""``setsockopt``: the interpreter's C library has only a stub of it."""

import operator
import _socket
import socket

from ._device import request

# Left out when the interpreter was built; the numbers are Linux's, as for all others here.
_constants = {"SO_REUSEADDR": 2, "SO_REUSEPORT": 15}


def _setsockopt(self, level, optname, value, optlen=None):
    """setsockopt(level, option, value: int), setsockopt(level, option, value: buffer), setsockopt(level, option, None, optlen: int)"""
    number, content = 0, None
    if value is None:
        if optlen is None:
            raise TypeError("setsockopt() requires 4 arguments when the third argument is None")
        content = bytes(operator.index(optlen))
    elif isinstance(value, int):
        number = int(value)
    else:
        content = bytes(value)
        number = int.from_bytes(content[:4], "little", signed=True)
    fields = {} if content is None else {"bytes": list(content)}
    request(
        "setOption", fd=self.fileno(), level=operator.index(level), name=operator.index(optname), value=number, **fields
    )


def install():
    for name, value in _constants.items():
        if not hasattr(_socket, name):
            setattr(_socket, name, value)
            setattr(socket, name, value)
            if name not in socket.__all__:
                socket.__all__.append(name)
    socket.socket.setsockopt = _setsockopt
