import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { Logger } from '../../../core/base/logger.ts';
import { systemClock } from '../../../core/base/systemClock.ts';
import { controlWord } from '../../../core/contract/socketLink.ts';
import { kickSockets, type SocketLink, SocketService } from '../socketService.ts';
import type { InterpreterReply, InterpreterRequest, InterpreterWorkerData } from './interpreterWorker.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The two workers, bundled from source into a folder of their own. */
export interface BuiltWorkers {
  readonly ioWorker: string;
  readonly interpreterWorker: string;
  remove(): Promise<void>;
}

export async function buildWorkers(): Promise<BuiltWorkers> {
  const folder = await mkdtemp(join(tmpdir(), 'patchmonster-sockets-'));
  await build({
    absWorkingDir: root,
    entryPoints: { ioWorker: 'python/sockets/ioWorker.ts', interpreterWorker: 'python/sockets/testing/interpreterWorker.ts' },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'inline',
    external: ['pyodide'],
    logLevel: 'warning',
  });
  return {
    ioWorker: join(folder, 'ioWorker.mjs'),
    interpreterWorker: join(folder, 'interpreterWorker.mjs'),
    remove: () => rm(folder, { recursive: true }),
  };
}

export type InterpreterCall = InterpreterRequest extends infer R ? (R extends InterpreterRequest ? Omit<R, 'id'> : never) : never;

/** One interpreter in a worker, with real sockets. */
export class TestInterpreter {
  private readonly replies = new Map<number, (reply: InterpreterReply) => void>();
  private lastId = 0;

  private constructor(
    readonly service: SocketService,
    readonly link: SocketLink,
    private readonly worker: Worker,
    private readonly interrupt: Int32Array,
  ) {
    worker.on('message', (reply: InterpreterReply) => this.replies.get(reply.id)?.(reply));
  }

  static async boot(workers: BuiltWorkers, service: SocketService): Promise<TestInterpreter> {
    const wake = new SharedArrayBuffer(64);
    const interrupt = new SharedArrayBuffer(4);
    const link = service.connect('test', { words: wake, index: 0 });
    const data: InterpreterWorkerData = {
      link,
      interrupt,
      wake,
      pyodideFolder: dirname(createRequire(import.meta.url).resolve('pyodide/package.json')),
      standardLibrary: join(root, 'dist/python/stdlib.zip'),
      packagesFolder: join(root, 'python/sockets'),
    };
    const worker = new Worker(workers.interpreterWorker, { workerData: data, transferList: [link.port] });
    const interpreter = new TestInterpreter(service, link, worker, new Int32Array(interrupt));
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      interpreter.replies.set(0, () => resolve());
    });
    return interpreter;
  }

  /** Runs Python code and gives the text of its last expression; throws what it raised. */
  run(code: string): Promise<string> {
    return this.call({ run: code });
  }

  call(request: InterpreterCall): Promise<string> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.replies.set(id, (reply) => {
        this.replies.delete(id);
        if (reply.error === undefined) resolve(reply.value ?? '');
        else reject(new Error(reply.error));
      });
      this.worker.postMessage({ id, ...request });
    });
  }

  /** What a watchdog does: a signal for Python, and a kick for whatever waits. */
  interruptPython(): void {
    Atomics.store(this.interrupt, 0, 2);
    kickSockets(this.link.control);
  }

  async terminate(): Promise<void> {
    await this.worker.terminate();
  }
}

export class CollectingLogger implements Logger {
  readonly lines: string[] = [];
  log(_level: string, _source: string, message: string): void {
    this.lines.push(message);
  }
}

/** A service whose worker a test can kill. */
export class TestService extends SocketService {
  private current: Worker | undefined;

  protected override createWorker(): Worker {
    this.current = super.createWorker();
    return this.current;
  }

  async killWorker(): Promise<void> {
    await this.current?.terminate();
  }
}

export function startService(workers: BuiltWorkers, logger: Logger): TestService {
  return new TestService(workers.ioWorker, logger, systemClock);
}

/** Whether the interpreter sleeps or waits inside a socket call right now. */
export function isBlockedInSockets(control: SharedArrayBuffer): boolean {
  return Atomics.load(new Int32Array(control), controlWord.isBlocked) !== 0;
}
