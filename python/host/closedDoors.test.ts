import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { TestShow } from '../testing/testShow.ts';

const show = new TestShow();
afterAll(() => show.stop());

/** Attempts by name; each must fail, and the text must say something useful where it is given. */
const attempts: readonly (readonly [name: string, code: string, says?: RegExp])[] = [
  ['a shell', 'os.system("touch " + HERE + "/made-by-shell")', /can't be started from here/],
  ['popen', 'os.popen("id")', /can't be started from here/],
  ['subprocess', 'import subprocess; subprocess.run(["touch", HERE + "/made-by-shell"])', /can't be started from here/],
  ['fork', 'os.fork()'],
  ['js', 'import js', /no JavaScript/],
  ['from js', 'from js import process', /no JavaScript/],
  ['pyodide_js', 'import pyodide_js', /no JavaScript/],
  ['run_js', 'from pyodide.code import run_js; run_js("1")', /not available/],
  ['to_js', 'from pyodide.ffi import to_js; to_js([1]).constructor.constructor("return process.pid")()'],
  ['ctypes', 'import ctypes', /pure Python/],
  ['a host file', 'open("/etc/passwd").read()'],
  ['a file by ..', 'open(HERE + "/../secret.txt").read()'],
  ['a symlinked file', 'open(HERE + "/link-to-secret").read()'],
  ['a symlinked folder', 'os.listdir(HERE + "/link-to-folder")'],
  ['a new symlink', 'os.symlink("../secret.txt", HERE + "/own-link"); open(HERE + "/own-link").read()'],
  ['the environment', 'os.environ["PATCHMONSTER_SECRET"]'],
  ['a thread', 'import threading; threading.Thread(target=print).start()', /interval/],
  ['kill', 'os.kill(1, 9)', /can't be started|not available/],
  ['a signal handler', 'import signal; signal.signal(signal.SIGINT, print)', /cleanup_handler/],
  ['multiprocessing', 'import multiprocessing; multiprocessing.Process(target=print).start()', /can't be started/],
  ['numpy', 'import numpy as np', /lists/],
  ['a missing module', 'import nosuch', /^ModuleNotFoundError No module named 'nosuch'$/],
];

test('what would lead out of the interpreter by accident is closed', async () => {
  process.env.PATCHMONSTER_SECRET = 'hidden';
  writeFileSync(join(show.folder, '..', 'secret.txt'), 'hidden');
  mkdirSync(join(show.folder, 'sub'));
  symlinkSync('/etc/passwd', join(show.folder, 'link-to-secret'));
  symlinkSync('/etc', join(show.folder, 'link-to-folder'));
  const list = attempts.map(([name, code]) => `(${JSON.stringify(name)}, ${JSON.stringify(code)})`).join(',\n  ');
  await show.write(
    'doors.py',
    `
import os, sys
HERE = os.path.dirname(__file__)
def attempt(name, code):
    try:
        exec(code, {'os': os, 'sys': sys, 'HERE': HERE})
        print('T', name, '|', 'OPEN')
    except BaseException as error:
        print('T', name, '|', type(error).__name__, str(error).replace(chr(10), ' '))
for name, code in [
  ${list}
]: attempt(name, code)
print('T folder', HERE == os.getcwd() == sys.path[0], sorted(os.listdir(HERE)), open(HERE + '/sub/../doors.py').read(7) == chr(10) + 'import')
open(HERE + '/written.txt', 'w').write('by python')
print('T environment', sorted(os.environ))
print('T program', [sys.executable], sys.orig_argv)
print('T modules', sorted(name for name in sys.modules if 'js' in name.split('.')[0].lower() and not 'json' in name))
print('T done')
`,
  );
  const py = show.add('py', { modules: ['doors.py'] });
  await show.start();
  await show.until(() => py.lines.includes('done'));
  const results = new Map(py.lines.filter((line) => line.includes(' | ')).map((line) => line.split(' | ') as [string, string]));
  expect([...results].filter(([, outcome]) => outcome.startsWith('OPEN'))).toEqual([]);
  for (const [name, , says] of attempts) {
    expect(results.has(name), name).toBe(true);
    if (says) expect(results.get(name), name).toMatch(says);
  }
  expect(existsSync(join(show.folder, 'made-by-shell'))).toBe(false);
  expect(py.lines.find((line) => line.startsWith('folder'))).toMatch(/^folder True \[.*'doors.py'.*\] True$/);
  expect(readFileSync(join(show.folder, 'written.txt'), 'utf8')).toBe('by python');
  expect(py.lines.find((line) => line.startsWith('environment'))).toBe("environment ['HOME', 'LANG', 'PATH', 'PWD']");
  expect(py.lines.find((line) => line.startsWith('program'))).toBe("program [''] ['python3']");
  expect(py.problems).toEqual([]);
});
