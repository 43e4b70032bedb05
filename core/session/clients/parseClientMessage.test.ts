import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxClientMessageBytes } from '../../contract/clientLink.ts';
import { fuzz, fuzzTimeoutMs } from '../../testing/fuzz.ts';
import { parseClientMessage } from './parseClientMessage.ts';

test(
  'whatever arrives is a message or a refusal in words',
  () => {
    fuzz(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.uint8Array(),
          fc.string().map((text) => `{"id":1,"method":"edit","edits":${text}`),
        ),
        (raw) => {
          const parsed = parseClientMessage(raw);
          if (!parsed.ok) expect(parsed.error.message.length).toBeGreaterThan(5);
        },
      ),
    );
  },
  fuzzTimeoutMs,
);

test('a malformed request is refused under its own id', () => {
  expect(parseClientMessage('{"id":7,"method":"inject","instance":"a","spec":"b","value":2}')).toEqual({
    ok: false,
    error: { id: 7, message: expect.stringContaining('value') },
  });
  const unknown = parseClientMessage('{"id":8,"method":"format"}');
  expect(!unknown.ok && unknown.error.id).toBe(8);
});

test('an endless message is refused by its length', () => {
  const parsed = parseClientMessage('x'.repeat(maxClientMessageBytes + 1));
  expect(!parsed.ok && parsed.error.message).toBe('The message is longer than 4 MiB.');
});
