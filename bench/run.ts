/**
 * npm run bench [name ...]: measures on this machine, now, and prints a table. Each file of this folder that exports `benchmarks`
 * takes part. Numbers are medians; what is compared was run in turns in the same minutes. Budgets are the design's; a budget that
 * is missed is marked and is no error: these are measurements, not tests.
 */
import { readdirSync } from 'node:fs';
import os from 'node:os';

import { type Benchmark, isWithinBudget, type Row } from './benchmark.ts';

const folder = new URL('.', import.meta.url);

async function loadBenchmarks(): Promise<Benchmark[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'run.ts');
  const loaded: Benchmark[] = [];
  for (const file of files.sort()) {
    const content: { readonly benchmarks?: readonly Benchmark[] } = await import(new URL(file, folder).href);
    loaded.push(...(content.benchmarks ?? []));
  }
  return loaded;
}

function printRow(row: Row): void {
  const mark = { true: 'ok', false: 'MISSED', undefined: '' }[String(isWithinBudget(row))] ?? '';
  const budget =
    row.budget === undefined ? '' : 'atMost' in row.budget ? `<= ${show(row.budget.atMost)}` : `>= ${show(row.budget.atLeast)}`;
  const reference = row.reference === undefined ? '' : show(row.reference);
  const columns = [
    row.what.padEnd(58),
    show(row.value).padStart(12),
    row.unit.padEnd(10),
    budget.padStart(14),
    mark.padEnd(6),
    reference.padStart(12),
  ];
  console.log(`${columns.join(' ')}${row.note === undefined ? '' : `  ${row.note}`}`);
}

function show(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
}

const all = await loadBenchmarks();
const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? all : all.filter(({ name }) => wanted.some((part) => name.includes(part)));
if (chosen.length === 0) {
  console.error(`No benchmark is called ${wanted.join(', ')}; there are: ${all.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
} else {
  const [cpu] = os.cpus();
  console.log(`Node ${process.version}, ${os.cpus().length} x ${cpu?.model ?? 'unknown processor'}`);
  console.log(`Reference: ${process.env.MIDIMONSTER ?? 'none; name its file in MIDIMONSTER to compare'}`);
}
for (const benchmark of chosen) {
  console.log(`\n${benchmark.name}`);
  try {
    for (const row of await benchmark.run()) printRow(row);
  } catch (error) {
    console.log(`  failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
