import { createHash } from 'node:crypto';

/** Names a content: equal bytes, equal name. Clients send it back so that nobody overwrites what they have not seen. */
export function contentVersion(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
}
