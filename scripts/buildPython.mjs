// Makes what Python needs at run time in `dist/python`: the standard library as compiled files in a stored zip (Pyodide's own
// holds sources, which costs 3 s of compiling at every start), and our own packages likewise.
import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Packages inside the interpreter, by the folder of their sources. */
const ownPackages = { _patchmonster: 'python/midimonster', patchmonster_sockets: 'python/sockets/patchmonster_sockets' };
const ownPrefix = '/lib/patchmonster.zip/';

/** Compiles every source of one zip into a stored zip of files that Python takes without looking for sources. */
const compileZip = `
import importlib._bootstrap_external as bootstrap, importlib.util, zipfile

def compile_zip(prefix):
    with zipfile.ZipFile('/source.zip') as source, zipfile.ZipFile('/compiled.zip', 'w', zipfile.ZIP_STORED) as compiled:
        for entry in source.infolist():
            data = source.read(entry)
            if not entry.filename.endswith('.py'):
                compiled.writestr(entry.filename, data)
                continue
            code = compile(data, prefix + entry.filename, 'exec', dont_inherit=True, optimize=0)
            unchecked = bootstrap._code_to_hash_pyc(code, importlib.util.source_hash(data), False)
            compiled.writestr(entry.filename + 'c', bytes(unchecked))

def compile_texts(texts, prefix):
    with zipfile.ZipFile('/source.zip', 'w') as source:
        for name, text in texts.items():
            source.writestr(name, text)
    compile_zip(prefix)
`;

const importBeforeSnapshot = `
import sys
sys.path.append('/lib/patchmonster.zip')
import importlib.util, io, json, linecache, math, random, select, selectors, signal, socket, struct, time, traceback
import _patchmonster.start
import patchmonster_sockets
del sys.modules['__main__'].sys
`;

/** What the snapshot keeps of its start. Without a name of its own Python has that of the build's program, with its folder. */
const snapshotOptions = { env: { HOME: '/home/pyodide', LANG: 'C.UTF-8', PATH: '/' }, _sysExecutable: 'python3' };

/** @param {string} root */
export async function buildPythonFiles(root) {
  const folder = `${root}/dist/python`;
  await mkdir(folder, { recursive: true });
  // For `patchmonster export --stubs`.
  await copyFile(`${root}/python/midimonster/midimonster.pyi`, `${folder}/midimonster.pyi`);
  const pyodideFolder = dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
  const source = await readFile(`${pyodideFolder}/python_stdlib.zip`);
  await writeWhenChanged(`${folder}/stdlib.zip`, [source, compileZip], async () => {
    const pyodide = await bootCompiler();
    pyodide.FS.writeFile('/source.zip', source);
    pyodide.globals.get('compile_zip')('/lib/python314.zip/');
    return pyodide.FS.readFile('/compiled.zip');
  });
  const texts = await readOwnSources(root);
  await writeWhenChanged(`${folder}/midimonster.zip`, [JSON.stringify(texts), compileZip], async () => {
    const pyodide = await bootCompiler(`${folder}/stdlib.zip`);
    pyodide.globals.get('compile_texts')(pyodide.toPy(texts), ownPrefix);
    return pyodide.FS.readFile('/compiled.zip');
  });
  const ownZip = await readFile(`${folder}/midimonster.zip`);
  const library = await readFile(`${folder}/stdlib.zip.built-from`);
  const inputs = [library, ownZip, importBeforeSnapshot, JSON.stringify(snapshotOptions)];
  await writeWhenChanged(`${folder}/snapshot.bin`, inputs, () => makeSnapshot(folder, ownZip));
  await writeFile(`${folder}/output.wasm`, await assemble(`${root}/python/midimonster/output.wat`));
}

/**
 * The interpreter's memory after its start and the usual imports: a worker that begins with it is ready in a third of the time.
 * `bootInterpreter` must be called with the same environment and the same global names.
 * @param {string} folder
 * @param {Uint8Array} ownZip
 */
async function makeSnapshot(folder, ownZip) {
  const { loadPyodide } = await import('pyodide');
  const options = {
    stdLibURL: `${folder}/stdlib.zip`,
    ...snapshotOptions,
    jsglobals: Object.assign(Object.create(null), { setTimeout, clearTimeout, setInterval, clearInterval, Object, Array }),
    _makeSnapshot: true,
  };
  const pyodide = await loadPyodide(options);
  pyodide.FS.writeFile('/lib/patchmonster.zip', ownZip);
  pyodide.runPython(importBeforeSnapshot);
  // Not in Pyodide's published types, like the option above.
  const maker = /** @type {{ makeMemorySnapshot(): Uint8Array }} */ (/** @type {unknown} */ (pyodide));
  return maker.makeMemorySnapshot();
}

/** @param {string} path */
async function assemble(path) {
  const { default: makeWabt } = await import('wabt');
  const wabt = await makeWabt();
  const module = wabt.parseWat(path, await readFile(path, 'utf8'));
  return module.toBinary({}).buffer;
}

/** @param {string} [stdLibURL] */
async function bootCompiler(stdLibURL) {
  const { loadPyodide } = await import('pyodide');
  const pyodide = await loadPyodide(stdLibURL === undefined ? {} : { stdLibURL });
  pyodide.runPython(compileZip);
  return pyodide;
}

/** @param {string} root */
async function readOwnSources(root) {
  /** @type {Record<string, string>} */
  const texts = {};
  for (const [name, folder] of Object.entries(ownPackages)) {
    if (!(await exists(`${root}/${folder}`))) continue;
    const files = (await readdir(`${root}/${folder}`)).filter((file) => file.endsWith('.py')).sort();
    for (const file of files) texts[`${name}/${file}`] = await readFile(`${root}/${folder}/${file}`, 'utf8');
  }
  return texts;
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
