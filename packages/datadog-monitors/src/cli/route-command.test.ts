import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourceIn } from './file-source';
import { route } from './route-command';

const folder = mkdtempSync(join(tmpdir(), 'route-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Returns the lines that `route` prints for a monitor with a message and options, without the heading. */
async function routed(message: string, options: object): Promise<readonly string[]> {
  const file = join(folder, 'monitor.json');
  const query = 'sum(last_5m):sum:shop.errors{*}.as_count() > 5';
  writeFileSync(file, JSON.stringify({ id: 7, name: 'Errors', type: 'query alert', query, message, options }));
  const output = jest.spyOn(console, 'log').mockReturnValue();
  try {
    await route('7', { at: '2026-11-28T18:00Z', timeZone: 'UTC' }, await sourceIn([file]), [file]);
    return output.mock.calls.flat().join('\n').split('\n').slice(3);
  } finally {
    output.mockRestore();
  }
}

test('route prints one row per transition if its recipients do not depend on the earlier state', async () => {
  const options = { thresholds: { critical: 5, warning: 3 }, notify_no_data: true };
  expect(await routed('@all {{#is_alert}}@phone{{/is_alert}}', options)).toEqual([
    '  alert     @all      message',
    '            @phone    message {{#is_alert}}',
    '  warn      @all      message',
    '  no data   @all      message',
    '  recovery  @all      message',
    '  renotify  never sent: renotify_interval is not set',
  ]);
});

test('route prints a row for each earlier state that the monitor can have, if the recipients depend on it', async () => {
  const message = '@all {{#is_warning_recovery}}@quiet{{/is_warning_recovery}}';
  expect(await routed(message, { thresholds: { critical: 5, warning: 3 } })).toEqual([
    '  alert                @all      message',
    '  warn                 @all      message',
    '  no data              never sent: notify_no_data is not set',
    '  recovery from Alert  @all      message',
    '  recovery from Warn   @all      message',
    '                       @quiet    message {{#is_warning_recovery}}',
    '  renotify             never sent: renotify_interval is not set',
  ]);
});
