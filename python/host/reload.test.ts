import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
afterAll(() => show.stop());

const moduleText = (version: string, port: number) => `
import midimonster as m, socket
from helper import scale
COUNT = 0
def count(v):
    global COUNT
    COUNT += 1
    m.output('out', scale(v))
def beat(): m.output('beat', 0.5)
m.interval(beat, 20)
def answer(sock):
    data = sock.recv(100)
    if data: sock.sendall(b'${version}')
    else: m.manage(None, sock); sock.close()
def accept(server): m.manage(answer, server.accept()[0])
server = socket.create_server(('127.0.0.1', ${port}))
m.manage(accept, server)
def __reload__(old):
    global COUNT
    COUNT = old['COUNT']
print('T ${version}', flush=True)
`;

async function ask(port: number): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1');
  return await new Promise((resolve, reject) => {
    socket.once('data', (data) => resolve(`${data}`));
    socket.once('error', reject);
    socket.write('?');
  }).then((answer) => {
    socket.destroy();
    return String(answer);
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('versions swap between two batches under a stream: no event is lost or doubled, and sockets and intervals follow', async () => {
  const port = await freePort();
  await show.write('helper.py', 'def scale(v): return v\n');
  await show.write('mod.py', moduleText('first', port));
  const py = show.add('py', {
    modules: ['mod'],
    routes: [
      ['src', 'mod.count'],
      ['out', 'x'],
      ['beat', 'x'],
    ],
  });
  await show.start();
  expect(await ask(port)).toBe('first');

  let sent = 0;
  const stream = setInterval(() => {
    for (let index = 0; index < 5; index++) py.send('mod.count', (sent++ % 1000) / 1000);
  }, 5);
  const outcomes: string[] = [];
  for (const version of ['second', 'broken', 'third', 'raising', 'fourth']) {
    const text =
      version === 'broken' ? 'def (:' : version === 'raising' ? `${moduleText(version, port)}\n1/0\n` : moduleText(version, port);
    const [result] = await show.save('mod.py', text);
    outcomes.push(`${version} ${result?.outcome}`);
  }
  // A helper of the module: what uses it runs again as well.
  const [helped] = await show.save('helper.py', 'def scale(v): return v / 2\n');
  clearInterval(stream);
  const counted = () => py.outputs.filter((line) => line.startsWith('out ')).length;
  await show.until(() => counted() === sent);
  expect(outcomes).toEqual(['second swapped', 'broken kept', 'third swapped', 'raising kept', 'fourth swapped']);
  expect(helped?.outcome).toBe('swapped');
  expect(await ask(port)).toBe('fourth');
  const beats = py.outputs.filter((line) => line.startsWith('beat ')).length;
  await show.until(() => py.outputs.filter((line) => line.startsWith('beat ')).length > beats + 1);
  expect(py.counters).toMatchObject({ dropped: 0, coalesced: 0, errors: 0 });
  expect(py.problems).toEqual([]);

  // The values of the stream arrived in their order, halved since the helper changed.
  const values = py.outputs.filter((line) => line.startsWith('out ')).map((line) => Number(line.slice(4)));
  const halvedFrom = values.findIndex((value, index) => value !== (index % 1000) / 1000);
  const expected = values.map((_, index) => ((index % 1000) / 1000) * (halvedFrom >= 0 && index >= halvedFrom ? 0.5 : 1));
  expect(values).toEqual(expected);
});

test('a saved version that can not be interrupted costs the worker, not the version before it', async () => {
  const text = (version: string, body: string) => `
import midimonster as m
print('T ${version}', flush=True)
def h(v): print('T ${version}', v, flush=True)
def hang(v): sum(range(10**12))
def fail(v): raise ValueError('${version}') # ${version}
${body}
`;
  await show.write('stuck.py', text('first', ''));
  const routes = ['h', 'hang', 'fail'].map((name): readonly [string, string] => ['src', `stuck.${name}`]);
  const py = show.add('stuck', { modules: ['stuck'], routes });
  await show.start({ importBudgetMs: 500, handlerBudgetMs: 500 });

  const save = async (saved: string) => (await show.save('stuck.py', saved)).find(({ instance }) => instance === 'stuck');
  const hung = await save(text('second', 'sum(range(10**12))'));
  expect(hung).toMatchObject({ outcome: 'kept', problem: { file: show.path('stuck.py') } });
  expect(hung?.problem?.message).toBe(
    'stuck.py did not finish loading within 0.5 s and could not be interrupted: module stuck. The version before goes on.',
  );
  py.send('stuck.h', 0.25);
  await show.until(() => py.lines.includes('first 0.25'));
  expect(py.phase).toBe('live');
  expect(py.problems.map(({ message }) => message)).toEqual([hung?.problem?.message]);

  // A worker that is lost later loads what ran as well, and quotes it.
  py.send('stuck.hang', 0.5);
  await show.until(() => py.lines.filter((line) => line === 'first').length === 3);
  py.send('stuck.fail', 0.5);
  await show.until(() => py.counters.errors === 1);
  expect(py.stderr).toContain("def fail(v): raise ValueError('first') # first");

  const refused = await save(text('third', 'def (:'));
  expect(refused?.outcome).toBe('kept');
  py.send('stuck.fail', 0.5);
  await show.until(() => py.counters.errors === 2);
  expect(py.stderr.match(/# first/g)).toHaveLength(2);

  const swapped = await save(text('fourth', ''));
  expect(swapped?.outcome).toBe('swapped');
  py.send('stuck.hang', 0.5);
  await show.until(() => py.lines.filter((line) => line === 'fourth').length === 2);
  py.send('stuck.h', 0.75);
  await show.until(() => py.lines.includes('fourth 0.75'));
  expect(py.problems.filter(({ code }) => code !== 'python-raised')).toEqual([]);
}, 60_000);

test('what is saved while a call hangs is tried by the next worker, and the version before goes on when it fails', async () => {
  const text = (version: string, body = '') => `
def h(v): print('T ${version}', v, flush=True)
def hang(v): print('T hangs', flush=True); sum(range(10**12))
${body}
`;
  await show.write('later.py', text('first'));
  const py = show.add('later', {
    modules: ['later'],
    routes: ['h', 'hang'].map((name): readonly [string, string] => ['src', `later.${name}`]),
  });
  await show.start({ importBudgetMs: 500, handlerBudgetMs: 500 });
  const save = async (saved: string) => (await show.save('later.py', saved)).find(({ instance }) => instance === 'later');

  py.send('later.hang', 0.5);
  await show.until(() => py.lines.includes('hangs'));
  const refused = await save(text('second', '1/0'));
  expect(refused).toMatchObject({ outcome: 'kept', problem: { line: 4, message: expect.stringContaining('ZeroDivisionError') } });
  py.send('later.h', 0.25);
  await show.until(() => py.lines.includes('first 0.25'));
  expect(py.problems.map(({ message }) => message)).toEqual([refused?.problem?.message]);

  // Mended while the version before still hangs in its load.
  const hung = save(text('third', "print('T loads', flush=True); sum(range(10**12))"));
  await show.until(() => py.lines.includes('loads'));
  const mended = save(text('fourth'));
  expect(await hung).toMatchObject({ outcome: 'kept', problem: { file: show.path('later.py') } });
  expect(await mended).toMatchObject({ outcome: 'swapped' });
  py.send('later.h', 0.75);
  await show.until(() => py.lines.includes('fourth 0.75'));
  expect(py.problems.filter(({ code }) => code !== 'python-raised')).toEqual([]);
}, 60_000);

test('a package and its modules stay together, whichever of them is saved, and whether it is taken over or not', async () => {
  const user = `import pkg.tools
def h(v): print('T', pkg.NAME, pkg.tools.NAME, v, flush=True)
`;
  await show.write('pkg/__init__.py', "NAME = 'first'\n");
  await show.write('pkg/tools.py', "NAME = 'one'\n");
  await show.write('user.py', user);
  const py = show.add('user', { modules: ['user'], routes: [['src', 'user.h']] });
  await show.start();
  const save = async (path: string, text: string, value: number, says: string) => {
    const outcome = (await show.save(path, text)).find(({ instance }) => instance === 'user')?.outcome;
    py.send('user.h', value);
    await show.until(() => py.lines.includes(`${says} ${value}`) || py.counters.errors > 0);
    expect(py.stderr).not.toContain('AttributeError');
    return outcome;
  };
  expect(await save('pkg/__init__.py', "NAME = 'second'\n", 0.1, 'second one')).toBe('swapped');
  expect(await save('pkg/tools.py', "NAME = 'two'\n", 0.2, 'second two')).toBe('swapped');
  // The module itself loads, but not the one that uses it.
  await show.write('user.py', `${user}if pkg.tools.NAME == 'three': raise ValueError('three')\n`);
  expect(await save('pkg/tools.py', "NAME = 'three'\n", 0.3, 'second two')).toBe('kept');
}, 60_000);

test('a refused version stays among the problems while other files are saved, until it runs', async () => {
  const user = (name: string) => `import base\nfrom base import ${name}\ndef h(v): print('T', ${name}, v, flush=True)\n`;
  await show.write('base.py', "first = 'first'\n");
  await show.write('using.py', user('first'));
  await show.write('beside.py', '');
  const py = show.add('using', { modules: ['using', 'beside'], routes: [['src', 'using.h']] });
  await show.start();
  const problemsAfter = async (path: string, text: string) => {
    await show.save(path, text);
    return py.problems.map(({ message }) => message.slice(0, message.indexOf(':')));
  };
  expect(await problemsAfter('using.py', user('second'))).toEqual(['Module "using" was not loaded']);
  expect(await problemsAfter('base.py', 'second = (\n')).toEqual(['Module "using" was not loaded', 'Module "base" was not loaded']);
  expect(await problemsAfter('beside.py', 'x = 1\n')).toEqual(['Module "using" was not loaded', 'Module "base" was not loaded']);
  // What the other one lacked is there now, and it runs as well.
  expect(await problemsAfter('base.py', "second = 'second'\n")).toEqual([]);
  py.send('using.h', 0.5);
  await show.until(() => py.lines.includes('second 0.5'));
}, 60_000);

test('a __reload__ that is no function for it is refused with its name, and a file that is gone with a sentence', async () => {
  const text = (body: string) => `def P(*a): print('T', *a, flush=True)\ndef h(v): P('still', v)\n${body}\n`;
  await show.write('carry.py', text(''));
  const carry = show.add('carry', { modules: ['carry'], routes: [['src', 'carry.h']] });
  await show.start();
  const messageOf = async (body: string) =>
    (await show.save('carry.py', text(body))).find(({ outcome }) => outcome === 'kept')?.problem?.message;
  expect(await messageOf('__reload__ = 5')).toContain('TypeError: __reload__ of carry is not a function');
  expect(await messageOf('async def __reload__(old): pass')).toContain('__reload__ of carry is an async function');
  expect(await messageOf('def __reload__(): pass')).toContain('__reload__() takes 0 positional arguments but 1 was given');
  expect(await messageOf('def __reload__(old): old.clear(); raise ValueError("no")')).toContain('ValueError: no');
  carry.send('carry.h', 0.5);
  await show.until(() => carry.lines.includes('still 0.5'));
  expect(await messageOf('\0')).toContain('its file is not UTF-8 text');
  expect(await messageOf('x = [1 2]')).toMatch(/Perhaps you forgot a comma\? The version of [\d:]+ goes on\.$/);
  expect(await messageOf('1/0')).toMatch(/division by zero\. The version of [\d:]+ goes on\.$/);
  rmSync(show.path('carry.py'));
  expect((await show.change('carry.py')).find(({ outcome }) => outcome === 'kept')?.problem?.message).toContain(
    `its file ${show.path('carry.py')} is not there any more. The version of`,
  );
}, 60_000);

test('what a module registered before it failed goes on until a better version of its file takes it over', async () => {
  const port = await freePort();
  const text = (version: string, end: string) => `
import midimonster as m, socket
def beat(): m.output('beat', ${version === 'first' ? 0.25 : 0.75})
m.interval(beat, 20)
def accept(server):
    connection, _ = server.accept(); connection.recv(9); connection.sendall(b'${version}'); connection.close()
server = socket.create_server(('127.0.0.1', ${port}))
m.manage(accept, server)
m.output('beat', 0)
${end}`;
  await show.write('early.py', text('first', '1/0'));
  const early = show.add('early', { modules: ['early'], routes: [['beat', 'x']] });
  await show.start();
  expect(early.problems).toMatchObject([{ code: 'python-module-failed' }]);
  await show.until(() => early.outputs.includes('beat 0.25'));
  expect(await ask(port)).toBe('first');
  const results = await show.save('early.py', text('second', ''));
  expect(results.find(({ instance }) => instance === 'early')?.outcome).toBe('swapped');
  expect(await ask(port)).toBe('second');
  const seen = early.outputs.length;
  await show.until(() => early.outputs.slice(seen).filter((line) => line === 'beat 0.75').length > 3);
  expect(early.outputs.slice(seen)).not.toContain('beat 0.25');
  expect(early.problems).toEqual([]);
});

test('connections that __reload__ carries over go on, the others are closed, also those that were opened by a handler', async () => {
  const peers = new Map<string, Socket>();
  const ended: string[] = [];
  const server = createServer((socket) => {
    socket.on('data', (data) => peers.set(String(data), socket));
    socket.on('end', () => ended.push([...peers].find(([, peer]) => peer === socket)?.[0] ?? ''));
    socket.on('end', () => socket.end());
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const text = (version: string, body: string) => `
import midimonster as m, socket
class Device:
    def __init__(self, name):
        self.connections = {name: socket.create_connection(('127.0.0.1', ${port}))}
        self.connections[name].sendall(name.encode())
        m.manage(got, self.connections[name])
def got(connection): print('T ${version}', connection.recv(9), flush=True)
${body}
`;
  await show.write(
    'link.py',
    text(
      'first',
      "kept = Device('kept')\nleft = Device('left')\ndef open_more(v): global more, most; more = Device('more'); most = Device('most')",
    ),
  );
  const py = show.add('link', { modules: ['link'], routes: [['src', 'link.open_more']] });
  await show.start();
  py.send('link.open_more', 0.5);
  while (peers.size < 4) await new Promise((resolve) => setImmediate(resolve));

  const carry = "def open_more(v): pass\ndef __reload__(old):\n    global kept, more\n    kept, more = old['kept'], old['more']";
  const results = await show.save(
    'link.py',
    text('second', `${carry}\n    for name in 'kept', 'more': m.manage(got, old[name].connections[name])`),
  );
  expect(results.find(({ instance }) => instance === 'link')?.outcome).toBe('swapped');
  while (ended.length < 2) await new Promise((resolve) => setImmediate(resolve));
  expect(ended.sort()).toEqual(['left', 'most']);
  peers.get('kept')?.write('hello');
  peers.get('more')?.write('again');
  await show.until(() => ["second b'hello'", "second b'again'"].every((line) => py.lines.includes(line)));
  for (const socket of peers.values()) socket.destroy();
  server.close();
}, 60_000);
