import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorsInFiles, requireMonitors } from './monitor-files';

const folder = mkdtempSync(join(tmpdir(), 'monitor-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const written = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const found = (name: string, content: unknown) =>
  monitorsInFiles([written(name, content)]).map((one) => [one.id, one.definition?.query ?? 'unread']);

const query = 'avg(last_5m):avg:system.load.1{*} > 4';
const api = { id: 42, name: 'Load', type: 'metric alert', query, message: '', options: {}, overall_state: 'OK' };
const attributes = { name: 'Load', type: 'metric alert', query, message: 'high' };
const resources = (address: string, values: object) => ({ resources: [{ address, type: 'datadog_monitor', values }] });

describe('monitorsInFiles reads', () => {
  test.each([
    ['a response from the API', api, '42'],
    ['a list of the API', [api], '42'],
    ['an export', { monitors: [{ ...api, id: undefined }] }, 'Load'],
    ['Terraform JSON', { resource: { datadog_monitor: { load: { ...attributes, lifecycle: {} } } } }, 'load'],
    [
      'a monitor as JSON in Terraform JSON',
      { resource: { datadog_monitor_json: { load: { monitor: JSON.stringify(api) } } } },
      'load',
    ],
    [
      'a plan with modules',
      {
        format_version: '1.2',
        planned_values: {
          root_module: { child_modules: [resources('module.a["x"].datadog_monitor.load', attributes)] },
        },
      },
      'module.a["x"].datadog_monitor.load',
    ],
  ])('%s', (_what, content, id) => {
    expect(found('monitors.json', content)).toEqual([[id, query]]);
  });
});

test('reports an unreadable monitor, and reads all other monitors', () => {
  const resource = { datadog_monitor: { bad: { ...attributes, timeout_h: 'soon' }, good: attributes } };
  expect(monitorsInFiles([written('two.json', { resource })])).toMatchObject([
    { id: 'bad', problem: expect.stringContaining('timeout_h: ') },
    { id: 'good', definition: { query } },
  ]);
});

test.each([
  ['{', 'is not valid JSON ('],
  [{}, 'contains no monitors; expected a monitor'],
  [{ resource: { aws_sqs_queue: {} } }, 'contains no monitors'],
])('reports the file %j in one line, and reads the other files', (content, message) => {
  const file = written('bad.json', content);
  expect(monitorsInFiles([file, 'nowhere.json', written('good.json', api)])).toEqual([
    { file, problem: expect.stringMatching(/^[^\n]*$/) },
    { file: 'nowhere.json', problem: expect.stringMatching(/^cannot be read: /) },
    expect.objectContaining({ id: '42' }),
  ]);
  const [first] = monitorsInFiles([file]);
  expect(first).toMatchObject({ problem: expect.stringContaining(message) });
});

describe('requireMonitors', () => {
  test('skips files without monitors, such as SLOs and notification rules', () => {
    const files = [written('good.json', api), written('slo.json', { data: [] })];
    expect(requireMonitors(files)).toMatchObject([{ id: '42' }]);
  });

  test.each([
    [{}, 'bad.json contains no monitors; expected a monitor'],
    ['{', 'bad.json is not valid JSON ('],
    [{ ...api, query: 7 }, 'bad.json: 42: query: '],
  ])('rejects %j in one line', (content, message) => {
    const file = written('bad.json', content);
    expect(() => requireMonitors([file])).toThrow(message);
    expect(() => requireMonitors([file])).toThrow(/^[^\n]*$/);
  });
});
