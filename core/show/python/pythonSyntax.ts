import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';

export interface PythonSyntax {
  readonly text: string;
  readonly tree: Tree;
  /** The first thing that Python would refuse, or undefined. */
  readonly error: PythonSyntaxError | undefined;
}

export interface PythonSyntaxError {
  readonly offset: number;
  readonly message: string;
}

/** Reads Python as far as its shape goes: it finds most syntax errors, and none where there is none. Nothing is run. */
export function parsePython(text: string): PythonSyntax {
  const tree = parser.parse(normalise(text));
  return { text, tree, error: findError(text, tree) };
}

/** Puts what the grammar does not know into other words of the same length, so that offsets stay. */
function normalise(text: string): string {
  return text
    .replace(/^\uFEFF/, '\n')
    .replace(/\bas[ \t]*\([\w, \t]*\)(?=[ \t]*[,:)])/g, (target) => target.replace(/[()]/g, ' '))
    .replace(/\f/g, ' ')
    .replace(/(?<![\w.])(\d[\d_]*)\.(?![\w.])/g, '$10')
    .replace(/(?<![\w"'])[tT](?=["'])/g, 'f')
    .replace(/\byield(?=[ \t]*(?:$|[#;)\]\r]))/gm, 'None ')
    .replace(decorator, (line, at: string, expression: string) =>
      plainDecorator.test(expression) || !isBalanced(expression) ? line : at + 'd'.padEnd(expression.length),
    )
    .replace(/(?<=[\w)\]]\[)\*(?!\*)|(?<=\w:[ \t]*)\*(?=[A-Za-z_])/g, ' ')
    .replace(/(?<=\b(?:type|class|def)[ \t]+\w+\[)[^\]\n]*=[^\]\n]*(?=\])/g, (parameters) => 'T'.padEnd(parameters.length));
}

/** Without texts in it. */
const decorator = /^([ \t]*@)([^\n\r#"']*[^\n\r#"'\s])(?=[ \t]*(?:#.*)?\r?$)/gm;
/** What the grammar takes: a name with dots, called or not. */
const plainDecorator = /^[ \t]*\w+(?:\.\w+)*(?:$|\([^()]*\)$)/;

/** As many brackets are closed as opened: the expression ends on its line. */
function isBalanced(expression: string): boolean {
  return expression.replace(/[^([{]/g, '').length === expression.replace(/[^)\]}]/g, '').length;
}

function findError(text: string, tree: Tree): PythonSyntaxError | undefined {
  let error: PythonSyntaxError | undefined;
  tree.iterate({
    enter: ({ node }) => {
      if (error) return false;
      error = errorAt(text, node);
      return error === undefined;
    },
  });
  return error;
}

function errorAt(text: string, node: SyntaxNode): PythonSyntaxError | undefined {
  if (node.type.isError) {
    if (isWeakSpot(node)) return undefined;
    return { offset: Math.min(node.from, Math.max(text.length - 1, 0)), message: 'syntax error' };
  }
  if (node.name === 'PrintStatement') return { offset: node.from, message: 'print needs parentheses' };
  if (node.name === 'String' && isUnterminated(text.slice(node.from, node.to))) {
    return { offset: node.from, message: 'this text has no closing quote' };
  }
  if (isStatement(node) && isWronglyIndented(text, node)) return { offset: node.from, message: 'wrong indentation' };
  return undefined;
}

/** Class patterns without arguments and targets of `with` in parentheses are right but not in the grammar. */
function isWeakSpot(node: SyntaxNode): boolean {
  for (let parent = node.parent; parent && parent.name !== 'Body'; parent = parent.parent) {
    if (parent.name === 'WithStatement' || parent.name.startsWith('Match') || parent.name.endsWith('Pattern')) return true;
  }
  return false;
}

function isUnterminated(literal: string): boolean {
  const body = literal.replace(/^[A-Za-z]*/, '');
  const quote = body.startsWith('"""') || body.startsWith("'''") ? body.slice(0, 3) : body.slice(0, 1);
  return body.length < quote.length * 2 || !body.endsWith(quote);
}

function isStatement(node: SyntaxNode): boolean {
  return /Statement$|Definition$/.test(node.name) && (node.parent?.name === 'Script' || node.parent?.name === 'Body');
}

/** A statement that begins a line stands at the same column as the first one of its block. */
function isWronglyIndented(text: string, node: SyntaxNode): boolean {
  const indent = indentOf(text, node.from);
  if (indent === undefined) return false;
  if (node.parent?.name === 'Script') return indent !== '';
  for (let sibling = node.prevSibling; sibling; sibling = sibling.prevSibling) {
    const other = isStatement(sibling) ? indentOf(text, sibling.from) : undefined;
    if (other !== undefined) return other !== indent;
  }
  return false;
}

/** The blanks before an offset, or undefined when something else stands there. */
function indentOf(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset).replaceAll('\f', '').replace('\uFEFF', '');
  return /^[ \t]*$/.test(before) ? before : undefined;
}
