/**
 * Entry of the engine worker. Takes requests from the thread that started it and sends notices back. An error that nobody caught is
 * reported and ends the worker, so that the session starts a new one with the last plan.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { stackOf } from '../base/errorText.ts';
import type { Logger } from '../base/logger.ts';
import { systemClock } from '../base/systemClock.ts';
import type { EngineNotice, EngineRequest, EngineWorkerData } from '../contract/engineLink.ts';
import { Engine } from '../engine/engine.ts';
import { createBackends } from './backends.ts';
import { makeTurnSchedule } from './turnSchedule.ts';

const port = parentPort;
if (!port) throw new Error('The engine worker must be started as a worker thread');
const data = workerData as EngineWorkerData;

const notify = (notice: EngineNotice): void => port.postMessage(notice);
const logger: Logger = { log: (level, source, message) => notify({ type: 'log', level, source, message }) };

const engine = new Engine({
  clock: systemClock,
  schedule: makeTurnSchedule(),
  logger,
  backends: createBackends(data.files),
  notify,
  stdio: data.stdio,
});

port.on('message', (request: EngineRequest) => engine.handle(request));

function die(error: unknown): void {
  logger.log('error', 'engine', `The engine failed: ${stackOf(error)}`);
  process.exit(1);
}
process.on('uncaughtException', die);
process.on('unhandledRejection', die);
