import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEscaped, displayText, encodeEscaped, isWritableText } from './escapedText.ts';
import { parseConfig, printConfig, splitOption, splitWire, tokensOf } from './syntax.ts';
import { trimmed } from './trim.ts';

/** Pieces that a configuration is made of, beside plain noise. */
const configBytes = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '[map]',
        '[osc a]',
        '[include x]',
        '[backend y]',
        ';~ a.b > c.d',
        'a.b{1..3} <> c.d',
        'k = v',
        '\n',
        '\r\n',
        '\uFEFF',
        'é',
      ),
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ maxLength: 6 }),
    ),
  )
  .map((pieces) => Uint8Array.from(pieces.flatMap((piece) => [...(typeof piece === 'string' ? encodeEscaped(piece) : piece)])));

describe('text of bytes', () => {
  it('leads back to the same bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(encodeEscaped(decodeEscaped(bytes))).toEqual(bytes);
      }),
    );
  });

  it('escapes one byte at a time where UTF-8 is malformed', () => {
    const bytes = Uint8Array.of(0x41, 0xc3, 0xa9, 0xe9, 0xed, 0xa0, 0x80, 0xf0, 0x9f, 0x8e, 0x9a, 0xc0, 0xaf, 0xf0, 0x9f);
    expect(decodeEscaped(bytes)).toBe('Aé\uDCE9\uDCED\uDCA0\uDC80🎚\uDCC0\uDCAF\uDCF0\uDC9F');
    expect(displayText('é\uDCE9\u0007')).toBe('é\\xE9\\x07');
  });

  it('tells halves of pairs from escaped bytes', () => {
    expect([isWritableText('🎚'), isWritableText('\uDCE9'), isWritableText('\uD83C'), isWritableText('\uDF9A')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('syntax tree', () => {
  it('prints the bytes that it was parsed from', () => {
    fc.assert(
      fc.property(configBytes, (bytes) => {
        expect(printConfig(parseConfig(bytes))).toEqual(bytes);
      }),
    );
  });

  it('has a token for every unit of the text, without gaps', () => {
    fc.assert(
      fc.property(configBytes, (bytes) => {
        const syntax = parseConfig(bytes);
        let at = 0;
        for (const line of syntax.lines) {
          for (const token of tokensOf(syntax, line)) {
            expect(token.start).toBe(at);
            at = token.end;
          }
        }
        expect(at).toBe(syntax.text.length);
      }),
    );
  });

  it('splits sections at the first blank and takes the rest as it is', () => {
    const sectionOf = (text: string) => {
      const line = parseConfig(encodeEscaped(text)).lines[0];
      return line?.kind === 'section' ? line.section : line?.kind;
    };
    expect(sectionOf('  [osc desk] \t')).toMatchObject({ kind: 'instance', backend: 'osc', name: 'desk' });
    expect(sectionOf('[osc  desk]')).toMatchObject({ backend: 'osc', name: ' desk' });
    expect(sectionOf('[python ]')).toMatchObject({ backend: 'python', name: '' });
    expect(sectionOf('[python\tpy]')).toEqual({ kind: 'nameless', text: 'python\tpy' });
    expect(sectionOf('[map]')).toEqual({ kind: 'map' });
    expect(sectionOf('[Map]')).toEqual({ kind: 'nameless', text: 'Map' });
    expect(sectionOf('[backend osc]')).toMatchObject({ kind: 'backend', name: 'osc' });
    expect(sectionOf('[include a b.cfg]')).toMatchObject({ kind: 'include', path: 'a b.cfg' });
    expect(sectionOf('[osc desk] ; note')).toBe('entry');
    expect(sectionOf('\uFEFF[osc desk]')).toMatchObject({ name: 'desk' });
    expect(sectionOf('\uFEFF; note')).toBe('comment');
  });

  it('splits options at the first equals sign and map lines at the first operator', () => {
    const text = ' a = b = c ';
    const line = parseConfig(encodeEscaped(text)).lines[0];
    expect(line && splitOption(text, line)).toMatchObject({ name: 'a', value: 'b = c' });
    const operators = ['a<b', 'a > b', 'a <> b', 'a>< b', 'a << b', 'a b', 'a < b > c'].map((wire) => {
      const parsed = splitWire(wire, 0, wire.length);
      return parsed && `${parsed.operator}${parsed.secondOperator === undefined ? '' : '!'}`;
    });
    expect(operators).toEqual(['<', '>', '<>', '><', '<!', undefined, '<!']);
  });

  it('takes a line of any length', () => {
    const text = `${'x'.repeat(70_000)} = ${'y'.repeat(70_000)}`;
    const line = parseConfig(encodeEscaped(text)).lines[0];
    expect(line && splitOption(text, line)?.value).toHaveLength(70_000);
  });
});

describe('trimming', () => {
  it('takes blanks, control characters, marks that nobody sees and bytes that are no text', () => {
    expect(trimmed('\uFEFF\t \u00A0a b\u200B\r\u0001\uDCE9 ')).toBe('a b');
  });

  it('keeps visible characters beyond ASCII at the ends', () => {
    expect(['é', 'aé ', ' ä-x🎚\t'].map(trimmed)).toEqual(['é', 'aé', 'ä-x🎚']);
  });
});
