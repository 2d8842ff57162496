import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installDuckdb } from './duckdb';

test.each(['.ci/run', '.gitlab-ci.yml'])('%s installs the DuckDB that people are told to install', (file) => {
  const text = readFileSync(join(__dirname, '..', '..', file), 'utf8');
  const [, version = ''] = / (@duckdb\/node-api@\S+)$/.exec(installDuckdb) ?? [];
  expect(text.split(version)).toHaveLength(2);
  expect(text.match(/@duckdb\/node-api@\S+/g)).toEqual([version]);
});
