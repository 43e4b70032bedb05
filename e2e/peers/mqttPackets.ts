/** What an MQTT 3.1.1 client sent to its broker: the CONNECT, SUBSCRIBE and PUBLISH packets of a byte stream, described. */
import { textOf } from './textOf.ts';

export function describeMqttStream(stream: Buffer): unknown[] {
  const packets: unknown[] = [];
  let offset = 0;
  while (offset < stream.length) {
    const header = readHeader(stream, offset);
    if (!header || header.end > stream.length) return [...packets, { undecodable: stream.toString('hex', offset) }];
    const packet = describePacket(header.type, header.flags, stream.subarray(header.body, header.end));
    if (packet) packets.push(packet);
    offset = header.end;
  }
  return packets;
}

/** Fixed header: packet type, flags, remaining length of one to four bytes (MQTT 3.1.1, section 2.2). */
function readHeader(stream: Buffer, start: number) {
  let length = 0;
  for (let index = 0; index < 4; index++) {
    const byte = stream[start + 1 + index];
    if (byte === undefined) return undefined;
    length |= (byte & 127) << (7 * index);
    if (byte < 128) {
      const body = start + 2 + index;
      const first = stream[start] ?? 0;
      return { type: first >> 4, flags: first & 15, body, end: body + length };
    }
  }
  return undefined;
}

function describePacket(type: number, flags: number, body: Buffer): unknown {
  const reader = new Reader(body);
  switch (type) {
    case 1:
      return describeConnect(reader);
    case 8: {
      reader.skip(2);
      const topics: string[] = [];
      while (!reader.isAtEnd) {
        topics.push(reader.text());
        reader.skip(1);
      }
      return { subscribe: topics };
    }
    case 3: {
      const topic = reader.text();
      if (flags & 6) reader.skip(2);
      const payload = textOf(reader.rest());
      const number = payload.trim() === '' ? Number.NaN : Number(payload);
      return { publish: topic, payload: Number.isNaN(number) ? payload : Number(number.toFixed(5)) };
    }
    default:
      return undefined;
  }
}

function describeConnect(reader: Reader): unknown {
  reader.text();
  const level = reader.byte();
  const flags = reader.byte();
  reader.skip(2);
  const description: Record<string, unknown> = { connect: reader.text(), level };
  if (flags & 4) {
    reader.text();
    reader.text();
  }
  if (flags & 128) description.user = reader.text();
  if (flags & 64) description.password = reader.text();
  return description;
}

class Reader {
  private offset = 0;
  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.offset >= this.bytes.length;
  }
  byte(): number {
    return this.bytes[this.offset++] ?? 0;
  }
  skip(count: number): void {
    this.offset += count;
  }
  text(): string {
    const length = (this.byte() << 8) | this.byte();
    const text = textOf(this.bytes.subarray(this.offset, this.offset + length));
    this.offset += length;
    return text;
  }
  rest(): Buffer {
    return this.bytes.subarray(this.offset);
  }
}
