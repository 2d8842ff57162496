import { Feature, type Logging, SavedQuery } from '@himeshima/constructs';
import type { Construct } from 'constructs';

/** Saved query that follows one request or message through the logs of all components by its trace id. */
export class Traces extends Feature {
  constructor(scope: Construct, id: string, { logs }: { readonly logs: readonly Logging[] }) {
    super(scope, id);
    new SavedQuery(this, 'follow-a-trace', {
      of: logs,
      query: [
        'fields @timestamp, @log, coalesce(message, type, path) as what, @message',
        // workflow logs contain the id only inside the logged input and output, which are strings
        'filter @message like "PUT-THE-ID-HERE"',
        'sort @timestamp asc',
        'limit 1000',
      ],
    });
  }
}
