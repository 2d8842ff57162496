import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { leanClients } from './lean-clients';

const root = process.cwd();
// the folder must be inside the project to resolve packages
mkdirSync(join(root, 'build'), { recursive: true });
const folder = mkdtempSync(join(root, 'build', 'lean-clients-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function readFor(source: string): Promise<readonly string[]> {
  writeFileSync(join(folder, 'source.ts'), source);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(folder, 'source.ts')],
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    plugins: [leanClients(root)],
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return Object.keys(metafile.inputs).filter((path) => path.includes('/client-sns/dist-es/commands/'));
}

test('reads only the commands that a source imports as values', async () => {
  const source = `
    import { SNSClient as Client, PublishCommand, type SubscribeCommand, NotFoundException } from '@aws-sdk/client-sns';
    export const made = (x: SubscribeCommand) => [new Client(), new PublishCommand({}), NotFoundException, x];`;
  expect(await readFor(source)).toEqual(['node_modules/@aws-sdk/client-sns/dist-es/commands/PublishCommand.js']);
});

test.each([
  ['a paginator', "import { paginateListTopics } from '@aws-sdk/client-sns'; export const x = paginateListTopics;", 1],
  [
    'an export without its own file',
    "import { SNSServiceException } from '@aws-sdk/client-sns'; export const x = SNSServiceException;",
    40,
  ],
  ['a namespace', "import * as sns from '@aws-sdk/client-sns'; export const x = sns;", 40],
])('resolves %s with its dependencies', async (_what, source, atLeast) => {
  expect((await readFor(source)).length).toBeGreaterThanOrEqual(atLeast);
});
