import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { cliFile, rootFolder } from '../driver/paths.ts';
import { ShowFolder } from '../driver/showFolder.ts';
import { freePort } from '../peers/freePort.ts';
import { encodeOscMessage } from '../peers/oscPacket.ts';
import { startCommand } from '../process/commandProgram.ts';
import { PacedRoute, type StreamTimes } from './pacedRoute.ts';

const budgetMs = 20;
/**
 * The clock on the wall belongs to the whole machine: what other programs take from this one they take from the bare echo as well,
 * in the same moments, and took from the route itself just before. So a route may take its budget, or on a busy machine so many times
 * what one of these takes.
 */
const allowance = 3;
/** A single look may still meet a moment that only one of the processes slept through. */
const looks = 5;
const beforeMs = 1_000;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Stage {
  readonly stream: PacedRoute;
  readonly inPort: number;
  /** A fresh value for another channel of the same show. */
  poke(path: string): void;
  printed(line: string): Promise<boolean>;
}

/** A show with the route under test, `in./f > out./f`, beside whatever else it has. */
async function stage(sections: string, map: string, files: Readonly<Record<string, string>>): Promise<Stage> {
  const stream = await PacedRoute.open();
  closing.push(() => stream.dispose());
  const inPort = await freePort();
  const osc = `[osc in]\nbind = 127.0.0.1 ${inPort}\n[osc out]\ndestination = 127.0.0.1 ${stream.receiver.address().port}\n/f = f 0.0 1.0\n`;
  const folder = new ShowFolder({ 'show.cfg': `${osc}${sections}[map]\nin./f > out./f\n${map}`, ...files });
  closing.push(() => folder.dispose());
  const program = startCommand([process.execPath, cliFile], rootFolder, ['run', folder.file('show.cfg')]);
  closing.push(() => {
    program.signal('SIGINT');
    return program.ended;
  });
  await program.stderr.waitFor((line) => line.startsWith('live') && !line.includes('starting'), 60_000);
  return {
    stream,
    inPort,
    poke: (path) => stream.receiver.send(encodeOscMessage({ path, types: 'f', args: [0.5] }), inPort, '127.0.0.1'),
    printed: (wanted) => {
      const count = () => program.stdout.lines.filter((line) => line === wanted).length;
      const before = count();
      return program.stdout.waitFor(() => count() > before, 30_000);
    },
  };
}

interface Look {
  readonly before: StreamTimes;
  readonly beside: StreamTimes;
}

/** Looks until one is within the budget; the last one is what counts otherwise. */
async function expectQuick(look: () => Promise<Look>): Promise<void> {
  const seen: Look[] = [];
  for (let count = 0; count < looks; count++) {
    const { before, beside } = await look();
    if (beside.routeP99 <= Math.max(budgetMs, allowance * beside.echoP99, allowance * before.routeP99)) return;
    seen.push({ before, beside });
  }
  expect.fail(`p99 of the route and of the bare echo beside it, in ms: ${JSON.stringify(seen)}`);
}

const hangs = {
  spin: 'while True: pass',
  inside: 'sum(range(10**12))',
  sleep: 'time.sleep(60)',
  wait: 'stream.recv(1)',
};

test.each(Object.keys(hangs))(
  'a 1 kHz route keeps its time beside a handler that hangs: %s',
  async (kind) => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    closing.push(() => silent.close());
    const address = silent.address();
    const handlers = Object.entries(hangs).map(([name, body]) => `def ${name}(v):\n    print('stuck', flush=True)\n    ${body}\n`);
    const show = await stage('[python py]\nmodule = hang\n', `in./hang > py.hang.${kind}\nin./ok > py.hang.ok\n`, {
      'show.patchmonster.json': JSON.stringify({ handlerBudgetMs: 1_500, blockingBudgetMs: 1_500 }),
      'hang.py': `import socket, time
stream = socket.create_connection(('127.0.0.1', ${typeof address === 'object' ? address?.port : 0}))
def ok(v): print('free', flush=True)
${handlers.join('')}`,
    });
    await expectQuick(async () => {
      const before = await show.stream.measure(show.inPort, beforeMs);
      const stuck = show.printed('stuck');
      show.poke('/hang');
      expect(await stuck).toBe(true);
      // Longer than the hang, so that ending it and replacing the worker are part of what is looked at.
      const beside = await show.stream.measure(show.inPort, 2_500);
      const free = show.printed('free');
      show.poke('/ok');
      expect(await free).toBe(true);
      return { before, beside };
    });
  },
  120_000,
);

test('a 1 kHz route keeps its time beside feedback loops at full speed', async () => {
  const rings = Array.from({ length: 200 }, (_, index) => `a.${index} > b.${index}\nb.${index} > a.${index}\nin./go > a.${index}\n`);
  const show = await stage('[loopback a]\n[loopback b]\n', rings.join(''), {});
  const before = await show.stream.measure(show.inPort, beforeMs);
  show.poke('/go');
  await expectQuick(async () => ({ before, beside: await show.stream.measure(show.inPort, 2_500) }));
}, 60_000);
