/** A real session with a real engine worker and one client: what a person waits for. Other work on the machine shows. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Applied, EngineNotice } from '../core/contract/engineLink.ts';
import { protocols } from '../core/roots/protocols.ts';
import { runtimeFiles } from '../core/roots/runtimeFiles.ts';
import type { StartEngine } from '../core/session/engine/EngineLink.ts';
import { startEngineWorker } from '../core/session/engine/startEngineWorker.ts';
import { openSession } from '../core/session/openSession.ts';
import { TestSession } from '../core/session/testing/TestSession.ts';
import { type Benchmark, median, type Row } from './benchmark.ts';
import { longShow, rangeShow } from './longShow.ts';

const files = runtimeFiles(fileURLToPath(new URL('../dist', import.meta.url)));
/** The first ones run in code that is not compiled yet, which a session that was edited a little is past. */
const warmUpEdits = 30;
const measuredEdits = 31;

export const benchmarks: readonly Benchmark[] = [
  { name: 'session-edit', run: measureEdits },
  { name: 'session-open', run: measureOpening },
];

/** The engine, with a look at when it got each plan and what it said of it. */
class WatchedEngine {
  handedOverMs = 0;
  private readonly applied: ((applied: Applied) => void)[] = [];

  readonly start: StartEngine = (listener) => {
    const link = startEngineWorker({ files, stdio: 'forward' })({
      ...listener,
      onNotice: (notice) => {
        listener.onNotice(notice);
        if (isApplied(notice)) for (const resolve of this.applied.splice(0)) resolve(notice.value);
      },
    });
    return {
      ...link,
      send: (request) => {
        link.send(request);
        if (request.type === 'apply' || request.type === 'applyChange') this.handedOverMs = performance.now();
      },
    };
  };

  nextApplied(): Promise<Applied> {
    return new Promise((resolve) => this.applied.push(resolve));
  }
}

function isApplied(notice: EngineNotice): notice is EngineNotice & { readonly value: Applied } {
  return notice.type === 'reply' && notice.ok && typeof notice.value === 'object' && notice.value !== null && 'tookMs' in notice.value;
}

async function measureEdits(): Promise<Row[]> {
  const engine = new WatchedEngine();
  const show = await TestSession.open({ 'show.cfg': longShow() }, { startEngine: engine.start });
  await show.live('py');
  const edits: { readonly plan: number; readonly apply: number; readonly answer: number }[] = [];
  for (let index = 0; index < warmUpEdits + measuredEdits; index++) {
    const applied = engine.nextApplied();
    const startMs = performance.now();
    await show.addWire(`a./added${index}`, 'lb.added');
    const answer = performance.now() - startMs;
    const plan = engine.handedOverMs - startMs;
    if (index >= warmUpEdits) edits.push({ plan, apply: (await applied).tookMs, answer });
    else await applied;
    show.client.forgetOldNotices();
  }
  await show.close();
  const what = 'one wire more at 10,000 lines';
  return [
    { what: `${what}: edit to plan handed over`, value: median(edits.map(({ plan }) => plan)), unit: 'ms' },
    { what: `${what}: engine stands still`, value: median(edits.map(({ apply }) => apply)), unit: 'ms' },
    {
      what: `${what}: edit to applied`,
      value: median(edits.map(({ plan, apply }) => plan + apply)),
      unit: 'ms',
      budget: { atMost: 5 },
      note: `fastest: ${Math.min(...edits.map(({ plan, apply }) => plan + apply)).toPrecision(3)} ms`,
    },
    { what: `${what}: answered, the window told`, value: median(edits.map(({ answer }) => answer)), unit: 'ms', budget: { atMost: 50 } },
  ];
}

/** As `run` does it, without a window. */
async function measureOpening(): Promise<Row[]> {
  const engine = new WatchedEngine();
  const applied = engine.nextApplied();
  const folder = TestSession.folderWith({ 'show.cfg': rangeShow().replace('[python py]\n', '') });
  const startMs = performance.now();
  const opened = await openSession({
    path: join(folder, 'show.cfg'),
    files,
    catalog: protocols,
    stdio: 'forward',
    trust: 'granted',
    stateFolder: join(folder, '.state'),
    startEngine: engine.start,
  });
  if (!opened.ok) throw new Error(opened.error);
  const session = opened.value;
  await new Promise<void>((resolve) => {
    const look = () => {
      if (session.statuses.every(({ status }) => status.phase === 'live')) resolve();
    };
    session.live.onDidChangeStatus(look);
    look();
  });
  const tookMs = performance.now() - startMs;
  const { tookMs: applyMs } = await applied;
  await session.dispose();
  rmSync(folder, { recursive: true, force: true });
  const note = `${Math.round(applyMs)} ms of it in the engine`;
  return [{ what: 'one line of 100,000 routes, file to live', value: tookMs, unit: 'ms', budget: { atMost: 1_000 }, note }];
}
