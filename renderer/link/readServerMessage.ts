import type { ServerMessage } from '../../core/contract/clientLink.ts';

/**
 * Reads one text message. The sender is our own session of the same contract version (`hello` is checked for it), so only the
 * frame of the message is looked at; a browser must not spend a schema on ten thousand wires per edit.
 */
export function readServerMessage(text: string): ServerMessage | undefined {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isServerMessage(message) ? message : undefined;
}

function isServerMessage(message: unknown): message is ServerMessage {
  if (typeof message !== 'object' || message === null) return false;
  if ('reply' in message) return typeof message.reply === 'number' && 'ok' in message && typeof message.ok === 'boolean';
  return 'notice' in message && typeof message.notice === 'string';
}
