import { expect, test } from 'vitest';
import { ForwardedStreams, forwardedPerSecond, inheritedSink } from './standardStreams.ts';

/** A sink over a descriptor that answers with these errors, then takes everything. */
function sinkWith(...codes: readonly string[]) {
  const errors = codes.map((code) => Object.assign(new Error(`${code}: on purpose`), { code }));
  const written: string[] = [];
  const warnings: string[] = [];
  const host = { waitBriefly: () => true, print: () => undefined, warn: (message: string) => void warnings.push(message) };
  const sink = inheritedSink(host, (_descriptor: number, bytes: unknown) => {
    const error = errors.shift();
    if (error) throw error;
    const taken = bytes as Uint8Array;
    written.push(Buffer.from(taken).toString());
    return taken.length;
  });
  const print = (text: string) => sink('stdout', Buffer.from(text));
  return { print, written, warnings };
}

test('what a full disk has no room for is lost with one warning, and what follows is written', () => {
  const { print, written, warnings } = sinkWith('ENOSPC', 'ENOSPC');
  expect(['one', 'two', 'three'].map(print)).toEqual([3, 3, 5]);
  expect(written).toEqual(['three']);
  expect(warnings).toEqual([expect.stringContaining('stdout')]);
});

test('a reader that went away is no matter', () => {
  const { print, warnings } = sinkWith('EPIPE', 'EPIPE');
  expect(['one', 'two'].map(print)).toEqual([3, 3]);
  expect(warnings).toEqual([]);
});

test('a slow reader gets everything', () => {
  const { print, written } = sinkWith('EAGAIN', 'EAGAIN');
  expect(print('one')).toBe(3);
  expect(written).toEqual(['one']);
});

test('a flood is cut at line ends, counted in its place, and goes on with a whole line', () => {
  let nowMs = 10_000;
  let printed = '';
  const streams = new ForwardedStreams(
    (_stream, text) => {
      printed += text;
    },
    () => nowMs,
  );
  const print = (text: string) => streams.write('stdout', Buffer.from(text));
  const line = (index: number) => `line ${String(index).padStart(94, '.')}\n`;
  const fitting = forwardedPerSecond / line(0).length;
  for (let index = 0; index < fitting + 9; index += 1) print(index === 5 ? `${line(index)}x` : line(index));
  nowMs += 1000;
  print('the end of a line that began before\nwhole\n');
  print('and more\n');
  streams.flush();
  const lines = printed.split('\n');
  expect(lines.slice(-5)).toEqual([
    line(fitting - 2).trimEnd(),
    expect.stringMatching(/^\[\d+ characters left out/),
    'whole',
    'and more',
    '',
  ]);
  const count = Number(/\[(\d+)/.exec(printed)?.[1]);
  expect(count).toBe(line(0).length * 10 + 'the end of a line that began before\n'.length);
});

test('the beginning of a line that is longer than a flood may be is shown', () => {
  const printed: string[] = [];
  const streams = new ForwardedStreams(
    (_stream, text) => void printed.push(text),
    () => 10_000,
  );
  streams.write('stdout', Buffer.from('x'.repeat(forwardedPerSecond + 1)));
  expect(printed.map((text) => text.length)).toEqual([forwardedPerSecond]);
});
