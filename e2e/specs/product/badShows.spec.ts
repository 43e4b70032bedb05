import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync, mkdirSync } from 'node:fs';
import { cliFile, rootFolder } from '../../driver/paths.ts';
import { ShowFolder } from '../../driver/showFolder.ts';
import { expect, test } from '../../driver/test.ts';
import { freePort } from '../../peers/freePort.ts';
import { startCommand } from '../../process/commandProgram.ts';
import type { Program } from '../../process/program.ts';

const patchmonster = (...args: string[]) => startCommand([process.execPath, cliFile], rootFolder, args);
const ready =
  'import midimonster\ndef tick():\n    midimonster.interval(tick, 0)\n    print("ready", flush=True)\nmidimonster.interval(tick, 10)\n';

/** Runs to the end; a show that starts although it should be refused is stopped, and has code -1. */
async function refusal(program: Program): Promise<{ code: number; text: string }> {
  const timer = setTimeout(() => program.kill(), 20_000);
  const code = await program.ended;
  clearTimeout(timer);
  return { code, text: [...program.stdout.lines, ...program.stderr.lines].join('\n') };
}

test.describe('run refuses in a sentence', () => {
  const cases: Record<string, { files: Record<string, string | Uint8Array>; says: RegExp }> = {
    'binary garbage': {
      files: { 'show.cfg': Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256) },
      says: /show\.cfg.*line 1/,
    },
    'an unknown backend': { files: { 'show.cfg': '[nosuch x]\n' }, says: /show\.cfg:1.*nosuch/ },
    'an unknown instance and an unknown option, both': {
      files: { 'show.cfg': '[osc a]\ncolour = red\n[map]\na./x > b.y\n' },
      says: /show\.cfg:2[\s\S]*show\.cfg:4/,
    },
    'an include that is missing': { files: { 'show.cfg': '[include nowhere.cfg]\n' }, says: /show\.cfg:1.*nowhere\.cfg/ },
    'an include of itself': { files: { 'show.cfg': '[include show.cfg]\n' }, says: /show\.cfg:1/ },
  };
  for (const [name, { files, says }] of Object.entries(cases)) {
    test(name, async () => {
      const folder = new ShowFolder(files);
      const { code, text } = await refusal(patchmonster('run', folder.file('show.cfg')));
      expect(text).toMatch(says);
      expect(text).not.toMatch(/\n\s+at .*\.js:\d+/);
      expect(code).toBe(1);
      folder.dispose();
    });
  }

  test('a file that is missing, and a folder', async () => {
    const folder = new ShowFolder({});
    const missing = await refusal(patchmonster('run', folder.file('nowhere.cfg')));
    expect(missing).toMatchObject({ code: 1, text: expect.stringContaining('nowhere.cfg') });
    mkdirSync(folder.file('show.cfg'));
    const isFolder = await refusal(patchmonster('run', folder.file('show.cfg')));
    expect(isFolder).toMatchObject({ code: 1, text: expect.stringContaining('folder') });
    folder.dispose();
  });
});

test.describe('run goes on with the rest when', () => {
  const modules: Record<string, { files: Record<string, string | Uint8Array>; module: string; says: RegExp }> = {
    'a module is missing': { files: {}, module: 'nowhere', says: /nowhere/ },
    'a module raises': {
      files: { 'bad.py': 'x = 1\nraise ValueError("so it is")\n' },
      module: 'bad',
      says: /bad\.py", line 2[\s\S]*so it is/,
    },
    'a module has a syntax error': { files: { 'bad.py': 'def f(:\n' }, module: 'bad', says: /bad\.py[\s\S]*SyntaxError/ },
    'a module is not UTF-8': {
      files: { 'bad.py': Uint8Array.from([0x78, 0x3d, 0x22, 0xff, 0xfe, 0x22, 0x0a]) },
      module: 'bad',
      says: /utf-8|UTF-8/,
    },
    'a module ends the interpreter': { files: { 'bad.py': 'import sys\nsys.exit(3)\n' }, module: 'bad', says: /SystemExit|exit/ },
  };
  for (const [name, { files, module, says }] of Object.entries(modules)) {
    test(name, async () => {
      const folder = new ShowFolder({
        ...files,
        'show.cfg': `[python bad]\nmodule = ${module}\n[python good]\nmodule = ready\n`,
        'ready.py': ready,
      });
      const program = patchmonster('run', folder.file('show.cfg'));
      expect(await program.stdout.waitFor((line) => line === 'ready', 20_000)).toBe(true);
      await program.stderr.waitFor(() => says.test(program.stderr.lines.join('\n')), 20_000);
      program.signal('SIGINT');
      expect(await program.ended).toBe(0);
      expect(program.stderr.lines.join('\n')).toMatch(says);
      folder.dispose();
    });
  }

  for (const name of ['my-handlers.py', 'midimonster.py', 'json.py']) {
    test(`a module has the difficult name ${name}`, async () => {
      const folder = new ShowFolder({
        'show.cfg': `[python a]\nmodule = ${name}\n[python good]\nmodule = ready\n`,
        [name]: 'value = 1\n',
        'ready.py': ready,
      });
      const program = patchmonster('run', folder.file('show.cfg'));
      const started = await program.stdout.waitFor((line) => line === 'ready', 20_000);
      program.signal('SIGINT');
      const code = await program.ended;
      const text = program.stderr.lines.join('\n');
      // Loaded, or refused with a sentence that names it; never a show that hangs or a stack of ours.
      if (started) expect(code).toBe(0);
      else expect(code).toBe(1);
      if (!started) expect(text).toContain(name.replace('.py', ''));
      expect(text).not.toMatch(/\n\s+at .*\.js:\d+/);
      folder.dispose();
    });
  }

  test('a port is busy: it waits for it and then takes it', async () => {
    const port = await freePort();
    const squatter = createSocket('udp4');
    squatter.bind(port, '127.0.0.1');
    await once(squatter, 'listening');
    const folder = new ShowFolder({
      'show.cfg': `[osc desk]\nbind = 127.0.0.1 ${port}\n[python good]\nmodule = ready\n[map]\ndesk./x > good.ready.heard\n`,
      'ready.py': `${ready}def heard(value):\n    print("heard", value, flush=True)\n`,
    });
    const program = patchmonster('run', folder.file('show.cfg'));
    expect(await program.stdout.waitFor((line) => line === 'ready', 20_000)).toBe(true);
    expect(await program.stderr.waitFor((line) => line.includes(String(port)), 10_000)).toBe(true);
    squatter.close();
    await once(squatter, 'close');
    const sender = createSocket('udp4');
    const packet = Buffer.from('/x\0\0,f\0\0\x3f\0\0\0', 'latin1');
    const timer = setInterval(() => sender.send(packet, port, '127.0.0.1'), 100);
    expect(await program.stdout.waitFor((line) => line === 'heard 0.5', 15_000)).toBe(true);
    clearInterval(timer);
    sender.close();
    program.signal('SIGINT');
    expect(await program.ended).toBe(0);
    folder.dispose();
  });

  test('the show folder is read-only', async () => {
    const folder = new ShowFolder({ 'show.cfg': '[python good]\nmodule = ready\n', 'ready.py': ready });
    chmodSync(folder.path, 0o555);
    const program = patchmonster('run', folder.file('show.cfg'));
    expect(await program.stdout.waitFor((line) => line === 'ready', 20_000)).toBe(true);
    program.signal('SIGINT');
    expect(await program.ended).toBe(0);
    chmodSync(folder.path, 0o755);
    folder.dispose();
  });
});
