import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBlockedInSockets } from './socketService.ts';
import { testCertificate } from './testing/certificate.ts';
import { listenHttp, listenHttps, listenTcp, type Peer } from './testing/peers.ts';
import {
  type BuiltWorkers,
  buildWorkers,
  CollectingLogger,
  startService,
  TestInterpreter,
  type TestService,
} from './testing/testInterpreter.ts';

let workers: BuiltWorkers;
let service: TestService;
let python: TestInterpreter;
const logger = new CollectingLogger();

beforeAll(async () => {
  workers = await buildWorkers();
  service = startService(workers, logger);
  python = await TestInterpreter.boot(workers, service);
  await python.run('import errno, os, select, selectors, socket, struct, threading, time');
}, 60_000);

afterAll(async () => {
  await python.terminate();
  await service.stop();
  await workers.remove();
});

/** Runs the body of a function; its return value comes back as text. */
function run(body: string): Promise<string> {
  const lines = body.replace(/^\n|\s+$/g, '').split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length));
  return python.run(`def _test():\n${lines.map((line) => `    ${line.slice(indent)}`).join('\n')}\n_test()`);
}

/** As `run`, with a peer that lives meanwhile. */
async function runWith(peer: Promise<Peer>, body: (port: number) => string): Promise<string> {
  const { port, close } = await peer;
  try {
    return await run(body(port));
  } finally {
    await close();
  }
}

const greet = (socket: Socket): void => {
  socket.write('hello ');
  setImmediate(() => socket.end('world'));
};

