import { defaultRunSettings, type Plan, type PlannedInstance } from '../../contract/plan.ts';
import type { OptionSetting } from '../../contract/protocol.ts';

/** A plan in short: instances as `backend name option=value ...`, wires as `a.x > b.y`. */
export interface ShortPlan {
  readonly instances: readonly string[];
  readonly wires?: readonly string[];
  /** `name option=value ...` */
  readonly backends?: readonly string[];
}

export function testPlan({ instances, wires = [], backends = [] }: ShortPlan): Plan {
  const planned = instances.map((text) => {
    const [backend = '', name = '', ...options] = text.split(' ');
    return { backend, name, options: options.map(optionOf), folder: '/show', channels: [] as string[] };
  });
  const byName = new Map(planned.map((instance) => [instance.name, instance]));
  const ends = wires.map((wire) => wire.split(' > ').map(splitChannel));
  for (const [source, target] of ends) {
    for (const end of [source, target]) {
      const channels = byName.get(end?.instance ?? '')?.channels;
      if (end && channels && !channels.includes(end.spec)) channels.push(end.spec);
    }
  }
  const indexes = channelIndexes(planned);
  const indexOf = (end: { instance: string; spec: string } | undefined) => indexes.get(`${end?.instance}.${end?.spec}`) ?? -1;
  return {
    revision: 0,
    showFolder: '/show',
    backends: backends.map((text) => {
      const [name = '', ...options] = text.split(' ');
      return { name, options: options.map(optionOf) };
    }),
    instances: planned,
    routes: {
      sources: Int32Array.from(ends, ([source]) => indexOf(source)),
      targets: Int32Array.from(ends, ([, target]) => indexOf(target)),
      wireOf: Int32Array.from(ends, (_, index) => index),
      wires,
    },
    settings: defaultRunSettings,
  };
}

function channelIndexes(instances: readonly PlannedInstance[]): ReadonlyMap<string, number> {
  const names = instances.flatMap(({ name, channels }) => channels.map((spec) => `${name}.${spec}`));
  return new Map(names.map((name, index) => [name, index]));
}

function optionOf(text: string): OptionSetting {
  const [name = '', value = ''] = text.split('=');
  return { name, value };
}

function splitChannel(text: string): { instance: string; spec: string } {
  const dot = text.indexOf('.');
  return { instance: text.slice(0, dot), spec: text.slice(dot + 1) };
}
