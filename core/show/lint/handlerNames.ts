import type { LintedModule } from './moduleLint.ts';

/** The module whose name the spec begins with, the longest when there are several. */
export function moduleOf(spec: string, modules: readonly LintedModule[]): LintedModule | undefined {
  return modules
    .filter(({ use }) => spec.startsWith(`${use.target.importName}.`))
    .sort((a, b) => b.use.target.importName.length - a.use.target.importName.length)[0];
}

/** What the spec names in that module. */
export function functionOf(spec: string, modules: readonly LintedModule[]): string {
  const module = moduleOf(spec, modules);
  return spec.slice((module?.use.target.importName.length ?? spec.indexOf('.')) + 1);
}
