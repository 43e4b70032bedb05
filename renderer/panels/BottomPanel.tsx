import './BottomPanel.css';
import { Tabs } from 'radix-ui';
import { useRef } from 'react';
import { Splitter } from '../app/Splitter.tsx';
import { useSession, useWorkspace } from '../app/sessionContext.ts';
import { useIsWide } from '../app/useIsWide.ts';
import { EditorPanel } from '../code/EditorPanel.tsx';
import type { BottomTab } from '../stores/workspaceStore.ts';
import { ConsolePanel } from './ConsolePanel.tsx';
import { countProblems } from './listProblems.ts';
import { ProblemsPanel } from './ProblemsPanel.tsx';
import { useProblems } from './useProblems.ts';

/** From this width the code and what it prints stand beside each other. */
const wideFrom = 1_200;

/** Code, console and problems: tabs of one panel, or where there is room the code with the others at its right. */
export function BottomPanel() {
  const tab = useWorkspace((state) => state.bottomTab);
  const isWide = useIsWide(wideFrom);
  const sideTab = useRef<BottomTab>('console');
  if (tab !== 'editor') sideTab.current = tab;
  return (
    <div className="bottom-panes">
      <TabSet tab={isWide ? 'editor' : tab}>
        <div className="tab-bar">
          <Tabs.List className="tab-list" aria-label={isWide ? 'Code' : 'Editor, console and problems'}>
            <Tabs.Trigger value="editor">Code</Tabs.Trigger>
            {!isWide && <SideTabs />}
          </Tabs.List>
          {!isWide && <HideButton />}
        </div>
        {/* The editor stays in the page: what was typed, its undo and its scroll position must outlive a look at the console. */}
        <Tabs.Content value="editor" forceMount hidden={!isWide && tab !== 'editor'} className="tab-content">
          <EditorPanel isShown={isWide || tab === 'editor'} />
        </Tabs.Content>
        {!isWide && <SideContents />}
      </TabSet>
      {isWide && <SidePane tab={sideTab.current} />}
    </div>
  );
}

function SidePane({ tab }: { readonly tab: BottomTab }) {
  const px = useWorkspace((state) => state.panels.side.px);
  return (
    <>
      <Splitter panel="side" />
      <div className="bottom-side" style={{ width: px }}>
        <TabSet tab={tab}>
          <div className="tab-bar">
            <Tabs.List className="tab-list" aria-label="Console and problems">
              <SideTabs />
            </Tabs.List>
            <HideButton />
          </div>
          <SideContents />
        </TabSet>
      </div>
    </>
  );
}

const tabs: readonly BottomTab[] = ['editor', 'console', 'problems'];

function TabSet({ tab, children }: { readonly tab: BottomTab; readonly children: React.ReactNode }) {
  const { workspace } = useSession();
  return (
    <Tabs.Root
      className="bottom-tabs"
      value={tab}
      onValueChange={(value) => {
        const chosen = tabs.find((name) => name === value);
        if (chosen) workspace.setState({ bottomTab: chosen });
      }}
    >
      {children}
    </Tabs.Root>
  );
}

function SideTabs() {
  const { errors, warnings } = countProblems(useProblems());
  return (
    <>
      <Tabs.Trigger value="console">Console</Tabs.Trigger>
      <Tabs.Trigger value="problems">
        Problems
        {errors > 0 && <span className="count"> ▲ {errors}</span>}
        {warnings > 0 && <span className="count is-warning"> ◆ {warnings}</span>}
      </Tabs.Trigger>
    </>
  );
}

function SideContents() {
  return (
    <>
      <Tabs.Content value="console" className="tab-content">
        <ConsolePanel />
      </Tabs.Content>
      <Tabs.Content value="problems" className="tab-content">
        <ProblemsPanel />
      </Tabs.Content>
    </>
  );
}

function HideButton() {
  const { workspace } = useSession();
  return (
    <button
      type="button"
      className="button is-plain"
      aria-label="Hide this panel"
      title="Hide this panel"
      onClick={() => workspace.setState(({ panels }) => ({ panels: { ...panels, bottom: { ...panels.bottom, isOpen: false } } }))}
    >
      ▾
    </button>
  );
}
