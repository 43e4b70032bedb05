import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Slot } from '../../contract/ids.ts';
import { parseOscChannel } from './channels.ts';
import { OscInput } from './input.ts';
import { parseOscOptions } from './options.ts';
import { OscOutput } from './output.ts';
import { parseOscMessage } from './testing/oscPacket.ts';

function outputFor(specs: readonly string[], options: readonly (readonly [string, string])[]) {
  const { config } = parseOscOptions(options.map(([name, value]) => ({ name, value })));
  const bindings = specs.map((spec, slot) => {
    const parsed = parseOscChannel(spec, config);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return { slot: slot as Slot, spec, channel: parsed.value, isSource: true, isTarget: true };
  });
  const output = new OscOutput(config.root);
  output.changeChannels({ gone: [], come: bindings });
  let unusable = 0;
  return {
    output,
    bindings,
    get unusable() {
      return unusable;
    },
    /** The packets for one batch, as `path types args`. */
    deliver(...events: readonly (readonly [spec: string, value: number])[]) {
      const packets: string[] = [];
      const batch = {
        slots: Int32Array.from(events, ([spec]) => specs.indexOf(spec)),
        values: Float64Array.from(events, ([, value]) => value),
        count: events.length,
        hops: 0,
      };
      unusable += output.deliver(batch, (packet) => {
        const { path, types, args } = parseOscMessage(packet);
        packets.push([path, types, ...args.map((value) => Math.round(Number(value) * 1e6) / 1e6)].join(' '));
      });
      return packets;
    },
  };
}

describe('a value', () => {
  it('is scaled to the configured range', () => {
    const { deliver } = outputFor(['/x'], [['/x', 'f 0 10']]);
    expect([deliver(['/x', 0.5]), deliver(['/x', 1]), deliver(['/x', 0.123])]).toEqual([['/x f 5'], ['/x f 10'], ['/x f 1.23']]);
  });

  it.each([
    ['i 0 255', 0.5, 127],
    ['i 0 255', 0.999, 254],
    ['i 0 255', 1, 255],
    ['i -100 100', 0.25, -50],
    ['i -100 100', 0.251, -49],
    ['i 255 0', 0.25, 191],
    ['h 0 1000000', 0.123456, 123456],
    ['h -9223372036854775808 0', 0, -(2 ** 63)],
    ['h 0 9223372036854775807', 1, 2 ** 63],
    ['d -1 1', 0.75, 0.5],
    ['i -2147483648 2147483647', 1, 2147483647],
  ])('of %s at %s is %s: whole numbers are cut towards zero', (format, value, expected) => {
    const { deliver } = outputFor(['/x'], [['/x', format]]);
    expect(deliver(['/x', value])).toEqual([`/x ${format[0]} ${Math.round(expected * 1e6) / 1e6}`]);
  });

  it('is sent when what it is converted to differs from the last, and the first time', () => {
    const { deliver } = outputFor(['/x'], [['/x', 'i 0 255']]);
    expect([0, 0, 0.5, 0.5, 0.501, 0.6].map((value) => deliver(['/x', value]).length)).toEqual([1, 0, 1, 0, 0, 1]);
  });

  it('has the root before its path', () => {
    const { deliver } = outputFor(
      ['/x'],
      [
        ['root', '/app/1'],
        ['/x', 'f 0 1'],
      ],
    );
    expect(deliver(['/x', 0.5])).toEqual(['/app/1/x f 0.5']);
  });

  it('without a type is left out and counted; the rest of its batch goes out', () => {
    const show = outputFor(['/a', '/x', '/x:3'], [['/x', 'f 0 1']]);
    expect(show.deliver(['/a', 0.5], ['/x:3', 0.5], ['/x', 0.25])).toEqual(['/x f 0.25']);
    expect(show.unusable).toBe(2);
  });
});

describe('a batch', () => {
  it('sends one packet per address with the last values', () => {
    const { deliver } = outputFor(['/x'], [['/x', 'f 0 1']]);
    expect(deliver(['/x', 0.25], ['/x', 0.5], ['/x', 0.75])).toEqual(['/x f 0.75']);
    expect(deliver(['/x', 0.8], ['/x', 0.75])).toEqual(['/x f 0.75']);
  });

  it('sends all parameters of an address together', () => {
    const { deliver } = outputFor(['/xy:0', '/xy:1'], [['/xy', 'ff 0 1 0 1']]);
    expect(deliver(['/xy:0', 0.25], ['/xy:1', 0.5])).toEqual(['/xy ff 0.25 0.5']);
    expect(deliver(['/xy:1', 0.75])).toEqual(['/xy ff 0.25 0.75']);
  });

  it('sends its addresses in the order in which they changed', () => {
    const { deliver } = outputFor(['/a', '/b'], [['/*', 'f 0 1']]);
    expect(deliver(['/b', 0.5], ['/a', 0.25], ['/b', 0.75])).toEqual(['/b f 0.75', '/a f 0.25']);
  });

  it('sends an address where the batch first mentions it, though only a later value differs', () => {
    const { deliver } = outputFor(
      ['/x', '/y'],
      [
        ['/x', 'f 0 1'],
        ['/y', 'f 0 1'],
      ],
    );
    deliver(['/x', 0.25], ['/y', 0.25]);
    expect(deliver(['/x', 0.25], ['/y', 0.5], ['/x', 0.75])).toEqual(['/x f 0.75', '/y f 0.5']);
    expect(deliver(['/x', 0.75], ['/y', 1])).toEqual(['/y f 1']);
  });
});

describe('a change of channels', () => {
  it('keeps what was sent on the addresses that stay', () => {
    const show = outputFor(['/a', '/b'], [['/*', 'f 0 1']]);
    show.deliver(['/a', 0.5]);
    show.output.changeChannels({ gone: show.bindings.slice(1), come: [] });
    expect(show.deliver(['/a', 0.5])).toEqual([]);
    expect(show.deliver(['/b', 0.5])).toEqual([]);
    expect(show.unusable).toBe(1);
  });
});

it('forgets on demand, so that equal values go out again', () => {
  const show = outputFor(['/a'], [['/*', 'f 0 1']]);
  show.deliver(['/a', 0.5]);
  show.output.forget();
  expect(show.deliver(['/a', 0.5])).toEqual(['/a f 0.5']);
});

it('round-trips through an input with the same format, to the precision of the type', () => {
  const type = fc.constantFrom('i 0 1000000', 'f 0 1', 'h -5000000000 5000000000', 'd -1 1', 'f 10 -10', 'd 0 1000');
  const path = fc.stringMatching(/^\/[a-z0-9/._-]{0,30}$/);
  fc.assert(
    fc.property(
      path,
      fc.array(type, { minLength: 1, maxLength: 5 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5 }),
      (address, types, values) => {
        const format = `${types.map((text) => text[0]).join('')} ${types.map((text) => text.slice(2)).join(' ')}`;
        const specs = types.map((_, index) => `${address}:${index}`);
        const { output, bindings } = outputFor(specs, [[address, format]]);
        const received: number[] = [];
        const input = new OscInput('', { emit: (slot, value) => (received[slot] = value), drop: () => expect.unreachable() });
        input.changeChannels({ gone: [], come: bindings });
        const batch = {
          slots: Int32Array.from(types, (_, index) => index),
          values: Float64Array.from(values),
          count: types.length,
          hops: 0,
        };
        output.deliver(batch, (packet) => input.receive(packet));
        received.forEach((value, index) => {
          expect(value).toBeCloseTo(values[index] ?? Number.NaN, 5);
        });
        expect(received).toHaveLength(types.length);
      },
    ),
  );
});
