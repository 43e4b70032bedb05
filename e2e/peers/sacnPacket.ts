/** sACN data packets as a peer sees them (ANSI E1.31-2018, section 4); every field can be made wrong. */
import { untilZero } from './artnetPacket.ts';
import { sparseSlots } from './slots.ts';

export interface SacnData {
  readonly slots: Buffer;
  readonly uni: number;
  readonly prio: number;
  readonly cid: string;
  readonly name: string;
  readonly seq: number;
  readonly startcode: number;
  /** ACN packet identifier, hexadecimal. */
  readonly magic: string;
  readonly vector: number;
  readonly fvector: number;
  readonly dvector: number;
  readonly fmt: number;
  readonly options: number;
  readonly preamble: number;
  readonly incr: number;
  readonly first: number;
  readonly sync: number;
  /** Property value count; the true one when undefined. */
  readonly channels: number | undefined;
}

export const plainSacn: Omit<SacnData, 'slots'> = {
  uni: 1,
  prio: 100,
  cid: '01'.repeat(16),
  name: 'gold',
  seq: 0,
  startcode: 0,
  magic: Buffer.from('ASC-E1.17\0\0\0').toString('hex'),
  vector: 4,
  fvector: 2,
  dvector: 2,
  fmt: 0xa1,
  options: 0,
  preamble: 0x10,
  incr: 1,
  first: 0,
  sync: 0,
  channels: undefined,
};

export function encodeSacn(packet: SacnData): Buffer {
  const properties = Buffer.concat([Buffer.from([packet.startcode]), packet.slots]);
  const count = properties.length;
  return Buffer.concat([
    u16(packet.preamble),
    u16(0),
    Buffer.from(packet.magic, 'hex'),
    u16(0x7000 | (109 + count)),
    u32(packet.vector),
    Buffer.from(packet.cid, 'hex'),
    u16(0x7000 | (87 + count)),
    u32(packet.fvector),
    Buffer.concat([Buffer.from(packet.name), Buffer.alloc(64)]).subarray(0, 64),
    Buffer.from([packet.prio]),
    u16(packet.sync),
    Buffer.from([packet.seq, packet.options]),
    u16(packet.uni),
    u16(0x7000 | (10 + count)),
    Buffer.from([packet.dvector, packet.fmt]),
    u16(packet.first),
    u16(packet.incr),
    u16(packet.channels ?? count),
    properties,
  ]);
}

export function describeSacn(packet: Buffer): Record<string, unknown> | undefined {
  if (packet.length < 126 || packet.toString('hex', 4, 16) !== plainSacn.magic) return undefined;
  const count = packet.readUInt16BE(123);
  return {
    uni: packet.readUInt16BE(113),
    prio: packet[108],
    name: untilZero(packet.subarray(44, 108)),
    cid: packet.toString('hex', 22, 38),
    options: packet[112],
    startcode: packet[125],
    slots: count - 1,
    bytes: packet.length,
    data: sparseSlots(packet.subarray(126, 125 + count)),
    _seq: packet[111],
  };
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
