import type { Plan, PlannedInstance, RunSettings } from '../contract/plan.ts';
import type { Problem } from '../contract/problem.ts';
import type { ProtocolCatalog } from '../contract/protocol.ts';
import type { ShowModel } from './model.ts';
import type { Override } from './overrides.ts';
import { resolveShow } from './resolve.ts';

export interface CompileOptions {
  /** From the command line; applied before the options of the sections. */
  readonly overrides: readonly Override[];
  readonly settings: RunSettings;
  readonly revision: number;
}

export interface CompiledShow {
  /** Everything that is valid. */
  readonly plan: Plan;
  /**
   * What keeps something out of the plan, and warnings of the text's structure. `lintShow` with the same overrides reports
   * all of these too; a caller that lints needs only the plan.
   */
  readonly problems: readonly Problem[];
}

export function compilePlan(model: ShowModel, catalog: ProtocolCatalog, options: CompileOptions): CompiledShow {
  const resolved = resolveShow(model, catalog, options.overrides);
  const instances: PlannedInstance[] = resolved.instances.map((instance) => ({
    name: instance.model.name,
    backend: instance.model.backend,
    options: instance.settings,
    folder: instance.model.folder,
    channels: instance.channels,
  }));
  const plan: Plan = {
    revision: options.revision,
    showFolder: model.document.folder,
    backends: resolved.backends,
    instances,
    routes: resolved.routes,
    settings: options.settings,
  };
  return { plan, problems: resolved.problems };
}