describe('TCP', () => {
  it('connects, reads until the peer closes, and knows both names', async () => {
    const text = await runWith(
      listenTcp(greet),
      (port) => `
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        s.connect(("localhost", ${port}))
        got = b''
        while part := s.recv(4): got += part
        names = s.getpeername() == ('127.0.0.1', ${port}), s.getsockname()[0], s.getsockname()[1] > 0
        s.close()
        return got, names, s.fileno()`,
    );
    expect(text).toBe("(b'hello world', (True, '127.0.0.1', True), -1)");
  });

  it('serves: bind to port 0, listen, accept, answer, half-close', async () => {
    expect(
      await run(`
        l = socket.create_server(('127.0.0.1', 0))
        c = socket.create_connection(l.getsockname(), timeout=5)
        d, address = l.accept()
        c.sendall(b'ping'); c.shutdown(socket.SHUT_WR)
        request = d.recv(10) + d.recv(10)
        d.sendall(request.upper()); d.close()
        answer = c.recv(10), c.recv(10)
        ok = address == c.getsockname()
        c.close(); l.close()
        return answer, ok`),
    ).toBe("((b'PING', b''), True)");
  });

  it('resets connections that nobody accepted when the listener closes', async () => {
    expect(
      await run(`
        l = socket.create_server(('127.0.0.1', 0))
        a, b = (socket.create_connection(l.getsockname(), timeout=5) for _ in range(2))
        first, _ = l.accept(); select.select([l], [], [], 5); l.close()
        taken, left = (a, b) if first.getpeername() == a.getsockname() else (b, a)
        try: ended = left.recv(1)
        except ConnectionResetError: ended = 'reset'
        first.sendall(b'x'); kept = taken.recv(1)
        for s in (a, b, first): s.close()
        return ended, kept`),
    ).toBe("('reset', b'x')");
  });

  it('names why a connection failed', async () => {
    expect(
      await run(`
        l = socket.socket(); l.bind(('127.0.0.1', 0)); free = l.getsockname(); l.close()
        names = []
        for timeout in (None, 2):
            try: socket.create_connection(free, timeout=timeout)
            except ConnectionRefusedError as error: names.append(errno.errorcode[error.errno])
        s = socket.socket()
        names.append(errno.errorcode[s.connect_ex(free)])
        names.append(errno.errorcode[s.connect_ex(free)])
        try: socket.socket().recv(1)
        except OSError as error: names.append(errno.errorcode[error.errno])
        return names`),
    ).toBe("['ECONNREFUSED', 'ECONNREFUSED', 'ECONNREFUSED', 'ECONNREFUSED', 'ENOTCONN']");
  });

  it('refuses an address in use at bind, and lets go of it at close', async () => {
    expect(
      await run(`
        a = socket.socket(); a.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); a.bind(('127.0.0.1', 0)); a.listen()
        b = socket.socket()
        try: b.bind(a.getsockname())
        except OSError as error: name = errno.errorcode[error.errno]
        address = a.getsockname(); a.close()
        b.bind(address)
        same = b.getsockname() == address
        b.close()
        return name, same, a.fileno()`),
    ).toBe("('EADDRINUSE', True, -1)");
  });

  it('waits no longer than its timeout, and not at all without blocking', async () => {
    expect(
      await run(`
        a, b = socket.socketpair()
        a.settimeout(0.05)
        start = time.monotonic()
        try: a.recv(1)
        except TimeoutError: waited = 0.04 < time.monotonic() - start < 2
        a.setblocking(False)
        try: a.recv(1)
        except BlockingIOError as error: name = errno.errorcode[error.errno]
        a.setblocking(True); b.send(b'x')
        got = a.recv(1)
        a.close(); b.close()
        return waited, name, got, a.gettimeout()`),
    ).toBe("(True, 'EAGAIN', b'x', None)");
  });

  it('connects without blocking: EINPROGRESS, writable, SO_ERROR', async () => {
    const text = await runWith(
      listenTcp(greet),
      (port) => `
        s = socket.socket(); s.setblocking(False)
        started = errno.errorcode[s.connect_ex(('127.0.0.1', ${port}))]
        writable = select.select([], [s], [], 5)[1] == [s]
        error = s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        readable = select.select([s], [], [], 5)[0] == [s]
        first = s.recv(6)
        s.close()
        free = socket.create_server(('127.0.0.1', 0)); address = free.getsockname(); free.close()
        r = socket.socket(); r.setblocking(False); r.connect_ex(address)
        select.select([], [r], [r], 5)
        refused = errno.errorcode[r.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)]
        r.close()
        return started, writable, error, readable, first, refused`,
    );
    expect(text).toBe("('EINPROGRESS', True, 0, True, b'hello ', 'ECONNREFUSED')");
  });

  it('holds a sender back when the reader is slow, and loses nothing', async () => {
    expect(
      await run(`
        a, b = socket.socketpair()
        a.setblocking(False)
        sent = bytearray(); chunk = bytes(range(251)) * 199
        writable = [a]
        # What is on its way to the peer's buffers still makes room for a moment.
        while writable:
            try:
                n = a.send(chunk[len(sent) % 251:]); sent += chunk[len(sent) % 251:][:n]
                if len(sent) > 200_000_000: return 'never held back'
            except BlockingIOError: writable = select.select([], [a], [], 0.5)[1]
        got = bytearray(); b.settimeout(5)
        while len(got) < len(sent): got += b.recv(70_001)
        a.close(); b.close()
        return writable, got == sent, len(sent) > 500_000`),
    ).toBe('([], True, True)');
  });

  it('carries 20 MB both ways through an echo, in pieces of any size', async () => {
    const text = await runWith(
      listenTcp((socket) => socket.pipe(socket)),
      (port) => `
        import hashlib
        s = socket.create_connection(('127.0.0.1', ${port}), timeout=20)
        data = os.urandom(1 << 20) * 20
        s.setblocking(False)
        sent, got = 0, bytearray()
        while len(got) < len(data):
            r, w, _ = select.select([s], [s] if sent < len(data) else [], [], 20)
            if w: sent += s.send(data[sent:sent + 99_991])
            if r: got += s.recv(70_003)
        s.close()
        return hashlib.sha256(got).digest() == hashlib.sha256(data).digest()`,
    );
    expect(text).toBe('True');
  }, 60_000);

  it('shows what is there without taking it, waits for all of it, and tells how much there is', async () => {
    expect(
      await run(`
        a, b = socket.socketpair()
        b.sendall(b'abcdef')
        select.select([a], [], [], 5)
        peeked = a.recv(3, socket.MSG_PEEK)
        all_ = a.recv(6, socket.MSG_WAITALL)
        try: a.recv(1, socket.MSG_DONTWAIT)
        except BlockingIOError: empty = True
        a.close(); b.close()
        return peeked, all_, empty`),
    ).toBe("(b'abc', b'abcdef', True)");
  });

  it('answers a peer that broke the connection with ECONNRESET, then with an end', async () => {
    const text = await runWith(
      listenTcp((socket) => socket.once('data', () => socket.resetAndDestroy())),
      (port) => `
        s = socket.create_connection(('127.0.0.1', ${port}), timeout=5)
        s.sendall(b'x')
        try: s.recv(1)
        except ConnectionResetError as error: name = errno.errorcode[error.errno]
        try: s.sendall(b'y')
        except BrokenPipeError as error: name2 = errno.errorcode[error.errno]
        end = s.recv(1); s.close()
        return name, name2, end`,
    );
    expect(text).toBe("('ECONNRESET', 'EPIPE', b'')");
  });

  it('delivers what was sent before close', async () => {
    let settle: (count: number) => void = () => undefined;
    const received = new Promise<number>((resolve) => {
      settle = resolve;
    });
    const peer = await listenTcp((socket) => {
      let count = 0;
      socket.on('data', (chunk) => {
        count += chunk.length;
      });
      socket.on('end', () => settle(count));
    });
    await run(`s = socket.create_connection(('127.0.0.1', ${peer.port})); s.sendall(bytes(3_000_000)); s.close()`);
    expect(await received).toBe(3_000_000);
    await peer.close();
  });

  it('remembers options', async () => {
    expect(
      await run(`
        s = socket.socket()
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, True)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 3))
        values = [s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)]
        values += struct.unpack('ii', s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8))
        values += [s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE), s.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)]
        try: s.setsockopt(200, 1, 1)
        except OSError as error: values.append(errno.errorcode[error.errno])
        s.close()
        try: s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        except OSError as error: values.append(errno.errorcode[error.errno])
        return values`),
    ).toBe("[1, 1, 1, 3, 1, 0, 'ENOPROTOOPT', 'EBADF']");
  });

  it('lives on in a duplicate of its descriptor', async () => {
    expect(
      await run(`
        a, b = socket.socketpair()
        c = a.dup(); a.close(); b.sendall(b'dup')
        got = c.recv(3), os.write(c.fileno(), b'w'), b.recv(1), os.read(c.fileno(), 0)
        c.close(); end = b.recv(1); b.close()
        return got, end`),
    ).toBe("((b'dup', 1, b'w', b''), b'')");
  });
});

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

