/**
 * What of other people goes into the product, read from the lock file: npx tsx scripts/thirdPartyNotices.ts writes
 * docs/third-party-notices.md. Tools that only build and test it are left out.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { resolvePackage } from './resolvePackage.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const noticesFile = path.join(root, 'docs/third-party-notices.md');

/** Only used to build, check and test. Everything else in package.json is part of what we ship. */
const tools = new Set([
  '@biomejs/biome',
  '@electron/get',
  '@playwright/test',
  '@vitejs/plugin-react',
  'electron-builder',
  'es-module-lexer',
  'esbuild',
  'fast-check',
  'playwright',
  'tsx',
  'typescript',
  'vite',
  'vitest',
  'wabt',
]);

const packageSchema = z.object({
  license: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
});
const lockSchema = z.object({ packages: z.record(z.string(), packageSchema) });
const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) });

/** The notes say what a reader of the table can't see in it. */
const notes: Readonly<Record<string, string>> = {
  electron: 'with Chromium and Node.js, whose notices lie beside the application as LICENSES.chromium.html',
  elkjs: 'unmodified, as a file of its own that is loaded as a worker; taken under EPL-2.0',
  pyodide: 'unmodified, with CPython (PSF-2.0) and the libraries that it is built from',
};

export function makeNotices(): string {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')));
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  const direct = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const shipped = new Map<string, string>();
  const waiting = direct.filter((name) => !tools.has(name) && !name.startsWith('@types/')).map((name) => ({ name, from: '' }));
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const place = resolvePackage(packages, next.name, next.from);
    // Electron's own dependencies only download its binary.
    if (place === undefined || next.name.startsWith('@types/') || shipped.has(next.name)) continue;
    shipped.set(next.name, packages[place]?.license ?? 'see its files');
    const needed = next.name === 'electron' ? [] : Object.keys(packages[place]?.dependencies ?? {});
    waiting.push(...needed.map((name) => ({ name, from: place })));
  }
  const rows = [...shipped]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, license]) => `| ${name} | ${license} | ${notes[name] ?? ''} |`);
  return [
    '# Third-party notices',
    '',
    'Packages that are part of the product, with what they need themselves. Their licence texts lie in their folders in `node_modules`.',
    'Written by `npx tsx scripts/thirdPartyNotices.ts`; a test fails when this page is out of date.',
    '',
    '| package | licence | |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(noticesFile, makeNotices());
