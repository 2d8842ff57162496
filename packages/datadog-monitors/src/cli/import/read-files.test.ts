import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ImportOutcome } from '../../import/imported-monitor';
import { monitorFormats } from '../monitor-formats.fixture';
import { readFiles } from './read-files';

const folder = mkdtempSync(join(tmpdir(), 'import-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (path: string, content: unknown): string => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};
const shown = (found: readonly ImportOutcome[]) =>
  found.map((one) =>
    (one.kind === 'problem' ? `✗ ${one.place}: ${one.problem}` : one.monitor.name).replaceAll(folder, ''),
  );
const namesIn = async (content: unknown, path = 'a.json') => shown(await readFiles([write(path, content)]));

const monitor = { name: 'CPU', type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 1', message: 'x', options: {} };
const { options: _options, ...unset } = monitor;

const hasHcl = (() => {
  try {
    return createRequire(__filename).resolve('@cdktf/hcl2json') !== '';
  } catch {
    return false;
  }
})();

describe('readFiles', () => {
  test.each(monitorFormats)('reads $format', async ({ path, content }) => {
    expect(await namesIn(content, path)).toEqual(['CPU']);
  });

  test('reads DatadogMonitor YAML with several documents, camel case and thresholds as strings', async () => {
    const yaml = `kind: DatadogMonitor
metadata: {name: cpu}
spec:
  type: metric alert
  query: avg(last_5m):avg:a.b{*} > 1
  message: x
  controllerOptions: {disableRequiredTags: true}
  options:
    evaluationDelay: 60
    thresholds: {critical: "1", criticalRecovery: "0.5"}
status: {id: 77}
---
kind: ConfigMap
`;
    expect(await readFiles([write('a.yaml', yaml)])).toMatchObject([
      {
        datadogId: '77',
        monitor: {
          name: 'cpu',
          options: { evaluation_delay: 60, thresholds: { critical: '1', critical_recovery: '0.5' } },
        },
      },
    ]);
  });

  test('keeps the name and the Datadog id of a Terraform resource', async () => {
    const config = {
      import: [{ to: 'datadog_monitor.cpu', id: '5' }],
      resource: {
        datadog_monitor: {
          cpu: monitor,
          both: { ...monitor, type: 'composite', query: '${datadog_monitor.cpu.id} && 7' },
        },
      },
    };
    expect(await readFiles([write('a.tf.json', config)])).toMatchObject([
      { terraformId: 'cpu', datadogId: '5' },
      { terraformId: 'both', monitor: { query: '5 && 7' } },
    ]);
  });

  test('walks folders, and skips files without monitors, such as the dashboards that kennel generates', async () => {
    write('kennel/web/cpu.json', monitor);
    write('kennel/web/board.json', { title: 'x', widgets: [] });
    write('kennel/node_modules/b.json', monitor);
    expect(shown(await readFiles([join(folder, 'kennel')]))).toEqual(['CPU']);
  });

  test.each<[string, unknown, readonly string[]]>([
    [
      'broken JSON',
      '{"name": ',
      [expect.stringMatching(/^✗ \/a\.json: is not valid JSON \(.*\); save the complete response/)],
    ],
    ['an empty export', '[]', [expect.stringMatching(/^✗ \/a\.json: contains no monitors; expected a monitor's JSON/)]],
    [
      'a monitor without a query',
      [monitor, { type: 'metric alert', name: 'Half' }],
      ['CPU', '✗ /a.json: Half: query must be a string'],
    ],
    [
      'a variable',
      { resource: { datadog_monitor: { cpu: { ...monitor, query: 'a > ${var.limit}' } } } },
      [
        '✗ /a.json: datadog_monitor.cpu: contains the expression ${var.limit}, whose value is unknown; set its variables in terraform.tfvars, or run terraform show -json > state.json and import state.json',
      ],
    ],
    [
      'for_each',
      {
        resource: {
          datadog_monitor: { cpu: { ...monitor, for_each: '${local.all}' }, other: { ...monitor, name: 'Other' } },
        },
      },
      [
        expect.stringMatching(/^✗ \/a\.json: datadog_monitor\.cpu: uses for_each, whose value is unknown; set its/),
        'Other',
      ],
    ],
  ])('reports %s in one line, and reads the other monitors', async (_what, content, expected) => {
    expect(await namesIn(content)).toEqual(expected);
  });

  test('reports broken YAML and a missing file', async () => {
    expect(await namesIn('a: [', 'b.yaml')).toEqual([expect.stringMatching(/^✗ \/b\.yaml: is not valid YAML \(/)]);
    expect(shown(await readFiles([join(folder, 'none.json')]))).toEqual([
      '✗ /none.json: cannot be read: no such file or directory',
    ]);
  });

  test('adds a note about a muted monitor, and about attributes of a newer provider', async () => {
    const muted = { ...monitor, options: { silenced: { '*': null } } };
    const newer = { resource: { datadog_monitor: { cpu: { ...unset, quiet_hours: 'x' } } } };
    const found = await readFiles([write('m.json', muted), write('n.json', newer)]);
    expect(found.map((one) => one.kind === 'monitor' && one.notes)).toEqual([
      [expect.stringContaining('is muted')],
      [expect.stringContaining('quiet_hours is unknown')],
    ]);
  });

  const ofModule = (block: object) => ({
    locals: { scope: 'env:${var.env}' },
    resource: { datadog_monitor: { cpu: { ...monitor, ...block } } },
  });
  const enabled = { enabled: { default: 'true' }, env: { default: 'dev' }, limit: { type: 'number' } };

  test('evaluates the variables and locals of a Terraform module', async () => {
    write('module/variables.tf.json', { variable: enabled });
    write('module/terraform.tfvars.json', { env: 'prod', limit: 90 });
    const block = {
      count: '${var.enabled == "true" ? 1 : 0}',
      name: '[${var.env}] CPU $${x}',
      query: 'avg(last_5m):avg:a.b{${local.scope}} > ${var.limit}',
      tags: '${concat(["team:iot"], [local.scope])}',
    };
    expect(await readFiles([write('module/main.tf.json', ofModule(block))])).toMatchObject([
      {
        terraformId: 'cpu',
        monitor: {
          name: '[prod] CPU ${x}',
          query: 'avg(last_5m):avg:a.b{env:prod} > 90',
          tags: ['env:prod', 'team:iot'],
        },
      },
    ]);
  });

  test.each([
    [
      'a variable without a value',
      { query: 'avg:a{${var.env}} > ${var.limit}' },
      'contains the expression ${var.limit}',
    ],
    ['a count that is not a whole number', { count: 1.5 }, 'uses count with the value 1.5'],
    ['count with for_each', { count: 1, for_each: { a: 1 } }, 'uses for_each together with count'],
    ['an unknown count', { count: '${var.limit}' }, 'uses count, whose value is unknown'],
    ['a count of 0', { count: '${var.enabled == "true" ? 0 : 1}' }, 'uses count with a value that creates no monitor'],
    ['an empty for_each', { for_each: '${toset([])}' }, 'uses for_each with a value that creates no monitor'],
    [
      'a dynamic block',
      { dynamic: [{ monitor_thresholds: [{ for_each: '${var.all}' }] }] },
      'uses dynamic, whose value is unknown',
    ],
  ])('reports %s in a Terraform module', async (_what, block, problem) => {
    write('unset/variables.tf.json', { variable: enabled });
    expect(await readFiles([write('unset/main.tf.json', ofModule(block))])).toMatchObject([
      { kind: 'problem', problem: expect.stringContaining(problem) },
    ]);
  });

  test('reads files with values in the order of Terraform', async () => {
    const config = {
      variable: { limit: { default: 0 }, unset: { default: 1 } },
      resource: { datadog_monitor: { cpu: { ...monitor, query: 'avg(last_5m):avg:a.b{*} > ${var.limit}' } } },
    };
    write('ordered/b.auto.tfvars.json', { limit: 3 });
    write('ordered/a.auto.tfvars.json', { limit: 1 });
    write('ordered/terraform.tfvars.json', { limit: 2 });
    expect(await readFiles([write('ordered/main.tf.json', config)])).toMatchObject([
      { monitor: { query: 'avg(last_5m):avg:a.b{*} > 3' } },
    ]);
  });

  test.each([
    ['broken values', 'terraform.tfvars.json', '{"limit": ', /^is not valid JSON/],
    ['values in a list', 'terraform.tfvars.json', [1], /^must contain values of variables by name/],
    ['a repeated variable', 'again.tf.json', { variable: { limit: {} } }, /declares variable.limit a second time/],
  ])('reports %s of a Terraform module', async (name, file, content, problem) => {
    const folderOf = `values-${name.replaceAll(' ', '-')}`;
    const config = {
      variable: { limit: { default: 0 } },
      resource: { datadog_monitor: { cpu: { ...monitor, query: 'avg(last_5m):avg:a.b{*} > ${var.limit}' } } },
    };
    write(`${folderOf}/${file}`, content);
    expect(await readFiles([write(`${folderOf}/main.tf.json`, config)])).toMatchObject([
      { kind: 'problem', problem: expect.stringContaining('whose value is unknown') },
      { kind: 'problem', problem: expect.stringMatching(problem) },
    ]);
  });

  test('reports each broken file of a module once, whether the folder or only one of its files is read', async () => {
    write('torn/variables.tf.json', '{"variable": ');
    write('torn/terraform.tfvars.json', '{"limit": ');
    const config = { resource: { datadog_monitor: { cpu: { ...monitor, query: 'avg:a{*} > ${var.limit}' } } } };
    const main = write('torn/main.tf.json', config);
    for (const path of [main, dirname(main)])
      expect(
        shown(await readFiles([path]))
          .map((line) => line.split(':')[0])
          .sort(),
      ).toEqual(['✗ /torn/main.tf.json', '✗ /torn/terraform.tfvars.json', '✗ /torn/variables.tf.json']);
  });

  test('imports every instance of a resource with count or for_each', async () => {
    const config = {
      import: [{ to: '${datadog_monitor.cpu["api"]}', id: '5' }],
      locals: { services: { api: { limit: 5 }, web: { limit: 7 } } },
      resource: {
        datadog_monitor: {
          cpu: {
            ...monitor,
            for_each: '${local.services}',
            name: '${each.key}',
            query: 'avg(last_5m):avg:a.b{service:${each.key}} > ${each.value.limit}',
          },
          disk: { ...monitor, count: 2, name: 'Disk ${count.index + 1}' },
        },
      },
    };
    expect(await readFiles([write('instances/main.tf.json', config)])).toMatchObject([
      { terraformId: 'cpu_api', datadogId: '5', monitor: { query: 'avg(last_5m):avg:a.b{service:api} > 5' } },
      { terraformId: 'cpu_web', monitor: { query: 'avg(last_5m):avg:a.b{service:web} > 7' } },
      { terraformId: 'disk_0', monitor: { name: 'Disk 1' } },
      { terraformId: 'disk_1', monitor: { name: 'Disk 2' } },
    ]);
  });

  const title = hasHcl ? '' : ' (did not run: @cdktf/hcl2json is not installed)';
  test(`evaluates the variables of a module in HCL${title}`, async () => {
    if (!hasHcl) return;
    write('hcl/variables.tf', 'variable "env" {\n  type = string\n}\nvariable "limit" {\n  default = 80\n}\n');
    write('hcl/prod.auto.tfvars', 'env = "prod"\nnote = "$${x}"\n');
    write('hcl/note.tf', 'variable "note" {}\nvariable "other" {\n  default = "%%{y}"\n}\n');
    const hcl = `resource "datadog_monitor" "cpu" {
  count   = var.env == "prod" ? 1 : 0
  name    = "CPU"
  type    = "metric alert"
  message = "\${var.note} \${var.other}"
  query   = "avg(last_5m):avg:a.b{env:\${var.env}} > \${var.limit}"
  monitor_thresholds {
    critical = var.limit
  }
}
`;
    expect(await readFiles([write('hcl/main.tf', hcl)])).toMatchObject([
      {
        monitor: {
          query: 'avg(last_5m):avg:a.b{env:prod} > 80',
          message: '${x} %{y}',
          options: { thresholds: { critical: 80 } },
        },
      },
    ]);
  });

  test(`reads HCL with literals${title}`, async () => {
    if (!hasHcl) return;
    const hcl = `resource "datadog_monitor" "cpu" {
  name    = "CPU $\${x}"
  type    = "metric alert"
  message = <<-EOT
    {{value}}
  EOT
  query   = "avg(last_5m):avg:a.b{*} > 1"
  monitor_thresholds {
    critical = 1
  }
}
`;
    expect(await readFiles([write('a.tf', hcl), write('b.tf', 'resource "a" {')])).toMatchObject([
      {
        monitor: {
          name: 'CPU ${x}',
          message: '{{value}}\n',
          options: { thresholds: { critical: 1 }, new_host_delay: 300 },
        },
      },
      { problem: 'is not valid HCL (line and column 1,14: Unclosed configuration block)' },
    ]);
  });
});
