import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { respondWithFile } from './appFiles.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'appFiles-'));
const folder = path.join(root, 'renderer');

beforeAll(() => {
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'index.html'), '<p>page</p>');
  writeFileSync(path.join(folder, 'assets', 'a b.wasm'), 'wasm');
  writeFileSync(path.join(root, 'secret.txt'), 'secret');
});
afterAll(() => rmSync(root, { recursive: true }));

const get = (url: string) => respondWithFile({ method: 'GET', url }, folder);

test('the root is the page, with a policy that lets nothing in from elsewhere', async () => {
  const response = await get('app://patchmonster/');
  expect(await response.text()).toBe('<p>page</p>');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'");
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test('an escaped name is decoded and its type is known', async () => {
  const response = await get('app://patchmonster/assets/a%20b.wasm?v=1');
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/wasm']);
});

test.each([
  ['app://elsewhere/index.html', 404],
  ['https://patchmonster/index.html', 404],
  ['not a url', 404],
  ['app://patchmonster/missing.js', 404],
  ['app://patchmonster/assets', 404],
  ['app://patchmonster/%', 400],
  ['app://patchmonster/%00', 400],
  ['app://patchmonster/..%2fsecret.txt', 403],
  ['app://patchmonster/assets/..%2f..%2f..%2fsecret.txt', 403],
])('%s is answered with %d', async (url, status) => {
  expect((await get(url)).status).toBe(status);
});

test('nothing is taken from the page', async () => {
  expect((await respondWithFile({ method: 'POST', url: 'app://patchmonster/index.html' }, folder)).status).toBe(405);
});
