import { describe, expect, it } from 'vitest';
import { startInterpreter } from './testing/interpreterFixture.ts';
import { listenTcp } from './testing/peers.ts';
import { isBlockedInSockets, TestInterpreter } from './testing/testInterpreter.ts';

const interpreter = startInterpreter();
const { run } = interpreter;

describe('a new version of a module', () => {
  it('takes a listener over with the connections that wait, and closes what the old version still held', async () => {
    await interpreter.python.call({ stage: 'open', owners: ['old'] });
    await interpreter.python.run(`
old = socket.create_server(('127.0.0.1', 0)); address = old.getsockname()
left = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); left.bind(('127.0.0.1', 0)); left_address = left.getsockname()
waiting = socket.create_connection(address); waiting.sendall(b'early')`);
    await interpreter.python.call({ stage: 'commit', owners: [] });

    await interpreter.python.call({ stage: 'open', owners: ['new'] });
    expect(await interpreter.python.run('new = socket.create_server(address); new.getsockname() == address')).toBe('True');
    await interpreter.python.call({ stage: 'commit', owners: ['old'] });
    expect(await interpreter.python.run('c, _ = new.accept(); got = c.recv(5); c.close(); got')).toBe("b'early'");
    expect(
      await run(`
        old.close()
        again = socket.create_connection(address); d, _ = new.accept(); d.close(); again.close()
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(left_address); s.close()
        try: left.sendto(b'x', left_address)
        except OSError as error: return errno.errorcode[error.errno]`),
    ).toBe('EBADF');
    await interpreter.python.run('new.close(); waiting.close(); left.close()');
  });

  it('that fails gives back what it took and leaves nothing open', async () => {
    await interpreter.python.run(`
old = socket.create_server(('127.0.0.1', 0)); address = old.getsockname()
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.bind(('127.0.0.1', 0)); udp_address = udp.getsockname()`);
    await interpreter.python.call({ stage: 'open', owners: ['broken'] });
    await interpreter.python.run(`
new = socket.create_server(address)
new_udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); new_udp.bind(udp_address)
extra = socket.create_server(('127.0.0.1', 0)); extra_address = extra.getsockname()`);
    await interpreter.python.call({ stage: 'rollback', owners: [] });
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
    await interpreter.python.call({ stage: 'open', owners: ['new'] });
    expect(
      await run(`
        try: socket.create_server(('127.0.0.1', ${peer.port}))
        except OSError as error: return errno.errorcode[error.errno]`),
    ).toBe('EADDRINUSE');
    await interpreter.python.call({ stage: 'rollback', owners: [] });
    await peer.close();
  });
});

describe('the service', () => {
  it('closes all sockets of a worker before it says so', async () => {
    const second = await TestInterpreter.boot(interpreter.workers, interpreter.service);
    const port = Number(await second.run(`import socket; s = socket.create_server(('127.0.0.1', 0)); s.getsockname()[1]`));
    await second.terminate();
    await interpreter.service.disconnect(second.link);
    expect(await run(`s = socket.create_server(('127.0.0.1', ${port})); s.close(); return 'bound'`)).toBe('bound');
  }, 60_000);

  it('replaces an io worker that dies: old sockets fail, new ones work', async () => {
    await interpreter.python.run(`
a, b = socket.socketpair(); l = socket.create_server(('127.0.0.1', 0)); u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0))`);
    const waiting = interpreter.python.run(`
try: a.recv(1); result = 'returned'
except OSError as error: result = errno.errorcode[error.errno]
result`);
    while (!isBlockedInSockets(interpreter.python.link.control)) await new Promise((resolve) => setImmediate(resolve));
    await interpreter.service.killWorker();
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
    expect(interpreter.logger.lines.join()).toContain('is being restarted');
  }, 60_000);
});
