/**
 * Copies between shared and ordinary memory. The engine copies shared memory word by word, but only where both sides have the
 * same alignment; otherwise byte by byte, about ten times as slow. Where they differ, an ordinary buffer in between, aligned
 * like the shared side, makes up for it.
 */
const wordBytes = 8;
/** Below this the detour costs more than it saves. */
const worthwhileBytes = 256;
const scratch = new Uint8Array(128 * 1024 + wordBytes);
const pieceBytes = scratch.length - wordBytes;

export function copyFromShared(shared: Uint8Array, start: number, count: number, target: Uint8Array, at: number): void {
  if (count < worthwhileBytes || isSameAlignment(shared, start, target, at)) {
    target.set(shared.subarray(start, start + count), at);
    return;
  }
  const lead = (shared.byteOffset + start) % wordBytes;
  for (let done = 0; done < count; done += pieceBytes) {
    const piece = Math.min(pieceBytes, count - done);
    scratch.set(shared.subarray(start + done, start + done + piece), lead);
    target.set(scratch.subarray(lead, lead + piece), at + done);
  }
}

export function copyToShared(source: Uint8Array, start: number, count: number, shared: Uint8Array, at: number): void {
  if (count < worthwhileBytes || isSameAlignment(source, start, shared, at)) {
    shared.set(source.subarray(start, start + count), at);
    return;
  }
  const lead = (shared.byteOffset + at) % wordBytes;
  for (let done = 0; done < count; done += pieceBytes) {
    const piece = Math.min(pieceBytes, count - done);
    scratch.set(source.subarray(start + done, start + done + piece), lead);
    shared.set(scratch.subarray(lead, lead + piece), at + done);
  }
}

function isSameAlignment(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): boolean {
  return (a.byteOffset + aAt - b.byteOffset - bAt) % wordBytes === 0;
}
