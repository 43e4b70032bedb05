import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { ClientCall, Hello, ServerMessage } from '../contract/clientLink.ts';
import type { Problem } from '../contract/problem.ts';
import { ChildCommand } from './testing/ChildCommand.ts';

const good = '[loopback a]\n[loopback b]\n[map]\na.x{1..4} > b.y{1..4}\n';
const bad = '[loopback a]\n[loopbak b]\nfoo = 1\n[map]\na.x > c.y\n';

let folder = '';
const started: ChildCommand[] = [];
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'patchmonster-test-')));
  write('good.cfg', good);
  write('bad.cfg', bad);
});
afterEach(async () => {
  for (const command of started.splice(0)) {
    command.process.kill('SIGKILL');
    await command.exit;
  }
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string | Uint8Array): void {
  writeFileSync(join(folder, name), text);
}

function start(...args: string[]): ChildCommand {
  const command = ChildCommand.start(args, { cwd: folder });
  started.push(command);
  return command;
}

const run = (...args: string[]) => ChildCommand.run(args, folder);

test('check lists every problem with its place and ends with 1; a good show ends with 0', async () => {
  const checked = await run('check', 'bad.cfg');
  expect(checked.code).toBe(1);
  expect(checked.stdout.split('\n').filter((line) => line.includes(': error: '))).toEqual([
    expect.stringMatching(/^bad\.cfg:2:2: error: .*"loopbak".*\(unknown-backend\)$/),
    expect.stringMatching(/^bad\.cfg:5:\d+: error: .*"c".*\(unknown-instance\)$/),
  ]);
  expect(await run('check', 'good.cfg')).toMatchObject({ code: 0, stderr: '' });
  const json = await run('check', '--json', 'bad.cfg');
  const report: { ok: boolean; problems: Problem[] } = JSON.parse(json.stdout);
  expect(report.ok).toBe(false);
  expect(report.problems.find(({ code }) => code === 'unknown-backend')?.place).toMatchObject({ file: 'bad.cfg', line: 2, column: 2 });
  for (const args of [['none.cfg'], ['-i', 'nodot', 'good.cfg']]) {
    const refused = await run('check', '--json', ...args);
    expect(refused).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(refused.stdout)).toEqual({ ok: false, message: expect.stringMatching(/\.$/), problems: [] });
  }
});

test('run refuses a text with mistakes and lists them all on stderr', async () => {
  const refused = await run('run', 'bad.cfg');
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('bad.cfg:2:2: error:');
  expect(refused.stderr).toContain("bad.cfg can't be started: 2 errors.");
});

test('what is no show is refused in a sentence', async () => {
  mkdirSync(join(folder, 'a folder'));
  write(
    'garbage.cfg',
    new Uint8Array(2000).map((_, index) => (index * 7919) % 256),
  );
  const cases: [string[], RegExp][] = [
    [['run', 'none.cfg'], /^"none\.cfg" does not exist\.\n$/],
    [['run', ''], /^Name the configuration file of the show\.\n$/],
    [['check', 'a folder'], /^"a folder" is a folder, not a file\.\n$/],
    [['serve', 'garbage.cfg'], /^"garbage\.cfg" can't be opened: it is not a text file/],
    [['run', '-i', 'nodot=1', 'good.cfg'], /^-i nodot=1: write it as INSTANCE\.OPTION=VALUE\.\n$/],
    [['run', 'good.cfg', 'more.cfg'], /too many arguments/],
    [['serve', '--port', 'abc', 'good.cfg'], /must be a number from 0 to 65535/],
    [['frobnicate'], /unknown command/],
  ];
  for (const [args, message] of cases) {
    const refused = await run(...args);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
    expect(refused.stderr).not.toMatch(/\n\s+at /);
  }
});

test('help and version go to stdout and end with 0', async () => {
  expect(await run('--help')).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Examples:') });
  expect(await run('run', '--help')).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('--watch') });
  expect(await run('--version')).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  expect(await run('run', '--version', 'good.cfg')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d/) });
});

