import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AthenaClient,
  BatchGetNamedQueryCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type NamedQuery,
  paginateListNamedQueries,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { workgroup } from '../../contracts/questions';

export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | undefined)[])[];
}

/** Maximum number of ids per call (API reference, "BatchGetNamedQuery"). */
const batchSize = 50;

/** Returns the workgroup's named queries by name. */
export async function listNamedQueries(client: AthenaClient): Promise<ReadonlyMap<string, NamedQuery>> {
  const ids: string[] = [];
  for await (const { NamedQueryIds = [] } of paginateListNamedQueries({ client }, { WorkGroup: workgroup }))
    ids.push(...NamedQueryIds);
  const found = new Map<string, NamedQuery>();
  for (let from = 0; from < ids.length; from += batchSize) {
    const NamedQueryIds = ids.slice(from, from + batchSize);
    const { NamedQueries = [] } = await client.send(new BatchGetNamedQueryCommand({ NamedQueryIds }));
    for (const query of NamedQueries) found.set(query.Name ?? '', query);
  }
  return found;
}

/**
 * Runs a named query and waits for its result.
 * @param parameters SQL literals, in the order of the query's `?` placeholders
 * @throws Error with the reason if the query fails or is cancelled
 */
export async function runNamedQuery(
  client: AthenaClient,
  query: NamedQuery,
  parameters: readonly string[],
): Promise<Answer> {
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: query.QueryString,
      QueryExecutionContext: { Database: query.Database },
      WorkGroup: workgroup,
      ...(parameters.length > 0 && { ExecutionParameters: [...parameters] }),
    }),
  );
  await waitForCompletion(client, QueryExecutionId);
  return readAnswer(client, QueryExecutionId);
}

async function waitForCompletion(client: AthenaClient, QueryExecutionId: string | undefined): Promise<void> {
  for (let pause = 20; ; pause = Math.min(pause * 2, 1000)) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason = 'no reason given' } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') return;
    if (State === 'FAILED' || State === 'CANCELLED')
      throw new Error(`the query ${State.toLowerCase()}: ${StateChangeReason}`);
    await sleep(pause);
  }
}

async function readAnswer(client: AthenaClient, QueryExecutionId: string | undefined): Promise<Answer> {
  const rows: (string | undefined)[][] = [];
  let columns: Answer['columns'] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new GetQueryResultsCommand({ QueryExecutionId, NextToken }));
    const { Rows = [], ResultSetMetadata } = page.ResultSet ?? {};
    columns = (ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '', Type = '' }) => ({ name: Name, type: Type }));
    rows.push(...Rows.map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue)));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  // the first row contains the column names
  return { columns, rows: rows.slice(1) };
}
