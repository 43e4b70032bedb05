/** UTF-8 to text; bytes that are none are shown as `\xNN`. */
export function textOf(bytes: Buffer): string {
  const whole = decode(bytes);
  if (whole !== undefined) return whole;
  let text = '';
  for (let offset = 0; offset < bytes.length; ) {
    const length = [1, 2, 3, 4].find(
      (size) => offset + size <= bytes.length && decode(bytes.subarray(offset, offset + size)) !== undefined,
    );
    text += length ? bytes.toString('utf8', offset, offset + length) : `\\x${bytes.toString('hex', offset, offset + 1)}`;
    offset += length ?? 1;
  }
  return text;
}

function decode(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : undefined;
}
