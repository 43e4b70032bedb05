/** Types, lint, format and import arrows: node --import tsx scripts/check.ts [--json FILE] */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const environments = ['pure', 'node', 'dom', 'preload', 'test'];

const checks = [
  ...environments.map((name) => ({ name: `types: ${name}`, command: ['tsc', '-p', `tsconfig/${name}.json`] })),
  { name: 'lint and format', command: ['biome', 'ci', '--colors=off', '--error-on-warnings', '.'] },
  { name: 'layers', command: ['vitest', 'run', '--reporter=dot', 'scripts/layers.test.ts'] },
];

const { values: options } = parseArgs({ options: { json: { type: 'string' } } });
const failed = checks.filter(({ name, command }) => {
  const startedMs = performance.now();
  const result = spawnSync('npx', ['--no-install', ...command], { cwd: root, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' } });
  console.log(`${result.status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
  if (result.status !== 0) console.log(`${result.stdout}${result.stderr}`);
  return result.status !== 0;
});

console.log(`${checks.length - failed.length} passed, ${failed.length} failed, 0 skipped`);
if (options.json !== undefined) {
  writeFileSync(options.json, JSON.stringify({ passed: checks.length - failed.length, failed: failed.map(({ name }) => name) }));
}
process.exitCode = failed.length > 0 ? 1 : 0;
