import { describe, expect, it } from 'vitest';
import { defaultRunSettings, type RunSettings } from '../../contract/plan.ts';
import { decodeEscaped } from '../escapedText.ts';
import { readModules } from '../modules.ts';
import { testCatalog } from '../testing/testCatalog.ts';
import { type TestFiles, TestShow } from '../testing/testShow.ts';
import type { ExportTarget } from './bundle.ts';
import { exportShow } from './exportShow.ts';
import { serviceUnit, unitName } from './serviceFiles.ts';

function exported(files: TestFiles, target: ExportTarget = 'midimonster', settings: RunSettings = defaultRunSettings) {
  const show = new TestShow(files);
  const { model } = show;
  const modules = readModules(model, [], show.document.readFile);
  const source = { model, catalog: testCatalog, modules, settings, layoutText: '{}\n', settingsText: undefined };
  const { files: bundle, startFile, report } = exportShow(source, target);
  const text = (path: string) => decodeEscaped(bundle.get(path) ?? new Uint8Array());
  const errors = report.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  return { paths: [...bundle.keys()].sort(), text, startFile, errors, report: report.map(({ code }) => code) };
}

const show: TestFiles = {
  'show.cfg':
    '\uFEFF; my show\r\n[python py]\r\nmodule = h.py\r\n\tmodule=lib/my.py ; x\n[include sub/more.cfg]\npy.a > q.mod.f\n;~ py.a > py.b',
  'sub/more.cfg': 'default-handler = h.f\n[python q]\nmodule = mod\n[map]\npy.a > py.h.f\n',
  'h.py': 'import helper, json\nfrom pkg import part\nfrom pkg.deep import x\n',
  'helper.py': 'def f(v): pass\n',
  'pkg/__init__.py': 'from . import other\n',
  'pkg/part.py': 'from .. import none\nfrom .deep import x\n',
  'pkg/other.py': '',
  'pkg/deep.py': 'x = 1\n',
  'sub/mod.py': 'import beside\n',
  'sub/beside.py': '',
};

describe('export for the MIDIMonster', () => {
  it('writes one configuration, with modules by name and the guard around them', () => {
    const { text, startFile } = exported({ ...show, 'show.cfg': (show['show.cfg'] as string).replace(' ; x', '') });
    expect(startFile).toBe('show.cfg');
    expect(text('show.cfg').split('\n')).toEqual([
      '; show: written by PatchMonster for the MIDIMonster. Edit the original show instead.',
      '',
      '; my show',
      '[python py]',
      'module = patchmonster_guard',
      'module = patchmonster_folders_1',
      'module = h',
      '\tmodule=my',
      'module = patchmonster_ready',
      '; sub/more.cfg:',
      'default-handler = h.f',
      '[python q]',
      'module = patchmonster_guard',
      'module = patchmonster_folders_2',
      'module = mod',
      'module = patchmonster_ready',
      '[map]',
      'py.a > py.h.f',
      'py.a > q.mod.f',
      ';~ py.a > py.b',
      '',
    ]);
  });

  it('explains the guard where there is one', () => {
    const mentions = (files: TestFiles) => exported(files).text('README.md').includes(`patchmonster_guard.py`);
    expect([mentions(show), mentions({ 'show.cfg': '[loopback l]\n' })]).toEqual([true, false]);
  });

  it('means the same as the show that it was made of', () => {
    const original = new TestShow({
      'show.cfg': '[include a.cfg]\nk = v\n[map]\nx.1 > x.2\n[include b.cfg]\nx.5 > x.6\n',
      'a.cfg': '[loopback x]\n',
      'b.cfg': 'x.3 > x.4',
    });
    const { text } = exported({ 'show.cfg': original.text(), 'a.cfg': original.text('a.cfg'), 'b.cfg': original.text('b.cfg') });
    const flat = new TestShow(text('show.cfg'));
    expect(flat.compile().plan).toEqual(original.compile().plan);
  });

  it('reads an included file with a byte order mark, and writes OSC lists as the lines that they stand for', () => {
    const { text } = exported({
      'show.cfg': '[osc o]\n[include o.cfg]\n[python py]\n[include p.cfg]\n',
      'o.cfg': '\uFEFF\t/f{1,2}  =f 0 1\n/x{1} = f 0 1\n',
      'p.cfg': '\uFEFFmodule = h.py\n',
      'h.py': '',
    });
    const lines = text('show.cfg').split('\n');
    expect(lines.slice(lines.indexOf('; o.cfg:'), -1)).toEqual([
      '; o.cfg:',
      '\t/f1  =f 0 1',
      '\t/f2  =f 0 1',
      '/x{1} = f 0 1',
      '[python py]',
      'module = patchmonster_guard',
      '; p.cfg:',
      'module = h',
      'module = patchmonster_ready',
    ]);
  });

  it('takes along the modules that modules import, in their places', () => {
    const { paths } = exported(show);
    expect(paths).toEqual([
      'README.md',
      'h.py',
      'helper.py',
      'patchmonster_folders_1.py',
      'patchmonster_folders_2.py',
      'patchmonster_guard.py',
      'patchmonster_ready.py',
      'pkg/__init__.py',
      'pkg/deep.py',
      'pkg/other.py',
      'pkg/part.py',
      'show.cfg',
      'show.service',
      'sub/beside.py',
      'sub/mod.py',
    ]);
  });

  it('takes modules from elsewhere into folders of their own', () => {
    const { paths, text } = exported({
      'show.cfg': '[python py]\nmodule = /opt/tools/fade.py\n',
      '/opt/tools/fade.py': 'import curve\n',
      '/opt/tools/curve.py': '',
    });
    expect(paths).toContain('outside/1/fade.py');
    expect(paths).toContain('outside/1/curve.py');
    expect(text('patchmonster_folders_1.py')).toContain('"outside/1"');
    expect(text('show.cfg')).toContain('module = fade\n');
  });

  it('says what the target can not do', () => {
    const { report } = exported(
      {
        'show.cfg': `[desk d]\n[osc o]\n/x = i 0 127\n/y = fi 0 1 5 5\n/z = i 127 0\n/${'{0,1}'.repeat(20)} = f 0 1\n[loopback lb]\n[python py]\nmodule = gone\n[map]\nlb.a > lb.a\nlb.é > lb.b\nlb.c > nosuch.d\nlb.{1..10000} > lb.y\n`,
      },
      'midimonster',
      { ...defaultRunSettings, memoryCapMiB: 64 },
    );
    expect(report.sort()).toEqual([
      'export-integer-crash',
      'export-integer-input',
      'export-integer-reversed',
      'export-letter-cut',
      'export-loop-hangs',
      'export-no-backend',
      'export-no-settings',
      'export-pattern-refused',
      'export-slow-start',
      'module-missing',
      'unknown-instance',
    ]);
  });
});

