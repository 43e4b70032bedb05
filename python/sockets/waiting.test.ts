import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startInterpreter } from './testing/interpreterFixture.ts';
import { listenTcp } from './testing/peers.ts';
import { isBlockedInSockets } from './testing/testInterpreter.ts';

const interpreter = startInterpreter();
const { run } = interpreter;

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
    const ended = interpreter.python.run(`
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
    while (!isBlockedInSockets(interpreter.python.link.control)) await new Promise((resolve) => setImmediate(resolve));
    interpreter.python.interruptPython();
    expect(await ended).toBe('Stopped');
  });

  it('goes on when the signal handler returns', async () => {
    const slept = interpreter.python.run(`
import signal, time
seen = []
signal.signal(signal.SIGINT, lambda *_: seen.append(1))
start = time.monotonic()
time.sleep(0.4)
(len(seen) > 0, time.monotonic() - start >= 0.4)`);
    while (!isBlockedInSockets(interpreter.python.link.control)) await new Promise((resolve) => setImmediate(resolve));
    interpreter.python.interruptPython();
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
    const fd = Number(await interpreter.python.run(`w = socket.create_connection(('127.0.0.1', ${peer.port})); w.fileno()`));
    expect(await interpreter.python.call({ readiness: fd })).toBe('idle');
    const woken = interpreter.python.call({ watchUntilReadable: fd });
    sockets[0]?.write('x');
    expect(await woken).toBe('readable');
    expect(await interpreter.python.run('w.recv(5)')).toBe("b'x'");
    const ended = interpreter.python.call({ watchUntilReadable: fd });
    sockets[0]?.destroy();
    expect(await ended).toBe('readable');
    expect(await interpreter.python.run('w.recv(5)')).toBe("b''");

    const [listener, port] = (
      await interpreter.python.run(`l = socket.create_server(('127.0.0.1', 0)); f'{l.fileno()} {l.getsockname()[1]}'`)
    ).split(' ');
    const accepted = interpreter.python.call({ watchUntilReadable: Number(listener) });
    const client = new Socket();
    client.connect(Number(port), '127.0.0.1');
    expect(await accepted).toBe('readable');
    client.destroy();
    await interpreter.python.run('w.close(); l.close()');
    expect(await interpreter.python.call({ readiness: fd })).toBe('closed');
    await peer.close();
  });

  it('sees an unconnected socket as readable, and pipes too', async () => {
    const [free, pipe] = (await interpreter.python.run('u = socket.socket(); r, p = os.pipe(); f"{u.fileno()} {r}"')).split(' ');
    expect(await interpreter.python.call({ readiness: Number(free) })).toBe('readable');
    expect(await interpreter.python.call({ readiness: Number(pipe) })).toBe('idle');
    await interpreter.python.run('os.write(p, b"x")');
    expect(await interpreter.python.call({ readiness: Number(pipe) })).toBe('readable');
    await interpreter.python.run('u.close(); os.close(r); os.close(p)');
  });
});
