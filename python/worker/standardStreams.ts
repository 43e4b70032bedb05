import { writeSync } from 'node:fs';
import type { StdioMode } from '../../core/contract/engineLink.ts';

export type StreamName = 'stdout' | 'stderr';

/** Where Python's stdout or stderr goes. Returns how many of the bytes it took; Python offers the rest again. */
export type ByteSink = (stream: StreamName, bytes: Uint8Array) => number;

/** Most characters per stream and second that go to the console panel; the reader of a terminal gets everything. */
const forwardedPerSecond = 200_000;

/** `waitBriefly` is false when the wait was cut short and Python should look at its signals. */
export function makeSink(mode: StdioMode, waitBriefly: () => boolean, print: (stream: StreamName, text: string) => void): ByteSink {
  return mode === 'inherit' ? inheritedSink(waitBriefly) : forwardingSink(print);
}

/** Writes the bytes unchanged to the process's own descriptors. A reader that is slow holds only this instance back. */
function inheritedSink(waitBriefly: () => boolean): ByteSink {
  const hasReader = { stdout: true, stderr: true };
  return (stream, bytes) => {
    let written = 0;
    while (written < bytes.length) {
      if (!hasReader[stream]) return bytes.length;
      try {
        written += writeSync(stream === 'stdout' ? 1 : 2, bytes, written);
      } catch (error) {
        const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
        if (!isFull) hasReader[stream] = false;
        else if (!waitBriefly()) return written;
      }
    }
    return written;
  };
}

/** Sends text on as messages, at a bounded rate; what is left out is counted in its place. */
function forwardingSink(print: (stream: StreamName, text: string) => void): ByteSink {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  let windowStartMs = 0;
  let sent = 0;
  let leftOut = 0;
  return (stream, bytes) => {
    const text = decoders[stream].decode(bytes, { stream: true });
    const nowMs = performance.now();
    if (nowMs - windowStartMs >= 1000) {
      windowStartMs = nowMs;
      sent = 0;
      if (leftOut > 0) print(stream, `[${leftOut} characters left out: more than ${forwardedPerSecond} in a second]\n`);
      leftOut = 0;
    }
    const part = text.slice(0, Math.max(0, forwardedPerSecond - sent));
    sent += part.length;
    leftOut += text.length - part.length;
    if (part.length > 0) print(stream, part);
    return bytes.length;
  };
}
