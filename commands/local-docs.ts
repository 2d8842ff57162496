import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommand, replaceFile, runCommand } from '@himeshima/cli';
import { readStack } from '@himeshima/terraform-json';
import { localPage } from './documenting/local-page';
import { testsOfQuotas } from './documenting/quota-section';
import { projectFolder } from './running/project-folder';

const file = join('docs', 'local.md');

/** @throws Error if the page is out of date */
function checkFresh(page: string): void {
  if (readFileSync(file, 'utf8') !== page) throw new Error(`${file} is out of date; run npm run local-docs`);
}

/** Asks a platform without any resource what it answers. */
async function servedOperations(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { startPlatform } = await import('@himeshima/local-aws');
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-docs-'));
  try {
    const platform = await startPlatform({
      stacks: [{ name: 'empty', directory, stack: readStack({}), region: 'us-east-1' }],
      directory,
      mqttPort: 0,
      awsPort: 0,
      apiPort: 0,
      speed: 1,
      without: [],
      variables: {},
      evaluationDelaySeconds: 0,
      followed: undefined,
      rates: 1,
      isolate: [],
      inspect: [],
      listen: () => undefined,
    });
    await platform.stop();
    return platform.operations;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function localDocs(isCheck: boolean): Promise<void> {
  const root = projectFolder();
  // loaded on demand: --help needs neither the local runtime nor TypeScript
  const [{ keyUses, quotaTable, sources, supported }, { refuseMissingTests }] = await Promise.all([
    import('@himeshima/local-aws/reference'),
    import('./documenting/named-tests.js'),
  ]);
  const page = localPage({
    rows: [...supported].map(([type, { runs, notSimulated }]) => ({ type, runs, notSimulated })),
    operations: await servedOperations(),
    keyUses,
    quotas: quotaTable,
    quotaSources: sources,
  });
  refuseMissingTests(testsOfQuotas(quotaTable), root);
  return isCheck ? checkFresh(page) : replaceFile(file, page);
}

const command = createCommand('npm run local-docs --', {
  summary: 'Writes docs/local.md: the resource types that run locally, how they run, and what is not simulated.',
  example: 'npm run local-docs -- --check',
})
  .option('--check', 'write nothing; exit code 1 if the page is out of date', false)
  .action(({ check }) => localDocs(check));

void runCommand(command);
