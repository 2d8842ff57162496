import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditCommand } from './audit-command';
import { lintCommand } from './check-command';

const folder = mkdtempSync(join(tmpdir(), 'account-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const broken = file('broken.json', '{"monitors": [');
const empty = file('empty.json', '[]');

test.each([
  [[], /^nothing to audit; expected files with monitors, or --from-api$/],
  [['--from-api'], /^--from-api needs DD_API_KEY and DD_APP_KEY$/],
  [[broken], /broken\.json is not valid JSON/],
  [[empty], /empty\.json contains no monitors; expected a monitor or a list of monitors/],
  [[broken, '--time-zone', 'Mars'], /^unknown --time-zone Mars/],
])('audit %j fails with a one-line message', async (args, message) => {
  await expect(auditCommand('datadog-monitors').parseAsync(args, { from: 'user' })).rejects.toThrow(message);
});

test.each([
  [['--live'], /^--live needs DD_API_KEY and DD_APP_KEY/],
  [['--live', '--metadata', 'x'], /^--live and --metadata cannot be combined/],
  [['--metadata', broken], /broken\.json contains no metadata; write it with lint --live --save-metadata/],
  [['--save-metadata', 'x'], /^--save-metadata needs --live$/],
])('lint %j fails with a one-line message', async (args, message) => {
  await expect(lintCommand('datadog-monitors').parseAsync([empty, ...args], { from: 'user' })).rejects.toThrow(message);
});
