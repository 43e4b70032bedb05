import type { languages } from 'monaco-editor/editor';

export const configLanguageId = 'patchmonster-config';

/** Colours of a configuration: sections, options, comments, and the operator of a map line. */
export const configLanguage: languages.IMonarchLanguage = {
  tokenizer: {
    root: [
      [/^\s*;.*$/, 'comment'],
      [/^\s*\[[^\]]*\]/, 'keyword'],
      [/^(\s*[^=<>[\];]+?)(\s*)(=)/, ['attribute.name', 'white', 'delimiter']],
      [/<>|><|<|>/, 'operator'],
      [/\{[^}]*\}/, 'number'],
    ],
  },
};
