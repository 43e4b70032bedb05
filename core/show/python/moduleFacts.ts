import type { SyntaxNode } from '@lezer/common';
import { readFunctionOutputs } from './functionOutputs.ts';
import { type PythonSyntax, type PythonSyntaxError, parsePython } from './pythonSyntax.ts';

/** What a name at the top of a module stands for, as far as reading tells. */
export type Definition =
  | { readonly kind: 'function'; readonly isAsync: boolean; readonly arity: Arity }
  /** A literal that can't be called. */
  | { readonly kind: 'value' }
  | { readonly kind: 'unknown' };

/** How many positional arguments a call may have. */
export interface Arity {
  readonly least: number;
  readonly most: number;
  /** A keyword without default: no positional call works. */
  readonly needsKeyword: boolean;
}

export interface ModuleFacts {
  readonly error: PythonSyntaxError | undefined;
  readonly names: ReadonlyMap<string, Definition>;
  /** Names may be made while the module runs: a name that is missing proves nothing. */
  readonly isOpen: boolean;
  /** Top-level names of the modules that it imports. */
  readonly imports: ReadonlySet<string>;
  /** By function: see `readFunctionOutputs`. */
  readonly outputs: ReadonlyMap<string, ReadonlySet<string>>;
}

export function readModuleFacts(text: string): ModuleFacts {
  const syntax = parsePython(text);
  const reader = new ModuleReader(syntax);
  reader.readBlock(syntax.tree.topNode);
  return {
    error: syntax.error,
    names: reader.names,
    isOpen: reader.isOpen || makesNames(text),
    imports: reader.imports,
    outputs: readFunctionOutputs(syntax),
  };
}

/** Calls that put names into a module from elsewhere. */
function makesNames(text: string): boolean {
  return /\b(globals|locals|vars|exec|setattr|__getattr__)\s*\(|sys\.modules|__dict__/.test(text);
}

class ModuleReader {
  readonly names = new Map<string, Definition>();
  readonly imports = new Set<string>();
  isOpen = false;

  constructor(private readonly syntax: PythonSyntax) {}

  /** Statements of the module itself, those under `if`, `try`, `for` and `with` included. */
  readBlock(block: SyntaxNode): void {
    for (let node = block.firstChild; node; node = node.nextSibling) this.readStatement(node, false);
  }

  private readStatement(node: SyntaxNode, isDecorated: boolean): void {
    switch (node.name) {
      case 'DecoratedStatement':
        for (let child = node.firstChild; child; child = child.nextSibling) {
          if (child.name !== 'Decorator') this.readStatement(child, true);
        }
        break;
      case 'FunctionDefinition':
        this.define(this.nameIn(node), isDecorated ? { kind: 'unknown' } : this.functionOf(node));
        this.readGlobals(node);
        break;
      case 'ClassDefinition':
        this.define(this.nameIn(node), { kind: 'unknown' });
        this.readGlobals(node);
        break;
      case 'AssignStatement':
        this.readAssignment(node);
        break;
      case 'ImportStatement':
        this.readImport(node);
        break;
      default:
        this.readNested(node);
    }
  }

  /** Compound statements: their blocks, and the names that `for`, `with`, `except` and `:=` bind. */
  private readNested(node: SyntaxNode): void {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.name === 'Body') this.readBlock(child);
      else if (child.name === 'VariableName' || child.name === 'TupleExpression' || child.name === 'NamedExpression')
        this.defineTargets(child);
      else if (child.name !== 'CallExpression') this.readNested(child);
    }
  }

  private readAssignment(node: SyntaxNode): void {
    const target = node.firstChild;
    const value = node.lastChild;
    const isSimple =
      target?.name === 'VariableName' && node.getChildren('AssignOp').length === 1 && value?.prevSibling?.name === 'AssignOp';
    if (isSimple) this.define(this.textOf(target), this.valueOf(value));
    else for (let child = node.firstChild; child; child = child.nextSibling) this.defineTargets(child);
  }

  private readImport(node: SyntaxNode): void {
    const words: string[] = [];
    for (let child = node.firstChild; child; child = child.nextSibling) words.push(this.textOf(child));
    const isFrom = words[0] === 'from';
    const importAt = words.indexOf('import');
    if (isFrom && words[1] !== undefined && words[1] !== '.') this.imports.add(words[1]);
    let bound: string[] = [];
    for (const word of [...words.slice(importAt + 1), ',']) {
      if (word === '*') this.isOpen = true;
      if (word !== ',') bound.push(word);
      else {
        const name = bound.filter((part) => part !== '(' && part !== ')');
        const alias = name.indexOf('as');
        if (!isFrom && name[0] !== undefined) this.imports.add(name[0]);
        this.define(alias >= 0 ? name[alias + 1] : name[0], { kind: 'unknown' });
        bound = [];
      }
    }
  }

  /** A function may set names of the module by `global`. */
  private readGlobals(node: SyntaxNode): void {
    const body = this.syntax.text.slice(node.from, node.to);
    for (const match of body.matchAll(/^[ \t]*global[ \t]+([\w, \t]+)/gm)) {
      for (const name of (match[1] ?? '').split(',')) if (!this.names.has(name.trim())) this.define(name.trim(), { kind: 'unknown' });
    }
  }

  private defineTargets(node: SyntaxNode): void {
    if (node.name === 'VariableName') this.define(this.textOf(node), { kind: 'unknown' });
    else if (/^(Tuple|Array|Named|Parenthesized)Expression$/.test(node.name)) {
      for (let child = node.firstChild; child; child = child.nextSibling) this.defineTargets(child);
    }
  }

  /** The last definition counts; when there are several of different kinds, nobody can tell. */
  private define(name: string | undefined, definition: Definition): void {
    if (name === undefined || name === '') return;
    const known = this.names.get(name);
    const isSure =
      known === undefined || (known.kind === 'function' && definition.kind === 'function' && sameArity(known.arity, definition.arity));
    this.names.set(name, isSure ? definition : { kind: 'unknown' });
  }

  private functionOf(node: SyntaxNode): Definition {
    const params = node.getChild('ParamList');
    return { kind: 'function', isAsync: node.firstChild?.name === 'async', arity: params ? arityOf(params, this.syntax.text) : openArity };
  }

  private valueOf(node: SyntaxNode): Definition {
    if (node.name === 'LambdaExpression') {
      const params = node.getChild('ParamList');
      return {
        kind: 'function',
        isAsync: false,
        arity: params ? arityOf(params, this.syntax.text) : { least: 0, most: 0, needsKeyword: false },
      };
    }
    const isLiteral = /^(Number|String|FormatString|ContinuedString|Boolean|None|ArrayExpression|DictionaryExpression|TupleExpression)$/;
    return { kind: isLiteral.test(node.name) ? 'value' : 'unknown' };
  }

  private nameIn(node: SyntaxNode): string | undefined {
    const name = node.getChild('VariableName');
    return name ? this.textOf(name) : undefined;
  }

  private textOf(node: SyntaxNode): string {
    return this.syntax.text.slice(node.from, node.to);
  }
}

