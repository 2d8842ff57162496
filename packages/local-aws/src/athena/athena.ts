import { type Authorizer, requireAllowed } from '../authorize';
import type { AwsAccount } from '../aws-account';
import type { Clock } from '../clock';
import { describeError } from '../error-message';
import { AwsError } from '../gateway/service-api';
import { type Catalog, type CatalogTable, catalogOf } from '../glue/catalog';
import type { Principal } from '../iam/principal';
import type { Messaging } from '../messaging/messaging';
import type { MetricStore } from '../metrics';
import { perPlatform } from '../per-platform';
import type { Store } from '../store';
import { missingDuckdbReason } from './duckdb';
import { newId } from './query-id';
import { csvOf } from './result-csv';
import { type Answer, runQuery } from './run-query';
import { objectsOf, writeFiles } from './table-files';

export interface Workgroup {
  name: string;
  /** Location of the results: `s3://BUCKET/FOLDER/`. */
  results: string;
  /** Whether `results` takes precedence over the location in a call. */
  enforced: boolean;
  /** Whether queries in the workgroup publish CloudWatch metrics. */
  measured: boolean;
  /** KMS key that encrypts the results. */
  key: string | undefined;
}

export interface NamedQuery {
  name: string;
  description: string;
  database: string;
  workgroup: string;
  sql: string;
}

export interface Execution {
  readonly id: string;
  readonly request: QueryRequest;
  /** Location of the result: `s3://BUCKET/ID.csv`. */
  readonly output: string;
  /** Time at which the query was submitted, in ms since the epoch. */
  readonly submittedAt: number;
  state: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  reason?: string;
  completedAt?: number;
  /** Duration of the query in ms of real time. */
  milliseconds?: number;
  answer?: Answer;
}

interface QueryRequest {
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly database: string;
  readonly workgroup: string;
  readonly results: string | undefined;
  /** Client request token, which makes retries idempotent. */
  readonly token: string | undefined;
  readonly principal: Principal;
}

export type Athena = ReturnType<typeof createAthena>;

/** Timeout of a query on the platform's clock. Source: Athena user guide, "Service Quotas", DML query timeout. */
const timeoutMs = 30 * 60_000;

/** Maximum number of executions that are kept. Athena, in contrast, keeps executions for 45 days. */
const remembered = 1000;

const unknown = (what: string) => new AwsError('InvalidRequestException', `${what} was not found`);

interface AthenaOptions {
  clock: Clock;
  metrics: MetricStore;
  authorizer: Authorizer;
  messaging: Pick<Messaging, 'objects' | 'putObject'>;
  catalog: Pick<Catalog, 'tables'>;
  place: Pick<AwsAccount, 'region' | 'account'>;
}

