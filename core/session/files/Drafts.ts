import { fail, ok, type Result } from '../../base/result.ts';

const maxDrafts = 200;
const maxDraftLength = 2 * 1024 * 1024;

/** Texts of modules that are being typed in windows, kept for the journal. The last window that types in a module wins. */
export class Drafts {
  private readonly texts = new Map<string, string>();

  constructor(private readonly onDidChange: () => void) {}

  get all(): readonly { readonly path: string; readonly text: string }[] {
    return [...this.texts].map(([path, text]) => ({ path, text }));
  }

  has(path: string): boolean {
    return this.texts.has(path);
  }

  /** Null: saved or thrown away. */
  keep(path: string, text: string | null): Result<void, string> {
    if (text === null) {
      if (this.texts.delete(path)) this.onDidChange();
      return ok(undefined);
    }
    if (text.length > maxDraftLength) return fail('The text is too long to be kept.');
    if (!this.texts.has(path) && this.texts.size >= maxDrafts) return fail('Too many modules are being edited at once.');
    this.texts.set(path, text);
    this.onDidChange();
    return ok(undefined);
  }
}
