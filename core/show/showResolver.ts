import type { PlannedBackend, PlannedRoutes } from '../contract/plan.ts';
import type { Problem } from '../contract/problem.ts';
import type { ChannelUse, OptionSetting, ProtocolCatalog, ProtocolDescription } from '../contract/protocol.ts';
import { displayText } from './escapedText.ts';
import type { InstanceModel, ShowModel, WireModel } from './model.ts';
import type { Override } from './overrides.ts';
import { sortProblems } from './problemList.ts';
import { type Leniency, resolveBackends, resolveInstance } from './resolveSettings.ts';
import { resolveWires } from './wireResolver.ts';

export interface ResolvedInstance {
  readonly model: InstanceModel;
  readonly protocol: ProtocolDescription;
  /** In order, overrides first. */
  readonly settings: readonly OptionSetting[];
  readonly config: unknown;
  /** Specs of its mapped channels in order of creation. */
  readonly channels: readonly string[];
  /** How those channels are used, in the same order. */
  readonly uses: readonly ChannelUse<unknown>[];
  /** Number of its first channel in the plan; see `PlannedRoutes`. */
  readonly firstChannel: number;
}

export interface ResolvedShow {
  /** Those that can run. */
  readonly instances: readonly ResolvedInstance[];
  readonly backends: readonly PlannedBackend[];
  readonly routes: PlannedRoutes;
  /** The map lines that run; `routes.wireOf` counts these. */
  readonly wires: readonly WireModel[];
  readonly problems: readonly Problem[];
}

export function resolveModel(model: ShowModel, catalog: ProtocolCatalog, overrides: readonly Override[], leniency: Leniency): ResolvedShow {
  const problems: Problem[] = [...model.problems, ...unusedOverrides(model, overrides)];
  const backends = resolveBackends(model, catalog, overrides, problems);
  const runnable = model.instances.flatMap((instance) => {
    const resolved = resolveInstance(instance, { document: model.document, catalog, overrides, problems, leniency });
    return resolved && !backends.broken.has(instance.backend) ? [resolved] : [];
  });
  const resolved = resolveWires(runnable, model.wires, catalog);
  problems.push(...resolved.problems);
  const fileOrder = model.files.map((path) => model.document.files.get(path)?.displayPath ?? path);
  return { ...resolved, backends: backends.planned, problems: sortProblems(problems, fileOrder) };
}

/** The reference ignores overrides of what the show does not have; so do we, but not silently. */
function unusedOverrides(model: ShowModel, overrides: readonly Override[]): Problem[] {
  const instances = new Set(model.instances.map((instance) => instance.name));
  const backends = new Set(model.backends.map((backend) => backend.name));
  return overrides
    .filter((override) => !(override.kind === 'instance' ? instances : backends).has(override.target))
    .map((override) => {
      const what = override.kind === 'instance' ? `instance "${displayText(override.target)}"` : `section [backend ${override.target}]`;
      const letter = override.kind === 'instance' ? 'i' : 'b';
      const message = `-${letter} ${override.target}.${override.option} does nothing: the show has no ${what}.`;
      return { code: 'override-unused', severity: 'warning', message };
    });
}
