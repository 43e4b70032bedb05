import { expect, test } from 'vitest';
import { ManualClock } from '../../core/base/manualClock.ts';
import type { ClientCall } from '../../core/contract/clientLink.ts';
import type { SessionLink } from '../link/sessionLink.ts';
import { createDraftKeeper } from './draftKeeper.ts';

function setUp() {
  const clock = new ManualClock();
  const sent: unknown[] = [];
  const call = async (request: ClientCall) => {
    if (request.method === 'keepDraft') sent.push([request.path, request.text]);
    return { ok: true, value: { isKept: true } };
  };
  const drafts = createDraftKeeper({ call: call as unknown as SessionLink['call'] }, clock);
  return { clock, sent, drafts };
}

test('what is typed is sent when the keys rest, each file for itself', () => {
  const { clock, sent, drafts } = setUp();
  drafts.keepSoon('a.py', '1');
  drafts.keepSoon('b.py', 'b');
  clock.advance(900);
  drafts.keepSoon('a.py', '12');
  clock.advance(999);
  expect(sent).toEqual([['b.py', 'b']]);
  clock.advance(1);
  expect(sent).toEqual([
    ['b.py', 'b'],
    ['a.py', '12'],
  ]);
});

test('a saved file takes its copy back at once, and what was planned is not sent; without a copy nothing is', () => {
  const { clock, sent, drafts } = setUp();
  drafts.drop('a.py');
  drafts.keepSoon('a.py', '1');
  drafts.drop('a.py');
  drafts.drop('a.py');
  clock.advance(10_000);
  expect(sent).toEqual([['a.py', null]]);
  expect(clock.pendingCount).toBe(0);
});