test.skipIf(process.platform === 'win32')('bash completes commands, their own options and values, and names of shows', async () => {
  write('my show.cfg', good);
  const { stdout: script } = await run('completion', 'bash');
  const ask = (...words: string[]) => {
    const asking = `${script}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _patchmonster; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', asking, 'bash', 'patchmonster', ...words], { cwd: folder, encoding: 'utf8' })
      .trim()
      .split('\n');
  };
  expect(ask('e')).toEqual(['export']);
  expect(ask('run', '--w')).toEqual(['--watch']);
  expect(ask('serve', '--w')).toEqual(['']);
  expect(ask('export', '--for', 'm')).toEqual(['midimonster']);
  expect(ask('completion', 'f')).toEqual(['fish']);
  expect(ask('check', 'my')).toEqual(['my show.cfg']);
  expect(ask('run', '-i', '')).toEqual(['']);
  for (const shell of ['zsh', 'fish']) expect((await run('completion', shell)).stdout).toContain('midimonster patchmonster');
});

test('run says once that it is live and ends with 0 at a signal, a second one changes nothing', async () => {
  const command = start('run', 'good.cfg');
  await command.until('live', () => command.stderr.includes('\n'));
  expect(command.stderr).toBe('live: 2 instances, 4 routes\n');
  command.process.kill('SIGTERM');
  command.process.kill('SIGINT');
  expect(await command.exit).toEqual({ code: 0, signal: null });
  expect(command.stdout).toBe('');
});

test('run beside a window with the same show says so in one line and goes on', async () => {
  const served = start('serve', '--port', '0', 'good.cfg');
  await served.until('the address', () => served.stdout.includes('\n'));
  const command = start('run', 'good.cfg');
  await command.until('live', () => command.stderr.includes('live: 2 instances'));
  await command.until('the warning', () => command.stderr.includes(`already (process ${served.process.pid})`));
  expect(command.stderr.split('\n').filter((line) => line.includes('already'))).toHaveLength(1);
  command.process.kill('SIGINT');
  expect(await command.exit).toEqual({ code: 0, signal: null });
  expect(readdirSync(join(folder, '.state', 'locks'))).toHaveLength(1);
});

test('a reader that goes away does not end the show', async () => {
  const command = start('run', '--json', 'good.cfg');
  await command.until('live', () => command.stdout.includes('"type":"live"'));
  command.process.stdout?.destroy();
  // Another show that runs as long tells that several lines were written meanwhile.
  const witness = start('run', '--json', 'good.cfg');
  await witness.until('statistics', () => witness.stdout.split('"type":"stats"').length > 3);
  expect(command.process.exitCode).toBeNull();
  command.process.kill('SIGINT');
  expect(await command.exit).toEqual({ code: 0, signal: null });
});

test.runIf(existsSync('/dev/full'))('a log on a full disk ends neither the show nor its Python, and is told by the exit code', async () => {
  write('py.cfg', '[python py]\nmodule = beat\n');
  write('beat.py', 'import midimonster, sys\nmidimonster.interval(lambda: print("beat") or print("on", file=sys.stderr), 20)\n');
  const full = openSync('/dev/full', 'w');
  const runs = [
    ['run', 'py.cfg'],
    ['run', '--json', 'good.cfg'],
  ].map((args) => {
    const command = ChildCommand.start(args, { cwd: folder, stdout: full });
    started.push(command);
    return command;
  });
  closeSync(full);
  for (const command of runs) {
    await command.until('the loss', () => command.stderr.includes('is lost'));
    if (command === runs[0]) await command.until('Python', () => command.stderr.split('on\n').length > 3);
    command.process.kill('SIGINT');
    // Python's own descriptors are not ours to judge by.
    expect(await command.exit).toEqual({ code: command === runs[0] ? 0 : 1, signal: null });
    expect(command.stderr.split('is lost')).toHaveLength(2);
  }
});

test('a bug in the process around a show does not end the show, and is told', async () => {
  const bug = `import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('SIGUSR2', () => { Promise.reject(new Error('one on purpose')); throw new Error('another on purpose'); });`;
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(bug)}` };
  const command = ChildCommand.start(['run', 'good.cfg'], { cwd: folder, env });
  started.push(command);
  await command.until('live', () => command.stderr.includes('live: 2 instances'));
  command.process.kill('SIGUSR2');
  await command.until('both bugs', () => ['one on purpose', 'another on purpose'].every((text) => command.stderr.includes(text)));
  expect(command.stderr).toContain('the show goes on');
  command.process.kill('SIGINT');
  expect(await command.exit).toEqual({ code: 0, signal: null });
});

