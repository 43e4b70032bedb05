/**
 * Packs the built app around a stand-in for Electron and looks at what came out: that nothing is missing, nothing too much, and that
 * the unpacked part runs the example under a plain Node. Needs `dist/`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeStandIn } from '../../scripts/pack/makeStandIn.ts';
import { packDirectory } from '../../scripts/pack/packDirectory.ts';

const root = path.join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'patchmonster-pack-'));
const resources = path.join(folder, 'release', 'linux-unpacked', 'resources');
const unpacked = path.join(resources, 'app.asar.unpacked');
let archived: readonly string[] = [];

beforeAll(() => {
  const electronDist = makeStandIn(root, folder);
  const { exitCode, output } = packDirectory({ root, platform: 'linux', electronDist, outputFolder: path.join(folder, 'release') });
  if (exitCode !== 0) throw new Error(`electron-builder ended with ${exitCode}:\n${output}`);
  archived = listArchive(path.join(resources, 'app.asar'));
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Paths of all files of an archive, those that lie beside it included, with forward slashes. */
function listArchive(archive: string): readonly string[] {
  const tool = path.join(root, 'node_modules', '@electron', 'asar', 'bin', 'asar.js');
  const { stdout, stderr } = spawnSync(process.execPath, [tool, 'list', archive], { encoding: 'utf8' });
  if (stderr !== '') throw new Error(stderr);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replaceAll('\\', '/'));
}

test('the shell, the page, the workers and Pyodide are all in the package', () => {
  for (const file of [
    '/package.json',
    '/LICENSE',
    '/dist/cli.js',
    '/dist/electron/main.js',
    '/dist/electron/preload.cjs',
    '/dist/renderer/index.html',
    '/examples/moving/moving.cfg',
    '/build-resources/icons/256x256.png',
  ]) {
    expect(archived).toContain(file);
  }
});

test('what a worker or a plain Node loads lies outside of the archive', () => {
  const needed = [
    'package.json',
    'dist/cli.js',
    'dist/engineWorker.js',
    'dist/pythonWorker.js',
    'dist/pythonIoWorker.js',
    'dist/renderer/index.html',
    'examples/moving/moving.cfg',
    'node_modules/pyodide/pyodide.mjs',
    'node_modules/pyodide/pyodide.asm.mjs',
    'node_modules/pyodide/pyodide.asm.wasm',
    'node_modules/ws/package.json',
    ...readdirSync(path.join(root, 'dist', 'python')).map((name) => `dist/python/${name}`),
  ];
  expect(needed.filter((file) => !existsSync(path.join(unpacked, file)))).toEqual([]);
});

test('nothing comes along that only building needs', () => {
  const packages = new Set(archived.flatMap((file) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
  expect([...packages].sort()).toEqual(['pyodide', 'ws']);
  const folders = new Set(archived.map((file) => file.split('/')[1]));
  expect([...folders].sort()).toEqual(['LICENSE', 'build-resources', 'dist', 'examples', 'node_modules', 'package.json']);
  expect(archived.filter((file) => /\.map$|\.test\.|\.tsx?$/.test(file))).toEqual([]);
});

test('the program has the app’s name, and package.json names the shell', () => {
  expect(existsSync(path.join(folder, 'release', 'linux-unpacked', 'patchmonster'))).toBe(true);
  expect(JSON.parse(readFileSync(path.join(unpacked, 'package.json'), 'utf8')).main).toBe('dist/electron/main.js');
});

test('the packaged core checks and runs the example under a plain Node', async () => {
  const show = path.join(folder, 'moving', 'moving.cfg');
  cpSync(path.join(unpacked, 'examples', 'moving'), path.dirname(show), { recursive: true });
  const cli = path.join(unpacked, 'dist', 'cli.js');
  expect(spawnSync(process.execPath, [cli, 'check', show], { cwd: folder, encoding: 'utf8' })).toMatchObject({ status: 0 });

  const running = spawn(process.execPath, [cli, 'run', show], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => running.once('exit', resolve));
  const output = await new Promise<string>((resolve, reject) => {
    let text = '';
    running.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (/\blive\b/.test(text)) resolve(text);
    });
    running.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${text}`)));
  });
  running.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(output).not.toMatch(/failed|waiting/);
}, 120_000);
