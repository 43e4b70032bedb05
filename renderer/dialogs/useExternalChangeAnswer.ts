import { useCallback } from 'react';
import { useSession } from '../app/sessionContext.ts';

/** Says which one stays of a file that another program changed; a refusal is told. */
export function useExternalChangeAnswer(): (path: string, choice: 'disk' | 'mine') => Promise<void> {
  const { link, tell } = useSession();
  return useCallback(
    async (path, choice) => {
      const reply = await link.call<'resolveExternalChange'>({ method: 'resolveExternalChange', path, choice });
      if (!reply.ok) tell('error', reply.error);
      else if (!reply.value.ok) tell('error', reply.value.message);
    },
    [link, tell],
  );
}
