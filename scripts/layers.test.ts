import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findViolations, importsOf, judgeImport } from './layers.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('layers', () => {
  it('are kept by every source file', async () => {
    const { violations, fileCount } = await findViolations(root);
    expect(violations).toEqual([]);
    expect(fileCount).toBeGreaterThan(15);
  });

  it.each([
    ['core/base/clock.ts', '../contract/ids.ts'],
    ['core/contract/plan.ts', '../engine/backend.ts'],
    ['core/show/lint.ts', '../engine/engine.ts'],
    ['core/engine/engine.ts', '../backends/osc/backend.ts'],
    ['core/backends/osc/backend.ts', '../loopback/channels.ts'],
    ['core/backends/osc/backend.ts', '../../engine/engine.ts'],
    ['core/session/session.ts', '../roots/protocols.ts'],
    ['core/headless/cli.ts', '../../electron/main.ts'],
    ['core/headless/cli.ts', 'electron'],
    ['python/worker/pythonWorker.ts', '../host/pythonBackend.ts'],
    ['python/host/pythonBackend.ts', '../../core/engine/engine.ts'],
    ['python/host/pythonBackend.ts', 'electron'],
    ['renderer/app/main.tsx', '../../core/session/session.ts'],
    ['renderer/app/main.tsx', 'electron'],
    ['electron/main.ts', '../core/engine/engine.ts'],
  ])('forbid that %s imports %s', (file, imported) => {
    expect(judgeImport(file, imported)).toBeDefined();
  });

  it.each([
    ['core/backends/osc/backend.ts', './codec.ts'],
    ['core/backends/osc/backend.ts', '../../engine/backend.ts'],
    ['core/roots/engineWorker.ts', '../../python/host/pythonBackend.ts'],
    ['electron/main.ts', 'electron'],
    ['renderer/app/main.tsx', './main.css'],
    ['core/show/lint.ts', 'zod'],
  ])('allow that %s imports %s', (file, imported) => {
    expect(judgeImport(file, imported)).toBeUndefined();
  });

  it('see every way of importing', async () => {
    const source = `
      import type { A } from './typeOnly.ts';
      import { type B } from './inlineType.ts';
      import c from './value.ts';
      import './effect.ts';
      export type { D } from './typeExport.ts';
      export * from './everything.ts';
      type E = import('./typePosition.ts').E;
      export type F = E | A | B;
      const late = () => import('./late.ts');
      // import { no } from './comment.ts';
      const text = "import x from './string.ts'";
    `;
    expect((await importsOf(source, 'x.ts')).sort()).toEqual([
      './effect.ts',
      './everything.ts',
      './inlineType.ts',
      './late.ts',
      './typeExport.ts',
      './typeOnly.ts',
      './typePosition.ts',
      './value.ts',
    ]);
  });
});
