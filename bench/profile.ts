/** What it costs to know how often each handler runs and for how long: the same batches with and without it, in one interpreter. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultRunSettings } from '../core/contract/plan.ts';
import { pythonEntry } from '../core/contract/pythonLink.ts';
import { rootFolder } from '../e2e/driver/paths.ts';
import { ShowFolder } from '../e2e/driver/showFolder.ts';
import { bootTestInterpreter } from '../python/testing/testInterpreter.ts';
import { mountFolders } from '../python/worker/folders.ts';
import type { PythonRuntime } from '../python/worker/pythonRuntime.ts';
import { timedBatchEvery } from '../python/worker/workerLoop.ts';
import { type Benchmark, median, type Row } from './benchmark.ts';

const pairs = 41;
const batchEvents = 1024;
/** About a third of a second: with rows once per round, three times as often as in a show. */
const batchesPerRound = 640;

const handlers = `n = 0
def h(v):
    global n
    n += 1
`;

async function loaded(folder: ShowFolder): Promise<PythonRuntime> {
  const { booted, runtime } = await bootTestInterpreter();
  runtime.offerModule(new Uint8Array(readFileSync(path.join(rootFolder, 'dist/python/output.wasm'))));
  const folders = mountFolders(booted.module, folder.path, folder.path);
  const assignment = { ...folders, modules: ['sink'], defaultHandler: null, settings: defaultRunSettings, held: {} };
  runtime.enterWith(pythonEntry.load, () => runtime.python.load(JSON.stringify(assignment)));
  runtime.setChannels('start', {
    specs: ['sink.h'],
    slots: new Int32Array([0]),
    isTarget: new Uint8Array([1]),
    lastOutputs: null,
    lastInputs: null,
  });
  return runtime;
}

/** Microseconds of processor time per event; unlike the clock on the wall it leaves out what other programs take. */
function round(runtime: PythonRuntime, isProfiled: boolean): number {
  const before = process.cpuUsage();
  for (let batch = 1; batch <= batchesPerRound; batch++) {
    runtime.memory.batchSlots.fill(0, 0, batchEvents);
    runtime.runEvents(batchEvents, isProfiled && batch % timedBatchEvery === 0);
  }
  if (isProfiled) runtime.python.profile_rows(1000);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (batchesPerRound * batchEvents);
}

async function profileCost(): Promise<Row[]> {
  const folder = new ShowFolder({ 'sink.py': handlers });
  const runtime = await loaded(folder);
  for (const isProfiled of [false, true, false, true]) round(runtime, isProfiled);
  const shares: number[] = [];
  const without: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    // Each goes first in turn.
    const first = round(runtime, pair % 2 === 0);
    const second = round(runtime, pair % 2 === 1);
    const [on, off] = pair % 2 === 0 ? [first, second] : [second, first];
    shares.push((on / off - 1) * 100);
    without.push(off);
  }
  folder.dispose();
  return [
    { what: 'one event to a handler that counts, without profile', value: median(without) * 1000, unit: 'ns CPU' },
    { what: '  the profile on top, median of pairs', value: median(shares), unit: '%', budget: { atMost: 3 } },
  ];
}

export const benchmarks: readonly Benchmark[] = [{ name: 'python-profile', run: profileCost }];
