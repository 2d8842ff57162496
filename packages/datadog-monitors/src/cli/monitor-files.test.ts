import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { monitorsIn, requireMonitors } from './monitor-files';
import { hclFormat, monitorFormats } from './monitor-formats.fixture';
import { readDocuments } from './read-documents';

const folder = mkdtempSync(join(tmpdir(), 'monitor-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const written = (name: string, content: unknown) => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const monitorsAt = async (...paths: readonly string[]) => monitorsIn(await readDocuments(paths));
const requireAt = async (...paths: readonly string[]) => requireMonitors(await readDocuments(paths));
const idsAt = async (path: string) => (await monitorsAt(path)).map(({ id, definition }) => [id, definition?.query]);

const query = 'avg(last_5m):avg:a.b{*} > 1';
const api = { id: 42, name: 'Load', type: 'metric alert', query, message: '', options: {}, overall_state: 'OK' };
const attributes = { name: 'Load', type: 'metric alert', query, message: 'high' };

const hasHcl = (() => {
  try {
    return createRequire(__filename).resolve('@cdktf/hcl2json') !== '';
  } catch {
    return false;
  }
})();

describe('monitorsIn', () => {
  test.each(monitorFormats)('reads $format', async ({ path, content, id }) => {
    expect(await idsAt(written(path, content))).toEqual([[id, query]]);
  });

  const title = hasHcl ? '' : ' (did not run: @cdktf/hcl2json is not installed)';
  test(`reads HCL${title}`, async () => {
    if (!hasHcl) return;
    expect(await idsAt(written(hclFormat.path, hclFormat.content))).toEqual([[hclFormat.id, query]]);
  });

  test('skips files without monitors in a folder', async () => {
    written('kennel/shop/board.json', { title: 'Shop', widgets: [] });
    written('kennel/shop/load.json', { ...attributes, options: {}, api_resource: 'monitor' });
    expect(await idsAt(join(folder, 'kennel'))).toEqual([['%{shop:load}', query]]);
  });

  test('keeps Terraform expressions', async () => {
    const both = { ...attributes, type: 'composite', query: '${datadog_monitor.a.id} && 2' };
    const path = written('both.tf.json', { resource: { datadog_monitor: { both } } });
    expect(await idsAt(path)).toEqual([['both', '${datadog_monitor.a.id} && 2']]);
  });

  test('reports an unreadable monitor, and reads all other monitors', async () => {
    const resource = { datadog_monitor: { bad: { ...attributes, timeout_h: 'soon' }, good: attributes } };
    expect(await monitorsAt(written('two.tf.json', { resource }))).toMatchObject([
      { id: 'bad', problem: expect.stringContaining('timeout_h: ') },
      { id: 'good', definition: { query } },
    ]);
  });

  test.each([
    ['SLOs', { data: [{ name: 'Orders', type: 'monitor', monitor_ids: [1], thresholds: [{ target: 99 }] }] }],
    ['a list of SLOs', [{ name: 'Orders', type: 'metric', query: {}, thresholds: [{ target: 99 }] }]],
    ['notification rules', { data: [{ id: 'r', type: 'monitor-notification-rule', attributes: {} }] }],
    ['downtimes', { resource: { datadog_downtime_schedule: { night: {} } } }],
  ])('accepts a file with only %s', async (_what, content) => {
    expect(await monitorsAt(written('others.json', content))).toEqual([]);
  });

  test.each([
    ['{', 'is not valid JSON ('],
    [{}, "contains no monitors; expected a monitor's JSON"],
    [{ resource: { aws_sqs_queue: {} } }, 'contains no monitors'],
  ])('reports the file %j in one line, and reads the other files', async (content, message) => {
    const file = written('bad.json', content);
    expect(await monitorsAt(file, 'nowhere.json', written('good.json', api))).toEqual([
      { file, problem: expect.stringMatching(/^[^\n]*$/) },
      { file: 'nowhere.json', problem: expect.stringMatching(/^cannot be read: /) },
      expect.objectContaining({ id: '42' }),
    ]);
    const [first] = await monitorsAt(file);
    expect(first).toMatchObject({ problem: expect.stringContaining(message) });
  });
});

describe('requireMonitors', () => {
  test('skips files without monitors, such as SLOs and notification rules', async () => {
    const files = [written('good.json', api), written('slo.json', { data: [] })];
    expect(await requireAt(...files)).toMatchObject([{ id: '42' }]);
  });

  test.each([
    [{}, "bad.json contains no monitors; expected a monitor's JSON"],
    ['{', 'bad.json is not valid JSON ('],
    [{ ...api, query: 7 }, 'bad.json: 42: query: '],
  ])('rejects %j in one line', async (content, message) => {
    const file = written('bad.json', content);
    await expect(requireAt(file)).rejects.toThrow(message);
    await expect(requireAt(file)).rejects.toThrow(/^[^\n]*$/);
  });
});
