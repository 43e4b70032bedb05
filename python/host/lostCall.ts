import type { EventRing } from '../../core/contract/eventRing.ts';
import { type PythonNotice, pythonEntry, pythonWord } from '../../core/contract/pythonLink.ts';
import { CallNames } from './callNames.ts';
import { HungEvent } from './hungEvent.ts';

export interface LostCallEnd {
  /** Goes on a sentence about the worker. */
  readonly text: string;
  readonly droppedEvents: 0 | 1;
}

/** The call that took a worker with it: what it was, and what becomes of its event. */
export class LostCall {
  private readonly names = new CallNames();
  private readonly event: HungEvent;

  constructor(
    input: EventRing,
    private readonly channelOf: (slot: number) => string,
  ) {
    this.event = new HungEvent(input);
  }

  learn(notice: Extract<PythonNotice, { type: 'functions' | 'overrun' }>): void {
    if (notice.type === 'functions') this.names.learn(notice);
    else this.names.noteOverrun(notice.reason);
  }

  /** Takes the event of the running call out, if it has one, and names the call. */
  end(words: Int32Array): LostCallEnd {
    if (Atomics.load(words, pythonWord.entryKind) !== pythonEntry.events) return { text: this.named(words, undefined), droppedEvents: 0 };
    const slot = this.event.drop(words);
    if (slot === undefined) return { text: '; the events of its batch are played again one by one', droppedEvents: 0 };
    return { text: `${this.named(words, this.channelOf(slot))}; its event is dropped`, droppedEvents: 1 };
  }

  /** Another worker takes over. */
  prepare(words: Int32Array): void {
    this.names.forget();
    this.event.prepare(words);
  }

  look(words: Int32Array): void {
    this.event.look(words);
  }

  private named(words: Int32Array, channel: string | undefined): string {
    const call = this.names.describe(words, channel);
    return call === '' ? '' : `: ${call}`;
  }
}
