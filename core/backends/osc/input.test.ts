import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Slot } from '../../contract/ids.ts';
import { fuzz, fuzzTimeoutMs } from '../../testing/fuzz.ts';
import { channelChange } from './channelChange.ts';
import { parseOscChannel } from './channels.ts';
import { OscInput } from './input.ts';
import { parseOscOptions } from './options.ts';
import { oscBundle, oscMessage } from './testing/oscPacket.ts';

/** An input with channels, and what comes out of it as `spec=value`. */
function inputFor(specs: readonly string[], options: readonly (readonly [string, string])[] = []) {
  const { config } = parseOscOptions(options.map(([name, value]) => ({ name, value })));
  const events: string[] = [];
  const seen: string[] = [];
  let dropped = 0;
  const input = new OscInput(config.root, {
    emit: (slot, value) => events.push(`${specs[slot]}=${Object.is(value, -0) ? '-0' : Math.round(value * 1e6) / 1e6}`),
    drop: () => {
      dropped++;
    },
    onMessage: (address, types) => seen.push(`${address} ${types}`),
  });
  const come = specs.map((spec, slot) => {
    const parsed = parseOscChannel(spec, config);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return { slot: slot as Slot, spec, channel: parsed.value, isSource: true, isTarget: false };
  });
  input.changeChannels({ gone: [], come });
  return {
    receive(...packets: readonly Uint8Array[]) {
      for (const packet of packets) input.receive(packet);
      return events.splice(0);
    },
    seen,
    get dropped() {
      return dropped;
    },
  };
}

describe('a message on an address without a format', () => {
  it.each([
    ['f', [0.5, 2, -1, 1], [0.5, 1, 0, 1]],
    ['d', [0.25, 7], [0.25, 1]],
    ['i', [255, 128, 51, 0, -5, 300], [1, 0.501961, 0.2, 0, 0, 1]],
    ['h', [1024, 512, -1], [1, 0.5, 0]],
  ])('of type %s has the default range', (type, sent, expected) => {
    const { receive } = inputFor(['/x']);
    expect(receive(...sent.map((value) => oscMessage('/x', type, value)))).toEqual(expected.map((value) => `/x=${value}`));
  });

  it('emits again when nothing changed', () => {
    const { receive } = inputFor(['/x']);
    expect(receive(oscMessage('/x', 'f', 0.5), oscMessage('/x', 'f', 0.5))).toEqual(['/x=0.5', '/x=0.5']);
  });

  it('gives 0 for types that have no value here, and finds the next parameter behind them', () => {
    const { receive } = inputFor(['/x', '/x:1']);
    expect(receive(oscMessage('/x', 'sf', 'text', 0.5))).toEqual(['/x=0', '/x:1=0.5']);
    expect(receive(oscMessage('/x', 'Tf', 0.25))).toEqual(['/x=0', '/x:1=0.25']);
    expect(receive(oscMessage('/x', 'tc', 1, 65))).toEqual(['/x=0', '/x:1=0']);
    expect(receive(oscMessage('/x', 'q'))).toEqual(['/x=0']);
    expect(receive(Buffer.concat([oscMessage('/x', 'bf').subarray(0, 8), Buffer.from([0, 0, 0, 1, 9, 0, 0, 0, 0x3f, 0, 0, 0])]))).toEqual([
      '/x=0',
      '/x:1=0.5',
    ]);
  });

  it('that is no number is passed on as such, for the engine to drop', () => {
    const { receive } = inputFor(['/x']);
    expect(receive(oscMessage('/x', 'f', Number.NaN))).toEqual(['/x=NaN']);
    expect(receive(oscMessage('/x', 'f', Number.POSITIVE_INFINITY))).toEqual(['/x=1']);
  });
});

