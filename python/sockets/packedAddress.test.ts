import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIpv6, packAddress, packedWords, parseIpv4, parseIpv6, unpackAddress } from './packedAddress.ts';

describe('packed addresses', () => {
  it('give back every IPv4 address', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(65_535), (host, port) => {
        const words = new Int32Array(packedWords + 2);
        packAddress({ family: 4, host, port }, words, 1);
        expect(unpackAddress(words, 1)).toEqual({ family: 4, host, port });
      }),
    );
  });

  it('give back every IPv6 address in its shortest form', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(65_535), (bytes, port) => {
        const words = new Int32Array(packedWords);
        packAddress({ family: 6, host: formatIpv6(bytes), port, scope: '3' }, words);
        expect(unpackAddress(words)).toEqual({ family: 6, host: formatIpv6(bytes), port, scope: '3' });
      }),
    );
  });

  it('parse whatever IPv6 text there is to the same bytes as its shortest form', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const bytes = new Uint8Array(16);
        const again = new Uint8Array(16);
        expect(parseIpv6(text, bytes)).toBe(true);
        expect(parseIpv6(formatIpv6(bytes), again)).toBe(true);
        expect(again).toEqual(bytes);
      }),
    );
  });

  it.each([
    ['::', new Array(16).fill(0)],
    ['::1', [...new Array(15).fill(0), 1]],
    ['fe80::1%eth0', [0xfe, 0x80, ...new Array(13).fill(0), 1]],
    ['::ffff:10.0.0.7', [...new Array(10).fill(0), 255, 255, 10, 0, 0, 7]],
  ])('read %s', (text, expected) => {
    const bytes = new Uint8Array(16);
    expect(parseIpv6(text, bytes)).toBe(true);
    expect([...bytes]).toEqual(expected);
  });

  it('refuse what is no address', () => {
    const bytes = new Uint8Array(16);
    expect(['1.2.3', '1.2.3.256', '1.2.3.4.5', 'a.b.c.d', ''].filter((text) => parseIpv4(text, bytes))).toEqual([]);
    expect([':::', '1:2:3:4:5:6:7', '1::2::3', 'g::', '1:2:3:4:5:6:7:8:9', '::1.2.3'].filter((text) => parseIpv6(text, bytes))).toEqual([]);
  });

  it('tell that there is none', () => {
    expect(unpackAddress(new Int32Array(packedWords))).toBeUndefined();
  });
});
