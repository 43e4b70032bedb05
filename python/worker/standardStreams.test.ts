import { expect, test } from 'vitest';
import { inheritedSink } from './standardStreams.ts';

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
