import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzAsync, fuzzTimeoutMs } from '../testing/fuzz.ts';
import { commandLine } from './commandLine.ts';

function captured() {
  const io = {
    out: '',
    err: '',
    stdout: { write: (text: string) => (io.out += text) },
    stderr: { write: (text: string) => (io.err += text) },
  };
  return io;
}

const word = fc.oneof(
  fc.constantFrom(
    'run',
    'check',
    'serve',
    'export',
    'completion',
    'bash',
    '-i',
    '-b',
    '--json',
    '--watch',
    '--port',
    '--host',
    '--',
    '-x',
    '--help',
    '-v',
  ),
  fc.constantFrom('a.b=c', '.', '=', '', '\0', 'nosuch.cfg', '-', '99999', '../'.repeat(50)),
  fc.string(),
);

test(
  'whatever is typed, the answer is an exit code of 0 or 1 and a sentence',
  async () => {
    await fuzzAsync(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (argv) => {
        const io = captured();
        const code = await commandLine(argv, io);
        expect([0, 1]).toContain(code);
        expect(io.out + io.err).not.toMatch(/\n\s+at .+:\d+/);
        if (code === 1) expect((io.out + io.err).trim()).not.toBe('');
      }),
    );
  },
  fuzzTimeoutMs,
);
