import { z } from 'zod';
import { jsonApi, operation } from '../gateway/json-api';
import { resourceArn } from '../gateway/resource-arn';
import type { AccessedResources, ServiceApi } from '../gateway/service-api';
import type { Athena, Execution, NamedQuery, Workgroup } from './athena';
import { workgroupOf } from './query-id';

const seconds = (milliseconds: number | undefined) => (milliseconds === undefined ? undefined : milliseconds / 1000);

const InWorkgroup = z.object({ WorkGroup: z.string().default('primary') });
const OneQuery = z.object({ NamedQueryId: z.string() });
const OneExecution = z.object({ QueryExecutionId: z.string() });

const Start = InWorkgroup.extend({
  QueryString: z.string().max(262_144),
  ExecutionParameters: z.array(z.string()).default([]),
  QueryExecutionContext: z.object({ Database: z.string().default('default') }).default({ Database: 'default' }),
  ResultConfiguration: z.object({ OutputLocation: z.string().optional() }).default({}),
  ClientRequestToken: z.string().optional(),
});

const Results = OneExecution.extend({
  MaxResults: z.number().int().min(1).max(1000).default(1000),
  /** Index of the first row on the next page. */
  NextToken: z.string().regex(/^\d+$/).optional(),
});

const namedQuery = (NamedQueryId: string, query: NamedQuery) => ({
  NamedQueryId,
  Name: query.name,
  Description: query.description,
  Database: query.database,
  WorkGroup: query.workgroup,
  QueryString: query.sql,
});

const described = ({ id, request, output, ...execution }: Execution) => ({
  QueryExecutionId: id,
  Query: request.sql,
  StatementType: 'DML',
  WorkGroup: request.workgroup,
  QueryExecutionContext: { Database: request.database },
  ResultConfiguration: { OutputLocation: output },
  ...(request.parameters.length > 0 && { ExecutionParameters: request.parameters }),
  Status: {
    State: execution.state,
    StateChangeReason: execution.reason,
    SubmissionDateTime: seconds(execution.submittedAt),
    CompletionDateTime: seconds(execution.completedAt),
  },
  Statistics: {
    EngineExecutionTimeInMillis: Math.round(execution.milliseconds ?? 0),
    TotalExecutionTimeInMillis: Math.round(execution.milliseconds ?? 0),
  },
});

const workgroup = ({ name, results, enforced, measured, key }: Workgroup) => ({
  Name: name,
  State: 'ENABLED',
  Configuration: {
    EnforceWorkGroupConfiguration: enforced,
    PublishCloudWatchMetricsEnabled: measured,
    ResultConfiguration: {
      OutputLocation: results,
      ...(key !== undefined && { EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: key } }),
    },
  },
});

/** Returns the ARN of the workgroup that a call accesses. Source: service authorization reference, "Amazon Athena". */
const accessed: AccessedResources = (input, place) => {
  // the IDs of executions and named queries start with the name of the workgroup
  const id = input.text('QueryExecutionId', 'NamedQueryId') ?? input.all('NamedQueryIds')[0];
  const group = id === undefined ? input.text('WorkGroup', 'Name') : workgroupOf(id);
  return [group && resourceArn('athena', 'workgroup/', group, place)];
};

/** Creates the Athena API. */
export function athenaApi(athena: Athena): ServiceApi {
  const api = jsonApi('athena', {
    ListWorkGroups: operation(z.object({}), () => ({
      WorkGroups: athena.workgroups().map(({ name }) => ({ Name: name, State: 'ENABLED' })),
    })),
    GetWorkGroup: operation(InWorkgroup, ({ WorkGroup }) => ({ WorkGroup: workgroup(athena.workgroup(WorkGroup)) })),
    ListNamedQueries: operation(InWorkgroup, ({ WorkGroup }) => ({
      NamedQueryIds: athena.namedQueries(athena.workgroup(WorkGroup).name),
    })),
    GetNamedQuery: operation(OneQuery, ({ NamedQueryId }) => ({
      NamedQuery: namedQuery(NamedQueryId, athena.namedQuery(NamedQueryId)),
    })),
    BatchGetNamedQuery: operation(
      z.object({ NamedQueryIds: z.array(z.string()).min(1).max(50) }),
      ({ NamedQueryIds }) => ({
        NamedQueries: NamedQueryIds.map((id) => namedQuery(id, athena.namedQuery(id))),
        UnprocessedNamedQueryIds: [],
      }),
    ),
    StartQueryExecution: operation(Start, (input, { principal }) => ({
      QueryExecutionId: athena.start({
        sql: input.QueryString,
        parameters: input.ExecutionParameters,
        database: input.QueryExecutionContext.Database,
        workgroup: input.WorkGroup,
        results: input.ResultConfiguration.OutputLocation,
        token: input.ClientRequestToken,
        principal,
      }),
    })),
    GetQueryExecution: operation(OneExecution, ({ QueryExecutionId }) => ({
      QueryExecution: described(athena.execution(QueryExecutionId)),
    })),
    GetQueryResults: operation(Results, ({ QueryExecutionId, MaxResults, NextToken }, { principal }) => {
      const { columns, rows } = athena.answer(QueryExecutionId, principal);
      // the first row contains the names of the columns
      const all = [columns.map(({ name }): string | undefined => name), ...rows];
      const from = Number(NextToken ?? 0);
      const next = from + MaxResults;
      return {
        ResultSet: {
          ResultSetMetadata: { ColumnInfo: columns.map(({ name, type }) => ({ Name: name, Label: name, Type: type })) },
          Rows: all.slice(from, next).map((row) => ({ Data: row.map((VarCharValue) => ({ VarCharValue })) })),
        },
        ...(next < all.length && { NextToken: String(next) }),
      };
    }),
  });
  return Object.assign(api, { accessed });
}
