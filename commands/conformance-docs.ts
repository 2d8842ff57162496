import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCommand, replaceFile, runCommand } from '@himeshima/cli';
import { conformance } from '@himeshima/iot/conformance';
import { quotaTable } from '@himeshima/local-aws/reference';
import { type BehaviourTables, testsOfBehaviours } from './documenting/behaviour-tables';
import { mqttBehaviours } from './documenting/behaviours/mqtt';
import { policyBehaviours } from './documenting/behaviours/policies';
import { shadowBehaviours } from './documenting/behaviours/shadow';
import { conformancePage } from './documenting/conformance-page';
import { refuseMissingTests } from './documenting/named-tests';
import { quotaBehaviours } from './documenting/quota-section';
import { projectFolder } from './running/project-folder';

const page = join('docs', 'conformance.md');

const tables: BehaviourTables = new Map([
  ['Device Shadow', shadowBehaviours],
  ['Policies', policyBehaviours],
  ['MQTT and HTTPS', mqttBehaviours],
  ['Quotas', quotaBehaviours(quotaTable)],
]);

async function conformanceDocs(isCheck: boolean): Promise<void> {
  refuseMissingTests(testsOfBehaviours(tables), projectFolder());
  const content = conformancePage(conformance(), tables);
  if (!isCheck) return replaceFile(page, content);
  if (readFileSync(page, 'utf8') !== content) {
    throw new Error(`${page} is out of date; run npm run conformance-docs`);
  }
}

const command = createCommand('npm run conformance-docs --', {
  summary:
    'Writes docs/conformance.md: the behaviour of shadows, policies, broker and quotas of AWS IoT, each with its source and its test, and the results of the examples in the developer guide. Rejects a row whose test does not exist.',
  example: 'npm run conformance-docs -- --check',
})
  .option('--check', 'write nothing; exit code 1 if the page is out of date', false)
  .action(({ check }) => conformanceDocs(check));

void runCommand(command);
