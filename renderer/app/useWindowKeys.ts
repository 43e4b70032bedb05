import { useEffect } from 'react';
import { isTyping } from '../ui/isTyping.ts';
import type { Commands } from './commands.ts';
import { useSession } from './sessionContext.ts';

const withControl: Readonly<Record<string, string>> = { s: 'save', z: 'undo', y: 'redo', f: 'find', k: 'commands', m: 'mute' };
const plain: Readonly<Record<string, string>> = {
  '?': 'keys',
  a: 'addInstance',
  f: 'fit',
  w: 'addWire',
  t: 'toggleTable',
  Delete: 'remove',
  Backspace: 'remove',
};

/** Keys that work wherever the focus is. Text fields and the editor keep their own undo, find and letters. */
export function useWindowKeys(commands: Commands): void {
  const { workspace } = useSession();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isText = event.target !== null && isTyping(event.target);
      const isDialogOpen = workspace.getState().dialog !== null;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const hasControl = (event.ctrlKey || event.metaKey) && !event.altKey;
      const id = hasControl ? (event.shiftKey ? shifted[key] : withControl[key]) : event.altKey ? undefined : plain[event.key];
      if (id === undefined || (isDialogOpen && id !== 'save')) return;
      if (isText && id !== 'save' && id !== 'commands') return;
      event.preventDefault();
      commands.run(id);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [commands, workspace]);
}

const shifted: Readonly<Record<string, string>> = { z: 'redo', p: 'commands' };
