import { useMemo } from 'react';
import { useShow } from '../app/sessionContext.ts';
import { type ListedProblem, listProblems } from './listProblems.ts';

/** All problems there are: every count on the screen is of this list. */
export function useProblems(): readonly ListedProblem[] {
  const problems = useShow((state) => state.view?.problems);
  const statuses = useShow((state) => state.statuses);
  return useMemo(() => listProblems(problems ?? [], statuses), [problems, statuses]);
}
