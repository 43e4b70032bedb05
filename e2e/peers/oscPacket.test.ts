import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOscMessage, encodeOscMessage } from './oscPacket.ts';

describe('the OSC packets of our peers', () => {
  it('match the example of the OSC 1.0 specification', () => {
    const packet = encodeOscMessage({ path: '/oscillator/4/frequency', types: 'f', args: [440] });
    expect(packet.toString('hex')).toBe('2f6f7363696c6c61746f722f342f6672657175656e637900' + '2c660000' + '43dc0000');
  });

  it('come back as they were', () => {
    const argument = fc.oneof(
      fc.tuple(fc.constant('i'), fc.integer()),
      fc.tuple(fc.constant('f'), fc.float({ noNaN: true })),
      fc.tuple(fc.constant('d'), fc.double({ noNaN: true })),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^\/[a-z0-9/]{0,20}$/), fc.array(argument), (path, list) => {
        const message = { path, types: list.map(([type]) => type).join(''), args: list.map(([, value]) => value) };
        expect(decodeOscMessage(encodeOscMessage(message))).toEqual(message);
      }),
    );
  });

  it('never throw on random bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void decodeOscMessage(Buffer.from(bytes))));
  });
});
