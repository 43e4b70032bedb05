import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { CodeState } from '../stores/codeStore.ts';
import type { ConsoleState } from '../stores/consoleStore.ts';
import type { ShowState } from '../stores/showStore.ts';
import type { WindowSession } from '../stores/windowSession.ts';
import type { WorkspaceState } from '../stores/workspaceStore.ts';

export const SessionContext = createContext<WindowSession | undefined>(undefined);

export function useSession(): WindowSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error('A part of the window stands outside of its session.');
  return session;
}

/** Selectors must return something that stays the same while nothing of it changed. */
export function useShow<T>(select: (state: ShowState) => T): T {
  return useStore(useSession().show, select);
}

export function useWorkspace<T>(select: (state: WorkspaceState) => T): T {
  return useStore(useSession().workspace, select);
}

export function useCode<T>(select: (state: CodeState) => T): T {
  return useStore(useSession().code, select);
}

export function useConsole<T>(select: (state: ConsoleState) => T): T {
  return useStore(useSession().consoleLines, select);
}
