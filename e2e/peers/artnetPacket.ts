/** Art-Net packets as a peer sees them (Art-Net 4 specification, ArtDmx and ArtPollReply). */
import { sparseSlots } from './slots.ts';

export interface ArtDmx {
  readonly net: number;
  readonly uni: number;
  readonly slots: Buffer;
  /** Written as the length instead of the true one, to make a wrong packet. */
  readonly length?: number | undefined;
  readonly opcode?: number | undefined;
  readonly version?: number | undefined;
}

const id = Buffer.from('Art-Net\0');

export function encodeArtDmx(packet: ArtDmx): Buffer {
  const header = Buffer.alloc(10);
  header.writeUInt16LE(packet.opcode ?? 0x5000, 0);
  header.writeUInt16BE(packet.version ?? 14, 2);
  header[6] = packet.uni;
  header[7] = packet.net;
  header.writeUInt16BE(packet.length ?? packet.slots.length, 8);
  return Buffer.concat([id, header, packet.slots]);
}

export function describeArtnet(packet: Buffer): Record<string, unknown> | undefined {
  if (packet.length < 10 || !packet.subarray(0, 8).equals(id)) return undefined;
  const opcode = packet.readUInt16LE(8);
  if (opcode === 0x5000 && packet.length >= 18) return describeDmx(packet);
  if (opcode === 0x2100 && packet.length >= 213) return describePollReply(packet);
  return { op: opcode, raw: packet.toString('hex') };
}

function describeDmx(packet: Buffer): Record<string, unknown> {
  const length = packet.readUInt16BE(16);
  return {
    op: 'dmx',
    version: packet.readUInt16BE(10),
    uni: packet[14],
    net: packet[15],
    len: length,
    bytes: packet.length,
    data: sparseSlots(packet.subarray(18, 18 + length)),
    _seq: packet[12],
  };
}

function describePollReply(packet: Buffer): Record<string, unknown> {
  return {
    op: 'pollreply',
    bytes: packet.length,
    ip: [...packet.subarray(10, 14)],
    short: untilZero(packet.subarray(26, 44)),
    long: untilZero(packet.subarray(44, 108)),
    net: packet[18],
    sub: packet[19],
    ports: packet.readUInt16BE(172),
    port_types: packet[174],
    port_in: packet[178],
    port_out: packet[182],
    sw_in: packet[186],
    sw_out: packet[190],
    bind_index: packet[211],
    status2: packet[212],
  };
}

export function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
}
