import type { EventBatch } from '../../engine/backend.ts';
import type { ChannelChange } from './channelChange.ts';
import type { OscChannel } from './channels.ts';
import { blankMessage, writeArgument } from './codec.ts';
import type { OscFormat } from './format.ts';
import { denormalise } from './values.ts';

interface OutputAddress {
  readonly format: OscFormat;
  readonly packet: Uint8Array<ArrayBuffer>;
  readonly view: DataView;
  readonly offsets: readonly number[];
  /** By parameter: what was converted last. */
  readonly current: Float64Array;
  readonly hasValue: Uint8Array;
  /** The batch has values for it. */
  isMentioned: boolean;
  hasChanged: boolean;
}

interface OutputChannel {
  readonly address: OutputAddress;
  readonly parameter: number;
}

/**
 * Turns batches of values into packets: per batch at most one packet per address, with all its parameters, in the order in which the
 * batch first mentions the addresses. An address is sent when a converted value differs from the last one or is the first. Parameters
 * that never had a value are sent as 0.
 */
export class OscOutput {
  private readonly addresses = new Map<string, OutputAddress>();
  /** By slot; undefined for a channel that can't be sent. */
  private readonly channels: (OutputChannel | undefined)[] = [];
  private readonly mentioned: OutputAddress[] = [];

  constructor(private readonly root: string) {}

  /** Forgets targets that are mapped no longer and takes those that are new. Addresses that were sent before keep what was sent last. */
  changeChannels({ gone, come }: ChannelChange): void {
    for (const { slot } of gone) this.channels[slot] = undefined;
    for (const { slot, channel, isTarget } of come) if (isTarget) this.channels[slot] = this.outputFor(channel);
  }

  /** Sends everything again as its next value comes, changed or not. */
  forget(): void {
    for (const address of this.addresses.values()) address.hasValue.fill(0);
  }

  /** Calls `send` for each packet, which stays valid until the next batch, and returns how many events had no type to be sent with. */
  deliver(batch: EventBatch, send: (packet: Uint8Array<ArrayBuffer>) => void): number {
    let unusable = 0;
    for (let index = 0; index < batch.count; index++) {
      const channel = this.channels[batch.slots[index]!];
      if (channel) this.store(channel, batch.values[index]!);
      else unusable++;
    }
    for (const address of this.mentioned) {
      if (address.hasChanged) send(address.packet);
      address.isMentioned = false;
      address.hasChanged = false;
    }
    this.mentioned.length = 0;
    return unusable;
  }

  private outputFor({ path, parameter, format }: OscChannel): OutputChannel | undefined {
    if (!format || parameter >= format.types.length) return undefined;
    let address = this.addresses.get(path);
    if (!address) {
      address = createAddress(this.root + path, format);
      this.addresses.set(path, address);
    }
    return { address, parameter };
  }

  private store({ address, parameter }: OutputChannel, value: number): void {
    if (!address.isMentioned) {
      address.isMentioned = true;
      this.mentioned.push(address);
    }
    const converted = denormalise(value, address.format, parameter);
    if (address.hasValue[parameter] === 1 && Object.is(converted, address.current[parameter])) return;
    address.hasValue[parameter] = 1;
    address.current[parameter] = converted;
    writeArgument(address.view, address.offsets[parameter] ?? 0, address.format.types[parameter] ?? 'f', converted);
    address.hasChanged = true;
  }
}

function createAddress(address: string, format: OscFormat): OutputAddress {
  const { bytes, offsets } = blankMessage(address, format);
  return {
    format,
    packet: bytes,
    view: new DataView(bytes.buffer),
    offsets,
    current: new Float64Array(format.types.length),
    hasValue: new Uint8Array(format.types.length),
    isMentioned: false,
    hasChanged: false,
  };
}
