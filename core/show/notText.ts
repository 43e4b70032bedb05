/** Why a file is no configuration text at all, or undefined. What holds a NUL byte was never meant to be one. */
export function notTextReason(bytes: Uint8Array): string | undefined {
  const at = bytes.indexOf(0);
  if (at < 0) return undefined;
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) return 'it is saved as UTF-16. Save it as UTF-8.';
  let line = 1;
  for (let index = 0; index < at; index++) if (bytes[index] === 0x0a) line++;
  return `it is not a text file (there is a NUL byte in line ${line}).`;
}
