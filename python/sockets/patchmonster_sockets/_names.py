"""Names and addresses: the lookups of ``socket``, answered by the system's resolver."""

import _socket
import socket

from ._device import request

_family_numbers = {socket.AF_UNSPEC: 0, socket.AF_INET: 4, socket.AF_INET6: 6}
_kinds = ((socket.SOCK_STREAM, socket.IPPROTO_TCP), (socket.SOCK_DGRAM, socket.IPPROTO_UDP))
_services = {
    "echo": 7, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "http": 80, "ntp": 123, "https": 443, "mqtt": 1883,
}  # fmt: skip
_messages = {
    socket.EAI_NONAME: "Name or service not known",
    socket.EAI_AGAIN: "Temporary failure in name resolution",
    socket.EAI_FAIL: "Non-recoverable failure in name resolution",
    socket.EAI_SERVICE: "Servname not supported for ai_socktype",
    socket.EAI_FAMILY: "ai_family not supported",
}


def _error(number):
    return socket.gaierror(number, _messages.get(number, "Name or service not known"))


def _text(host):
    if isinstance(host, (bytes, bytearray)):
        return bytes(host).decode("ascii")
    if isinstance(host, str):
        return host if host.isascii() else host.encode("idna").decode("ascii")
    raise TypeError("getaddrinfo() argument 1 must be string or None")


def _addresses(host, family):
    if not host:
        raise _error(socket.EAI_NONAME)
    answer = request("lookup", host=host, family=_family_numbers[family])
    if "error" in answer:
        raise _error(answer["error"])
    return answer["addresses"]


def _port(port):
    if port is None:
        return 0
    if isinstance(port, int):
        return port
    text = port.decode() if isinstance(port, bytes) else port
    if not isinstance(text, str):
        raise OSError("Int or String expected")
    if text.isdigit():
        return int(text)
    if text in _services:
        return _services[text]
    raise _error(socket.EAI_SERVICE)


def _getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    if family not in _family_numbers:
        raise _error(socket.EAI_FAMILY)
    number = _port(port)
    if host is None:
        is_passive = bool(flags & socket.AI_PASSIVE)
        is_ipv6 = family == socket.AF_INET6
        text = ("::" if is_passive else "::1") if is_ipv6 else ("0.0.0.0" if is_passive else "127.0.0.1")
    else:
        text = _text(host)
    found = []
    for address in _addresses(text, family):
        is_ipv6 = address["family"] == 6
        name = address["host"] + ("%" + address["scope"] if "scope" in address else "")
        whole = (name, number, 0, int(address.get("scope", "0")) if address.get("scope", "0").isdigit() else 0)
        for kind, protocol in _kinds:
            if type in (0, kind) and proto in (0, protocol):
                family_found = socket.AF_INET6 if is_ipv6 else socket.AF_INET
                found.append((int(family_found), int(kind), int(protocol), "", whole if is_ipv6 else (name, number)))
    if not found:
        raise _error(socket.EAI_NONAME)
    return found


def _gethostbyname_ex(host):
    addresses = [address["host"] for address in _addresses(_text(host), socket.AF_INET)]
    return (_text(host), [], addresses)


def _gethostbyaddr(host):
    address = _addresses(_text(host), socket.AF_UNSPEC)[0]["host"]
    name = request("reverseLookup", host=address)
    if name is None:
        raise socket.herror(1, "Unknown host")
    return (name, [], [address])


def _getnameinfo(address, flags):
    if not isinstance(address, tuple):
        raise TypeError("getnameinfo() argument 1 must be a tuple")
    host, port = address[:2]
    name = None if flags & socket.NI_NUMERICHOST else request("reverseLookup", host=_addresses(_text(host), 0)[0]["host"])
    if name is None:
        if flags & socket.NI_NAMEREQD:
            raise _error(socket.EAI_NONAME)
        name = host
    service = str(port)
    if not flags & socket.NI_NUMERICSERV:
        service = next((name for name, number in _services.items() if number == port), service)
    return (name, service)


def _gethostname():
    return request("hostName")


def _getservbyname(name, protocol="tcp"):
    if name not in _services:
        raise OSError("service/proto not found")
    return _services[name]


def install():
    # socket.getaddrinfo itself turns the numbers into enumerations and looks up its C counterpart at each call.
    _socket.getaddrinfo = _getaddrinfo
    for function in (_gethostbyname_ex, _gethostbyaddr, _getnameinfo, _gethostname, _getservbyname):
        name = function.__name__.removeprefix("_")
        setattr(_socket, name, function)
        setattr(socket, name, function)
