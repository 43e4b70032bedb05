import type { DesktopHost } from '../../core/contract/desktopHost.ts';
import type { PatchActions } from '../patch/patchActions.ts';
import type { WindowSession } from '../stores/windowSession.ts';
import type { BottomTab, FinderMode, PanelName, Selection } from '../stores/workspaceStore.ts';

export interface Command {
  readonly id: string;
  readonly title: string;
  /** As written on keys: `Ctrl+S`; absent when it has none. */
  readonly keys?: string;
  run(): void;
}

export interface Commands {
  readonly list: readonly Command[];
  /** Runs a command by its id; an id that nobody knows does nothing. */
  run(id: string): void;
}

/** All that can be done from anywhere: one list for keys, menus, buttons and the command palette. */
export function createCommands(session: WindowSession, patch: PatchActions, host: DesktopHost | undefined): Commands {
  const { edits, workspace, code, files, show, tell } = session;
  const togglePanel = (name: PanelName) => () =>
    workspace.setState(({ panels }) => ({ panels: { ...panels, [name]: { ...panels[name], isOpen: !panels[name].isOpen } } }));

  const list: Command[] = [
    {
      id: 'save',
      title: 'Save the show',
      keys: 'Ctrl+S',
      run: () =>
        void edits.save().then((isSaved) => {
          if (isSaved) tell('info', 'Show saved.');
        }),
    },
    { id: 'undo', title: 'Undo', keys: 'Ctrl+Z', run: () => unlessEmpty('undoTitle', 'undo') },
    { id: 'redo', title: 'Redo', keys: 'Ctrl+Y', run: () => unlessEmpty('redoTitle', 'redo') },
    { id: 'find', title: 'Find an instance, channel, wire or option', keys: 'Ctrl+F', run: () => openFinder('find') },
    { id: 'commands', title: 'Do anything', keys: 'Ctrl+K', run: () => openFinder('commands') },
    { id: 'addInstance', title: 'Add an instance…', keys: 'A', run: () => openFinder('add') },
    {
      id: 'addWire',
      title: 'Add a wire by name',
      keys: 'W',
      run: () => workspace.setState({ dialog: { kind: 'addWire', ...endsOf(workspace.getState().selection) } }),
    },
    {
      id: 'mute',
      title: 'Mute or unmute the selected wires',
      keys: 'Ctrl+M',
      run: () => void patch.toggleMute(workspace.getState().selectedWires),
    },
    { id: 'remove', title: 'Remove what is selected', keys: 'Del', run: () => void patch.removeSelection() },
    {
      id: 'toggleTable',
      title: 'Show the patch as a table or as a graph',
      keys: 'T',
      run: () => workspace.setState(({ mainView }) => ({ mainView: mainView === 'graph' ? 'table' : 'graph' })),
    },
    {
      id: 'fit',
      title: 'Show the whole patch',
      keys: 'F',
      run: () => workspace.setState(({ fitWishes }) => ({ fitWishes: fitWishes + 1 })),
    },
    {
      id: 'openConfig',
      title: 'Open the configuration as text',
      run: () => {
        const main = show.getState().view?.files.find(({ role }) => role === 'main');
        if (main) void files.open(main.path);
      },
    },
    ...bottomTabs.map(({ tab, title }) => ({
      id: tab,
      title,
      run: () =>
        workspace.setState(({ panels }) => ({ bottomTab: tab, panels: { ...panels, bottom: { ...panels.bottom, isOpen: true } } })),
    })),
    { id: 'export', title: 'Export the show for a box without a screen…', run: () => workspace.setState({ dialog: { kind: 'export' } }) },
    { id: 'versions', title: 'Versions: see and bring back…', run: () => workspace.setState({ dialog: { kind: 'versions' } }) },
    { id: 'toggleLeft', title: 'Show or hide instances', run: togglePanel('left') },
    { id: 'toggleBottom', title: 'Show or hide editor and console', run: togglePanel('bottom') },
    { id: 'toggleRight', title: 'Show or hide the inspector', run: togglePanel('right') },
    {
      id: 'theme',
      title: 'Switch between dark and light',
      run: () => workspace.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' })),
    },
    ...(host ? hostCommands(host) : []),
    { id: 'keys', title: 'List all keys', keys: '?', run: () => workspace.setState({ dialog: { kind: 'keys' } }) },
  ];

  /** Nothing to undo is no error. */
  function unlessEmpty(title: 'undoTitle' | 'redoTitle', way: 'undo' | 'redo'): void {
    const { history, link } = show.getState();
    if (link.phase === 'connected' && history[title] === null) tell('info', `There is nothing to ${way}.`);
    else void edits[way]();
  }

  function openFinder(mode: FinderMode): void {
    workspace.setState({ dialog: { kind: 'finder', mode } });
  }

  return {
    list,
    run(id) {
      // What is being typed is saved, undone and searched in the editor itself.
      if (id === 'save' && code.getState().isFocused) code.setState(({ saveRequests }) => ({ saveRequests: saveRequests + 1 }));
      else list.find((command) => command.id === id)?.run();
    },
  };
}

const bottomTabs: readonly { readonly tab: BottomTab; readonly title: string }[] = [
  { tab: 'editor', title: 'Show the code' },
  { tab: 'console', title: 'Show the console' },
  { tab: 'problems', title: 'Show the problems' },
];

/** The wire begins or ends at what is selected. */
function endsOf(selection: Selection): { readonly from?: string; readonly to?: string } {
  if (selection.kind === 'instance') return { from: `${selection.name}.` };
  if (selection.kind !== 'port') return {};
  const end = `${selection.instance}.${selection.spec}`;
  return selection.side === 'out' ? { from: end } : { to: end };
}

/** What only the desktop shell can do: its dialogs are the system's own. */
function hostCommands(host: DesktopHost): readonly Command[] {
  return [
    { id: 'newShow', title: 'New show…', run: () => void host.newShow() },
    { id: 'openShow', title: 'Open a show…', run: () => void host.openShow() },
    { id: 'saveAs', title: 'Save the show as…', run: () => void host.saveShowAs() },
  ];
}
