import type { ChannelProblem, OptionSetting, ProtocolDescription } from '../contract/protocol.ts';
import type { WireEndModel } from './model.ts';
import { expandPattern } from './ranges.ts';

/** A spec that the protocol refuses. */
export interface RefusedSpec {
  readonly spec: string;
  readonly problem: ChannelProblem;
}

/** Specs that nobody uses any more are forgotten when they get more than this. */
const maxForgotten = 50_000;
/** Instances that are remembered; shows have tens. */
const maxCaches = 256;

/**
 * What a protocol made of channel texts under certain options. It depends on nothing else, so it is kept from one revision of a
 * show to the next: a change of one map line must not expand and parse the 100,000 channels of another one again.
 */
export class ChannelCache {
  /** Texts and parsed channels by number; numbers belong to this cache. */
  readonly specs: string[] = [];
  readonly channels: unknown[] = [];
  /** How many of them its last user had. */
  usedCount = 0;
  private readonly numbers = new Map<string, number | RefusedSpec>();
  private readonly ends = new Map<string, Int32Array | RefusedSpec>();

  constructor(
    private readonly protocol: ProtocolDescription,
    private readonly config: unknown,
  ) {}

  get isOvergrown(): boolean {
    return Math.max(this.specs.length, this.ends.size) - this.usedCount > maxForgotten;
  }

  /** The channels that an end names, or the first one that is refused. */
  channelsOf(end: WireEndModel): Int32Array | RefusedSpec {
    const known = this.ends.get(end.spec);
    if (known) return known;
    const found = this.read(end);
    this.ends.set(end.spec, found);
    return found;
  }

  private read(end: WireEndModel): Int32Array | RefusedSpec {
    const pattern = end.spec.includes('{') ? end.pattern : undefined;
    const specs = pattern ? expandPattern(pattern) : [end.spec];
    const numbers = new Int32Array(specs.length);
    for (let index = 0; index < specs.length; index++) {
      const number = this.numberOf(specs[index] ?? '');
      if (typeof number !== 'number') return number;
      numbers[index] = number;
    }
    return numbers;
  }

  private numberOf(spec: string): number | RefusedSpec {
    const known = this.numbers.get(spec);
    if (known !== undefined) return known;
    const parsed = this.protocol.parseChannel(spec, this.config);
    const number = parsed.ok ? this.specs.length : { spec, problem: parsed.error };
    if (parsed.ok) {
      this.specs.push(spec);
      this.channels.push(parsed.value);
    }
    this.numbers.set(spec, number);
    return number;
  }
}

const remembered = new WeakMap<ProtocolDescription, Map<string, ChannelCache>>();

/** The cache of an instance with these options; `config` is what its protocol made of them. */
export function channelCacheFor(
  name: string,
  protocol: ProtocolDescription,
  settings: readonly OptionSetting[],
  config: unknown,
): ChannelCache {
  const caches = remembered.get(protocol) ?? new Map<string, ChannelCache>();
  remembered.set(protocol, caches);
  const key = JSON.stringify([name, settings.map((setting) => [setting.name, setting.value])]);
  const known = caches.get(key);
  if (known && !known.isOvergrown) return known;
  const oldest = caches.keys().next();
  if (caches.size >= maxCaches && oldest.done !== true) caches.delete(oldest.value);
  const cache = new ChannelCache(protocol, config);
  caches.set(key, cache);
  return cache;
}
