import { useCallback } from 'react';
import type { ProblemFix } from '../../core/contract/problem.ts';
import { replaceRange } from '../../core/show/replaceRange.ts';
import { useSession } from '../app/sessionContext.ts';

/** Applies a problem's fix: to a configuration as one edit; a module's fix is shown in the editor as unsaved text. */
export function useFix(): (fix: ProblemFix) => Promise<void> {
  const { link, edits, files, show, tell } = useSession();
  return useCallback(
    async (fix) => {
      const { file } = fix.place;
      const reply = await link.call<'readFile'>({ method: 'readFile', path: file });
      if (!reply.ok) return tell('error', reply.error);
      const text = replaceRange(reply.value.text, fix.place, fix.newText);
      if (text === undefined) return tell('error', `${file} changed meanwhile; the place is not there any more.`);
      const role = show.getState().view?.files.find(({ path }) => path === file)?.role;
      if (role === 'module') await files.openDraft(file, text);
      else await edits.edit([{ kind: 'replaceText', file, text }]);
    },
    [link, edits, files, show, tell],
  );
}
