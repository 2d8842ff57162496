import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStack } from '@himeshima/terraform-json';
import { coveragePage } from './generated-pages/coverage-page';
import { localPage } from './generated-pages/local-page';
import { runGenerator } from './generated-pages/run-generator';
import { projectFolder } from './platform/project-folder';

/** Starts a platform without resources and reads which operations it supports. */
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
      values: {},
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

async function generate() {
  projectFolder();
  // load the local runtime on demand, because --help does not use it
  const { dataSources, keyUses, supported } = await import('@himeshima/local-aws/reference');
  const operations = await servedOperations();
  const page = localPage({
    dataSources: Object.keys(dataSources).toSorted(),
    rows: [...supported].map(([type, { runs, notSimulated }]) => ({ type, runs, notSimulated })),
    operations,
    keyUses,
  });
  return { [join('docs', 'local.md')]: page, [join('docs', 'coverage.md')]: coveragePage(operations) };
}

runGenerator({
  name: 'local-docs',
  summary:
    'Writes docs/local.md: the resource types that run locally, how they run, and what is not simulated; and docs/coverage.md: the number of AWS operations that run locally.',
  generate,
});
