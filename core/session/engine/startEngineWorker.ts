import { Worker } from 'node:worker_threads';
import { stackOf } from '../../base/errorText.ts';
import type { EngineNotice, EngineWorkerData } from '../../contract/engineLink.ts';
import type { StartEngine } from './EngineLink.ts';

/** Room for what a large plan leaves behind while it is taken over; in a smaller one all of that is copied several times. */
const youngGenerationMiB = 128;

/** Starts the built engine worker. */
export function startEngineWorker(data: EngineWorkerData): StartEngine {
  return (listener) => {
    const worker = new Worker(data.files.engineWorker, {
      workerData: data,
      name: 'engine',
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMiB },
    });
    let lastError = '';
    let isGone = false;
    worker.on('message', (notice: EngineNotice) => listener.onNotice(notice));
    worker.on('messageerror', (error) => {
      lastError = `A message of the engine could not be read: ${error.message}`;
    });
    worker.on('error', (error) => {
      lastError = stackOf(error);
    });
    worker.on('exit', (code) => {
      if (isGone) return;
      isGone = true;
      listener.onDidDie(lastError || `The engine worker ended with code ${code}.`);
    });
    return {
      send: (request) => worker.postMessage(request),
      async terminate() {
        await worker.terminate();
      },
      dispose() {
        isGone = true;
        void worker.terminate();
      },
    };
  };
}
