export type OscType = 'i' | 'f' | 'h' | 'd';

/** The parameters of an address: their types, and the values that stand for 0 and 1. */
export interface OscFormat {
  readonly types: readonly OscType[];
  readonly minimums: readonly number[];
  readonly maximums: readonly number[];
}

export interface FormatParse {
  readonly format: OscFormat | undefined;
  /** Sentences; an error leaves no format. */
  readonly error?: string;
  readonly warnings: readonly string[];
}

const lowest = { i: -(2 ** 31), h: -(2 ** 63), f: Number.NEGATIVE_INFINITY, d: Number.NEGATIVE_INFINITY };
const highest = { i: 2 ** 31 - 1, h: 2 ** 63, f: Number.POSITIVE_INFINITY, d: Number.POSITIVE_INFINITY };

export function isOscType(letter: string): letter is OscType {
  return letter === 'i' || letter === 'f' || letter === 'h' || letter === 'd';
}

/** Parses `ff 0.0 1.0 0 2`: type letters, then a minimum and a maximum for each. More limits than that are ignored. */
export function parseFormat(text: string): FormatParse {
  const [letters, ...limits] = text.split(' ').filter((word) => word !== '');
  if (!letters) return refused('Write the types and the limits, such as "f 0.0 1.0".');
  const types: OscType[] = [];
  for (const letter of letters) {
    if (!isOscType(letter)) return refused(`"${letter}" is no type. The types are i, f, h and d.`);
    types.push(letter);
  }
  if (limits.length < types.length * 2) {
    return refused(
      `${types.length} ${types.length === 1 ? 'type needs' : 'types need'} ${types.length * 2} limits, there are ${limits.length}.`,
    );
  }
  const warnings: string[] = [];
  const parsed = types.flatMap((type, index) => [
    parseLimit(limits[index * 2] ?? '', type, warnings),
    parseLimit(limits[index * 2 + 1] ?? '', type, warnings),
  ]);
  if (!parsed.every(Number.isFinite)) return refused('The limits must be finite numbers.');
  if (limits.length > types.length * 2) warnings.push(`Only the first ${types.length * 2} limits count.`);
  const minimums = parsed.filter((_, index) => index % 2 === 0);
  const maximums = parsed.filter((_, index) => index % 2 === 1);
  if (minimums.some((minimum, index) => minimum === maximums[index]))
    warnings.push('The minimum equals the maximum: the value is always 0.');
  return { format: { types, minimums, maximums }, warnings };
}

function refused(error: string): FormatParse {
  return { format: undefined, error, warnings: [] };
}

/** As C reads numbers: whole ones with 0x and octal for i and h; what follows the number is ignored, no number at all is 0. */
function parseLimit(text: string, type: OscType, warnings: string[]): number {
  const isWhole = type === 'i' || type === 'h';
  const matched = isWhole ? matchWhole(text) : matchFloating(text);
  if (matched.text !== text) warnings.push(`"${text}" is read as ${matched.value}.`);
  const inRange = Math.min(highest[type], Math.max(lowest[type], matched.value));
  if (inRange !== matched.value) warnings.push(`"${text}" does not fit into type ${type}.`);
  return type === 'f' ? Math.fround(inRange) : inRange;
}

function matchWhole(text: string): { readonly text: string; readonly value: number } {
  const match = /^([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text);
  const digits = match?.[2];
  if (!match || digits === undefined) return { text: '', value: 0 };
  const isOctal = /^0[0-7]+$/.test(digits);
  const size = isOctal ? Number.parseInt(digits, 8) : Number(digits);
  const value = match[1] === '-' ? 0 - size : size;
  // An octal number is rarely meant: it is reported like a number that is only read in part.
  return { text: isOctal ? '' : match[0], value };
}

function matchFloating(text: string): { readonly text: string; readonly value: number } {
  if (/^[+-]?0x[0-9a-f]/i.test(text)) return matchWhole(text);
  const match = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/.exec(text);
  if (match) return { text: match[0], value: Number(match[0]) };
  if (/^[+-]?(?:inf|nan)/i.test(text)) return { text, value: Number.NaN };
  return { text: '', value: 0 };
}
