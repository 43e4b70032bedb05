// The editor core with all its features and one grammar. Importing the package's root would bring language services of
// TypeScript, JSON, CSS and HTML along: ten megabytes that nobody needs here.
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/python/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { configLanguage, configLanguageId } from './configLanguage.ts';

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };
monaco.languages.register({ id: configLanguageId });
monaco.languages.setMonarchTokensProvider(configLanguageId, configLanguage);
monaco.languages.setLanguageConfiguration(configLanguageId, { comments: { lineComment: ';' }, brackets: [['[', ']']] });

export { monaco };
