import { days, mebibytes } from '@himeshima/constructs/units';
import type { Environment } from './environment';

/** Environment for trying out changes. */
const dev: Environment = {
  name: 'dev',
  stack: 'starter-dev',
  account: '111122223333',
  region: 'eu-west-1',
  datadog: { site: 'datadoghq.eu', organisation: 'own' },
  notify: { page: ['@slack-starter-alerts'], ticket: ['@slack-starter-alerts'], signal: [] },
  cc: { page: [], ticket: [], signal: [] },
  retention: { logs: days(14), failedEvents: days(14), failedRecords: days(30) },
  functions: { memory: mebibytes(256) },
  protectData: false,
  alertEmails: [],
  budget: 50,
  plannedFrom: 'any branch',
  deployedFrom: 'protected branch',
  hasExampleThings: true,
};

/** Production, in its own AWS account. */
const prod: Environment = {
  ...dev,
  name: 'prod',
  stack: 'starter-prod',
  account: '444455556666',
  retention: { logs: days(90), failedEvents: days(14), failedRecords: days(365) },
  protectData: true,
  budget: 200,
  plannedFrom: 'protected branch',
  deployedFrom: 'protected environment',
  hasExampleThings: false,
};

/** All environments, in deployment order. */
export const environments: readonly Environment[] = [dev, prod];

/** @throws Error with the known environments if the name is unknown */
export function environmentNamed(name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found) return found;
  throw new Error(`unknown environment "${name}"; known: ${environments.map((known) => known.name).join(', ')}`);
}