test('run --watch takes a changed text over, and keeps what runs when the new one has mistakes', async () => {
  const command = start('run', '--watch', '--json', 'good.cfg');
  await command.until('live', () => command.stdout.includes('"type":"live"'));
  write('good.cfg', `${good}[loopback c]\n`);
  await command.until('c', () => /"instance":"c","phase":"live"/.test(command.stdout));
  write('good.cfg', `${good}[loopbak d]\n`);
  await command.until('a refusal', () => command.stdout.includes('goes on running'));
  expect(command.stdout).not.toContain('"instance":"d","phase":"live"');
  rmSync(join(folder, 'good.cfg'));
  await command.until('the loss is told', () => command.stdout.includes('good.cfg: It was deleted.'));
  write('good.cfg', `${good}[loopback e]\n`);
  await command.until('e', () => /"instance":"e","phase":"live"/.test(command.stdout));
});

test('an exported show runs from its folder, and nothing is replaced without --force', async () => {
  const exported = await run('export', 'good.cfg', '--for', 'patchmonster', '--to', 'bundle');
  expect(exported).toMatchObject({ code: 0, stdout: expect.stringContaining('bundle/good.cfg\n') });
  expect(readFileSync(join(folder, 'bundle/good.cfg'), 'utf8')).toBe(good);
  expect(await run('check', 'bundle/good.cfg')).toMatchObject({ code: 0 });
  expect(await run('export', 'good.cfg', '--for', 'patchmonster', '--to', 'bundle')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('Use --force to replace it.'),
  });
  expect(await run('export', 'good.cfg', '--for', 'patchmonster', '--to', 'bundle', '--force')).toMatchObject({ code: 0 });
  expect(await run('export', 'good.cfg', '--for', 'patchmonster', '--to', '.', '--force')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is a file of the show itself'),
  });
  expect(await run('export', 'good.cfg')).toMatchObject({ code: 1, stderr: expect.stringContaining('--for midimonster') });
});

/** Talks to a served show as a browser does. */
async function connect(address: string): Promise<{ hello: Hello; call: (call: ClientCall) => Promise<unknown>; close: () => void }> {
  const url = new URL(address);
  const socket = new WebSocket(`ws://${url.host}/link${url.search}`, { origin: url.origin });
  const replies: ((message: ServerMessage) => void)[] = [];
  const hello = await new Promise<Hello>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data, isBinary) => {
      if (isBinary) return;
      const message: ServerMessage = JSON.parse(String(data));
      if ('notice' in message && message.notice === 'hello') resolve(message.hello);
      if ('reply' in message) replies.shift()?.(message);
    });
  });
  return {
    hello,
    call: (call) =>
      new Promise((resolve) => {
        replies.push((message) => resolve('reply' in message && message.ok ? message.value : message));
        socket.send(JSON.stringify({ id: 1, ...call }));
      }),
    close: () => socket.terminate(),
  };
}

const address = (command: ChildCommand) => command.stdout.split('\n')[0] ?? '';

test('unsaved work survives kill -9 and is offered at the next start', async () => {
  const first = start('serve', '--port', '0', 'good.cfg');
  await first.until('the address', () => first.stdout.includes('\n'));
  const client = await connect(address(first));
  const edits = [{ kind: 'addWire', from: 'a.x1', to: 'b.q', direction: 'forward' }] as const;
  expect(await client.call({ method: 'edit', revision: client.hello.view.revision, edits: [...edits] })).toMatchObject({ ok: true });
  await vi.waitFor(
    () => expect(readdirSync(join(folder, '.state', 'journals'))).toEqual([expect.stringMatching(/^\w+\.current\.json$/)]),
    10_000,
  );
  first.process.kill('SIGKILL');
  await first.exit;

  const second = start('serve', '--port', '0', 'good.cfg');
  await second.until('the address', () => second.stdout.includes('\n'));
  const next = await connect(address(second));
  expect(next.hello.recovery).toMatchObject({ files: ['good.cfg'] });
  expect(await next.call({ method: 'recover', choice: 'restore' })).toMatchObject({ ok: true });
  expect(await next.call({ method: 'save' })).toMatchObject({ ok: true });
  next.close();
  second.process.kill('SIGTERM');
  expect(await second.exit).toEqual({ code: 0, signal: null });
});
