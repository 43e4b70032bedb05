// Makes what Python needs at run time in `dist/python`: the standard library as compiled files in a stored zip (Pyodide's own
// holds sources, which costs 3 s of compiling at every start), and our own modules beside it.
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const compileLibrary = `
import importlib._bootstrap_external as bootstrap, importlib.util, zipfile

def compile_library():
    with zipfile.ZipFile('/source.zip') as source, zipfile.ZipFile('/compiled.zip', 'w', zipfile.ZIP_STORED) as compiled:
        for entry in source.infolist():
            data = source.read(entry)
            if not entry.filename.endswith('.py'):
                compiled.writestr(entry.filename, data)
                continue
            code = compile(data, '/lib/python314.zip/' + entry.filename, 'exec', dont_inherit=True, optimize=0)
            unchecked = bootstrap._code_to_hash_pyc(code, importlib.util.source_hash(data), False)
            compiled.writestr(entry.filename + 'c', bytes(unchecked))

compile_library()
`;

/** @param {string} root */
export async function buildPythonFiles(root) {
  const folder = `${root}/dist/python`;
  await mkdir(folder, { recursive: true });
  const pyodideFolder = dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
  const source = await readFile(`${pyodideFolder}/python_stdlib.zip`);
  await writeWhenChanged(`${folder}/stdlib.zip`, [source, compileLibrary], () => compileStandardLibrary(source));
}

/**
 * Skips what was built from the same input before: a boot of the interpreter takes seconds.
 * @param {string} path
 * @param {readonly (string | Uint8Array)[]} inputs
 * @param {() => Promise<Uint8Array>} make
 */
async function writeWhenChanged(path, inputs, make) {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(input);
  const wanted = hash.digest('hex');
  const stamp = `${path}.built-from`;
  if ((await readText(stamp)) === wanted && (await exists(path))) return;
  await writeFile(path, await make());
  await writeFile(stamp, wanted);
}

/** @param {string} path */
async function readText(path) {
  return (await exists(path)) ? await readFile(path, 'utf8') : '';
}

/** @param {string} path */
async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** @param {Uint8Array} source */
async function compileStandardLibrary(source) {
  const { loadPyodide } = await import('pyodide');
  const pyodide = await loadPyodide();
  pyodide.FS.writeFile('/source.zip', source);
  pyodide.runPython(compileLibrary);
  return pyodide.FS.readFile('/compiled.zip');
}
