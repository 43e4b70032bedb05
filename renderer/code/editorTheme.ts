import type { editor } from 'monaco-editor/editor';

/** The editor in the window's own colours. */
export const editorThemes: Readonly<Record<'dark' | 'light', editor.IStandaloneThemeData>> = {
  dark: {
    base: 'vs-dark',
    inherit: true,
    rules: [
      { token: 'comment', foreground: '8795a8' },
      { token: 'keyword', foreground: 'c792ea' },
      { token: 'string', foreground: 'c3e88d' },
      { token: 'number', foreground: 'f7a072' },
      { token: 'operator', foreground: '4fd1c5' },
      { token: 'attribute.name', foreground: '84a9ff' },
    ],
    colors: {
      'editor.background': '#0e1116',
      'editorGutter.background': '#0e1116',
      'editorLineNumber.foreground': '#7d8a9b',
      'editorLineNumber.activeForeground': '#e8ecf2',
      'editor.lineHighlightBackground': '#171d26',
      'editorError.foreground': '#ff7b7b',
      'editorWarning.foreground': '#ffb547',
    },
  },
  light: {
    base: 'vs',
    inherit: true,
    rules: [{ token: 'comment', foreground: '5a6878' }],
    colors: { 'editor.background': '#ffffff', 'editorLineNumber.foreground': '#5f6d7d' },
  },
};
