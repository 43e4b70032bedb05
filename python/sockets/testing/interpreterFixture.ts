import { afterAll, beforeAll } from 'vitest';
import type { Peer } from './peers.ts';
import { type BuiltWorkers, buildWorkers, CollectingLogger, startService, TestInterpreter, type TestService } from './testInterpreter.ts';

/** An interpreter with real sockets that lives as long as the tests of one file. */
export interface InterpreterFixture {
  readonly workers: BuiltWorkers;
  readonly service: TestService;
  readonly python: TestInterpreter;
  readonly logger: CollectingLogger;
  /** Runs the body of a function; its return value comes back as text. */
  readonly run: (body: string) => Promise<string>;
  /** As `run`, with a peer that lives meanwhile. */
  readonly runWith: (peer: Promise<Peer>, body: (port: number) => string) => Promise<string>;
}

export function startInterpreter(): InterpreterFixture {
  const logger = new CollectingLogger();
  let started: Omit<InterpreterFixture, 'logger' | 'run' | 'runWith'> | undefined;
  const parts = () => {
    if (!started) throw new Error('The interpreter starts before the first test');
    return started;
  };
  beforeAll(async () => {
    const workers = await buildWorkers();
    const service = startService(workers, logger);
    const python = await TestInterpreter.boot(workers, service);
    started = { workers, service, python };
    await python.run('import errno, os, select, selectors, socket, struct, threading, time');
  }, 60_000);
  afterAll(async () => {
    await parts().python.terminate();
    await parts().service.stop();
    await parts().workers.remove();
  });
  const run = (body: string) => parts().python.run(asFunction(body));
  return {
    logger,
    get workers() {
      return parts().workers;
    },
    get service() {
      return parts().service;
    },
    get python() {
      return parts().python;
    },
    run,
    runWith: async (peer, body) => {
      const { port, close } = await peer;
      try {
        return await run(body(port));
      } finally {
        await close();
      }
    },
  };
}

function asFunction(body: string): string {
  const lines = body.replace(/^\n|\s+$/g, '').split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length));
  return `def _test():\n${lines.map((line) => `    ${line.slice(indent)}`).join('\n')}\n_test()`;
}
