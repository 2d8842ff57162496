import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorsInFiles } from './monitor-files';

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
])('rejects %j, and includes the file name', (content, message) => {
  const file = written('bad.json', content);
  expect(() => monitorsInFiles([file])).toThrow(`${file} ${message}`);
  expect(() => monitorsInFiles([file])).toThrow(/^[^\n]*$/);
});

test('reports a missing file by name', () => {
  expect(() => monitorsInFiles(['nowhere.json'])).toThrow('nowhere.json cannot be read: ');
});
