import { describe, expect, it } from 'vitest';
import { startInterpreter } from './testing/interpreterFixture.ts';
import { greet, listenTcp } from './testing/peers.ts';

const { run, runWith } = startInterpreter();

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

  it('sends no peer away that comes before the others were accepted, however short the queue was wished', async () => {
    expect(
      await run(`
        s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(1)
        peers = [socket.create_connection(s.getsockname()) for _ in range(4)]
        for peer in peers: peer.sendall(b'here')
        accepted = [s.accept()[0] for _ in peers]
        got = [connection.recv(9) for connection in accepted]
        for x in (s, *peers, *accepted): x.close()
        return got`),
    ).toBe("[b'here', b'here', b'here', b'here']");
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

  it('waits for a connection that is under way when it is told to wait again', async () => {
    expect(
      await run(`
        l = socket.create_server(('127.0.0.1', 0)); port = l.getsockname()[1]
        c = socket.socket(socket.AF_INET6)
        c.setblocking(False)
        try: c.connect(('::ffff:127.0.0.1', port))
        except BlockingIOError: pass
        c.setblocking(True)
        names = c.getpeername()[1] == port, c.getsockname()[1] > 0
        d = socket.socket(socket.AF_INET6); d.setblocking(False); d.connect_ex(('::ffff:127.0.0.1', port)); d.setblocking(True)
        d.sendall(b'x')
        for s in (c, d, l): s.close()
        return names`),
    ).toBe('(True, True)');
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

  it('has what was sent on this machine there before a look that does not wait', async () => {
    expect(
      await run(`
        a, b = socket.socketpair()
        u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0)); u.setblocking(False)
        server = socket.create_server(('127.0.0.1', 0)); server.setblocking(False)
        a.send(b'x'); looked = [len(part) for part in select.select([b], [b], [], 0)]
        b.setblocking(False); read = b.recv(9)
        u.sendto(b'y', u.getsockname()); datagram = u.recv(9)
        client = socket.create_connection(server.getsockname()); accepted, _ = server.accept()
        a.close(); ended = b.recv(9)
        for s in (b, u, server, client, accepted): s.close()
        return looked, read, datagram, ended`),
    ).toBe("([1, 1, 0], b'x', b'y', b'')");
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
