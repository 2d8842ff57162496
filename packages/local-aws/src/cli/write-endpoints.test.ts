import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeEndpoints } from './write-endpoints';

test('writes the endpoints to a file that only its owner can read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'endpoints-'));
  const endpoints = { mqtt: 'mqtts://127.0.0.1:8884', aws: 'http://127.0.0.1:4567' };
  writeEndpoints(folder, endpoints);
  const file = join(folder, 'endpoints.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(endpoints);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});
