/** What the real MIDIMonster (v0.7) can't do or does differently with a show. */
import { defaultRunSettings, type RunSettings } from '../../contract/plan.ts';
import type { Place, Problem } from '../../contract/problem.ts';
import { displayText } from '../escapedText.ts';
import { lintLoops } from '../lint/loopLint.ts';
import type { OptionModel, ShowModel } from '../model.ts';
import type { ResolvedShow } from '../showResolver.ts';
import { alternativesOf } from './oscAlternatives.ts';

const referenceBackends = new Set(
  'artnet evdev jack lua loopback maweb midi mqtt ola openpixelcontrol osc python rtpmidi sacn visca wininput winmidi'.split(' '),
);

/** It compares each new route with all others, so that this many take about a second and ten times as many minutes. */
const slowRouteCount = 10_000;

export function compatibilityReport(model: ShowModel, resolved: ResolvedShow, settings: RunSettings): Problem[] {
  return [
    ...resolved.problems.filter(
      ({ code, severity }) => (severity === 'error' && code !== 'unknown-backend') || code === 'osc-bind-missing',
    ),
    ...reportBackends(model),
    ...reportEdgeLetters(model),
    ...reportLoops(resolved),
    ...reportSize(resolved),
    ...reportIntegers(model),
    ...reportLists(model),
    ...reportUntypedOutputs(resolved),
    ...reportFolders(model),
    ...reportSettings(settings),
  ];
}

function reportBackends(model: ShowModel): Problem[] {
  const named = [
    ...model.instances.map(({ backend, place }) => ({ backend, place })),
    ...model.backends.map(({ name, place }) => ({ backend: name, place })),
  ];
  return named
    .filter(({ backend }) => !referenceBackends.has(backend))
    .map(({ backend, place }) => ({
      code: 'export-no-backend',
      severity: 'error',
      message: `MIDIMonster has no backend "${displayText(backend)}" and will not start.`,
      place,
    }));
}

/** It trims letters beyond ASCII from the ends of names. */
function reportEdgeLetters(model: ShowModel): Problem[] {
  const isCut = (text: string) => /^[^\0-\u007f]|[^\0-\u007f]$/.test(text);
  const found = (text: string, place: Place): Problem => ({
    code: 'export-letter-cut',
    severity: 'warning',
    message: `MIDIMonster cuts letters beyond ASCII off the ends of "${displayText(text)}".`,
    place,
  });
  const options = [...model.instances, ...model.backends].flatMap((owner) => owner.options);
  return [
    ...options
      .filter(({ name, value }) => isCut(name) || isCut(value))
      .map(({ name, value, place }) => found(isCut(name) ? name : value, place)),
    ...model.wires
      .filter((wire) => !wire.isMuted)
      .flatMap((wire) => [wire.from, wire.to])
      .filter((end) => isCut(end.text))
      .map((end) => found(end.text, end.place)),
  ];
}

function reportLoops(resolved: ResolvedShow): Problem[] {
  // Of what a handler may do or not, nothing is certain.
  return lintLoops(resolved, new Map()).map((problem) => ({
    ...problem,
    code: 'export-loop-hangs',
    message: `${problem.message} MIDIMonster would hang in it for good.`,
  }));
}

function reportSize(resolved: ResolvedShow): Problem[] {
  const count = resolved.routes.sources.length;
  if (count < slowRouteCount) return [];
  const message = `MIDIMonster needs long to start with ${count.toLocaleString('en')} routes: seconds for 10,000, minutes for 100,000.`;
  return [{ code: 'export-slow-start', severity: 'warning', message }];
}

/** Its OSC input divides integers by the size of their range, without a rest: all but the largest value becomes 0. */
function reportIntegers(model: ShowModel): Problem[] {
  return oscPatterns(model)
    .filter(({ value }) => /^[a-zA-Z]*[ih]/.test(value))
    .map(({ name, value, place }) => {
      const shown = displayText(name);
      const ranges = integerRanges(value);
      if (ranges.some(([minimum, maximum]) => minimum === maximum)) {
        return oscWarning('export-integer-crash', `MIDIMonster crashes when ${shown} comes in: minimum and maximum are the same.`, place);
      }
      if (ranges.some(([minimum, maximum]) => minimum > maximum)) {
        return oscWarning('export-integer-reversed', `MIDIMonster miscounts integers whose range is reversed, as on ${shown}.`, place);
      }
      return oscWarning('export-integer-input', `MIDIMonster reads integers on ${shown} as 0 or 1 only; send floats (f) there.`, place);
    });
}

/** Minimum and maximum of each integer in a format such as `fi 0.0 1.0 0 127`. */
function integerRanges(format: string): (readonly [minimum: number, maximum: number])[] {
  const [types = '', ...limits] = format.split(' ').filter((word) => word !== '');
  const range = (index: number) => [Number(limits[index * 2]), Number(limits[index * 2 + 1])] as const;
  return [...types].flatMap((type, index) => (/[ih]/.test(type) ? [range(index)] : []));
}

/** Those that are too many to be written out. */
function reportLists(model: ShowModel): Problem[] {
  return oscPatterns(model)
    .filter(({ name }) => name.includes(',') && !alternativesOf(name))
    .map(({ name, place }) => ({
      code: 'export-pattern-refused',
      severity: 'error',
      message: `MIDIMonster refuses the comma in ${displayText(name)} and will not start. Write a line for each address.`,
      place,
    }));
}

/** It gives up what else it was about to deliver, to other instances too. */
function reportUntypedOutputs(resolved: ResolvedShow): Problem[] {
  return resolved.instances.flatMap(({ model, protocol, uses, config }) =>
    (protocol.checkChannels?.(uses, config) ?? [])
      .filter(({ code }) => code === 'osc-output-without-type')
      .map(({ use }) => {
        const channel = displayText(`${model.name}.${uses[use]?.spec ?? ''}`);
        const message = `${channel} has no type: MIDIMonster loses other events of the same moment when a value is sent there.`;
        return oscWarning('export-untyped-output', message, model.place);
      }),
  );
}

function oscPatterns(model: ShowModel): OptionModel[] {
  return model.instances
    .filter(({ backend }) => backend === 'osc')
    .flatMap(({ options }) => options.filter(({ name }) => name.startsWith('/')));
}

function oscWarning(code: string, message: string, place: Place): Problem {
  return { code, severity: 'warning', message, place };
}

function reportFolders(model: ShowModel): Problem[] {
  return model.instances
    .filter((instance) => (instance.backend === 'python' || instance.backend === 'lua') && instance.folder !== model.document.folder)
    .map(({ name, place }) => ({
      code: 'export-folder-changes',
      severity: 'info',
      message: `"${displayText(name)}" will look for files with relative names in the folder of the bundle, not in that of its own section.`,
      place,
    }));
}

function reportSettings(settings: RunSettings): Problem[] {
  const defaults = new Map(Object.entries(defaultRunSettings));
  const changed = Object.entries(settings).filter(([name, value]) => defaults.get(name) !== value);
  if (changed.length === 0) return [];
  const names = changed.map(([name]) => name).join(', ');
  return [
    {
      code: 'export-no-settings',
      severity: 'info',
      message: `MIDIMonster has no settings such as ${names}: nothing limits a handler there.`,
    },
  ];
}
