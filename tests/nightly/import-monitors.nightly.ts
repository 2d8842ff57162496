import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { compareMonitors, parseApiMonitor } from '@himeshima/datadog-monitors';
import * as z from 'zod';
import { packPackages } from '../../commands/packaging/pack-packages';

const root = process.cwd();
const home = mkdtempSync(join(tmpdir(), 'import-'));
const folder = join(home, 'datadog');
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Functions that each return a monitor of one kind for the export. `at` is the index of the monitor. */
const kinds: readonly ((at: number) => object)[] = [
  (at) => ({ type: 'query alert', query: `avg(last_5m):avg:system.cpu.user{env:prod} by {host} > ${50 + at}` }),
  (at) => ({
    type: 'metric alert',
    query: `sum(last_15m):sum:web.errors${at}{*}.as_count() / sum:web.hits{*}.as_count() > 0.5`,
  }),
  (at) => ({ type: 'query alert', query: `change(avg(last_5m),last_1h):avg:aws.sqs.messages{queue:q${at}*} < -20` }),
  (at) => ({ type: 'query alert', query: `avg(last_4h):anomalies(avg:web.hits${at}{*}, 'basic', 2) >= 1` }),
  (at) => ({
    type: 'log alert',
    query: `logs("status:error @shop:${at}").index("*").rollup("count").by("service").last("5m") > 10`,
  }),
  (at) => ({ type: 'service check', query: `"app.up".over("shop:${at}").by("host").last(4).count_by_status()` }),
  (at) => ({ type: 'composite', query: `${999 + at} && !${1001 + at}` }),
  (at) => ({ type: 'query alert', query: `avg(last_5m):avg:disk.used{*} > ${at}`, options: { avalanche_window: at } }),
];
const monitors = Array.from({ length: 200 }, (_, at) => ({
  id: 1000 + at,
  name: `[${at % 7}] \${shop} is slow, 監視 ${at}`,
  message: `{{value}}\n\n{{#is_alert}}@slack-shop \`${at}\` \${x}{{/is_alert}}`,
  tags: [`team:${at % 5}`],
  overall_state: 'OK',
  options: { new_group_delay: 60, renotify_interval: at },
  ...kinds[at % kinds.length]?.(at),
}));

const run = (command: string, args: readonly string[], cwd = folder) =>
  execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: home },
  });

const Manifest = z.looseObject({ dependencies: z.record(z.string(), z.string()) });

/** Makes the project depend on the tarballs of this checkout, because npm has no released version. */
function installTarballs(tarballs: readonly string[]): void {
  const path = join(folder, 'package.json');
  const { dependencies, ...manifest } = Manifest.parse(JSON.parse(readFileSync(path, 'utf8')));
  const ours = tarballs.map((file): [string, string] => [
    basename(file).replace(/^himeshima-(.*)-\d+\.\d+\.\d+\.tgz$/, '@himeshima/$1'),
    `file:${join(root, file)}`,
  ]);
  const { devDependencies, ...others } = z
    .looseObject({ devDependencies: z.record(z.string(), z.string()) })
    .parse(manifest);
  const dev = Object.fromEntries(Object.entries(devDependencies).filter(([name]) => !name.startsWith('@himeshima/')));
  const changed = { ...others, dependencies: { ...dependencies, ...Object.fromEntries(ours) }, devDependencies: dev };
  writeFileSync(path, JSON.stringify(changed));
}

test('imports an export of 200 monitors within 10 s into a project that installs, type-checks, synthesizes and passes its tests', async () => {
  const tarballs = await packPackages(root, join(home, 'packages'));
  writeFileSync(join(home, 'monitors.json'), JSON.stringify(monitors));
  const program = join(root, 'packages', 'datadog-monitors', 'dist', 'cli', 'datadog-monitors.js');

  const started = performance.now();
  const printed = run(process.execPath, [program, 'import', 'monitors.json', '--to', 'datadog'], home);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(printed).toMatch(/^200 monitors imported, \d+ files written\n$/);

  installTarballs(tarballs);
  run('npm', ['install', '--no-audit', '--no-fund']);
  run('npm', ['run', 'types']);
  run('npm', ['run', 'synth']);
  run('npm', ['test']);

  const exported = run(process.execPath, [program, 'export', 'cdktf.out/stacks/datadog/cdk.tf.json']);
  const after = new Map(
    z
      .array(z.unknown())
      .parse(JSON.parse(exported))
      .map(parseApiMonitor)
      .map((one) => [one.name, one]),
  );
  const differences = monitors.map(parseApiMonitor).flatMap((before) => {
    const same = after.get(before.name);
    return same === undefined ? [`${before.name} is missing`] : compareMonitors(before, same);
  });
  expect(differences).toEqual([]);
  const stack = readFileSync(join(folder, 'cdktf.out', 'stacks', 'datadog', 'cdk.tf.json'), 'utf8');
  // monitor 1007 is a datadog_monitor_json
  expect(stack).toMatch(/"query": "\$\{datadog_monitor\.\w+\.id\} && !\$\{datadog_monitor_json\.\w+\.id\}"/);
  expect(JSON.parse(stack)).toMatchObject({ import: expect.arrayContaining([{ to: expect.any(String), id: '1000' }]) });
}, 600_000);
