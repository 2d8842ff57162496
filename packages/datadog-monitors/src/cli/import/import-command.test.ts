import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand } from '@himeshima/cli';
import { parseApiMonitor } from '../../api/api-monitor';
import { compareMonitors } from '../../api/compare-monitors';
import { apiMonitors, inexpressibleMonitors } from '../../api/monitors.fixture';
import { kennelFiles } from '../../import/kennel.fixture';
import { exportCommand } from './export-command';
import { importCommand } from './import-command';

const folder = mkdtempSync(join(tmpdir(), 'import-'));
const input = join(folder, 'monitors.json');
const all = [
  ...Object.values(apiMonitors),
  ...inexpressibleMonitors.map(([, json], at) => ({ ...json, id: 500 + at })),
];
writeFileSync(input, JSON.stringify(all));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  process.exitCode = 0;
});

type Program = Parameters<typeof runCommand>[0];

/** Runs a command, and returns its exit code and lines. */
async function run(command: Program, ...args: readonly string[]) {
  const lines: string[] = [];
  process.exitCode = 0;
  const spies = (['log', 'error'] as const).map((method) =>
    jest.spyOn(console, method).mockImplementation((...parts: readonly unknown[]) => void lines.push(parts.join(' '))),
  );
  await runCommand(command, args);
  for (const spy of spies) spy.mockRestore();
  return { exitCode: process.exitCode ?? 0, lines };
}
const importing = (...args: readonly string[]) => run(importCommand('datadog-monitors', '^0.1.0'), ...args);
const exporting = (...args: readonly string[]) => run(exportCommand('datadog-monitors'), ...args);
const read = (...path: readonly string[]) => readFileSync(join(folder, ...path), 'utf8');

