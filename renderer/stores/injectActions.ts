import type { SessionLink } from '../link/sessionLink.ts';
import type { Toast } from './workspaceStore.ts';

/**
 * Sends values by hand. A drag makes more of them than a link should carry: per channel one is on its way and only the newest
 * waits, so the last one always arrives.
 */
export function createInject(
  link: SessionLink,
  tell: (tone: Toast['tone'], text: string) => void,
): (instance: string, spec: string, value: number) => void {
  const waiting = new Map<string, number | null>();

  async function send(instance: string, spec: string, value: number): Promise<void> {
    const channel = `${instance}.${spec}`;
    waiting.set(channel, null);
    const reply = await link.call<'inject'>({ method: 'inject', instance, spec, value });
    const next = waiting.get(channel) ?? null;
    waiting.delete(channel);
    if (!reply.ok) tell('error', reply.error);
    else if (!reply.value.isAccepted) tell('error', `${channel} takes no value: the engine does not know this channel.`);
    else if (next !== null) await send(instance, spec, next);
  }

  return (instance, spec, value) => {
    const channel = `${instance}.${spec}`;
    if (waiting.has(channel)) waiting.set(channel, value);
    else void send(instance, spec, value);
  };
}
