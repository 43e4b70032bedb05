import { describeArtnet } from '../peers/artnetPacket.ts';
import { describeMqttStream } from '../peers/mqttPackets.ts';
import { decodeOscMessage } from '../peers/oscPacket.ts';
import { describeSacn } from '../peers/sacnPacket.ts';
import { textOf } from '../peers/textOf.ts';
import { sameJson } from './canonicalJson.ts';
import type { CaseListener, Decoder } from './caseFile.ts';
import type { Received } from './peers.ts';

/** What a UDP listener of a case received, in the form in which it was recorded. */
export function foldDatagrams(listener: CaseListener, received: readonly Received[]): unknown {
  const as = listener.as ?? 'raw';
  let packets = received.filter((one) => typeof one !== 'string').map((packet) => select(listener, describePacket(as, packet)));
  if (listener.count_range) {
    const [least, most] = listener.count_range;
    const isInside = packets.length >= least && packets.length <= most;
    return isInside ? `count in [${least}, ${most}]` : `count ${packets.length} outside [${least}, ${most}]`;
  }
  if (listener.collapse ?? (as === 'artnet' || as === 'sacn')) {
    packets = packets.filter((packet, index) => index === 0 || !sameJson(packet, packets[index - 1]));
  }
  return listener.last ? packets.slice(-1) : packets;
}

/** What came over TCP connections: pieces are joined, since where a stream is cut means nothing. */
export function foldStream(as: Decoder, keepsEvents: boolean, received: readonly Received[]): unknown[] {
  const joined: Received[] = [];
  for (const one of received) {
    const before = joined.at(-1);
    if (typeof one !== 'string' && before !== undefined && typeof before !== 'string')
      joined[joined.length - 1] = Buffer.concat([before, one]);
    else joined.push(one);
  }
  return joined
    .filter((one) => keepsEvents || typeof one !== 'string')
    .map((one) => (typeof one === 'string' ? one : describePacket(as, one)));
}

function describePacket(as: Decoder, packet: Buffer): unknown {
  switch (as) {
    case 'osc':
      return describeOsc(packet);
    case 'artnet':
      return describeArtnet(packet) ?? { raw: packet.toString('hex') };
    case 'sacn':
      return describeSacn(packet) ?? { raw: packet.toString('hex') };
    case 'mqtt':
      return describeMqttStream(packet);
    case 'text':
      return textOf(packet);
    case 'raw':
      return packet.toString('hex');
  }
}

/** Values as recorded: floats to six places, doubles to nine. */
function describeOsc(packet: Buffer): unknown {
  const message = decodeOscMessage(packet);
  if (!message) return { raw: packet.toString('hex') };
  const args = message.args.map((value, index) => {
    if (Number.isNaN(value)) return 'nan';
    const type = message.types[index];
    return type === 'f' ? round(value, 6) : type === 'd' ? round(value, 9) : value;
  });
  return { path: message.path, types: message.types, args };
}

function round(value: number | string, places: number): number {
  const number = Number(value);
  return Number.isFinite(number) && Math.abs(number) < 1e15 ? Number(number.toFixed(places)) : number;
}

function select(listener: CaseListener, packet: unknown): unknown {
  if (typeof packet !== 'object' || packet === null || Array.isArray(packet)) return packet;
  const kept = Object.entries(packet).filter(
    ([name]) => (listener.seq || name !== '_seq') && (listener.fields === undefined || listener.fields.includes(name)),
  );
  return Object.fromEntries(kept);
}
