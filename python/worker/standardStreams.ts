import { writeSync } from 'node:fs';
import type { StdioMode } from '../../core/contract/engineLink.ts';

export type StreamName = 'stdout' | 'stderr';

/** Where Python's stdout or stderr goes. Returns how many of the bytes it took; Python offers the rest again. */
export type ByteSink = (stream: StreamName, bytes: Uint8Array) => number;

/** Most characters per stream and second that go to the console panel; the reader of a terminal gets everything. */
export const forwardedPerSecond = 200_000;
const forwardEveryMs = 16;
/**
 * So many messages in that time leave at once, so that what a call printed before it hung is not lost with its worker; only what
 * comes faster waits to be sent together.
 */
const forwardedAtOnce = 8;

export interface StandardStreams {
  write: ByteSink;
  /** Sends on what waits to be sent together. */
  flush(): void;
}

export interface StreamsHost {
  /** False when the wait was cut short and Python should look at its signals. */
  readonly waitBriefly: () => boolean;
  readonly print: (stream: StreamName, text: string) => void;
  readonly warn: (message: string) => void;
}

export function makeStreams(mode: StdioMode, host: StreamsHost): StandardStreams {
  return mode === 'inherit' ? { write: inheritedSink(host, writeSync), flush: () => undefined } : new ForwardedStreams(host.print);
}

/**
 * Writes the bytes unchanged to the process's own descriptors. A reader that is slow holds only this instance back. What can't be written
 * (a reader that is gone, a full disk) is lost, which is said once; what comes when there is room again is written.
 */
export function inheritedSink({ waitBriefly, warn }: StreamsHost, write: typeof writeSync): ByteSink {
  const isLosing = { stdout: false, stderr: false };
  const lose = (stream: StreamName, error: unknown) => {
    const hasReader = codeOf(error) !== 'EPIPE';
    if (hasReader && !isLosing[stream]) warn(`What it prints to ${stream} can't be written and is lost: ${String(error)}`);
    isLosing[stream] = true;
  };
  return (stream, bytes) => {
    let written = 0;
    while (written < bytes.length) {
      try {
        written += write(stream === 'stdout' ? 1 : 2, bytes, written);
        isLosing[stream] = false;
      } catch (error) {
        if (codeOf(error) !== 'EAGAIN') {
          lose(stream, error);
          return bytes.length;
        }
        if (!waitBriefly()) return written;
      }
    }
    return written;
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Sends text on as messages, several lines together and at a bounded rate; what is left out, whole lines, is counted in its place. */
export class ForwardedStreams implements StandardStreams {
  private readonly decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  private readonly waiting: { readonly stream: StreamName; text: string }[] = [];
  private postedMs = 0;
  private postedAtOnce = 0;
  private windowStartMs = 0;
  private sent = 0;
  private readonly leftOut = { stdout: 0, stderr: 0 };

  constructor(
    private readonly print: (stream: StreamName, text: string) => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  write = (stream: StreamName, bytes: Uint8Array): number => {
    const nowMs = this.nowMs();
    if (nowMs - this.windowStartMs >= 1000) {
      this.windowStartMs = nowMs;
      this.sent = 0;
    }
    this.add(stream, this.admitted(stream, this.decoders[stream].decode(bytes, { stream: true })));
    if (nowMs - this.postedMs >= forwardEveryMs) {
      this.postedMs = nowMs;
      this.postedAtOnce = 0;
    }
    if (this.postedAtOnce < forwardedAtOnce) {
      this.postedAtOnce++;
      this.flush();
    }
    return bytes.length;
  };

  flush(): void {
    for (const { stream, text } of this.waiting.splice(0)) this.print(stream, text);
  }

  /** What there is room for, cut at line ends, with a note of what was left out before it. */
  private admitted(stream: StreamName, text: string): string {
    const room = forwardedPerSecond - this.sent;
    const lineStart = this.leftOut[stream] > 0 ? text.indexOf('\n') + 1 : 0;
    const isInsideCutLine = this.leftOut[stream] > 0 && lineStart === 0;
    if (isInsideCutLine || room === 0) {
      this.leftOut[stream] += text.length;
      return '';
    }
    const note = this.leftOut[stream] > 0 ? this.noteOf(this.leftOut[stream] + lineStart) : '';
    const rest = text.slice(lineStart);
    const end = rest.length <= room ? rest.length : cutAtLineEnd(rest, room);
    this.sent = end === rest.length ? this.sent + end : forwardedPerSecond;
    this.leftOut[stream] = rest.length - end;
    return note + rest.slice(0, end);
  }

  private noteOf(characters: number): string {
    return `[${characters} characters left out: more than ${forwardedPerSecond} in a second]\n`;
  }

  private add(stream: StreamName, text: string): void {
    if (text === '') return;
    const last = this.waiting.at(-1);
    if (last?.stream === stream) last.text += text;
    else this.waiting.push({ stream, text });
  }
}

/** A line that alone is too long is cut wherever it must be. */
function cutAtLineEnd(text: string, room: number): number {
  const isOneLongLine = !text.slice(0, forwardedPerSecond).includes('\n') && text.length > forwardedPerSecond;
  return isOneLongLine ? room : text.lastIndexOf('\n', room - 1) + 1;
}
