/**
 * Holds the double against `electron.d.ts`. What the double has, by the types of its own classes and by its lists of events, is
 * written down as a TypeScript file that demands each of it of Electron's types; the compiler judges.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { appEvents } from './main/app.ts';
import { browserWindowEvents } from './main/browserWindow.ts';
import { messagePortEvents } from './main/messagePorts.ts';
import { trayEvents } from './main/system.ts';
import { webContentsEvents } from './main/webContents.ts';

const root = path.join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(path.join(root, 'node_modules', '.electron-members-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A type of the double, and the one of Electron that must have all of its members. */
const pairs: readonly (readonly [double: string, electron: string])[] = [
  ['typeof emulated', "typeof import('electron')"],
  ['typeof emulated.app', 'Electron.App'],
  ['typeof emulated.dialog', 'Electron.Dialog'],
  ['typeof emulated.ipcMain', 'Electron.IpcMain'],
  ['typeof emulated.powerSaveBlocker', 'Electron.PowerSaveBlocker'],
  ['typeof emulated.protocol', "typeof import('electron').protocol"],
  ['typeof emulated.session', "typeof import('electron').session"],
  ['typeof emulated.session.defaultSession', 'Electron.Session'],
  ['typeof emulated.screen', 'Electron.Screen'],
  ['ReturnType<typeof emulated.screen.getPrimaryDisplay>', 'Electron.Display'],
  ['typeof emulated.shell', 'Electron.Shell'],
  ['typeof emulated.BrowserWindow', 'typeof Electron.BrowserWindow'],
  ['InstanceType<typeof emulated.BrowserWindow>', 'Electron.BrowserWindow'],
  ["InstanceType<typeof emulated.BrowserWindow>['webContents']", 'Electron.WebContents'],
  ["InstanceType<typeof emulated.BrowserWindow>['webContents']['mainFrame']", 'Electron.WebFrameMain'],
  ['typeof emulated.Menu', 'typeof Electron.Menu'],
  ['InstanceType<typeof emulated.Menu>', 'Electron.Menu'],
  ['InstanceType<typeof emulated.MenuItem>', 'Electron.MenuItem'],
  ['InstanceType<typeof emulated.MessageChannelMain>', 'Electron.MessageChannelMain'],
  ["InstanceType<typeof emulated.MessageChannelMain>['port1']", 'Electron.MessagePortMain'],
  ['typeof emulated.Tray', 'typeof Electron.Tray'],
  ['InstanceType<typeof emulated.Tray>', 'Electron.Tray'],
  ['IpcRenderer', 'Electron.IpcRenderer'],
  ['ReturnType<typeof makeContextBridge>', 'Electron.ContextBridge'],
];

const events: readonly (readonly [electron: string, events: readonly string[]])[] = [
  ['Electron.App', appEvents],
  ['Electron.BrowserWindow', browserWindowEvents],
  ['Electron.MessagePortMain', messagePortEvents],
  ['Electron.Tray', trayEvents],
  ['Electron.WebContents', webContentsEvents],
];

/** A demand per line; the compiler's complaints name the lines. */
function judge(memberPairs: typeof pairs, eventPairs: typeof events): { readonly demands: readonly string[]; readonly complaints: string } {
  const demands = [
    ...memberPairs.map(([double, electron]) => `demand<Exclude<keyof (${double}), keyof (${electron}) | 'prototype'>>();`),
    ...eventPairs.flatMap(([electron, names]) => names.map((name) => `emitter<${electron}>().on(${JSON.stringify(name)}, () => {});`)),
  ];
  const source = [
    `import type {} from 'electron';`,
    `import type { emulated } from '../../e2e/electron-double/main/emulated.ts';`,
    `import type { IpcRenderer } from '../../e2e/electron-double/page/ipcRenderer.ts';`,
    `import type { makeContextBridge } from '../../e2e/electron-double/page/preloadWorld.ts';`,
    'declare function demand<_Missing extends never>(): void;',
    'declare function emitter<T>(): T;',
    ...demands,
  ];
  writeFileSync(path.join(folder, 'members.ts'), `${source.join('\n')}\n`);
  const compilerOptions = { lib: ['es2023', 'dom', 'dom.iterable'], types: ['node'] };
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', compilerOptions, files: ['members.ts'], references: [] }),
  );
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
  return { demands, complaints: stdout };
}

test('every export, member and event of the double is one of Electron’s', () => {
  const { demands, complaints } = judge(pairs, events);
  expect(complaints).toBe('');
  expect(demands.length).toBeGreaterThan(40);
});

test('a member or an event that Electron has not is found', () => {
  const { complaints } = judge([['{ loadURL: 1; loadUrl: 1 }', 'Electron.BrowserWindow']], [['Electron.App', ['all-windows-closed']]]);
  expect(complaints).toContain(`'"loadUrl"' does not satisfy the constraint 'never'`);
  expect(complaints).toContain('"all-windows-closed"');
});
