"""Real sockets for this interpreter: the part of them that is Python.

CPython's own ``_socket`` and ``select`` do the work; their system calls are answered outside. This package mends what the
interpreter was built without: ``setsockopt``, name lookup, IPv6, TLS, an interruptible ``time.sleep`` and ``select``, an event
loop for ``asyncio``. What can't be had says so in a sentence.
"""


def install():
    """Patches the standard modules. Called once, before any code of a user."""
    from . import _ipv6, _loop, _missing, _names, _options, _tls, _waiting

    for part in (_options, _names, _waiting, _ipv6, _tls, _loop, _missing):
        part.install()
