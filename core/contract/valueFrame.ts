/**
 * A value frame: the rows of the value table that changed since the last frame that this client took. Little endian:
 * u32 magic, u32 sequence number, u32 row count n, u32 reserved (0), u32 rows[n], f32 values[n]. The client acknowledges each
 * frame by its sequence number; the sender keeps at most two unacknowledged and lets newer values replace what waits.
 */
const magic = 0x31464d50;
const headerBytes = 16;

export interface ValueFrame {
  readonly sequence: number;
  readonly rows: Uint32Array;
  readonly values: Float32Array;
}

export function encodeValueFrame(frame: ValueFrame): Uint8Array<ArrayBuffer> {
  const count = frame.rows.length;
  const bytes = new Uint8Array(headerBytes + count * 8);
  new Uint32Array(bytes.buffer, 0, 4).set([magic, frame.sequence, count, 0]);
  new Uint32Array(bytes.buffer, headerBytes, count).set(frame.rows);
  new Float32Array(bytes.buffer, headerBytes + count * 4, count).set(frame.values);
  return bytes;
}

/** Undefined for anything that is not a whole frame. */
export function decodeValueFrame(buffer: ArrayBuffer): ValueFrame | undefined {
  if (buffer.byteLength < headerBytes || buffer.byteLength % 4 !== 0) return undefined;
  const [first, sequence = 0, count = 0] = new Uint32Array(buffer, 0, 4);
  if (first !== magic || buffer.byteLength !== headerBytes + count * 8) return undefined;
  return {
    sequence,
    rows: new Uint32Array(buffer, headerBytes, count),
    values: new Float32Array(buffer, headerBytes + count * 4, count),
  };
}
