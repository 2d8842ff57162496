import { mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { clientsOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { commandServer } from '../command-process';
import { root } from './foreign-platform';
import { stackName, writeForeignStack } from './foreign-stack';

jest.setTimeout(60_000);

const stack = writeForeignStack({
  resource: {
    aws_dynamodb_table: { things: { name: 'things', hash_key: 'thing', attribute: [{ name: 'thing', type: 'S' }] } },
  },
});
const theirs = ['--out', stack.out, '--stack', stackName];
const data = join(stack.out, '..', 'data');
const commands = commandServer();
afterAll(async () => {
  await commands.end();
  stack.remove();
});

const start = (...args: string[]) =>
  commands.run('start', [...theirs, '--port', '0', '--mqtt-port', '0', '--dir', stack.directory, ...args]);

/** Returns files and folders that other users can read. */
const readableByOthers = (folder: string): readonly string[] =>
  ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]
    .map((name) => join(folder, name))
    .filter((path) => (statSync(path).mode & 0o077) !== 0);

test.each(['--dir', '--data'])('npm start rejects a %s folder that contains other files', async (option) => {
  const folder = join(stack.out, '..', `others${option}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'passwd'), '');
  expect(await start(option, folder)).toEqual({
    code: 1,
    stdout: '',
    stderr: `✗ ${folder} contains other files, such as passwd; choose a new or empty folder with ${option}\n`,
  });
});

test('the platform keeps its folders private, and reports a truncated file in the --data folder', async () => {
  const args = [...theirs, '--data', data];
  const platform = await startPlatformProcess({ root, directory: stack.directory, args });
  const { dynamodb } = clientsOf(platform);
  for (const thing of ['light-1', 'light-2'])
    await dynamodb.send(new PutItemCommand({ TableName: 'things', Item: { thing: { S: thing } } }));
  expect([stack.directory, data].flatMap(readableByOthers)).toEqual([]);
  expect(await platform.stop()).toBe(0);

  const tables = join(data, 'tables');
  const log = join(tables, readdirSync(tables).find((name) => name.endsWith('.log')) ?? 'no log');
  truncateSync(log, statSync(log).size - 1);
  const { code, stderr } = await start('--data', data);
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^✗ ${log} is truncated: \\d+ of \\d+ bytes are left\\. Restore the data .*\\n$`));
});
