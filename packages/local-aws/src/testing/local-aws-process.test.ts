import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalAwsProcess } from './local-aws-process';
import { poll } from './poll';

const folder = mkdtempSync(join(tmpdir(), 'local-aws-process-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a program instead of `local-aws start`. In the program's code, `directory` is the `--dir` folder. */
function startProgram(name: string, code: string, options: { readonly cwd?: string } = {}) {
  const file = join(folder, `${name}.cjs`);
  const setUp = "const directory = process.argv[process.argv.indexOf('--dir') + 1];";
  writeFileSync(file, `${setUp}\n${code}`);
  return startLocalAwsProcess({ command: [file], ...options });
}
const ready =
  "console.log(JSON.stringify({ kind: 'ready', mqttPort: 1, endpoint: 'http://x', awsConfig: 'x', seconds: 1, directory }));";

describe('startLocalAwsProcess', () => {
  test('rejects with the output of a program that exits before it is ready', async () => {
    await expect(startProgram('ends', "console.log('no JSON'); console.error('✗ no stack');")).rejects.toThrow(
      /^(no JSON\nno stack|no stack\nno JSON)$/,
    );
  });

  test('rejects if the working directory does not exist', async () => {
    const cwd = join(folder, 'nowhere');
    await expect(startProgram('nowhere', ready, { cwd })).rejects.toThrow('the platform cannot be started');
  });

  test('rejects pending waits for events when the process exits', async () => {
    const platform = await startProgram('ends-later', `${ready} setTimeout(() => process.exit(1), 100);`);
    await expect(platform.event(({ kind }) => kind === 'never', 'an event', 60)).rejects.toThrow(
      'the platform has exited',
    );
  });

  test('removes the temporary folder even after the process is killed', async () => {
    const platform = await startProgram('hangs', `${ready} setInterval(() => undefined, 1000);`);
    expect(existsSync(platform.directory)).toBe(true);
    process.kill(platform.pid, 'SIGKILL');
    await poll(() => (existsSync(platform.directory) ? undefined : true), 'the folder is removed');
  });
});
