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

/** At most 50 go into one call (API reference, "BatchGetNamedQuery"). */
const batch = 50;

/** The questions that wait in the workgroup, by name. */
export async function listNamedQueries(client: AthenaClient): Promise<ReadonlyMap<string, NamedQuery>> {
  const ids: string[] = [];
  for await (const { NamedQueryIds = [] } of paginateListNamedQueries({ client }, { WorkGroup: workgroup }))
    ids.push(...NamedQueryIds);
  const found = new Map<string, NamedQuery>();
  for (let from = 0; from < ids.length; from += batch) {
    const NamedQueryIds = ids.slice(from, from + batch);
    const { NamedQueries = [] } = await client.send(new BatchGetNamedQueryCommand({ NamedQueryIds }));
    for (const query of NamedQueries) found.set(query.Name ?? '', query);
  }
  return found;
}

/**
 * Asks one of them, and waits for the answer.
 * @param parameters literals of SQL, in the order of the `?` in its text
 * @throws Error with the reason, where there is no answer
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
  await ended(client, QueryExecutionId);
  return answer(client, QueryExecutionId);
}

async function ended(client: AthenaClient, QueryExecutionId: string | undefined): Promise<void> {
  for (let pause = 20; ; pause = Math.min(pause * 2, 1000)) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason = 'no reason is given' } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') return;
    if (State === 'FAILED' || State === 'CANCELLED')
      throw new Error(`the query ${State.toLowerCase()}: ${StateChangeReason}`);
    await sleep(pause);
  }
}

async function answer(client: AthenaClient, QueryExecutionId: string | undefined): Promise<Answer> {
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
  // the names of the columns are the first row
  return { columns, rows: rows.slice(1) };
}
