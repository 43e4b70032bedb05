import './BottomPanel.css';
import { Tabs } from 'radix-ui';
import { useSession, useWorkspace } from '../app/sessionContext.ts';
import { EditorPanel } from '../code/EditorPanel.tsx';
import type { BottomTab } from '../stores/workspaceStore.ts';
import { ConsolePanel } from './ConsolePanel.tsx';
import { countProblems } from './listProblems.ts';
import { ProblemsPanel } from './ProblemsPanel.tsx';
import { useProblems } from './useProblems.ts';

const tabs: readonly BottomTab[] = ['editor', 'console', 'problems'];

export function BottomPanel() {
  const { workspace } = useSession();
  const tab = useWorkspace((state) => state.bottomTab);
  const { errors, warnings } = countProblems(useProblems());
  return (
    <Tabs.Root
      className="bottom-tabs"
      value={tab}
      onValueChange={(value) => {
        const chosen = tabs.find((name) => name === value);
        if (chosen) workspace.setState({ bottomTab: chosen });
      }}
    >
      <div className="tab-bar">
        <Tabs.List className="tab-list" aria-label="Editor, console and problems">
          <Tabs.Trigger value="editor">Code</Tabs.Trigger>
          <Tabs.Trigger value="console">Console</Tabs.Trigger>
          <Tabs.Trigger value="problems">
            Problems
            {errors > 0 && <span className="count"> ▲ {errors}</span>}
            {warnings > 0 && <span className="count is-warning"> ◆ {warnings}</span>}
          </Tabs.Trigger>
        </Tabs.List>
        <button
          type="button"
          className="button is-plain"
          aria-label="Hide this panel"
          title="Hide this panel"
          onClick={() => workspace.setState(({ panels }) => ({ panels: { ...panels, bottom: { ...panels.bottom, isOpen: false } } }))}
        >
          ▾
        </button>
      </div>
      {/* The editor stays in the page: what was typed, its undo and its scroll position must outlive a look at the console. */}
      <Tabs.Content value="editor" forceMount hidden={tab !== 'editor'} className="tab-content">
        <EditorPanel isShown={tab === 'editor'} />
      </Tabs.Content>
      <Tabs.Content value="console" className="tab-content">
        <ConsolePanel />
      </Tabs.Content>
      <Tabs.Content value="problems" className="tab-content">
        <ProblemsPanel />
      </Tabs.Content>
    </Tabs.Root>
  );
}
