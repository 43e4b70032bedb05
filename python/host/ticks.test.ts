import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { systemClock } from '../../core/base/systemClock.ts';
import { EventRing } from '../../core/contract/eventRing.ts';
import { defaultRunSettings } from '../../core/contract/plan.ts';
import { pythonEntry } from '../../core/contract/pythonLink.ts';
import { SocketService } from '../sockets/socketService.ts';
import { builtFiles } from '../testing/testShow.ts';
import { WorkerPool } from './workerPool.ts';

const minute = 60_000;

test(
  'no tick of the watchdog is lost, however tight the loop',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'patchmonster-ticks-'));
    writeFileSync(join(folder, 'loop.py'), 'while True: pass\n');
    const sockets = new SocketService(builtFiles.pythonIoWorker, { log: () => undefined }, systemClock);
    const pool = new WorkerPool(builtFiles, sockets, systemClock);
    const worker = pool.take('loop');
    worker.post({
      type: 'assign',
      assignment: {
        instance: 'loop',
        folder,
        showFolder: folder,
        modules: ['loop'],
        defaultHandler: null,
        held: {},
        stdio: 'forward',
        settings: { ...defaultRunSettings, importBudgetMs: minute },
        input: EventRing.allocate().buffer,
        output: EventRing.allocate().buffer,
        ringCapacity: EventRing.allocate().capacity,
      },
    });
    while (worker.sample().entryKind !== pythonEntry.load) await sleep(10);

    let answered = 0;
    for (let count = 0; count < 300; count++) {
      const before = worker.sample().ticksSeen;
      worker.tick();
      const sentMs = performance.now();
      // Long for a worker that gets little of the machine; a lost tick would never be answered.
      while (worker.sample().ticksSeen === before && performance.now() - sentMs < 5_000) await sleep(1);
      if (worker.sample().ticksSeen === before) break;
      answered++;
    }
    await worker.end();
    await pool.close();
    await sockets.stop();
    rmSync(folder, { recursive: true });
    expect(answered).toBe(300);
  },
  minute,
);
