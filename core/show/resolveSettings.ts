import type { PlannedBackend } from '../contract/plan.ts';
import type { Place, Problem } from '../contract/problem.ts';
import type { OptionDescription, OptionProblem, OptionSetting, ProtocolCatalog, ProtocolDescription } from '../contract/protocol.ts';
import { displayText } from './escapedText.ts';
import { optionLineFix } from './fixes.ts';
import type { ShowDocument } from './loadShow.ts';
import type { InstanceModel, OptionModel, ShowModel } from './model.ts';
import { nearestName } from './nearestName.ts';
import { type Override, overridesFor } from './overrides.ts';

/** An instance whose options are accepted. */
export interface RunnableInstance {
  readonly model: InstanceModel;
  readonly protocol: ProtocolDescription;
  readonly settings: readonly OptionSetting[];
  readonly config: unknown;
}

export interface ResolvedBackends {
  readonly planned: readonly PlannedBackend[];
  /** Backends that can't start with the options that are left. */
  readonly broken: ReadonlySet<string>;
}

interface PlacedSetting extends OptionSetting {
  /** Undefined for an override. */
  readonly option: OptionModel | undefined;
}

/** A refused option of a backend is left out, so that one slip does not stop all instances of it. */
export function resolveBackends(
  model: ShowModel,
  catalog: ProtocolCatalog,
  overrides: readonly Override[],
  problems: Problem[],
): ResolvedBackends {
  const planned: PlannedBackend[] = [];
  const broken = new Set<string>();
  for (const name of new Set(model.backends.map((backend) => backend.name))) {
    const sections = model.backends.filter((backend) => backend.name === name);
    const place = sections[0]?.place;
    const protocol = catalog.get(name);
    if (!protocol) {
      for (const section of sections) problems.push(unknownBackend(name, catalog, section.place));
      continue;
    }
    const settings = placedSettings(
      overridesFor(overrides, 'backend', name),
      sections.flatMap((section) => section.options),
    );
    const found = protocol.checkBackendOptions(settings);
    problems.push(...found.map((problem) => settingProblem(problem, settings, protocol.backendOptions, place, `-b ${name}.`)));
    const refused = refusedOptions(found);
    const left = settings.filter((_, index) => !refused.has(index)).map(plainSetting);
    if (protocol.checkBackendOptions(left).some((problem) => problem.severity === 'error')) broken.add(name);
    else planned.push({ name, options: left });
  }
  return { planned, broken };
}

/** Lenient: what is refused of an instance's options counts as if it were not there, so that all else can be looked at too. */
export type Leniency = 'strict' | 'lenient';

/** What the instances of a show are resolved in. */
export interface ResolvingShow {
  readonly document: ShowDocument;
  readonly catalog: ProtocolCatalog;
  readonly overrides: readonly Override[];
  /** Takes what is found. */
  readonly problems: Problem[];
  readonly leniency: Leniency;
}

/** Undefined when the instance can't run; the problems say why. */
export function resolveInstance(instance: InstanceModel, show: ResolvingShow): RunnableInstance | undefined {
  const { document, catalog, overrides, problems, leniency } = show;
  const protocol = catalog.get(instance.backend);
  if (!protocol) {
    const startColumn = instance.place.column - instance.backend.length - 1;
    const place = { ...instance.place, column: startColumn, endColumn: startColumn + instance.backend.length };
    problems.push(unknownBackend(instance.backend, catalog, place));
    return undefined;
  }
  const settings = placedSettings(overridesFor(overrides, 'instance', instance.name), instance.options);
  const parsed = protocol.parseInstance(settings.map(plainSetting));
  for (const problem of parsed.problems) {
    const found = settingProblem(problem, settings, protocol.instanceOptions, instance.place, `-i ${instance.name}.`);
    const fix = problem.missingOption && optionLineFix(document, instance, problem.missingOption);
    problems.push(fix ? { ...found, fix } : found);
  }
  const refused = refusedOptions(parsed.problems);
  if (refused.size === 0) return { model: instance, protocol, settings: settings.map(plainSetting), config: parsed.config };
  if (leniency === 'strict') return undefined;
  const left = settings.filter((_, index) => !refused.has(index)).map(plainSetting);
  const mended = protocol.parseInstance(left);
  return refusedOptions(mended.problems).size > 0 ? undefined : { model: instance, protocol, settings: left, config: mended.config };
}

function refusedOptions(problems: readonly OptionProblem[]): ReadonlySet<number> {
  return new Set(problems.filter(({ severity }) => severity === 'error').map(({ option }) => option));
}

function placedSettings(overrides: readonly OptionSetting[], options: readonly OptionModel[]): PlacedSetting[] {
  return [
    ...overrides.map((setting) => ({ ...setting, option: undefined })),
    ...options.map((option) => ({ name: option.name, value: option.value, option })),
  ];
}

function plainSetting({ name, value }: OptionSetting): OptionSetting {
  return { name, value };
}

function unknownBackend(name: string, catalog: ProtocolCatalog, place: Place): Problem {
  const nearest = nearestName(name, catalog.keys());
  const known = [...catalog.keys()].sort().join(', ');
  const hint = nearest === undefined ? `PatchMonster runs ${known}.` : `Did you mean "${nearest}"?`;
  const message = `There is no backend called "${displayText(name)}". ${hint}`;
  const problem: Problem = { code: 'unknown-backend', severity: 'error', message, place };
  return nearest === undefined ? problem : { ...problem, fix: { title: `Use "${nearest}"`, place, newText: nearest } };
}

/** A protocol's word about an option, put where the option stands; an option that it does not have gets the nearest name. */
function settingProblem(
  problem: OptionProblem,
  settings: readonly PlacedSetting[],
  descriptions: readonly OptionDescription[],
  ownerPlace: Place | undefined,
  overridePrefix: string,
): Problem {
  const { code, severity } = problem;
  const setting = settings[problem.option];
  if (!setting) return { code, severity, message: problem.message, ...(ownerPlace ? { place: ownerPlace } : {}) };
  const nearest = isKnownOption(setting.name, descriptions) ? undefined : nearestName(setting.name, optionNames(descriptions));
  const hint = nearest === undefined || problem.message.includes('Did you mean') ? '' : ` Did you mean "${nearest}"?`;
  const message = `${displayText(problem.message)}${hint}`;
  if (!setting.option) return { code, severity, message: `${overridePrefix}${setting.name}: ${message}` };
  const found: Problem = { code, severity, message, place: setting.option.place };
  if (nearest === undefined) return found;
  const { place, nameRange } = setting.option;
  const namePlace = { ...place, endColumn: place.column + nameRange.end - nameRange.start };
  return { ...found, fix: { title: `Use "${nearest}"`, place: namePlace, newText: nearest } };
}

function isKnownOption(name: string, descriptions: readonly OptionDescription[]): boolean {
  return descriptions.some((option) => option.name === name || option.aliases?.includes(name) || option.matches?.(name));
}

function optionNames(descriptions: readonly OptionDescription[]): string[] {
  return descriptions.filter((option) => !option.matches).flatMap((option) => [option.name, ...(option.aliases ?? [])]);
}
