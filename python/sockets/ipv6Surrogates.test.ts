import { describe, expect, it } from 'vitest';
import { Ipv6Surrogates } from './ipv6Surrogates.ts';

describe('Ipv6Surrogates', () => {
  it('give the same stand-in for the same address and find the address again with the port', () => {
    const surrogates = new Ipv6Surrogates();
    const host = surrogates.surrogateOf('fe80::1', '2');
    expect(surrogates.surrogateOf('fe80::1', '2')).toBe(host);
    expect(surrogates.surrogateOf('fe80::1', undefined)).not.toBe(host);
    expect(surrogates.original({ family: 4, host, port: 80 })).toEqual({ family: 6, host: 'fe80::1', port: 80, scope: '2' });
  });

  it('know nothing of ordinary addresses', () => {
    expect(new Ipv6Surrogates().original({ family: 4, host: '127.0.0.1', port: 1 })).toBeUndefined();
  });

  it('forget the oldest instead of growing', () => {
    const surrogates = new Ipv6Surrogates();
    const first = surrogates.surrogateOf('::1', undefined);
    for (let n = 0; n < 70_000; n++) surrogates.surrogateOf(`2001:db8::${n.toString(16)}`, undefined);
    expect(surrogates.original({ family: 4, host: first, port: 0 })?.host).not.toBe('::1');
    const again = surrogates.surrogateOf('::1', undefined);
    expect(surrogates.original({ family: 4, host: again, port: 0 })?.host).toBe('::1');
  });
});
