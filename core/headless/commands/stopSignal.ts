import type { Disposable } from '../../base/disposable.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StopSignal extends Disposable {
  /** Resolves at the first signal; further ones change nothing until this is disposed. */
  readonly received: Promise<void>;
  readonly isReceived: boolean;
}

/** Listens for the signals that end a command. */
export function stopSignal(): StopSignal {
  let isReceived = false;
  let resolve: () => void = () => {};
  const received = new Promise<void>((done) => {
    resolve = done;
  });
  const onSignal = () => {
    isReceived = true;
    resolve();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    received,
    get isReceived() {
      return isReceived;
    },
    dispose() {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
