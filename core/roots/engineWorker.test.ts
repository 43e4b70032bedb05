import dgram from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oscMessage, parseOscMessage } from '../backends/osc/testing/oscPacket.ts';
import type { EngineNotice, EngineRequest, EngineWorkerData } from '../contract/engineLink.ts';
import type { InstancePhase } from '../contract/instanceState.ts';
import { testPlan } from '../engine/testing/testPlan.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'engine-worker-'));
  await build({
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
    entryPoints: ['core/roots/engineWorker.ts'],
    outfile: path.join(folder, 'engineWorker.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pyodide'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function start() {
  const data: EngineWorkerData = {
    files: { engineWorker: '', pythonWorker: '', pythonIoWorker: '', pyodideFolder: '', pythonFolder: '' },
    stdio: 'forward',
  };
  const worker = new Worker(path.join(folder, 'engineWorker.mjs'), { workerData: data });
  const notices: EngineNotice[] = [];
  worker.on('message', (notice: EngineNotice) => notices.push(notice));
  return {
    worker,
    notices,
    exited: once(worker, 'exit'),
    send: (request: EngineRequest) => worker.postMessage(request),
    phaseOf: (instance: string): InstancePhase | undefined =>
      notices.flatMap((notice) => (notice.type === 'status' && notice.instance === instance ? [notice.status.phase] : [])).at(-1),
    replied: (id: number) => notices.some((notice) => notice.type === 'reply' && notice.id === id),
  };
}

/** Options with blanks, which the short plans of tests can't write. */
function planFor(options: Readonly<Record<string, readonly (readonly [string, string])[]>>, wires: readonly string[]) {
  const plan = testPlan({ instances: Object.keys(options).map((name) => `osc ${name}`), wires });
  const instances = plan.instances.map((instance) => ({
    ...instance,
    options: (options[instance.name] ?? []).map(([name, value]) => ({ name, value })),
  }));
  return { ...plan, instances };
}

it('routes OSC to OSC in a thread of its own and stops when asked', async () => {
  const engine = start();
  const peer = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  await once(peer, 'listening');
  const packets: string[] = [];
  peer.on('message', (packet) => {
    const { path: address, args } = parseOscMessage(packet);
    packets.push(`${address} ${args}`);
  });
  const free = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  await once(free, 'listening');
  const inPort = free.address().port;
  free.close();
  const plan = planFor(
    {
      in: [['bind', `127.0.0.1 ${inPort}`]],
      out: [
        ['destination', `127.0.0.1 ${peer.address().port}`],
        ['/y', 'f 0 10'],
      ],
    },
    ['in./x > out./y'],
  );
  engine.send({ type: 'apply', id: 1, plan });
  await expect.poll(() => [engine.phaseOf('in'), engine.phaseOf('out')], { timeout: 20_000 }).toEqual(['live', 'live']);
  peer.send(oscMessage('/x', 'f', 0.5), inPort, '127.0.0.1');
  await expect.poll(() => packets).toEqual(['/y 5']);
  engine.send({ type: 'stop', id: 2, budgetMs: 1000 });
  await expect.poll(() => engine.replied(2)).toBe(true);
  peer.close();
  await engine.worker.terminate();
});

it('reports an error that nobody caught and ends, so that it can be started again', async () => {
  const engine = start();
  // A request that no sender of ours can make: reading its plan throws outside of every guard.
  engine.worker.postMessage(null);
  const [code] = await engine.exited;
  expect(code).toBe(1);
  expect(
    engine.notices.some((notice) => notice.type === 'log' && notice.level === 'error' && notice.message.includes('The engine failed')),
  ).toBe(true);
});
