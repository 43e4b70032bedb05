import { type PythonNotice, pythonEntry, pythonWord } from '../../core/contract/pythonLink.ts';

/** What the supervisor knows of a worker's calls, so that it can name the one that never answers again. */
export class CallNames {
  /** By channel: function, file and line. */
  private handlers = new Map<string, string>();
  /** Of intervals, sockets and cleanup, by number. */
  private calls = new Map<number, string>();
  private overrun = '';

  /** Another worker has the numbers anew. */
  forget(): void {
    this.handlers = new Map();
    this.calls = new Map();
    this.overrun = '';
  }

  learn({ handlers, calls }: Extract<PythonNotice, { type: 'functions' }>): void {
    for (const [channel, place] of handlers) this.handlers.set(channel, place);
    for (const [number, place] of calls) this.calls.set(number, place);
  }

  /** Why and where a call was told that its time is up. */
  noteOverrun(reason: string): void {
    this.overrun = reason;
  }

  /** The running call of an entry, in words; of an entry of events the one on `channel`. Empty when nobody knows. */
  describe(words: Int32Array, channel: string | undefined): string {
    const isEvents = Atomics.load(words, pythonWord.entryKind) === pythonEntry.events;
    const name = isEvents ? this.ofChannel(channel) : this.calls.get(Atomics.load(words, pythonWord.runningCall));
    const isTold = Atomics.load(words, pythonWord.overBudgetCall) !== 0;
    return [name, isTold ? this.overrun : undefined].filter(Boolean).join(': ');
  }

  private ofChannel(channel: string | undefined): string | undefined {
    if (channel === undefined) return undefined;
    const place = this.handlers.get(channel);
    if (place === undefined) return `channel ${channel}`;
    return place.startsWith(`${channel} `) ? place : `channel ${channel}, ${place}`;
  }
}
