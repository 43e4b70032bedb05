import { describe, expect, it } from 'vitest';
import { startInterpreter } from './testing/interpreterFixture.ts';

const { run } = startInterpreter();

describe('UDP', () => {
  it('sends to, receives from, connects', async () => {
    expect(
      await run(`
        a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); a.bind(('127.0.0.1', 0))
        b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        b.sendto(b'hi', a.getsockname())
        data, address = a.recvfrom(100)
        a.sendto(b'yo', address)
        reply = b.recvfrom(10)
        same = reply[1] == a.getsockname(), b.getsockname()[1] == address[1]
        b.connect(a.getsockname()); b.send(b'connected')
        third = a.recv(4), b.getpeername() == a.getsockname()
        b.send(b''); empty = a.recvfrom(5)[0]
        a.close(); b.close()
        return data, reply[0], same, third, empty`),
    ).toBe("(b'hi', b'yo', (True, True), (b'conn', True), b'')");
  });

  it('refuses what can not be sent', async () => {
    expect(
      await run(`
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        names = []
        for call in (lambda: s.sendto(bytes(65508), ('127.0.0.1', 9)), lambda: s.send(b'x'), lambda: s.sendto(b'x', ('255.255.255.255', 9)), s.listen):
            try: call()
            except OSError as error: names.append(errno.errorcode[error.errno])
        s.close()
        return names`),
    ).toBe("['EMSGSIZE', 'EDESTADDRREQ', 'EACCES', 'ENOTSUP']");
  });

  it('hears that nobody listens at a connected address', async () => {
    expect(
      await run(`
        free = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); free.bind(('127.0.0.1', 0)); address = free.getsockname(); free.close()
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(5)
        s.connect(address); s.send(b'x')
        try: s.recv(1)
        except ConnectionRefusedError as error: return errno.errorcode[error.errno]
        finally: s.close()`),
    ).toBe('ECONNREFUSED');
  });

  it('joins a group and hears what is sent to it', async () => {
    expect(
      await run(`
        r = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        r.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        r.bind(('', 0))
        r.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton('239.7.7.7') + socket.inet_aton('127.0.0.1'))
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('127.0.0.1'))
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, b'\\x01')
        s.sendto(b'group', ('239.7.7.7', r.getsockname()[1]))
        r.settimeout(5)
        got = r.recv(10)
        b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); b.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        broadcast = b.sendto(b'all', ('255.255.255.255', r.getsockname()[1])), b.getsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST)
        for x in (r, s, b): x.close()
        return got, broadcast`),
    ).toBe("(b'group', (3, 1))");
  });

  it('keeps a burst of 5,000 datagrams in order', async () => {
    expect(
      await run(`
        a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); a.bind(('127.0.0.1', 0)); a.settimeout(5)
        b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        got = []
        for block in range(50):
            for n in range(100): b.sendto(struct.pack('>I', block * 100 + n), a.getsockname())
            for n in range(100): got.append(struct.unpack('>I', a.recv(16))[0])
        a.close(); b.close()
        return got == list(range(5000))`),
    ).toBe('True');
  });
});

describe('names', () => {
  it('resolves literals and localhost, and tells when a name does not exist', async () => {
    expect(
      await run(`
        found = socket.getaddrinfo('localhost', 80, type=socket.SOCK_STREAM)
        try: socket.create_connection(('no-such-host.invalid', 80), timeout=10)
        except socket.gaierror as error: missing = error.errno in (socket.EAI_NONAME, socket.EAI_AGAIN)
        try: socket.socket().connect(('no-such-host.invalid', 80))
        except socket.gaierror as error: missing2 = error.errno in (socket.EAI_NONAME, socket.EAI_AGAIN)
        try: socket.getaddrinfo('127.0.0.1', 'nonsense')
        except socket.gaierror as error: service = error.errno == socket.EAI_SERVICE
        return (socket.gethostbyname('localhost'), socket.gethostbyname('10.1.2.3'), found[0][4], len(found), missing, missing2, service,
            socket.getaddrinfo('::1', 1, proto=6)[0][4], socket.gethostbyname_ex('localhost')[2], isinstance(socket.gethostname(), str),
            socket.getnameinfo(('127.0.0.1', 80), socket.NI_NUMERICHOST))`),
    ).toBe(
      "('127.0.0.1', '10.1.2.3', ('127.0.0.1', 80), 1, True, True, True, ('::1', 1, 0, 0), ['127.0.0.1'], True, ('127.0.0.1', 'http'))",
    );
  });
});

describe('IPv6', () => {
  it('turns addresses of both families to bytes and back', async () => {
    expect(
      await run(`
        names = []
        for family, text in ((socket.AF_INET, '1.2.3.4'), (socket.AF_INET6, '::1'), (socket.AF_INET6, '2001:db8::5'), (socket.AF_INET6, '::ffff:1.2.3.4')):
            names.append(socket.inet_ntop(family, socket.inet_pton(family, text)))
        for call in (lambda: socket.inet_pton(socket.AF_INET6, 'x'), lambda: socket.inet_ntop(socket.AF_INET6, b'1')):
            try: call()
            except Exception as error: names.append(type(error).__name__)
        return names`),
    ).toBe("['1.2.3.4', '::1', '2001:db8::5', '::ffff:1.2.3.4', 'OSError', 'ValueError']");
  });

  it('speaks TCP and UDP over ::1, where the system has it', async () => {
    expect(
      await run(`
        try: l = socket.create_server(('::1', 0), family=socket.AF_INET6)
        except OSError as error: return errno.errorcode[error.errno] in ('EADDRNOTAVAIL', 'EAFNOSUPPORT')
        c = socket.create_connection(l.getsockname()[:2], timeout=5)
        d, address = l.accept()
        c.sendall(b'six'); got = d.recv(3)
        ok = got == b'six' and address == c.getsockname() and c.getpeername() == l.getsockname() and d.family == socket.AF_INET6
        u = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); u.bind(('::1', 0))
        v = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); v.sendto(b'dgram', u.getsockname())
        data, sender = u.recvfrom(10)
        ok = ok and data == b'dgram' and sender[0] == '::1' and len(sender) == 4
        for s in (l, c, d, u, v): s.close()
        return ok`),
    ).toBe('True');
  });
});