describe('select', () => {
  it('waits for several, with a timeout, also through selectors and poll', async () => {
    expect(
      await run(`
        a, b = socket.socketpair()
        start = time.monotonic(); nothing = select.select([a], [], [], 0.05); waited = time.monotonic() - start >= 0.045
        b.send(b'x')
        select.select([a], [], [], 5)
        both = select.select([a, b], [b], [], 5)
        s = selectors.DefaultSelector(); s.register(a, selectors.EVENT_READ, 'me')
        events = [(key.data, mask) for key, mask in s.select(5)]
        p = select.poll(); p.register(a, select.POLLIN); polled = len(p.poll(5000))
        a.close(); b.close(); s.close()
        return nothing, waited, both == ([a], [b], []), events, polled`),
    ).toBe("(([], [], []), True, True, [('me', 1)], 1)");
  });

  it('counts an unconnected TCP socket as readable, and refuses what is no descriptor', async () => {
    expect(
      await run(`
        s = socket.socket(); readable = select.select([s], [], [], 0)[0] == [s]; s.close()
        errors = []
        for call in (lambda: select.select([s], [], []), lambda: select.select([object()], [], []), lambda: select.select(1, [], []), lambda: select.select([], [], [], -1), lambda: select.select([900], [], [], 0)):
            try: call()
            except Exception as error: errors.append(type(error).__name__)
        return readable, errors`),
    ).toBe("(True, ['ValueError', 'TypeError', 'TypeError', 'ValueError', 'OSError'])");
  });
});

