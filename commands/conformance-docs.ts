import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, replaceFile } from '@himeshima/cli';
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

const help = `npm run conformance-docs [-- --check]

  Writes docs/conformance.md: what shadows, policies, broker and quotas of AWS IoT do, each with its source and its test,
  and each example of the developer guide with a printed result, and what our rules' SQL makes of it. A row whose test is
  not there is refused.

  --check   writes nothing; exit code 1 where the page is not what would be written

  example   npm run conformance-docs -- --check`;

const page = join('docs', 'conformance.md');

const tables: BehaviourTables = new Map([
  ['Device Shadow', shadowBehaviours],
  ['Policies', policyBehaviours],
  ['MQTT and HTTPS', mqttBehaviours],
  ['Quotas', quotaBehaviours(quotaTable)],
]);

async function conformanceDocs(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(help);
  refuseMissingTests(testsOfBehaviours(tables), projectFolder());
  const content = conformancePage(conformance(), tables);
  if (!values.check) return replaceFile(page, content);
  if (readFileSync(page, 'utf8') !== content) {
    throw new Error(`${page} is stale; npm run conformance-docs writes it anew`);
  }
}

conformanceDocs().catch(fail);
