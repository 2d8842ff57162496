import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { conformance } from '../lib/iot/conformance/conformance';
import { conformancePage } from './documenting/conformance-page';
import { fail } from './printing/fail';

const help = `npm run conformance-docs [-- --check]

  Writes docs/conformance.md: each example of the AWS IoT developer guide with a printed result, and what our rules' SQL
  makes of it.

  --check   writes nothing; exit code 1 where the page is not what would be written

  example   npm run conformance-docs -- --check`;

const page = join('docs', 'conformance.md');

async function conformanceDocs(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(help);
  const content = conformancePage(conformance());
  if (!values.check) return writeFileSync(page, content);
  if (readFileSync(page, 'utf8') !== content) {
    throw new Error(`${page} is stale; npm run conformance-docs writes it anew`);
  }
}

conformanceDocs().catch(fail);
