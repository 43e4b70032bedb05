import { fail, ok, type Result } from '../../base/result.ts';
import { type ClientMessage, clientMessageSchema, maxClientMessageBytes } from '../../contract/clientLink.ts';

export interface RefusedMessage {
  /** The request that is answered, where the message was readable enough to tell. */
  readonly id: number | undefined;
  readonly message: string;
}

/** Reads one message of a client. Whatever arrives, the answer is a message or a sentence. */
export function parseClientMessage(raw: string | Uint8Array): Result<ClientMessage, RefusedMessage> {
  if (typeof raw !== 'string') return refuse('Binary messages are not understood here.');
  if (raw.length > maxClientMessageBytes) return refuse(`The message is longer than ${maxClientMessageBytes / 1024 / 1024} MiB.`);
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return refuse('The message is not JSON.');
  }
  const parsed = clientMessageSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return refuse(`The request is not understood: ${firstIssue(parsed.error.issues)}.`, idOf(value));
}

function refuse(message: string, id?: number): Result<never, RefusedMessage> {
  return fail({ id, message });
}

function idOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  return typeof value.id === 'number' && Number.isSafeInteger(value.id) ? value.id : undefined;
}

function firstIssue(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const first = issues[0];
  if (!first) return 'unknown form';
  const where = first.path.map(String).join('.');
  return (where ? `${where}: ${first.message}` : first.message).slice(0, 300);
}
