import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Logger } from '../core/base/logger.ts';
import { silentLogger } from '../core/base/logger.ts';
import { ManualClock } from '../core/base/manualClock.ts';
import { PlaceMemory } from './placeMemory.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'placeMemory-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => path.join(folder, 'user', 'window-place.json');
const place = { x: 10, y: 20, width: 900, height: 600, isMaximized: true };

test('the next start knows the last place, written once the window has come to rest', () => {
  const clock = new ManualClock();
  const memory = new PlaceMemory(file(), clock, silentLogger);
  expect(memory.last).toBeUndefined();
  memory.note({ ...place, x: 9 });
  clock.advance(400);
  memory.note(place);
  clock.advance(400);
  expect(existsSync(file())).toBe(false);
  clock.advance(100);
  expect(new PlaceMemory(file(), clock, silentLogger).last).toEqual(place);
});

test('what is not written yet is written when the window closes', () => {
  const clock = new ManualClock();
  const memory = new PlaceMemory(file(), clock, silentLogger);
  memory.note(place);
  memory.save();
  expect(clock.pendingCount).toBe(0);
  expect(new PlaceMemory(file(), clock, silentLogger).last).toEqual(place);
});

test('a file that makes no sense counts as none, and a folder that takes nothing costs a line of the log', () => {
  const clock = new ManualClock();
  mkdirSync(path.dirname(file()));
  writeFileSync(file(), '{"x":');
  expect(new PlaceMemory(file(), clock, silentLogger).last).toBeUndefined();
  const lines: string[] = [];
  const logger: Logger = { log: (_level, _source, message) => void lines.push(message) };
  const memory = new PlaceMemory(path.join(file(), 'not-a-folder.json'), clock, logger);
  memory.note(place);
  memory.save();
  expect(lines).toEqual([expect.stringContaining('could not be saved')]);
});
