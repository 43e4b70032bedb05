"""TLS for clients. The interpreter's ``ssl`` is a stub; its sockets read and write a descriptor as if it were plain, and here
the handshake is made outside, on the real socket under that descriptor. Servers and ``MemoryBIO`` (asyncio) have no TLS.
"""

import base64
import socket
import ssl

from ._device import request

_no_server = "TLS servers are not available in PatchMonster's Python; TLS clients are (http.client, urllib.request, ssl.SSLContext.wrap_socket)."
_no_bio = "TLS in asyncio is not available in PatchMonster's Python. Use http.client or urllib.request, or ssl.SSLContext.wrap_socket."
_versions = {
    ssl.TLSVersion.TLSv1: "TLSv1",
    ssl.TLSVersion.TLSv1_1: "TLSv1.1",
    ssl.TLSVersion.TLSv1_2: "TLSv1.2",
    ssl.TLSVersion.TLSv1_3: "TLSv1.3",
}
_not_trusted = {
    "CERT_HAS_EXPIRED": 10,
    "DEPTH_ZERO_SELF_SIGNED_CERT": 18,
    "SELF_SIGNED_CERT_IN_CHAIN": 19,
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY": 20,
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE": 21,
    "ERR_TLS_CERT_ALTNAME_INVALID": 62,
}

_original_create = ssl.SSLSocket._create.__func__


def _load_verify_locations(self, cafile=None, capath=None, cadata=None):
    if cafile is None and capath is None and cadata is None:
        raise TypeError("cafile, capath and cadata cannot be all omitted")
    if capath is not None:
        raise ValueError("capath is not available in PatchMonster's Python: give the certificates as cafile or cadata.")
    given = []
    if cafile is not None:
        with open(cafile) as file:
            given.append(file.read())
    if isinstance(cadata, str):
        given.append(cadata)
    elif cadata is not None:
        given.append(ssl.DER_cert_to_PEM_cert(bytes(cadata)))
    for text in given:
        if not any(line.startswith(ssl.PEM_HEADER) for line in text.splitlines()):
            raise ssl.SSLError(1, "no start line: there is no certificate in PEM form")
    self.__dict__.setdefault("_authorities", []).extend(given)


def _load_cert_chain(self, certfile, keyfile=None, password=None):
    with open(certfile) as file:
        self._certificate = file.read()
    with open(keyfile or certfile) as file:
        self._key = file.read()
    given = password() if callable(password) else password
    self._key_password = given.decode() if isinstance(given, (bytes, bytearray)) else given or ""


def _set_alpn_protocols(self, alpn_protocols):
    self._alpn_protocols = list(alpn_protocols)


def _settings(sock):
    context = sock.context
    if context.check_hostname and not sock.server_hostname:
        raise ValueError("check_hostname requires server_hostname")
    verify = "none" if context.verify_mode == ssl.CERT_NONE else "chainAndName" if context.check_hostname else "chain"
    kept = vars(context)
    return {
        "serverName": context._encode_hostname(sock.server_hostname) or "",
        "verify": verify,
        "authorities": kept.get("_authorities", []),
        "certificate": kept.get("_certificate", ""),
        "key": kept.get("_key", ""),
        "keyPassword": kept.get("_key_password", ""),
        "applicationProtocols": kept.get("_alpn_protocols", []),
        "minVersion": _versions.get(context.minimum_version),
        "maxVersion": _versions.get(context.maximum_version),
    }


def _handshake_error(code, sentence):
    if code in _not_trusted or "certificate" in sentence:
        error = ssl.SSLCertVerificationError(
            1, f"[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {sentence}"
        )
        error.verify_code = _not_trusted.get(code, 1)
        error.verify_message = sentence
        error.reason = "CERTIFICATE_VERIFY_FAILED"
        error.library = "SSL"
        return error
    if code in ("ECONNRESET", "EPIPE"):
        return ConnectionResetError(sentence)
    return ssl.SSLError(1, f"TLS handshake failed: {sentence}")