describe('import', () => {
  test('writes a project with entries, tests and an index', async () => {
    const to = join(folder, 'project');
    const { exitCode, lines } = await importing(input, '--to', to);
    expect(lines).toContain(
      `${all.length} monitors imported, ${readdirSync(to, { recursive: true }).length - 1} files written`,
    );
    expect(exitCode).toBe(0);
    expect(readdirSync(to).toSorted()).toEqual(
      [
        '.gitignore',
        'cdktf.json',
        'jest.config.cjs',
        'main.ts',
        'monitors',
        'package.json',
        'tsconfig.json',
      ].toSorted(),
    );
    expect(read('project', 'monitors', 'system.ts')).toContain(
      "export const hostsCpuOfHostNameIsHigh = datadogMonitor({\n  id: 'hosts_cpu_of_host_name_is_high',\n  datadogId: '101',",
    );
    expect(read('project', 'monitors', 'index.ts')).toContain("import * as system from './system';");
  });

  test('writes a test that states when a monitor alerts, or a description of a monitor that is not evaluated', async () => {
    expect(
      read('project', 'monitors', 'queue.test.ts'),
    ).toContain(`test('alerts when queue.length rises from 99 to 100', () => {
    const run = simulateDatadogMonitor(queueIsLong, { series: [series('queue.length', '99x32 100x15')], minutes: 48 });
    expect(run).toAlertAt('33m');`);
    expect(read('project', 'monitors', 'composites.test.ts')).toMatch(
      /expect\(describeDatadogMonitor\(both\)\)\.toBe\(\s+'Alerts when /,
    );
  });

  test('writes composites with references to the imported monitors, and reports the ids of other monitors', async () => {
    const { lines } = await importing(input, '--to', join(folder, 'composites'));
    expect(read('composites', 'monitors', 'composites.ts')).toContain(
      "  query: 'hosts_cpu_of_host_name_is_high && !102',",
    );
    expect(lines).toContain(`! ${input}: Both: combines 102, which is not an imported monitor; the query keeps its id`);
    await importing(input, '--to', join(folder, 'composites-plain'), '--format', 'tf.json');
    expect(read('composites-plain', 'monitors.tf.json')).toContain(
      '"query": "${datadog_monitor.hosts_cpu_of_host_name_is_high.id} && !102"',
    );
  });

  test('resolves the references in the composites that kennel generates', async () => {
    const generated = join(folder, 'generated');
    for (const [path, content] of Object.entries(kennelFiles)) {
      mkdirSync(join(generated, dirname(path)), { recursive: true });
      writeFileSync(join(generated, path), JSON.stringify(content));
    }
    const to = join(folder, 'kennel');
    const { lines } = await importing(generated, '--to', to, '--format', 'tf.json');
    expect(lines).toEqual([
      `! ${join(generated, 'shop', 'outage.json')}: Outage🔒: combines %{payments:late}, which is not an imported monitor; the query keeps its id`,
      '2 monitors imported, 1 file written',
      '2 monitors without an id in Datadog: Terraform will create them',
    ]);
    const { resource } = JSON.parse(read('kennel', 'monitors.tf.json'));
    expect(Object.keys(resource)).toEqual(['datadog_monitor']);
    expect(resource.datadog_monitor.outage.query).toBe('${datadog_monitor.shop_errors.id} && !%%{payments:late}');
  });

  describe('composites in Terraform without import blocks', () => {
    const metric = { type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 1', message: 'x' };
    const both = (query: string) => ({ both: { type: 'composite', name: 'Both', message: 'x', query } });
    const write = (name: string, datadog_monitor: object, others: object = {}) => {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, 'main.tf.json'), JSON.stringify({ resource: { datadog_monitor, ...others } }));
      return join(folder, name);
    };
    const queryOf = (name: string) => JSON.parse(read(name, 'monitors.tf.json')).resource.datadog_monitor.both.query;

    test('refer to the imported members of the same folder, also of another file and of resources with instances', async () => {
      const query =
        '${datadog_monitor.cpu["api"].id} && !${datadog_monitor.disk[0].id} && ${datadog_monitor.one[0].id}';
      const source = write('members', both(query));
      const members = {
        cpu: { ...metric, name: 'CPU ${each.key}', for_each: '${toset(["api", "web"])}' },
        disk: { ...metric, name: 'Disk', count: 2 },
        one: { ...metric, name: 'One', count: 1 },
      };
      writeFileSync(join(source, 'members.tf.json'), JSON.stringify({ resource: { datadog_monitor: members } }));
      const other = write('others', { cpu: { ...metric, name: 'Other' }, ...both('${datadog_monitor.cpu.id}') });
      const to = join(folder, 'members-plain');
      expect(await importing(source, other, '--to', to, '--format', 'tf.json')).toMatchObject({ exitCode: 0 });
      expect(queryOf('members-plain')).toBe(
        '${datadog_monitor.cpu_api.id} && !${datadog_monitor.disk_0.id} && ${datadog_monitor.one.id}',
      );
      const { resource } = JSON.parse(read('members-plain', 'monitors.tf.json'));
      expect(resource.datadog_monitor.both_2.query).toBe('${datadog_monitor.cpu.id}');
    });

    test('are reported with their expression if a function builds their JSON', async () => {
      const call = '${jsonencode({type = "composite", query = "${datadog_monitor.cpu.id}"})}';
      const source = join(write('encoded', {}, { datadog_monitor_json: { both: { monitor: call } } }), 'main.tf.json');
      const { lines } = await importing(source, '--to', join(folder, 'encoded-plain'));
      expect(lines).toEqual([
        expect.stringMatching(
          /datadog_monitor_json\.both: contains the expression \$\{jsonencode\(\{type = "composite", query = "\$\{datadog_monitor\.cpu\.id\}, whose value is unknown; run terraform show -json/,
        ),
      ]);
    });

    test('are reported if a member is not imported, and by export, which needs Datadog ids', async () => {
      const source = join(write('missing', both('${datadog_monitor.gone.id}')), 'main.tf.json');
      const unknown = (file: string, address: string) =>
        `✗ ${file}: datadog_monitor.both: refers to ${address}, whose Datadog id is unknown; run terraform show -json > state.json and import state.json`;
      const { lines } = await importing(source, '--to', join(folder, 'missing-plain'));
      expect(lines).toEqual([unknown(source, 'datadog_monitor.gone')]);
      const known = join(
        write('known', { cpu: { ...metric, name: 'CPU' }, ...both('${datadog_monitor.cpu.id}') }),
        'main.tf.json',
      );
      expect(await exporting(known, '--to', join(folder, 'known-exported'))).toEqual({
        exitCode: 1,
        lines: [unknown(known, 'datadog_monitor.cpu'), `1 file written to ${join(folder, 'known-exported')}`],
      });
    });
  });

  test('overwrites files only with --force', async () => {
    const to = join(folder, 'project');
    const target = join(to, 'monitors', 'system.ts');
    const before = readFileSync(target, 'utf8');
    writeFileSync(target, `${before}// edited\n`);
    const { exitCode, lines } = await importing(input, '--to', to);
    expect({ exitCode, lines }).toEqual({
      exitCode: 1,
      lines: expect.arrayContaining([`✗ ${target}: already exists; use --force to overwrite it`]),
    });
    expect(readFileSync(target, 'utf8')).toContain('// edited');
    await importing(input, '--to', to, '--force');
    expect(readFileSync(target, 'utf8')).toBe(before);
  });

  test('adds the monitors that were created since an earlier import, and keeps edited files', async () => {
    const to = join(folder, 'later');
    const at = (id: number, name: string) => ({
      id,
      name,
      type: 'metric alert',
      query: 'avg(last_5m):avg:system.cpu.user{*} > 1',
      message: 'x',
    });
    const importAll = (...monitors: readonly object[]) => {
      writeFileSync(join(folder, 'later.json'), JSON.stringify(monitors));
      return importing(join(folder, 'later.json'), '--to', to);
    };
    await importAll(at(1, 'A'));
    expect(await importAll(at(1, 'A'), at(2, 'B'))).toEqual({
      exitCode: 0,
      lines: ['1 monitor imported, 3 files written, 1 unchanged'],
    });
    expect(read('later', 'monitors', 'system-2.ts')).toContain("datadogId: '2'");
    expect(read('later', 'monitors', 'index.ts')).toContain("import * as system2 from './system-2';");
    expect(await importAll(at(1, 'A'), at(2, 'B'))).toEqual({
      exitCode: 0,
      lines: ['0 monitors imported, 0 files written, 2 unchanged'],
    });
    const edited = join(to, 'monitors', 'system.ts');
    writeFileSync(edited, `${readFileSync(edited, 'utf8')}// edited\n`);
    expect(await importAll(at(1, 'A'), at(2, 'B'), at(3, 'C'))).toEqual({
      exitCode: 1,
      lines: [
        `✗ ${edited}: already exists; use --force to overwrite it`,
        '1 monitor imported, 3 files written, 1 unchanged, 1 not written',
      ],
    });
    expect(readFileSync(edited, 'utf8')).toContain('// edited');
    expect(read('later', 'monitors', 'system-3.ts')).toContain("datadogId: '3'");
  });

  test('moves the resource of a monitor that was renamed in Datadog', async () => {
    const to = join(folder, 'project');
    const renamed = join(folder, 'renamed.json');
    writeFileSync(
      renamed,
      JSON.stringify({ ...apiMonitors['a metric monitor with every common option'], name: 'CPU' }),
    );
    await importing(renamed, '--to', to, '--force');
    expect(read('project', 'monitors', 'system.ts')).toContain(
      "  id: 'cpu',\n  datadogId: '101',\n  movedFrom: 'hosts_cpu_of_host_name_is_high',\n",
    );
  });

  test.each(['typescript', 'tf.json'])('declares one move per monitor over repeated imports in %s', async (format) => {
    const to = join(folder, `renames-${format}`);
    const file = join(folder, 'names.json');
    for (const names of [
      { 1: 'a', 2: 'b' },
      { 1: 'c', 2: 'a' },
      { 1: 'd', 2: 'a' },
    ]) {
      const entries = Object.entries(names).map(([id, name]) => ({ ...apiMonitors['a composite'], id: +id, name }));
      writeFileSync(file, JSON.stringify(entries));
      await importing(file, '--to', to, '--force', '--format', format);
    }
    const text = readFileSync(
      join(to, format === 'typescript' ? 'monitors/composites.ts' : 'monitors.tf.json'),
      'utf8',
    );
    const moves = [...text.matchAll(/(?:movedFrom: '|"from": "datadog_monitor\.)(\w+)/g)].map(([, from]) => from);
    expect(moves.sort()).toEqual(['a', 'b']);
    expect(text).toMatch(/id: 'c',|"to": "datadog_monitor\.c"/);
  });

  describe('an import into a folder with an earlier import', () => {
    const simple = { id: 7, name: 'Load', type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 1', message: 'x' };
    const windowed = { ...simple, options: { avalanche_window: 10 } };
    const changesOf = async (monitor: object, ...args: readonly string[]) => {
      writeFileSync(join(folder, 'one.json'), JSON.stringify(monitor));
      const { lines } = await importing(join(folder, 'one.json'), '--force', ...args);
      return lines.filter((line) => line.includes(' becomes '));
    };
    const warning = (from: string, into: string) =>
      `! ${join(folder, 'one.json')}: Load: ${from}.load becomes ${into}.load; before the apply, run terraform state rm ${from}.load, because Terraform would otherwise delete the monitor and its history`;

    test.each(['typescript', 'tf.json'])('warns if the type of a resource changes in %s', async (format) => {
      const args = ['--to', join(folder, `again-${format}`), '--format', format];
      expect(await changesOf(simple, ...args)).toEqual([]);
      expect(await changesOf(windowed, ...args)).toEqual([warning('datadog_monitor', 'datadog_monitor_json')]);
      expect(await changesOf(windowed, ...args)).toEqual([]);
      expect(await changesOf(simple, ...args)).toEqual([warning('datadog_monitor_json', 'datadog_monitor')]);
    });

    test('reads the type of an edited monitor from the synthesized Terraform', async () => {
      const args = ['--to', join(folder, 'again-edited')];
      await changesOf(simple, ...args);
      const stack = join(folder, 'again-edited', 'cdktf.out', 'stacks', 'datadog');
      mkdirSync(stack, { recursive: true });
      const declared = { import: [{ to: 'datadog_monitor_json.load', id: '7' }] };
      writeFileSync(join(stack, 'cdk.tf.json'), JSON.stringify(declared));
      expect(await changesOf(windowed, ...args)).toEqual([]);
    });
  });

  test('writes Terraform that exports the same monitors', async () => {
    const to = join(folder, 'plain');
    await importing(input, '--to', to, '--format', 'tf.json');
    expect(readdirSync(to)).toEqual(['monitors.tf.json']);
    expect(JSON.parse(read('plain', 'monitors.tf.json'))).toMatchObject({
      import: expect.arrayContaining([{ to: 'datadog_monitor.hosts_cpu_of_host_name_is_high', id: '101' }]),
      resource: {
        datadog_monitor: {
          hosts_cpu_of_host_name_is_high: { message: expect.stringContaining('CPU $${is} %%{high}') },
        },
      },
    });
    const { exitCode } = await exporting(join(to, 'monitors.tf.json'), '--to', join(folder, 'exported'));
    expect(exitCode).toBe(0);
    const exported = readdirSync(join(folder, 'exported')).map((file) =>
      parseApiMonitor(JSON.parse(read('exported', file))),
    );
    const lost = all
      .map(parseApiMonitor)
      .filter((one) => !exported.some((other) => compareMonitors(one, other).length === 0));
    expect({ count: exported.length, lost }).toEqual({ count: all.length, lost: [] });
  });

  test('reports problems in one line each, imports the other monitors, and exits with code 1', async () => {
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{');
    const to = join(folder, 'some');
    const { exitCode, lines } = await importing(broken, join(folder, 'monitors.json'), '--to', to);
    expect(exitCode).toBe(1);
    expect(lines[0]).toMatch(/broken\.json: is not valid JSON/);
    expect(lines.some((line) => line.includes('\n'))).toBe(false);
    expect(existsSync(join(to, 'monitors', 'system.ts'))).toBe(true);
  });

  test('imports a monitor only once if two files contain it, and reports the duplicate', async () => {
    const { lines } = await importing(input, input, '--to', join(folder, 'twice'));
    expect(lines).toContain(
      `✗ ${input}: [Hosts] CPU of {{host.name}} is high: has the same Datadog id (101) as ${input}: [Hosts] CPU of {{host.name}} is high, so it was skipped; remove one of them from the input`,
    );
  });

  test('imports a monitor of an unknown type unchanged, and reports the type', async () => {
    const unknown = join(folder, 'unknown.json');
    writeFileSync(unknown, JSON.stringify({ name: 'Rain', type: 'weather alert', query: 'rain > 1', message: 'x' }));
    const to = join(folder, 'unknown');
    const { exitCode, lines } = await importing(unknown, '--to', to);
    expect({ exitCode, lines }).toEqual({
      exitCode: 1,
      lines: expect.arrayContaining([
        `✗ ${unknown}: Rain: unknown type "weather alert", imported unchanged; check the spelling`,
      ]),
    });
    expect(read('unknown', 'monitors', 'weather-alert.test.ts')).toContain('rain > 1');
  });

  test('writes unsupported option names into one line of a comment', async () => {
    const hostile = { ...apiMonitors['a composite'], options: { 'a\nprocess.exit()': 1 } };
    writeFileSync(join(folder, 'hostile.json'), JSON.stringify(hostile));
    await importing(join(folder, 'hostile.json'), '--to', join(folder, 'hostile'));
    expect(read('hostile', 'monitors', 'composites.ts')).toContain(
      '// datadog_monitor_json, because datadog_monitor does not support options.a?process.exit??\nexport const both',
    );
  });

  test.each<[string, readonly string[], RegExp]>([
    ['no input', [], /^✗ import needs files, folders or --from-api; --help shows examples$/],
    [
      'an unwritable folder',
      [input, '--to', '/proc/none'],
      /^✗ \/proc\/none cannot be written to \(.*\); choose another folder with --to$/,
    ],
    ['an unknown format', [input, '--format', 'hcl'], /^✗ option '--format <format>' argument 'hcl' is invalid/],
    ['an address without --from-api', [input, '--api-url', 'https://x'], /^✗ --api-url needs --from-api$/],
  ])('rejects %s in one line', async (_what, args, message) => {
    const { exitCode, lines } = await importing(...args);
    expect({ exitCode, lines }).toEqual({ exitCode: 1, lines: [expect.stringMatching(message)] });
  });
});