describe('a message on an address with a format', () => {
  it('is scaled to its range and clamped', () => {
    const { receive } = inputFor(['/x'], [['/x', 'f -10 10']]);
    expect(receive(...[0, 5, -10, 50].map((value) => oscMessage('/x', 'f', value)))).toEqual(['/x=0.5', '/x=0.75', '/x=0', '/x=1']);
  });

  it('is inverted by a reversed range, without a negative zero', () => {
    const { receive } = inputFor(['/x'], [['/x', 'f 1.0 0.0']]);
    expect(receive(oscMessage('/x', 'f', 0.25), oscMessage('/x', 'f', 1))).toEqual(['/x=0.75', '/x=0']);
  });

  it('is linear and clamped for whole numbers', () => {
    const { receive } = inputFor(['/x'], [['/x', 'i 100 200']]);
    expect(receive(...[150, 50, 250, 125].map((value) => oscMessage('/x', 'i', value)))).toEqual(['/x=0.5', '/x=0', '/x=1', '/x=0.25']);
  });

  it.each(['i', 'f'])('is 0 when the limits of type %s are equal', (type) => {
    const { receive } = inputFor(['/x'], [['/x', `${type} 5 5`]]);
    expect(receive(oscMessage('/x', type, 5), oscMessage('/x', type, 9))).toEqual(['/x=0', '/x=0']);
  });

  it('needs as many parameters as configured, of any type', () => {
    const input = inputFor(['/x:0'], [['/x', 'ff 0 1 0 1']]);
    expect(input.receive(oscMessage('/x', 'f', 0.5), oscMessage('/x', 'ff', 0.25, 0.5), oscMessage('/x', 'fff', 0.1, 0.2, 0.3))).toEqual([
      '/x:0=0.25',
    ]);
    expect(input.receive(oscMessage('/x', 'id', 1, 0.5))).toEqual(['/x:0=1']);
    expect(input.dropped).toBe(2);
  });

  it('gives each parameter to its channels', () => {
    const { receive } = inputFor(['/xy', '/xy:1', '/xy:0'], [['/xy', 'ff 0 1 0 2']]);
    expect(receive(oscMessage('/xy', 'ff', 0.25, 1))).toEqual(['/xy=0.25', '/xy:0=0.25', '/xy:1=0.5']);
  });
});

describe('addresses', () => {
  it('must be equal: no prefix, no pattern', () => {
    const { receive } = inputFor(['/x']);
    expect(receive(...['/xx', '/x/y', '/', '/x*', '/?'].map((path) => oscMessage(path, 'f', 0.5)))).toEqual([]);
    expect(receive(oscMessage('/x', 'f', 0.25))).toEqual(['/x=0.25']);
  });

  it('start with the root, which is stripped', () => {
    const { receive } = inputFor(['/x'], [['root', '/app']]);
    expect(receive(...['/x', '/app/x', '/other/x', '/appx', '/app'].map((path) => oscMessage(path, 'f', 0.5)))).toEqual(['/x=0.5']);
  });

  it('are found among many', () => {
    const specs = Array.from({ length: 5000 }, (_, index) => `/channel/${index}/fader`);
    const { receive } = inputFor(specs);
    expect(receive(...[0, 77, 4999].map((index) => oscMessage(`/channel/${index}/fader`, 'f', 0.5)))).toEqual(
      [0, 77, 4999].map((index) => `/channel/${index}/fader=0.5`),
    );
  });

  it('are reported, mapped or not', () => {
    const input = inputFor(['/x']);
    input.receive(oscMessage('/y', 'fi', 0.5, 1));
    expect(input.seen).toEqual(['/y fi']);
  });
});

