import './MonacoEditor.css';
import type { editor } from 'monaco-editor/editor';
import { useEffect, useMemo, useRef } from 'react';
import { useCode, useSession, useShow, useWorkspace } from '../app/sessionContext.ts';
import type { OpenFile } from '../stores/codeStore.ts';
import { configLanguageId } from './configLanguage.ts';
import { editorThemes } from './editorTheme.ts';
import { fileMarkers } from './fileMarkers.ts';
import { monaco } from './monaco.ts';

const markerOwner = 'patchmonster';

/** One editor for all open files; each keeps its own text, undo and scroll position while it is open. Loaded when first needed. */
export default function MonacoEditor({ file }: { readonly file: OpenFile }) {
  const session = useSession();
  const holder = useRef<HTMLDivElement>(null);
  const editorRef = useRef<editor.IStandaloneCodeEditor | undefined>(undefined);
  const theme = useWorkspace((state) => state.theme);
  const views = useRef(new Map<string, editor.ICodeEditorViewState | null>()).current;

  useEffect(() => {
    if (!holder.current) return;
    const { code, files } = session;
    for (const [name, data] of Object.entries(editorThemes)) monaco.editor.defineTheme(name, data);
    const created = monaco.editor.create(holder.current, {
      automaticLayout: true,
      minimap: { enabled: false },
      // The panel is low: headings that stick would hide the lines.
      stickyScroll: { enabled: false },
      fontSize: 14,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono-family'),
      scrollBeyondLastLine: false,
      fixedOverflowWidgets: true,
      renderLineHighlightOnlyWhenFocus: true,
      ariaLabel: 'Code of the show',
      tabSize: 4,
      insertSpaces: true,
    });
    editorRef.current = created;
    const save = () => {
      const model = created.getModel();
      const path = model && pathOf(model);
      if (path !== undefined && path !== null) void files.save(path, model?.getValue() ?? '');
    };
    created.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, save);
    created.onDidFocusEditorText(() => code.setState({ isFocused: true }));
    created.onDidBlurEditorText(() => code.setState({ isFocused: false }));
    created.onDidChangeModelContent(({ isFlush }) => {
      const model = created.getModel();
      if (model && !isFlush) files.didType(pathOf(model), model.getValue());
    });
    const stop = code.subscribe((state, before) => {
      if (state.saveRequests !== before.saveRequests) save();
      for (const path of before.files.keys()) if (!state.files.has(path)) modelOf(path)?.dispose();
    });
    return () => {
      stop();
      code.setState({ isFocused: false });
      created.dispose();
      for (const model of monaco.editor.getModels()) model.dispose();
    };
  }, [session]);

  useEffect(() => monaco.editor.setTheme(theme), [theme]);

  // Another file, or another text of the same file.
  useEffect(() => {
    const created = editorRef.current;
    if (!created || file.load !== 'ready') return;
    const text = file.draft ?? file.text;
    const known = modelOf(file.path);
    const model = known ?? monaco.editor.createModel(text, file.kind === 'module' ? 'python' : configLanguageId, uriOf(file.path));
    if (created.getModel() !== model) {
      const shown = created.getModel();
      if (shown) views.set(pathOf(shown), created.saveViewState());
      created.setModel(model);
      const view = views.get(file.path);
      if (view) created.restoreViewState(view);
    }
    if (known && stampOf.get(known) !== file.textStamp && known.getValue() !== text) known.setValue(text);
    stampOf.set(model, file.textStamp);
  }, [file.path, file.kind, file.load, file.text, file.draft, file.textStamp, views]);

  useMarkers(file);
  useJump(file, editorRef);

  // The graph must not take the keys that are typed here.
  return <div ref={holder} className="monaco-holder nokey" data-testid="editor" />;
}

/** Which reading of the file a model shows. */
const stampOf = new WeakMap<editor.ITextModel, number>();

function uriOf(path: string) {
  return monaco.Uri.from({ scheme: 'show', path: `/${path}` });
}

function pathOf(model: editor.ITextModel): string {
  return model.uri.path.slice(1);
}

function modelOf(path: string): editor.ITextModel | null {
  return monaco.editor.getModel(uriOf(path));
}

function useMarkers(file: OpenFile): void {
  const problems = useShow((state) => state.view?.problems);
  const statuses = useShow((state) => state.statuses);
  const markers = useMemo(() => fileMarkers(file.path, problems ?? [], statuses), [file.path, problems, statuses]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text needs its marks again
  useEffect(() => {
    const model = modelOf(file.path);
    if (!model) return;
    const severities = { error: monaco.MarkerSeverity.Error, warning: monaco.MarkerSeverity.Warning, info: monaco.MarkerSeverity.Info };
    monaco.editor.setModelMarkers(
      model,
      markerOwner,
      markers.map(({ severity, message, line, column, endLine, endColumn }) => {
        const startLineNumber = Math.min(line, model.getLineCount());
        return {
          severity: severities[severity],
          message,
          startLineNumber,
          startColumn: column,
          endLineNumber: Math.min(endLine, model.getLineCount()),
          endColumn: endColumn ?? model.getLineMaxColumn(startLineNumber),
        };
      }),
    );
  }, [markers, file.path, file.load, file.textStamp]);
}

function useJump(file: OpenFile, editorRef: { readonly current: editor.IStandaloneCodeEditor | undefined }): void {
  const jump = useCode((state) => state.jump);
  useEffect(() => {
    const created = editorRef.current;
    if (!created || !jump || jump.path !== file.path || file.load !== 'ready') return;
    created.setPosition({ lineNumber: jump.line, column: jump.column });
    created.revealLineInCenter(jump.line);
    created.focus();
  }, [jump, file.path, file.load, editorRef]);
}