describe('what is built upon sockets', () => {
  it('makefile reads lines and writes', async () => {
    expect(
      await run(`
        a, b = socket.socketpair()
        with b.makefile('rw', newline='\\n') as f:
            a.sendall(b'one\\ntwo\\n'); lines = f.readline(), f.readline()
            f.write('answer'); f.flush()
        got = a.recv(10); a.close(); b.close()
        return lines, got`),
    ).toBe("(('one\\n', 'two\\n'), b'answer')");
  });

  it('http.client keeps a connection, urllib fetches', async () => {
    const text = await runWith(
      listenHttp((request, response) => response.end(`${'H'.repeat(200_000)}${request.url}`)),
      (port) => `
        import http.client, urllib.request
        c = http.client.HTTPConnection('127.0.0.1', ${port}, timeout=10)
        c.request('GET', '/one'); first = c.getresponse(); body = first.read()
        c.request('GET', '/two'); second = c.getresponse().read(); c.close()
        with urllib.request.urlopen('http://localhost:${port}/three', timeout=10) as answer: third = answer.read()
        return first.status, len(body), body[-4:], second[-4:], third[-6:]`,
    );
    expect(text).toBe("(200, 200004, b'/one', b'/two', b'/three')");
  });

  it('TLS verifies the server, speaks, and says why it does not trust', async () => {
    const text = await runWith(
      listenHttps((request, response) => response.end(`secure ${request.url}`)),
      (port) => `
        import http.client, ssl, urllib.request, urllib.error
        pem = ${JSON.stringify(testCertificate)}
        context = ssl.create_default_context(cadata=pem)
        c = http.client.HTTPSConnection('localhost', ${port}, timeout=10, context=context)
        c.request('GET', '/a'); body = c.getresponse().read()
        subject = c.sock.getpeercert()['subject'], c.sock.version(), len(c.sock.cipher()), len(c.sock.getpeercert(True)) > 100
        c.close()
        with urllib.request.urlopen('https://127.0.0.1:${port}/b', timeout=10, context=context) as answer: second = answer.read()
        try: urllib.request.urlopen('https://localhost:${port}/', timeout=10)
        except urllib.error.URLError as error: untrusted = type(error.reason).__name__
        plain = ssl._create_unverified_context()
        with urllib.request.urlopen('https://localhost:${port}/c', timeout=10, context=plain) as answer: third = answer.read()
        s = context.wrap_socket(socket.socket(), server_hostname='localhost'); s.connect(('127.0.0.1', ${port}))
        s.sendall(b'GET /d HTTP/1.0\\r\\n\\r\\n'); fourth = b''
        while part := s.recv(1000): fourth += part
        s.close()
        try: context.wrap_socket(socket.socket(), server_side=True)
        except NotImplementedError as error: sentence = str(error)[:15]
        return body, subject, second, untrusted, third, fourth[-9:], sentence`,
    );
    expect(text).toBe(
      "(b'secure /a', (((('commonName', 'PatchMonster test'),),), 'TLSv1.3', 3, True), b'secure /b', 'SSLCertVerificationError', b'secure /c', b'secure /d', 'TLS servers are')",
    );
  });

  it('asyncio runs streams, timeouts and name lookups with asyncio.run', async () => {
    expect(
      await run(`
        import asyncio
        async def main():
            async def answer(reader, writer):
                writer.write((await reader.readline()).upper()); await writer.drain(); writer.close()
            server = await asyncio.start_server(answer, '127.0.0.1', 0)
            port = server.sockets[0].getsockname()[1]
            reader, writer = await asyncio.open_connection('localhost', port)
            writer.write(b'line\\n')
            got = await asyncio.wait_for(reader.readline(), 5)
            try: await asyncio.wait_for(asyncio.sleep(60), 0.05)
            except TimeoutError: timed_out = True
            writer.close(); server.close()
            return got, timed_out, await asyncio.to_thread(lambda: 7)
        return asyncio.run(main()), asyncio.run(main())[0]`),
    ).toBe("((b'LINE\\n', True, 7), b'LINE\\n')");
  });

  it('the example of the documentation receives until the peer closes', async () => {
    const text = await runWith(
      listenTcp(greet),
      (port) => `
        received = []
        def socket_handler(sock):
            data = sock.recv(1024)
            received.append(data)
            if(len(data) == 0):
                sock.close()
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        s.connect(("localhost", ${port}))
        while s.fileno() >= 0:
            if select.select([s], [], [], 5)[0]: socket_handler(s)
        return b''.join(received), received[-1]`,
    );
    expect(text).toBe("(b'hello world', b'')");
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

describe('what there is not', () => {
  it('names the alternative', async () => {
    expect(
      await run(`
        sentences = []
        try: threading.Thread(target=print).start()
        except RuntimeError as error: sentences.append('midimonster.interval()' in str(error))
        try: socket.AF_UNIX
        except AttributeError as error: sentences.append('127.0.0.1' in str(error))
        sentences.append(hasattr(socket, 'AF_UNIX'))
        try: socket.socket(socket.AF_INET, socket.SOCK_RAW)
        except OSError as error: sentences.append(errno.errorcode[error.errno])
        return sentences`),
    ).toBe("[True, True, False, 'EPROTONOSUPPORT']");
  });

  it('ends at a number of sockets instead of growing', async () => {
    expect(
      await run(`
        kept = []
        try:
            for _ in range(2000): kept.append(socket.socket())
        except OSError as error: name = errno.errorcode[error.errno]
        count = len(kept)
        for s in kept: s.close()
        return name, count > 900, socket.socket().fileno() >= 0`),
    ).toBe("('EMFILE', True, True)");
  });
});

describe('waiting', () => {
  it.each([
    ['time.sleep', 'time.sleep(60)'],
    ['recv', 'pair = socket.socketpair(); pair[0].recv(1)'],
    ['a UDP recv', 's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0)); s.recv(1)'],
    ['accept', 'socket.create_server(("127.0.0.1", 0)).accept()'],
    ['select', 'select.select([socket.create_server(("127.0.0.1", 0))], [], [])'],
    ['poll', 'select.poll().poll()'],
    ['asyncio', 'import asyncio; asyncio.run(asyncio.sleep(60))'],
  ])('%s ends when Python is interrupted', async (_name, code) => {
    const ended = python.run(`
import signal
class Stopped(BaseException): pass
def stop(*_): raise Stopped
signal.signal(signal.SIGINT, stop)
try:
    ${code}
    result = 'returned'
except BaseException as error:
    result = type(error).__name__
result`);
    while (!isBlockedInSockets(python.link.control)) await new Promise((resolve) => setImmediate(resolve));
    python.interruptPython();
    expect(await ended).toBe('Stopped');
  });

  it('goes on when the signal handler returns', async () => {
    const slept = python.run(`
import signal, time
seen = []
signal.signal(signal.SIGINT, lambda *_: seen.append(1))
start = time.monotonic()
time.sleep(0.4)
(len(seen) > 0, time.monotonic() - start >= 0.4)`);
    while (!isBlockedInSockets(python.link.control)) await new Promise((resolve) => setImmediate(resolve));
    python.interruptPython();
    expect(await slept).toBe('(True, True)');
  });

  it('refuses a negative or senseless time', async () => {
    expect(
      await run(`
        names = []
        for value in (-1, float('nan'), 'x', None):
            try: time.sleep(value)
            except Exception as error: names.append(type(error).__name__)
        time.sleep(0); time.sleep(True * 0)
        return names`),
    ).toBe("['ValueError', 'ValueError', 'TypeError', 'TypeError']");
  });
});

it('answers what it does not understand on its device with an error, and goes on', async () => {
  expect(
    await run(`
        names = []
        for text in (b'garbage', b'null', b'[]', b'{"do": "setOption"}', b'{"do": "startTls", "fd": 1}', b'\\xff'):
            with open('/dev/patchmonster-sockets', 'r+b', buffering=0) as device:
                try: device.write(text)
                except OSError as error: names.append(error.errno > 0)
        return names, socket.gethostbyname('127.0.0.1')`),
  ).toBe("([True, True, True, True, True, True], '127.0.0.1')");
});

describe('a worker that watches descriptors', () => {
  it('is woken when a watched socket gets data, a connection, or loses its peer', async () => {
    const sockets: Socket[] = [];
    const peer = await listenTcp((socket) => sockets.push(socket));
    const fd = Number(await python.run(`w = socket.create_connection(('127.0.0.1', ${peer.port})); w.fileno()`));
    expect(await python.call({ readiness: fd })).toBe('idle');
    const woken = python.call({ watchUntilReadable: fd });
    sockets[0]?.write('x');
    expect(await woken).toBe('readable');
    expect(await python.run('w.recv(5)')).toBe("b'x'");
    const ended = python.call({ watchUntilReadable: fd });
    sockets[0]?.destroy();
    expect(await ended).toBe('readable');
    expect(await python.run('w.recv(5)')).toBe("b''");

    const [listener, port] = (await python.run(`l = socket.create_server(('127.0.0.1', 0)); f'{l.fileno()} {l.getsockname()[1]}'`)).split(
      ' ',
    );
    const accepted = python.call({ watchUntilReadable: Number(listener) });
    const client = new Socket();
    client.connect(Number(port), '127.0.0.1');
    expect(await accepted).toBe('readable');
    client.destroy();
    await python.run('w.close(); l.close()');
    expect(await python.call({ readiness: fd })).toBe('closed');
    await peer.close();
  });

  it('sees an unconnected socket as readable, and pipes too', async () => {
    const [free, pipe] = (await python.run('u = socket.socket(); r, p = os.pipe(); f"{u.fileno()} {r}"')).split(' ');
    expect(await python.call({ readiness: Number(free) })).toBe('readable');
    expect(await python.call({ readiness: Number(pipe) })).toBe('idle');
    await python.run('os.write(p, b"x")');
    expect(await python.call({ readiness: Number(pipe) })).toBe('readable');
    await python.run('u.close(); os.close(r); os.close(p)');
  });
});

describe('a new version of a module', () => {
  it('takes a listener over with the connections that wait, and closes what the old version still held', async () => {
    await python.call({ stage: 'open', owners: ['old'] });
    await python.run(`
old = socket.create_server(('127.0.0.1', 0)); address = old.getsockname()
left = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); left.bind(('127.0.0.1', 0)); left_address = left.getsockname()
waiting = socket.create_connection(address); waiting.sendall(b'early')`);
    await python.call({ stage: 'commit', owners: [] });

    await python.call({ stage: 'open', owners: ['new'] });
    expect(await python.run('new = socket.create_server(address); new.getsockname() == address')).toBe('True');
    await python.call({ stage: 'commit', owners: ['old'] });
    expect(await python.run('c, _ = new.accept(); got = c.recv(5); c.close(); got')).toBe("b'early'");
    expect(
      await run(`
        old.close()
        again = socket.create_connection(address); d, _ = new.accept(); d.close(); again.close()
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(left_address); s.close()
        try: left.sendto(b'x', left_address)
        except OSError as error: return errno.errorcode[error.errno]`),
    ).toBe('EBADF');
    await python.run('new.close(); waiting.close(); left.close()');
  });

  it('that fails gives back what it took and leaves nothing open', async () => {
    await python.run(`
old = socket.create_server(('127.0.0.1', 0)); address = old.getsockname()
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.bind(('127.0.0.1', 0)); udp_address = udp.getsockname()`);
    await python.call({ stage: 'open', owners: ['broken'] });
    await python.run(`
new = socket.create_server(address)
new_udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); new_udp.bind(udp_address)
extra = socket.create_server(('127.0.0.1', 0)); extra_address = extra.getsockname()`);
    await python.call({ stage: 'rollback', owners: [] });
    expect(
      await run(`
        c = socket.create_connection(address); d, _ = old.accept(); d.close(); c.close()
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'still', udp_address); got = udp.recv(9); s.close()
        closed = []
        for x in (new, extra):
            try: x.accept()
            except OSError as error: closed.append(errno.errorcode[error.errno])
            x.close()
        closed.append(errno.errorcode[socket.socket().connect_ex(extra_address)])
        old.close(); udp.close(); new_udp.close()
        return got, closed`),
    ).toBe("(b'still', ['EBADF', 'EBADF', 'ECONNREFUSED'])");
  });

  it('does not get an address that is held by nobody of this interpreter', async () => {
    const peer = await listenTcp(() => undefined);
    await python.call({ stage: 'open', owners: ['new'] });
    expect(
      await run(`
        try: socket.create_server(('127.0.0.1', ${peer.port}))
        except OSError as error: return errno.errorcode[error.errno]`),
    ).toBe('EADDRINUSE');
    await python.call({ stage: 'rollback', owners: [] });
    await peer.close();
  });
});

describe('the service', () => {
  it('closes all sockets of a worker before it says so', async () => {
    const second = await TestInterpreter.boot(workers, service);
    const port = Number(await second.run(`import socket; s = socket.create_server(('127.0.0.1', 0)); s.getsockname()[1]`));
    await second.terminate();
    await service.disconnect(second.link);
    expect(await run(`s = socket.create_server(('127.0.0.1', ${port})); s.close(); return 'bound'`)).toBe('bound');
  }, 60_000);

  it('replaces an io worker that dies: old sockets fail, new ones work', async () => {
    await python.run(`
a, b = socket.socketpair(); l = socket.create_server(('127.0.0.1', 0)); u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0))`);
    const waiting = python.run(`
try: a.recv(1); result = 'returned'
except OSError as error: result = errno.errorcode[error.errno]
result`);
    while (!isBlockedInSockets(python.link.control)) await new Promise((resolve) => setImmediate(resolve));
    await service.killWorker();
    expect(await waiting).toBe('ECONNRESET');
    expect(
      await run(`
        names = []
        for call in (lambda: b.send(b'x'), l.accept, lambda: u.recv(1)):
            try: call()
            except OSError as error: names.append(errno.errorcode[error.errno])
        readable = len(select.select([a, l, u], [], [], 0)[0])
        for s in (a, b, l, u): s.close()
        c, d = socket.socketpair(); c.sendall(b'again'); got = d.recv(5); c.close(); d.close()
        return names, readable, got`),
    ).toBe("(['ECONNRESET', 'ECONNRESET', 'ECONNRESET'], 3, b'again')");
    expect(logger.lines.join()).toContain('is being restarted');
  }, 60_000);
});
