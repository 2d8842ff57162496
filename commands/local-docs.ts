import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, replaceFile } from '@himeshima/cli';
import { startPlatform } from '@himeshima/local-aws';
import { keyUses, quotaTable, sources, supported } from '@himeshima/local-aws/reference';
import { readStack } from '@himeshima/terraform-json';
import { localPage } from './documenting/local-page';
import { refuseMissingTests } from './documenting/named-tests';
import { testsOfQuotas } from './documenting/quota-section';
import { projectFolder } from './running/project-folder';

const help = `npm run local-docs [-- --check]

  Writes docs/local.md: which resource types run on the laptop, what runs them, and what is not simulated.

  --check   writes nothing; exit code 1 where the file is not what would be written

  example   npm run local-docs -- --check`;

const file = join('docs', 'local.md');

/** @throws Error where the file is stale */
function checkFresh(page: string): void {
  if (readFileSync(file, 'utf8') !== page) throw new Error(`${file} is stale; npm run local-docs writes it anew`);
}

/** Asks a platform without any resource what it answers. */
async function servedOperations(): Promise<ReadonlyMap<string, readonly string[]>> {
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

async function localDocs(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(help);
  const root = projectFolder();
  const page = localPage({
    rows: [...supported].map(([type, { runs, notSimulated }]) => ({ type, runs, notSimulated })),
    operations: await servedOperations(),
    keyUses,
    quotas: quotaTable,
    quotaSources: sources,
  });
  refuseMissingTests(testsOfQuotas(quotaTable), root);
  return values.check ? checkFresh(page) : replaceFile(file, page);
}

localDocs().catch(fail);
