import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { defaultRunSettings } from '../../core/contract/plan.ts';
import { pythonEntry } from '../../core/contract/pythonLink.ts';
import { bootTestInterpreter } from '../testing/testInterpreter.ts';
import { mountFolders } from './folders.ts';

test('a tick of the watchdog during the warm-up or before the first module is answered and harms neither', async () => {
  const { booted, runtime, words, posted } = await bootTestInterpreter();
  booted.pyodide.setInterruptBuffer(words.interrupt);
  const sendTick = () => Atomics.store(words.interrupt, 0, 2);
  runtime.offerModule(new Uint8Array(readFileSync(fileURLToPath(new URL('../../dist/python/output.wasm', import.meta.url)))));

  sendTick();
  runtime.warmUp();
  expect(posted).toEqual([]);
  expect(words.isInterrupted).toBe(false);

  const folder = mkdtempSync(join(tmpdir(), 'patchmonster-tick-'));
  writeFileSync(join(folder, 'mod.py'), 'import midimonster\nmidimonster.output("loaded", 1)\n');
  const assignment = {
    ...mountFolders(booted.module, folder, folder),
    modules: ['mod'],
    defaultHandler: undefined,
    settings: defaultRunSettings,
    held: {},
  };
  sendTick();
  const loaded = runtime.enterWith(pythonEntry.load, () => runtime.python.load(JSON.stringify(assignment)));
  rmSync(folder, { recursive: true });
  expect(JSON.parse(loaded)).toMatchObject({ created: ['loaded'], problems: [] });
}, 60_000);
