import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AddressIndex } from './addressIndex.ts';

it('finds each address wherever it lies in a packet, and no other', () => {
  const address = fc.stringMatching(/^\/[a-c0-3/]{0,8}$/);
  fc.assert(
    fc.property(fc.uniqueArray(address, { maxLength: 200 }), fc.array(address), fc.nat(20), (known, asked, offset) => {
      const index = new AddressIndex<string>();
      for (const text of known) index.add(text, text);
      for (const text of [...known, ...asked]) {
        const packet = new Uint8Array(offset + text.length + 3).fill(0x2f);
        for (let at = 0; at < text.length; at++) packet[offset + at] = text.charCodeAt(at);
        expect(index.find(packet, offset, offset + text.length)).toBe(known.includes(text) ? text : undefined);
      }
    }),
  );
});