describe('export for PatchMonster', () => {
  it('copies the files as they are', () => {
    const { paths, text } = exported(show, 'patchmonster');
    expect(text('show.cfg')).toBe(show['show.cfg']);
    expect(text('sub/more.cfg')).toBe(show['sub/more.cfg']);
    expect(paths).toContain('show.layout.json');
    expect(paths.some((path) => path.startsWith('patchmonster_'))).toBe(false);
    expect(text('show.service')).toContain('ExecStart=/usr/bin/env patchmonster run show.cfg\n');
  });

  it('says what lies outside and stays behind', () => {
    const { paths, report, errors } = exported(
      { 'show.cfg': '[include /etc/more.cfg]\n[python py]\nmodule = /opt/fade.py\n', '/etc/more.cfg': '', '/opt/fade.py': '' },
      'patchmonster',
    );
    expect(report).toEqual(['export-left-out', 'export-left-out']);
    // The module is missed where it is called; without what it includes the show does not start at all.
    expect(errors).toEqual(['export-left-out']);
    expect(paths).toEqual(['README.md', 'show.cfg', 'show.layout.json', 'show.service']);
  });

  it('says what comes along but is looked for where it was', () => {
    const text = '[include /show/more.cfg]\n[python py]\nmodule = /show/fade.py\n';
    const { paths, report, errors } = exported({ 'show.cfg': text, 'more.cfg': '', 'fade.py': '' }, 'patchmonster');
    expect(report).toEqual(['export-absolute-path', 'export-absolute-path']);
    expect(errors).toEqual(['export-absolute-path']);
    expect(paths).toContain('more.cfg');
  });
});

describe('files for systemd', () => {
  it('have a safe name and quoted arguments', () => {
    expect([unitName('Großer Saal 2'), unitName('../x'), unitName('日本')]).toEqual(['Gro-er-Saal-2', 'x', 'show']);
    expect(serviceUnit('a%b', 'my "show" 50%$.cfg', 'midimonster')).toContain(
      'ExecStart=/usr/bin/env midimonster "my \\"show\\" 50%%$$.cfg"\n',
    );
  });
});
