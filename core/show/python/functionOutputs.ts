import type { SyntaxNode } from '@lezer/common';
import { readChannelCall } from './channelStrings.ts';
import type { PythonSyntax } from './pythonSyntax.ts';

interface FunctionBody {
  readonly outputs: Set<string>;
  /** Names that it calls: functions of the module among them. */
  readonly calls: Set<string>;
}

/**
 * By function at the top of a module: the channels that a call of it may put out, itself or through functions of the module that it calls
 * by name. Channels whose names are put together while it runs can't be told, nor what functions inside of functions do.
 */
export function readFunctionOutputs(syntax: PythonSyntax): ReadonlyMap<string, ReadonlySet<string>> {
  const bodies = new Map<string, FunctionBody>();
  readFunctions(syntax.tree.topNode, syntax.text, bodies);
  return new Map([...bodies.keys()].map((name) => [name, outputsThrough(name, bodies)]));
}

/** Functions may stand under `if` and `try`, and be decorated; methods of classes are no functions of the module. */
function readFunctions(node: SyntaxNode, text: string, bodies: Map<string, FunctionBody>): void {
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'FunctionDefinition') {
      if (child.name !== 'ClassDefinition' && child.name !== 'LambdaExpression') readFunctions(child, text, bodies);
      continue;
    }
    const name = child.getChild('VariableName');
    const block = child.getChild('Body');
    if (!name || !block) continue;
    const key = text.slice(name.from, name.to);
    const body = bodies.get(key) ?? { outputs: new Set(), calls: new Set() };
    bodies.set(key, body);
    readBody(block, text, body);
  }
}

function readBody(node: SyntaxNode, text: string, body: FunctionBody): void {
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (/^(FunctionDefinition|ClassDefinition|LambdaExpression)$/.test(child.name)) continue;
    if (child.name === 'CallExpression') {
      const call = readChannelCall(text, child);
      if (call?.functionName === 'output') body.outputs.add(call.literal.channel);
      const callee = child.firstChild;
      if (callee?.name === 'VariableName') body.calls.add(text.slice(callee.from, callee.to));
    }
    readBody(child, text, body);
  }
}

function outputsThrough(start: string, bodies: ReadonlyMap<string, FunctionBody>): ReadonlySet<string> {
  const outputs = new Set<string>();
  const reached = new Set([start]);
  // A set goes on with what is added to it meanwhile.
  for (const name of reached) {
    const body = bodies.get(name);
    for (const output of body?.outputs ?? []) outputs.add(output);
    for (const callee of body?.calls ?? []) if (bodies.has(callee)) reached.add(callee);
  }
  return outputs;
}
