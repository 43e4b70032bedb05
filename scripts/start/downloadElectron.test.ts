import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { downloadElectron } from './downloadElectron.ts';

const content = Buffer.alloc(200_000, 7);
let root = '';
let server: http.Server;
let answer: (response: http.ServerResponse) => void;
let asked: string[] = [];

beforeEach(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'downloadElectron-'));
  const folder = path.join(root, 'node_modules', 'electron');
  mkdirSync(folder, { recursive: true });
  const name = `electron-v99.0.0-${process.platform}-${process.arch}.zip`;
  writeFileSync(path.join(folder, 'package.json'), '{ "version": "99.0.0" }');
  writeFileSync(path.join(folder, 'checksums.json'), JSON.stringify({ [name]: createHash('sha256').update(content).digest('hex') }));
  asked = [];
  server = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('ELECTRON_MIRROR', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  rmSync(root, { recursive: true });
});

async function download(stallMs: number) {
  const printed: string[] = [];
  const result = await downloadElectron({
    root,
    cacheRoot: path.join(root, 'cache'),
    stallMs,
    print: (text) => printed.push(text),
    isTerminal: false,
  });
  return { result, printed };
}

test('a download shows how far it is, and its content is verified', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.end(content);
  };
  const { result, printed } = await download(10_000);
  expect(result).toEqual({ ok: true, value: undefined });
  expect(asked).toEqual([`/v99.0.0/electron-v99.0.0-${process.platform}-${process.arch}.zip`]);
  expect(printed.at(-1)).toBe('Downloading Electron: 0 of 0 MB (100 %)\n');
});

test('a server that falls silent is given up', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 100));
  };
  const { result } = await download(300);
  expect(result).toEqual({ ok: false, error: 'no byte of it came for 0.3 s' });
});

test('a server that never answers is given up', async () => {
  answer = () => {};
  expect((await download(300)).result).toEqual({ ok: false, error: 'no byte of it came for 0.3 s' });
});

test('other content than Electron’s is refused', async () => {
  answer = (response) => response.end('a hotel’s login page');
  const { result } = await download(10_000);
  expect(result).toMatchObject({ ok: false, error: expect.stringMatching(/could not be downloaded/) });
});

test('a refusal is told', async () => {
  answer = (response) => {
    response.writeHead(403);
    response.end();
  };
  expect((await download(10_000)).result).toMatchObject({ ok: false, error: expect.stringMatching(/could not be downloaded.*403/) });
});

test('what the downloader asks for is what Electron’s own package holds', () => {
  const folder = path.join(import.meta.dirname, '..', '..', 'node_modules', 'electron');
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const checksums = JSON.parse(readFileSync(path.join(folder, 'checksums.json'), 'utf8'));
  expect(Object.keys(checksums)).toContain(`electron-v${version}-linux-x64.zip`);
});