const openArity: Arity = { least: 0, most: Number.POSITIVE_INFINITY, needsKeyword: false };

function sameArity(a: Arity, b: Arity): boolean {
  return a.least === b.least && a.most === b.most && a.needsKeyword === b.needsKeyword;
}

/** Counts the parameters of `(a, /, b=1, *args, key=2, **more)`. */
function arityOf(list: SyntaxNode, text: string): Arity {
  let least = 0;
  let most = 0;
  let isKeywordOnly = false;
  let needsKeyword = false;
  for (const parameter of parametersOf(list, text)) {
    if (parameter.startsWith('**') || parameter === '/') continue;
    if (parameter.startsWith('*')) {
      isKeywordOnly = true;
      if (parameter.length > 1) most = Number.POSITIVE_INFINITY;
      continue;
    }
    const hasDefault = parameter.includes('=');
    if (isKeywordOnly) needsKeyword ||= !hasDefault;
    else {
      most++;
      if (!hasDefault) least++;
    }
  }
  return { least, most, needsKeyword };
}

/** Each parameter reduced to `name`, `name=`, `*name`, `**name`, `*` or `/`. */
function parametersOf(list: SyntaxNode, text: string): string[] {
  const parameters: string[] = [];
  let current = '';
  for (let child = list.firstChild; child; child = child.nextSibling) {
    const word = text.slice(child.from, child.to);
    if (word === '(' || word === ')') continue;
    if (word === ',') {
      if (current !== '') parameters.push(current);
      current = '';
    } else if (child.name === 'AssignOp') current += '=';
    else if (word === '*' || word === '**' || word === '/') current += word;
    else if (child.name === 'VariableName' && !current.includes('=') && !/\w/.test(current)) current += word;
  }
  if (current !== '') parameters.push(current);
  return parameters;
}
