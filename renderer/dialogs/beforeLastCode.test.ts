import { expect, test } from 'vitest';
import type { HistoryKind, VersionView } from '../../core/contract/clientLink.ts';
import { beforeLastCode } from './beforeLastCode.ts';

/** Newest first, as the session lists them. */
const versions = (...kinds: readonly HistoryKind[]): readonly VersionView[] =>
  kinds.map((kind, index) => ({ id: kinds.length - index, wallMs: 0, title: kind, kind, lines: [], isCurrent: index === 0 }));

test('a roll back goes to the version before the newest code', () =>
  expect(beforeLastCode(versions('patch', 'code', 'code', 'open'))?.id).toBe(2));

test('without saved code there is nothing to go back to', () => expect(beforeLastCode(versions('patch', 'open'))).toBeUndefined());

test('code whose forerunner is not kept any more has none', () => expect(beforeLastCode(versions('patch', 'code'))).toBeUndefined());
