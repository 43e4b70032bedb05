import { expect, test } from 'vitest';
import { explainExit } from './explainExit.ts';

test.each([
  [
    'electron: error while loading shared libraries: libnss3.so: cannot open shared object file',
    'the system library libnss3.so is missing',
  ],
  ['[1:FATAL:electron_main_delegate.cc(1)] Running as root without --no-sandbox is not supported.', 'it does not start as root'],
  ['[1:ERROR:ozone_platform_x11.cc(240)] Missing X server or $DISPLAY', 'the display can’t be opened'],
  [
    '[1:FATAL:setuid_sandbox_host.cc(1)] The SUID sandbox helper binary was found, but is not configured correctly.',
    'its sandbox is not allowed on this system (see build-resources/README.md)',
  ],
  ['', 'it ended with code 7 before its window could be seen'],
  ['one\nError: last words\n', 'it ended with code 7 before its window could be seen (Error: last words)'],
])('%s', (output, reason) => {
  expect(explainExit(output, 7, null)).toBe(reason);
});

test('a signal is named', () => {
  expect(explainExit('', null, 'SIGTRAP')).toBe('it was ended by SIGTRAP before its window could be seen');
});
