import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
afterAll(() => show.stop());

test('a call that waits for a socket in vain is ended in its time, with function and line, and its worker goes on', async () => {
  const connections = new Set<Socket>();
  const silent = createServer((connection) => connections.add(connection));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await show.write(
    'waits.py',
    `
import socket
def P(*a): print('T', *a, flush=True)
P('load')
stream = socket.create_connection(('127.0.0.1', ${port}))
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(('127.0.0.1', 0))
def tcp(v):
    stream.recv(100)
def udp(v):
    datagrams.recvfrom(100)
def ok(v): P('ok', v)
`,
  );
  const names = ['tcp', 'udp', 'ok'];
  const py = show.add('waits', { modules: ['waits'], routes: names.map((name) => ['src', `waits.${name}`] as const) });
  await show.start({ handlerBudgetMs: 300, blockingBudgetMs: 800 });
  for (const [name, line] of [
    ['tcp', 9],
    ['udp', 11],
  ] as const) {
    py.send(`waits.${name}`, 0.5);
    py.send('waits.ok', line);
    await show.until(() => py.lines.includes(`ok ${line}.0`));
    expect(py.stderr).toMatch(new RegExp(`waits.${name} was stopped: it ran longer than 0.8 s, in .*waits.py line ${line}`));
    expect(py.stderr).toMatch(new RegExp(`waits.py", line ${line}, in ${name}`));
  }
  await show.until(() => py.counters.errors === 2);
  expect(py.counters.dropped).toBe(0);
  expect(py.lines.filter((line) => line === 'load')).toHaveLength(1);
  for (const connection of connections) connection.destroy();
  silent.close();
}, 60_000);

test('an interval that never returns is named with its line', async () => {
  await show.write(
    'clocked.py',
    `
import midimonster as m, os
def tick():
    open('ran', 'w')
    sum(range(10**12))
if not os.path.exists('ran'): m.interval(tick, 10)
else: print('T again', flush=True)
`,
  );
  const py = show.add('clocked', { modules: ['clocked'] });
  await show.start({ handlerBudgetMs: 300, blockingBudgetMs: 800 });
  await show.until(() => py.lines.includes('again'));
  expect(py.stderr).toMatch(/interrupted: clocked.tick \(.*clocked.py line 3\)\. Its modules are loaded again/);
  expect(py.counters.dropped).toBe(0);
}, 60_000);

test('a module that loops while it loads costs itself at most its instance, until a version comes that ends', async () => {
  await show.write('endless.py', 'while True:\n    pass\n');
  await show.write('inside.py', 'sum(range(10**12))\n');
  await show.write('fine.py', 'def h(v): print("T fine", v, flush=True)\n');
  const beside = show.add('beside', { modules: ['endless', 'fine'], routes: [['src', 'fine.h']] });
  const stuck = show.add('stuck', { modules: ['inside', 'fine'], routes: [['src', 'fine.h']] });
  await show.start({ handlerBudgetMs: 300, importBudgetMs: 800 });
  expect(beside.phase).toBe('live');
  expect(beside.problems).toEqual([expect.objectContaining({ code: 'python-module-failed', line: 2 })]);
  expect(beside.problems[0]?.message).toMatch(/"endless" was not loaded: OverBudget: it ran longer than 0.8 s, in .*endless.py line [12]/);
  beside.send('fine.h', 0.5);
  await show.until(() => beside.lines.includes('fine 0.5'));

  expect(stuck.phase).toBe('failed');
  expect(stuck.reason).toMatch(/did not finish loading within 0.8 s and could not be interrupted: module inside; change it and save it/);
  await show.save('inside.py', '');
  await show.until(() => stuck.phase === 'live');
  stuck.send('fine.h', 0.75);
  await show.until(() => stuck.lines.includes('fine 0.75'));
}, 60_000);
