/**
 * The arrows of docs/architecture.md as a rule that a test can hold against the source. Type-only imports count: an arrow is about
 * who knows whom, and a type is knowledge.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { init, parse } from 'es-module-lexer';
import { transform } from 'esbuild';

interface Layer {
  /** Folder, relative to the root, with `/` at its end. */
  readonly folder: string;
  /** Folders (with `/`) and single files that it may import besides itself. */
  readonly mayImport: readonly string[];
  /** Each folder below it is a world of its own: a protocol does not know its neighbour. */
  readonly keepsNeighboursApart?: boolean;
}

const base = 'core/base/';
const contract = 'core/contract/';
const backendSeam = 'core/engine/backend.ts';

/** The first layer whose folder holds a file is its layer. */
export const layers: readonly Layer[] = [
  { folder: base, mayImport: [] },
  { folder: contract, mayImport: [base] },
  { folder: 'core/show/', mayImport: [base, contract] },
  { folder: 'core/engine/', mayImport: [base, contract] },
  { folder: 'core/backends/', mayImport: [base, contract, backendSeam], keepsNeighboursApart: true },
  { folder: 'core/session/', mayImport: [base, contract, 'core/show/'] },
  { folder: 'core/headless/', mayImport: ['core/'] },
  { folder: 'core/roots/', mayImport: ['core/', 'python/'] },
  { folder: 'python/sockets/', mayImport: [base, contract] },
  { folder: 'python/worker/', mayImport: [base, contract, 'python/sockets/'] },
  { folder: 'python/host/', mayImport: [base, contract, backendSeam, 'core/backends/python/', 'python/sockets/'] },
  { folder: 'electron/', mayImport: [base, contract, 'core/session/', 'core/roots/'] },
  { folder: 'renderer/', mayImport: [base, contract, 'core/show/'] },
];

export interface Violation {
  readonly file: string;
  readonly imported: string;
  readonly reason: string;
}

/** What a TypeScript file imports, as written: values, types, re-exports and `import()`. */
export async function importsOf(source: string, file: string): Promise<string[]> {
  await init;
  const withTypesAsValues = source.replace(/\bimport\s+type\b(?=[\s{*])/g, 'import').replace(/\bexport\s+type\b(?=\s*[{*])/g, 'export');
  const { code } = await transform(withTypesAsValues, {
    loader: file.endsWith('x') ? 'tsx' : 'ts',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, jsx: 'preserve' } },
    jsx: 'automatic',
  });
  const [found] = parse(code);
  const inTypes = [...source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map((match) => match[1] ?? '');
  return [...new Set([...found.flatMap((one) => (typeof one.specifier === 'string' ? [one.specifier] : [])), ...inTypes])];
}

/** Why `file` may not import `specifier`; undefined when it may. Both as in the source, `file` relative to the root with `/`. */
export function judgeImport(file: string, specifier: string): string | undefined {
  const layer = layers.find((one) => file.startsWith(one.folder));
  if (!layer) return undefined;
  if (!specifier.startsWith('.')) {
    const isElectron = specifier === 'electron' || specifier.startsWith('electron/');
    return isElectron && layer.folder !== 'electron/' ? `only electron/ may know Electron` : undefined;
  }
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  const own = layer.keepsNeighboursApart ? file.split('/').slice(0, layer.folder.split('/').length).join('/') : layer.folder;
  if (target.startsWith(own) || !/\.(ts|tsx|mts)$/.test(target)) return undefined;
  if (layer.mayImport.some((allowed) => target === allowed || (allowed.endsWith('/') && target.startsWith(allowed)))) return undefined;
  return `${layer.folder} may import ${[...layer.mayImport, 'itself'].join(', ')}`;
}

/** All violations in the source tree below `root`. Tests and their helpers may wire anything together. */
export async function findViolations(root: string): Promise<{ readonly violations: Violation[]; readonly fileCount: number }> {
  const files = ['core', 'python', 'electron', 'renderer'].flatMap((folder) => sourceFiles(root, folder));
  const violations: Violation[] = [];
  for (const file of files) {
    for (const imported of await importsOf(readFileSync(path.join(root, file), 'utf8'), file)) {
      const reason = judgeImport(file, imported);
      if (reason !== undefined) violations.push({ file, imported, reason });
    }
  }
  return { violations, fileCount: files.length };
}

function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|testing)\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => !file.split('/').includes('testing'));
}