def _is_connected(sock):
    try:
        sock.getpeername()
    except OSError:
        return False
    return True


def _create(cls, sock, server_side=False, do_handshake_on_connect=True, **rest):
    if server_side:
        raise NotImplementedError(_no_server)
    if sock.type != socket.SOCK_STREAM:
        raise NotImplementedError("only stream sockets are supported")
    timeout = sock.gettimeout()
    wrapped = _original_create(cls, sock, do_handshake_on_connect=False, **rest)
    wrapped.settimeout(timeout)
    wrapped._is_handshake_automatic = do_handshake_on_connect
    wrapped._outcome = None
    if do_handshake_on_connect and _is_connected(wrapped):
        try:
            wrapped.do_handshake()
        except BaseException:
            wrapped.close()
            raise
    return wrapped


def _do_handshake(self, block=False):
    if self._outcome is not None:
        return
    timeout = self.gettimeout()
    limit = {} if not timeout else {"timeoutMs": timeout * 1000}
    answer = request("startTls", fd=self.fileno(), settings=_settings(self), **limit)
    if "outcome" not in answer:
        if answer["code"] == "TIMEOUT":
            raise TimeoutError("The handshake operation timed out")
        raise _handshake_error(answer["code"], answer["sentence"])
    self._outcome = answer["outcome"]


def _connect(self, address):
    socket.socket.connect(self, address)
    if self._is_handshake_automatic:
        self.do_handshake()


def _connect_ex(self, address):
    number = socket.socket.connect_ex(self, address)
    if number == 0 and self._is_handshake_automatic:
        self.do_handshake()
    return number


def _getpeercert(self, binary_form=False):
    certificate = self._outcome and self._outcome["certificate"]
    if not certificate:
        return None
    if binary_form:
        return base64.b64decode(certificate["derBase64"])
    if self.context.verify_mode == ssl.CERT_NONE:
        return {}
    return {
        "subject": tuple(((name, value),) for name, value in certificate["subject"]),
        "issuer": tuple(((name, value),) for name, value in certificate["issuer"]),
        "version": 3,
        "serialNumber": certificate["serialNumber"],
        "notBefore": certificate["notBefore"],
        "notAfter": certificate["notAfter"],
        "subjectAltName": tuple((kind, value) for kind, value in certificate["alternativeNames"]),
    }


def _cipher(self):
    return tuple(self._outcome["cipher"]) if self._outcome else None


def _version(self):
    return self._outcome["version"] if self._outcome else None


def _selected_alpn_protocol(self):
    return (self._outcome["applicationProtocol"] or None) if self._outcome else None


def _shutdown(self, how):
    socket.socket.shutdown(self, how)


def _unwrap(self):
    raise NotImplementedError("Going back from TLS to plain text is not available in PatchMonster's Python: close the socket.")


def _pending(self):
    return 0


def _wrap_bio(self, *arguments, **named):
    raise NotImplementedError(_no_bio)


def install():
    for name, function in {
        "load_verify_locations": _load_verify_locations,
        "load_cert_chain": _load_cert_chain,
        "set_alpn_protocols": _set_alpn_protocols,
        "wrap_bio": _wrap_bio,
    }.items():
        setattr(ssl.SSLContext, name, function)
    for name, function in {
        "_create": classmethod(_create),
        "do_handshake": _do_handshake,
        "connect": _connect,
        "connect_ex": _connect_ex,
        "getpeercert": _getpeercert,
        "cipher": _cipher,
        "version": _version,
        "selected_alpn_protocol": _selected_alpn_protocol,
        "shutdown": _shutdown,
        "unwrap": _unwrap,
        "pending": _pending,
        "sendfile": socket.socket.sendfile,
    }.items():
        setattr(ssl.SSLSocket, name, function)