describe('a change of channels', () => {
  it('stops the channels that go, keeps those that stay and takes new ones', () => {
    const events: string[] = [];
    const input = new OscInput('', { emit: (slot, value) => events.push(`${slot}=${value}`), drop: () => events.push('dropped') });
    const { config } = parseOscOptions([]);
    const bindings = ['/x', '/y', '/x:0'].map((spec, slot) => {
      const parsed = parseOscChannel(spec, config);
      if (!parsed.ok) throw new Error(parsed.error.message);
      return { slot: slot as Slot, spec, channel: parsed.value, isSource: true, isTarget: false };
    });
    const [x, y, again] = bindings;
    if (!x || !y || !again) throw new Error('There are three');
    let before: typeof bindings = [];
    const map = (...mapped: typeof bindings) => {
      input.changeChannels(channelChange(before, mapped));
      before = mapped;
      for (const path of ['/x', '/y']) input.receive(oscMessage(path, 'f', 0.5));
      return events.splice(0);
    };
    expect(map(x, y)).toEqual(['0=0.5', '1=0.5']);
    expect(map(y, again)).toEqual(['2=0.5', '1=0.5']);
    expect(map(x, { ...y, isSource: false, isTarget: true }, again)).toEqual(['2=0.5', '0=0.5']);
    expect(map()).toEqual([]);
  });
});

describe('a bundle', () => {
  it('is handled in order, bundles within it too', () => {
    const { receive } = inputFor(['/x', '/y']);
    const inner = oscBundle(oscMessage('/x', 'f', 0.25), oscMessage('/y', 'f', 0.5));
    expect(receive(oscBundle(inner, oscMessage('/x', 'f', 1)))).toEqual(['/x=0.25', '/y=0.5', '/x=1']);
  });

  it('loses its broken elements only', () => {
    const input = inputFor(['/x']);
    const broken = Buffer.from('/x\0\0,f\0\0');
    expect(input.receive(oscBundle(oscMessage('/x', 'f', 0.25), broken, Buffer.alloc(0), oscMessage('/x', 'f', 0.5)))).toEqual([
      '/x=0.25',
      '/x=0.5',
    ]);
    expect(input.dropped).toBe(2);
  });

  it('ends at a length that can’t be right', () => {
    const input = inputFor(['/x']);
    const bundle = Buffer.concat([oscBundle(oscMessage('/x', 'f', 0.25)), Buffer.from([0x7f, 0, 0, 0]), oscMessage('/x', 'f', 0.5)]);
    expect(input.receive(bundle)).toEqual(['/x=0.25']);
    expect(input.receive(Buffer.concat([oscBundle(), Buffer.from([0, 0])]))).toEqual([]);
    expect(input.dropped).toBe(2);
  });

  it('that is nested absurdly deep is dropped', () => {
    const input = inputFor(['/x']);
    let bundle = oscMessage('/x', 'f', 0.5);
    for (let depth = 0; depth < 2000; depth++) bundle = oscBundle(bundle);
    expect(input.receive(bundle)).toEqual([]);
    expect(input.dropped).toBeGreaterThan(0);
  });
});

describe('what is no OSC', () => {
  it.each([
    '00',
    '2f78',
    '2f780000',
    '2f780000660000003f000000',
    '68656c6c6f20776f726c642c2074686973206973206e6f204f5343',
    'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    '2362756e646c6500',
    '2f7800002c660000',
    '2f7800002c6600003f0000',
    '2f7800002c6600003f00000000',
    '2f7800002c666666',
  ])('%s is dropped and counted', (hex) => {
    const input = inputFor(['/x']);
    expect(input.receive(Buffer.from(hex, 'hex'))).toEqual([]);
    expect(input.dropped).toBe(1);
  });

  it(
    'never throws and never gives a value that no channel may have',
    () => {
      const piece = fc.oneof(
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom(
          Buffer.from('#bundle\0\0\0\0\0\0\0\0\0'),
          Buffer.from('/x\0\0'),
          Buffer.from(',f\0\0'),
          Buffer.from(',sbf\0\0\0\0'),
          Buffer.from([0, 0, 0, 12]),
          oscMessage('/x', 'f', 0.5),
        ),
      );
      fuzz(
        fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
          const { receive } = inputFor(['/x', '/x:1', '/x:2']);
          for (const event of receive(Buffer.concat(pieces))) expect(event).toMatch(/^\/x(:[12])?=(NaN|0(\.[0-9]+)?|1|[0-9.]+e-[0-9]+)$/);
        }),
      );
    },
    fuzzTimeoutMs,
  );
});
