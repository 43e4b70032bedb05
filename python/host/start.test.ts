import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
afterAll(() => show.stop());

test('modules load in every spelling, and each failure says what to do', async () => {
  await show.write('plain.py', 'print("T plain", __name__)\ndef f(v): print("T plain.f", v)\n');
  await show.write('lib/deep.py', 'import sibling\nprint("T deep", __name__)\ndef f(v): print("T deep.f", v)\n');
  await show.write('lib/sibling.py', '');
  await show.write('my-handlers.py', 'def f(v): print("T hyphen", v)\n');
  await show.write('pkg/__init__.py', '');
  await show.write('pkg/sub.py', 'def f(v): print("T sub", v)\n');
  await show.write('codecs.py', 'def f(v): pass\n');
  await show.write('midimonster.py', 'def f(v): pass\n');
  writeFileSync(`${show.folder}/latin.py`, Buffer.from('x = "é"\n', 'latin1'));
  await show.write('exits.py', 'import sys, midimonster\nmidimonster.output("early", .5)\nsys.exit(3)\n');
  const wheel = spawnSync('python3', [
    '-c',
    'import zipfile,sys; z=zipfile.ZipFile(sys.argv[1],"w"); z.writestr("wheeled.py","ANSWER=42")',
    `${show.folder}/lib/wheeled-1.0-py3-none-any.whl`,
  ]);
  const modules = [
    'plain',
    'lib/deep.py',
    'my-handlers.py',
    'pkg.sub',
    'codecs.py',
    'midimonster',
    'latin.py',
    'exits',
    './plain.py',
    'nosuch/file.py',
  ];
  if (wheel.status === 0) {
    await show.write('uses.py', 'import wheeled\nprint("T wheel", wheeled.ANSWER)\n');
    modules.push('uses');
  }
  const handlers = ['plain.f', 'deep.f', 'my-handlers.f', 'pkg.sub.f'];
  const py = show.add('py', { modules, routes: [...handlers.map((name) => ['src', name] as const), ['early', 'x']] });
  await show.start();
  expect(py.phase).toBe('live');
  for (const name of handlers) py.send(name, 0.5);
  await show.until(() => py.lines.includes('sub 0.5') && py.outputs.includes('early 0.5'));
  expect(py.lines.filter((line) => line !== 'wheel 42')).toEqual([
    'plain plain',
    'deep deep',
    'plain.f 0.5',
    'deep.f 0.5',
    'hyphen 0.5',
    'sub 0.5',
  ]);
  if (wheel.status === 0) expect(py.lines).toContain('wheel 42');
  const messages = py.problems.map(({ message }) => message.replaceAll(show.folder, '.'));
  expect(messages).toEqual([
    'Another module named "codecs" is loaded already; please give ./codecs.py another name',
    '"midimonster" is the name of the built-in module; please give your file another name',
    'Module "latin.py" was not loaded: its file is not UTF-8 text; save it as UTF-8',
    'Module "exits" was not loaded: it called sys.exit()',
    'There is no file ./nosuch/file.py',
  ]);
});

test('instances share nothing, wait for each other, and have random numbers of their own', async () => {
  await show.write('slow.py', 'import time\ntime.sleep(.5)\nprint("T loaded", flush=True)\n');
  await show.write(
    'rnd.py',
    `
import random, midimonster as m, time
print('T random', random.random(), flush=True)
m.output('o', .5)
def h(v): print('T first', v, flush=True)
`,
  );
  const slow = show.add('slow', { modules: ['slow'] });
  const one = show.add('one', { modules: ['rnd'], routes: [['o', 'rnd.h']] });
  const two = show.add('two', { modules: ['rnd'], routes: [['o', 'rnd.h']] });
  await show.start();
  await show.until(() => one.lines.length === 2 && two.lines.length === 2);
  expect(slow.lines).toEqual(['loaded']);
  expect(one.lines[0]).not.toBe(two.lines[0]);
  expect(show.log.filter((line) => line.includes('snapshot'))).toEqual([]);
});

test('a wheel that can not be used and a compiled module say so, and what to use instead', async () => {
  await show.write('lib/fast-1.0-cp314-cp314-linux_x86_64.whl', '');
  await show.write('lib/torn-1.0-py3-none-any.whl', 'PK');
  await show.write('lib/speedy/__init__.py', 'from . import _speed\n');
  await show.write('lib/speedy/_speed.cpython-314-x86_64-linux-gnu.so', '');
  await show.write('wants.py', 'try: import speedy\nexcept ImportError as error: print("T", error)\n');
  const py = show.add('wants', { modules: ['wants'] });
  await show.start();
  expect(py.lines.map((line) => line.replaceAll(show.folder, '.'))).toEqual([
    "./lib/speedy/_speed.cpython-314-x86_64-linux-gnu.so is a compiled module, which PatchMonster's Python can't load; use a version in pure Python",
  ]);
  expect(py.stderr).toContain('fast-1.0-cp314-cp314-linux_x86_64.whl is not used: it has compiled parts for another Python');
  expect(py.stderr).toContain('torn-1.0-py3-none-any.whl is not used: it is no complete wheel');
});
