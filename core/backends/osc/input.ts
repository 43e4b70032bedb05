import type { Slot } from '../../contract/ids.ts';
import type { ChannelBinding } from '../../engine/backend.ts';
import { AddressIndex } from './addressIndex.ts';
import type { ChannelChange } from './channelChange.ts';
import type { OscChannel } from './channels.ts';
import { argumentSize, type OscReader, readArgument, readPacket } from './codec.ts';
import type { OscFormat, OscType } from './format.ts';
import { isOscType } from './format.ts';
import { normalise } from './values.ts';

/** A packet has at most as many parameters as bytes; a larger number is never met. */
const mostParameters = 65_536;

interface InputAddress {
  readonly format: OscFormat | undefined;
  /** By parameter: the slots of the channels that name it. `/x` and `/x:0` are the same parameter. */
  readonly slots: Slot[][];
  mappedCount: number;
}

export interface OscInputSink {
  emit(slot: Slot, value: number): void;
  /** A message that is broken, or whose parameters are not as many as configured. */
  drop(): void;
  /** Every whole message, mapped or not. */
  onMessage?: ((address: string, types: string) => void) | undefined;
}

/** Turns received packets into events. */
export class OscInput implements OscReader {
  private readonly byPath = new Map<string, InputAddress>();
  private readonly addresses = new AddressIndex<InputAddress>();

  constructor(
    private readonly root: string,
    private readonly sink: OscInputSink,
  ) {}

  /** Forgets sources that are mapped no longer, or otherwise, and takes those that are new. */
  changeChannels({ gone, come }: ChannelChange): void {
    for (const binding of gone) if (isReceived(binding)) this.removeSlot(binding);
    for (const binding of come) if (isReceived(binding)) this.addSlot(binding);
  }

  receive(packet: Uint8Array): void {
    readPacket(packet, this);
  }

  onMessage(
    bytes: Uint8Array,
    start: number,
    addressEnd: number,
    typesStart: number,
    typesEnd: number,
    argumentsStart: number,
    end: number,
  ): void {
    this.sink.onMessage?.(textOf(bytes, start, addressEnd), textOf(bytes, typesStart, typesEnd));
    const address = this.addresses.find(bytes, start, addressEnd);
    if (!address || address.mappedCount === 0) return;
    const { format, slots } = address;
    const isExpected = format === undefined || format.types.length === typesEnd - typesStart;
    if (!isExpected || !isWhole(bytes, typesStart, typesEnd, argumentsStart, end)) {
      this.sink.drop();
      return;
    }
    let at = argumentsStart;
    for (let index = typesStart; index < typesEnd; index++) {
      const letter = bytes[index]!;
      const parameter = index - typesStart;
      const targets = slots[parameter];
      if (targets) {
        const value = parameterValue(bytes, at, letter, format, parameter);
        for (const slot of targets) this.sink.emit(slot, value);
      }
      at += argumentSize(bytes, at, end, letter);
    }
  }

  onMalformed(): void {
    this.sink.drop();
  }

  private addSlot({ slot, channel: { path, parameter, format } }: ChannelBinding<OscChannel>): void {
    let address = this.byPath.get(path);
    if (!address) {
      address = { format, slots: [], mappedCount: 0 };
      this.byPath.set(path, address);
      this.addresses.add(this.root + path, address);
    }
    address.mappedCount++;
    const slots = address.slots[parameter];
    if (slots) slots.push(slot);
    else address.slots[parameter] = [slot];
  }

  private removeSlot({ slot, channel: { path, parameter } }: ChannelBinding<OscChannel>): void {
    const address = this.byPath.get(path);
    const slots = address?.slots[parameter];
    if (!address || !slots) return;
    address.mappedCount--;
    slots.splice(slots.indexOf(slot), 1);
  }
}

function isReceived({ isSource, channel }: ChannelBinding<OscChannel>): boolean {
  return isSource && channel.parameter < mostParameters;
}

/** Types other than i, f, h and d stand for 0, as in the reference. */
function parameterValue(bytes: Uint8Array, at: number, letter: number, format: OscFormat | undefined, parameter: number): number {
  const type = typeOf(letter);
  return type === undefined ? 0 : normalise(readArgument(bytes, at, letter), type, format, parameter);
}

function typeOf(letter: number): OscType | undefined {
  const text = String.fromCharCode(letter);
  return isOscType(text) ? text : undefined;
}

function isWhole(bytes: Uint8Array, typesStart: number, typesEnd: number, argumentsStart: number, end: number): boolean {
  let at = argumentsStart;
  for (let index = typesStart; index < typesEnd; index++) {
    const size = argumentSize(bytes, at, end, bytes[index]!);
    if (size < 0) return false;
    at += size;
  }
  return true;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 1024)));
}
