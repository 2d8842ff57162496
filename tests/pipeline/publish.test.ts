import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import * as z from 'zod';
import { workplace } from './workplace';

const Published = z.object({ name: z.string(), versions: z.record(z.string(), z.unknown()) });

/** Packages published to a registry that already has one version and accepts other versions, like GitLab's registry. */
const published: string[] = [];
const tokens = new Set<string | undefined>();
const server = createServer((request, response) => {
  tokens.add(request.headers.authorization);
  if (!request.url?.startsWith('/api/v4/projects/7/packages/npm/@himeshima%2f')) return response.writeHead(404).end();
  if (request.method === 'GET') {
    if (!request.url.endsWith('iot')) return response.writeHead(404).end('{"error":"not found"}');
    const version = { name: '@himeshima/iot', version: '0.1.0' };
    return response.end(
      JSON.stringify({ name: version.name, versions: { '0.1.0': version }, 'dist-tags': { latest: '0.1.0' } }),
    );
  }
  return accept(request, response);
});

function accept(request: IncomingMessage, response: ServerResponse): void {
  let body = '';
  request.setEncoding('utf8').on('data', (text) => {
    body += text;
  });
  request.on('end', () => {
    const { name, versions } = Published.parse(JSON.parse(body));
    published.push(`${name}@${Object.keys(versions).join()}`);
    response.writeHead(201).end('{}');
  });
}

let place: ReturnType<typeof workplace>;
let env: Record<string, string>;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  env = { CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`, CI_PROJECT_ID: '7', CI_JOB_TOKEN: 'job-token' };
  place = workplace('none');
});
afterAll(() => {
  place.close();
  server.close();
});

function pack(name: string): void {
  const folder = join(place.folder, name);
  const packages = join(place.folder, 'build', 'packages');
  for (const made of [folder, packages]) mkdirSync(made, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: `@himeshima/${name}`, version: '0.1.0' }));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', packages], { cwd: folder });
}

test('the script explains how to create tarballs if the folder is empty', async () => {
  expect(await place.run('publish.sh', [], env)).toMatchObject({
    code: 1,
    stderr: '✗ build/packages contains no tarballs; run npm run packages\n',
  });
});

test("the script publishes only new versions, using the job's token", async () => {
  pack('iot');
  pack('local-aws');
  const { code, stdout } = await place.run('publish.sh', [], env);
  expect({ code, lines: stdout.trimEnd().split('\n') }).toEqual({
    code: 0,
    lines: ['@himeshima/iot@0.1.0 is already published', '@himeshima/local-aws@0.1.0 published'],
  });
  expect(published).toEqual(['@himeshima/local-aws@0.1.0']);
  expect([...tokens]).toEqual(['Bearer job-token']);
}, 60_000);
