import { describe, expect, it } from 'vitest';
import { parseFormat } from './format.ts';

describe('a format', () => {
  it('has a minimum and a maximum per type', () => {
    expect(parseFormat('ff 0.0 1.0  -1 2.5')).toEqual({
      format: { types: ['f', 'f'], minimums: [0, -1], maximums: [1, 2.5] },
      warnings: [],
    });
  });

  it('reads whole numbers as C does', () => {
    expect(parseFormat('i 0x10 0xff').format).toMatchObject({ minimums: [16], maximums: [255] });
    expect(parseFormat('i -0x10 255').format).toMatchObject({ minimums: [-16] });
    expect(parseFormat('i 0 010')).toMatchObject({ format: { maximums: [8] }, warnings: ['"010" is read as 8.'] });
    expect(parseFormat('h 0 9007199254740993').format?.maximums).toEqual([9007199254740992]);
  });

  it('reads hexadecimal limits of f and d too', () => {
    expect(parseFormat('fd 0 0x10 -0x1 1e2')).toMatchObject({ format: { minimums: [0, -1], maximums: [16, 100] }, warnings: [] });
  });

  it('rounds the limits of f to what it can hold', () => {
    expect(parseFormat('f 0 0.1').format?.maximums).toEqual([Math.fround(0.1)]);
    expect(parseFormat('d 0 0.1').format?.maximums).toEqual([0.1]);
  });

  it.each(['', 'q 0 1', 'fq 0 1 0 1', 'f', 'f 0', 'ff 0 1 0', 'f\t0 1', 'f 0 inf', 'd nan 1'])(
    '"%s" is refused with a sentence',
    (text) => {
      const parsed = parseFormat(text);
      expect(parsed.format).toBeUndefined();
      expect(parsed.error).toMatch(/\.$/);
    },
  );

  it.each([
    ['f 0 1 5', 'Only the first 2 limits count.'],
    ['f 0 x', '"x" is read as 0.'],
    ['i 0 1.5', '"1.5" is read as 1.'],
    ['i 0 9999999999', '"9999999999" does not fit into type i.'],
    ['i 5 5', 'The minimum equals the maximum: the value is always 0.'],
  ])('"%s" is taken with a warning', (text, warning) => {
    const parsed = parseFormat(text);
    expect(parsed.format).toBeDefined();
    expect(parsed.warnings).toContain(warning);
  });
});
