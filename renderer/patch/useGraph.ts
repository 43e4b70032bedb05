import { useSession, useShow } from '../app/sessionContext.ts';
import type { GraphModel } from './graphModel.ts';

/** The picture of the show as it is now; undefined before there is one. */
export function useGraph(): GraphModel | undefined {
  const { graphOf } = useSession();
  const view = useShow((state) => state.view);
  const protocols = useShow((state) => state.protocols);
  const statuses = useShow((state) => state.statuses);
  return view && graphOf({ view, protocols, statuses });
}
