"""IPv6: the interpreter's ``_socket`` has none, so an address travels through it as an IPv4 address that stands for it.

``socket.socket(AF_INET6, ...)`` gives an instance of the class below, which translates both ways. Everything else is CPython's.
"""

import _socket
import socket

from ._device import request


def _surrogate(address):
    """('host', port[, flowinfo[, scope_id]]) as the C layer may see it."""
    if not isinstance(address, tuple) or len(address) < 2:
        raise TypeError("AF_INET6 address must be tuple, not " + type(address).__name__)
    host, port, *rest = address
    scope = rest[1] if len(rest) > 1 else 0
    if host == "":
        host = "::"
    elif ":" not in host:
        host = socket.getaddrinfo(host, port, socket.AF_INET6)[0][4][0]
    return (request("toSurrogate", host=host, scope=scope), port)


def _original(address):
    """What the C layer returned, as Python shows IPv6 addresses."""
    if not address:
        return address
    host, port = address
    known = request("fromSurrogate", host=host)
    if known is None:
        return ("::", port, 0, 0)
    scope = known.get("scope", "0")
    return (known["host"], port, 0, int(scope) if scope.isdigit() else 0)


class Ipv6Socket(socket.socket):
    __slots__ = ()

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        # The C layer takes addresses of AF_INET only.
        super().__init__(socket.AF_INET, type, proto, fileno)
        if fileno is None:
            request("useIpv6", fd=self.fileno())

    @property
    def family(self):
        return socket.AF_INET6

    def bind(self, address):
        return super().bind(_surrogate(address))

    def connect(self, address):
        return super().connect(_surrogate(address))

    def connect_ex(self, address):
        return super().connect_ex(_surrogate(address))

    def sendto(self, data, *arguments):
        return super().sendto(data, *arguments[:-1], _surrogate(arguments[-1]))

    def recvfrom(self, *arguments):
        data, address = super().recvfrom(*arguments)
        return data, _original(address)

    def recvfrom_into(self, *arguments, **named):
        count, address = super().recvfrom_into(*arguments, **named)
        return count, _original(address)

    def getsockname(self):
        return _original(super().getsockname())

    def getpeername(self):
        return _original(super().getpeername())

    def accept(self):
        connection, address = super().accept()
        return connection, _original(address)


def _new(cls, family=-1, type=-1, proto=-1, fileno=None):
    if cls is socket.socket:
        is_ipv6 = family == socket.AF_INET6
        if fileno is not None and family in (-1, socket.AF_INET6):
            is_ipv6 = request("isIpv6", fd=fileno)
        if is_ipv6:
            cls = Ipv6Socket
    return _socket.socket.__new__(cls)


def _without_ipv6(inet_pton, inet_ntop):
    """Text and bytes of addresses: the C library's know IPv4 only."""

    def pton(family, text, /):
        if family != socket.AF_INET6:
            return inet_pton(family, text)
        import ipaddress

        try:
            return ipaddress.IPv6Address(text).packed
        except ValueError:
            raise OSError("illegal IP address string passed to inet_pton") from None

    def ntop(family, packed, /):
        if family != socket.AF_INET6:
            return inet_ntop(family, packed)
        if len(packed) != 16:
            raise ValueError("invalid length of packed IP address string")
        import ipaddress

        return str(ipaddress.IPv6Address(bytes(packed)))

    return pton, ntop


def install():
    Ipv6Socket.__name__ = Ipv6Socket.__qualname__ = "socket"
    Ipv6Socket.__module__ = "socket"
    socket.socket.__new__ = staticmethod(_new)
    socket.has_ipv6 = _socket.has_ipv6 = True
    socket.inet_pton, socket.inet_ntop = _without_ipv6(_socket.inet_pton, _socket.inet_ntop)
