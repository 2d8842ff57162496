import type { Construct } from 'constructs';
import { Feature } from '../constructs/feature';
import type { Logging } from '../constructs/log-forwarding';
import { SavedQuery } from '../constructs/saved-query';

/** One request or message, followed by its id through the logs of all that it led to. */
export class Traces extends Feature {
  constructor(scope: Construct, id: string, { logs }: { readonly logs: readonly Logging[] }) {
    super(scope, id);
    new SavedQuery(this, 'follow-a-trace', {
      of: logs,
      query: [
        'fields @timestamp, @log, coalesce(message, type, path) as what, @message',
        // a workflow's lines have it inside of what they hand on, which is text
        'filter @message like "PUT-THE-ID-HERE"',
        'sort @timestamp asc',
        'limit 1000',
      ],
    });
  }
}
