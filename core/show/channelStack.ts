import type { ChannelUse } from '../contract/protocol.ts';
import type { ChannelCache } from './channelCache.ts';

export const isSourceFlag = 1;
export const isTargetFlag = 2;

/** The channels of one instance in the order in which map lines created them, and how they are used. Both can be taken back. */
export class ChannelStack {
  /** The cache's numbers in order of creation. */
  private readonly created: number[] = [];
  private readonly createdSpecs: string[] = [];
  /** A copy of them, until they change: plans of one list of channels hold the same list. */
  private specsNow: readonly string[] | undefined;
  /** Numbers over all instances, in the same order. */
  private readonly showNumbers: number[] = [];
  /** By the cache's number: the number over all instances + 1, and how the channel is used. */
  private numberOf = new Int32Array(16);
  private flags = new Uint8Array(16);

  constructor(readonly cache: ChannelCache) {}

  /** The channel's number over all instances, or -1 when no line uses it. */
  numberAt(channel: number): number {
    return (this.numberOf[channel] ?? 0) - 1;
  }

  create(channel: number, showNumber: number): void {
    if (channel >= this.numberOf.length) this.grow(channel + 1);
    this.numberOf[channel] = showNumber + 1;
    this.created.push(channel);
    this.specsNow = undefined;
    this.createdSpecs.push(this.cache.specs[channel] ?? '');
    this.showNumbers.push(showNumber);
  }

  /** False when the channel was used like that already. */
  use(channel: number, flag: number): boolean {
    const before = this.flags[channel] ?? 0;
    this.flags[channel] = before | flag;
    return (before & flag) === 0;
  }

  takeBackUse(channel: number, flag: number): void {
    this.flags[channel] = (this.flags[channel] ?? 0) & ~flag;
  }

  takeBackLast(): void {
    this.numberOf[this.created.pop() ?? -1] = 0;
    this.createdSpecs.pop();
    this.specsNow = undefined;
    this.showNumbers.pop();
  }

  /** Notes in `planNumbers`, by number over all instances, that these channels come next in the plan; returns the number after them. */
  numberFrom(first: number, planNumbers: Int32Array): number {
    let next = first;
    for (const number of this.showNumbers) planNumbers[number] = next++;
    return next;
  }

  /** In order of creation. */
  specs(): readonly string[] {
    this.specsNow ??= this.createdSpecs.slice();
    return this.specsNow;
  }

  /** How the channels are used now, to be listed at any later time. */
  usesNow(): () => ChannelUse<unknown>[] {
    const created = this.created.slice();
    const flags = this.flags.slice();
    const { specs, channels } = this.cache;
    return () =>
      created.map((channel) => {
        const use = flags[channel] ?? 0;
        const [isSource, isTarget] = [(use & isSourceFlag) !== 0, (use & isTargetFlag) !== 0];
        return { spec: specs[channel] ?? '', channel: channels[channel], isSource, isTarget };
      });
  }

  get count(): number {
    return this.created.length;
  }

  private grow(needed: number): void {
    const size = Math.max(needed, this.numberOf.length * 2, this.cache.specs.length);
    const numberOf = new Int32Array(size);
    numberOf.set(this.numberOf);
    this.numberOf = numberOf;
    const flags = new Uint8Array(size);
    flags.set(this.flags);
    this.flags = flags;
  }
}