/** Creates the Athena emulator. DuckDB runs the queries on the tables' S3 objects, with the caller's permissions. */
export function createAthena(options: AthenaOptions) {
  const { clock, metrics, authorizer, messaging, catalog, place } = options;
  const workgroups = new Map<string, Workgroup>();
  const named = new Map<string, NamedQuery>();
  const executions = new Map<string, Execution>();
  const byToken = new Map<string, string>();
  const running = new Set<AbortController>();

  const find = <Value>(among: ReadonlyMap<string, Value>, key: string, what: string): Value => {
    const found = among.get(key);
    if (found === undefined) throw unknown(`${what} ${key}`);
    return found;
  };

  const require = (principal: Principal, action: string, resource: string) =>
    requireAllowed(authorizer, { principal, action, resource });

  /**
   * Checks the permissions on a database or table, and on the resources that contain it. Source: Athena user guide,
   * "Access to databases and tables in the Glue Data Catalog".
   */
  const requireGlue = (principal: Principal, action: 'GetDatabase' | 'GetTable', database: string, table?: string) => {
    const below = [`database/${database}`, ...(table === undefined ? [] : [`table/${database}/${table}`])];
    for (const what of ['catalog', ...below])
      require(principal, `glue:${action}`, `arn:aws:glue:${place.region}:${place.account}:${what}`);
  };

  const filesOf = (execution: Execution) => (table: CatalogTable, folder: string) => {
    const { principal } = execution.request;
    requireGlue(principal, 'GetTable', table.database, table.name);
    require(principal, 's3:ListBucket', `arn:aws:s3:::${table.bucket}`);
    const objects = objectsOf(table, { messaging, now: clock.now() });
    for (const { key } of objects) require(principal, 's3:GetObject', `arn:aws:s3:::${table.bucket}/${key}`);
    return writeFiles(table, objects, folder);
  };

  const resultsOf = ({ output }: Execution) => {
    const [bucket = '', ...key] = output.replace('s3://', '').split('/');
    return { bucket, key: key.join('/') };
  };

  const keep = async (execution: Execution, answer: Answer) => {
    const { bucket, key } = resultsOf(execution);
    require(execution.request.principal, 's3:GetBucketLocation', `arn:aws:s3:::${bucket}`);
    require(execution.request.principal, 's3:PutObject', `arn:aws:s3:::${bucket}/${key}`);
    await messaging.putObject({ bucket, key, body: Buffer.from(csvOf(answer)) });
  };

  const finish = (execution: Execution, ended: Pick<Execution, 'state' | 'reason' | 'answer'>, started: number) => {
    const milliseconds = clock.real.now() - started;
    Object.assign(execution, ended, { completedAt: clock.now(), milliseconds });
    if (workgroups.get(execution.request.workgroup)?.measured !== true) return;
    const tags = { workgroup: execution.request.workgroup, querystate: ended.state.toLowerCase(), querytype: 'dml' };
    for (const metric of ['aws.athena.engine_execution_time', 'aws.athena.total_execution_time'])
      metrics.record({ metric, tags, value: milliseconds, at: clock.now() });
  };

  const run = async (execution: Execution): Promise<void> => {
    const started = clock.real.now();
    const { sql, parameters, database, principal } = execution.request;
    const ending = new AbortController();
    running.add(ending);
    const cancelTimeout = clock.after(timeoutMs, () => ending.abort());
    try {
      requireGlue(principal, 'GetDatabase', database);
      const answer = await runQuery({
        sql,
        parameters,
        tablesOf: (named) => catalog.tables(named ?? database),
        files: filesOf(execution),
        now: clock.now(),
        ending: ending.signal,
      });
      await keep(execution, answer);
      finish(execution, { state: 'SUCCEEDED', answer }, started);
    } catch (error) {
      const reason = ending.signal.aborted ? 'Query timeout' : describeError(error);
      finish(execution, { state: 'FAILED', reason }, started);
    } finally {
      cancelTimeout();
      running.delete(ending);
    }
  };

  return {
    declareWorkgroup: (workgroup: Workgroup) => void workgroups.set(workgroup.name, workgroup),
    declareNamedQuery(query: NamedQuery) {
      find(workgroups, query.workgroup, 'WorkGroup');
      const id = newId(query.workgroup);
      named.set(id, query);
      return { id };
    },
    workgroups: () => [...workgroups.values()],
    workgroup: (name: string) => find(workgroups, name, 'WorkGroup'),
    /** Returns the IDs of a workgroup's named queries. */
    namedQueries: (workgroup: string) =>
      [...named].filter(([, query]) => query.workgroup === workgroup).map(([id]) => id),
    namedQuery: (id: string) => find(named, id, 'NamedQuery'),
    /**
     * Starts a query.
     * @returns the execution's ID
     * @throws AwsError if DuckDB is not installed, or the call is invalid
     */
    start(request: QueryRequest): string {
      const workgroup = find(workgroups, request.workgroup, 'WorkGroup');
      const missing = missingDuckdbReason();
      if (missing !== undefined) throw new AwsError('InvalidRequestException', missing);
      const known = request.token === undefined ? undefined : byToken.get(request.token);
      const same = known === undefined ? undefined : executions.get(known);
      if (same !== undefined) {
        // a retry must have the same parameters, such as QueryString (API reference, "StartQueryExecution")
        const { sql, parameters, database } = same.request;
        if (sql !== request.sql || database !== request.database || parameters.join() !== request.parameters.join())
          throw new AwsError('InvalidRequestException', 'Idempotent parameters do not match');
        return same.id;
      }
      const id = newId(workgroup.name);
      const results = (workgroup.enforced ? undefined : request.results) ?? workgroup.results;
      const output = `${results}${results.endsWith('/') ? '' : '/'}${id}.csv`;
      const execution: Execution = { id, request, output, submittedAt: clock.now(), state: 'RUNNING' };
      executions.set(id, execution);
      if (request.token !== undefined) byToken.set(request.token, id);
      const oldest = executions.size > remembered ? [...executions.values()][0] : undefined;
      if (oldest !== undefined) {
        executions.delete(oldest.id);
        byToken.delete(oldest.request.token ?? '');
      }
      void run(execution);
      return id;
    },
    /** Aborts running queries, because DuckDB's threads would keep the process alive. */
    close() {
      for (const ending of running) ending.abort();
    },
    execution: (id: string) => find(executions, id, 'QueryExecution'),
    /**
     * Returns a query's result. The caller needs permission to read the object that contains it. Source: Athena
     * user guide, "Identity-based policies".
     * @throws AwsError if the result is not available or access is denied
     */
    answer(id: string, principal: Principal): Answer {
      const execution = find(executions, id, 'QueryExecution');
      if (execution.answer === undefined)
        throw new AwsError('InvalidRequestException', `Query has not yet finished. Current state: ${execution.state}`);
      const { bucket, key } = resultsOf(execution);
      const decision = authorizer.authorize({
        principal,
        action: 's3:GetObject',
        resource: `arn:aws:s3:::${bucket}/${key}`,
      });
      if (!decision.allowed) throw new AwsError('AccessDeniedException', decision.reason);
      return execution.answer;
    },
  };
}

/** Returns a platform's Athena service. */
export const athenaOf = perPlatform((parts: Omit<AthenaOptions, 'catalog'> & { readonly store: Store }) =>
  createAthena({ ...parts, catalog: catalogOf(parts) }),
);
