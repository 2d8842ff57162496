import * as z from 'zod';
import { dangerKinds } from '../rules/rule';
import { verdicts } from '../verdict';

// readonly, so that the lists of a review, which are readonly, are accepted without copying them
const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();
const text = z.string();
const texts = listOf(text);
const count = z.int().nonnegative();
const action = z.enum(['create', 'update', 'replace', 'delete', 'forget', 'read', 'no-op']);

const danger = z.strictObject({
  kind: z.enum(dangerKinds),
  rule: text.optional().describe('Id of the rule, for use in acceptances'),
  address: text,
  attribute: text.optional().describe('Attribute that causes the danger; missing if the whole resource is the cause'),
  what: text.describe('The danger in one sentence'),
  effect: text.optional().describe('Effect on people or systems'),
  remedy: text.optional().describe('How to avoid the danger'),
  accept: text.optional().describe('Comment that accepts the danger, with a placeholder for the date and the reason'),
});

const acceptance = z.strictObject({
  rule: text,
  address: text.optional().describe('Accepted address; * matches any characters'),
  until: text.describe('Last day on which the acceptance applies'),
  because: text,
  place: text.describe('File and line of the acceptance'),
});

const unjudged = z.strictObject({
  address: text,
  type: text,
  because: z.enum(['type without rules', 'deleted', 'replaced', 'security-relevant attribute']),
  attributes: texts,
  removal: text.optional().describe('Cause and effect of a deletion or replacement'),
});

const finding = z.strictObject({
  check: text.describe('Id of the policy check'),
  address: text,
  where: text.optional().describe('Location within the resource'),
  severity: z.enum(['info', 'minor', 'major', 'critical']),
  reason: text,
  fix: text,
  source: text,
});

const monitor = z.strictObject({
  address: text,
  id: text,
  action: z.enum(['new', 'changed', 'deleted']),
  summary: text,
  sentences: listOf(z.strictObject({ before: text, after: text })),
  query: text.describe(
    'Query with removed text as [-old-] and added text as {+new+}; empty if the query does not change',
  ),
  lines: texts.describe('Other changed attributes'),
});

const alert = z.strictObject({
  group: text,
  from: z.number().describe('Minutes since the epoch'),
  to: z.number().optional().describe('Missing if the alert did not recover'),
  value: z.number().optional(),
});

const side = z.strictObject({
  tally: z.strictObject({
    alerts: count,
    minutesInAlert: z.number(),
    pages: count,
    pagesAtNight: count.describe('Pages between 22:00 and 7:00'),
    flapping: count.describe('Alerts of a group within half an hour after its previous alert recovered'),
    longestAlert: z.number().describe('Minutes'),
  }),
  alerts: listOf(alert),
  groups: count,
  assumed: texts.describe('Assumptions about undocumented Datadog behavior that affect the result'),
});

const unavailable = z.strictObject({ unavailable: text.describe('Reason for the missing backtest') });

const backtest = z.union([
  unavailable,
  z.strictObject({
    from: z.number().describe('Minutes since the epoch'),
    to: z.number().describe('End of the range in minutes since the epoch, exclusive'),
    timeZone: text,
    resolutionMinutes: z.number(),
    source: text,
    monitors: listOf(
      z.strictObject({
        address: text,
        id: text,
        before: text.describe('Alert condition; empty if the monitor is new'),
        after: text.describe('Alert condition; empty if the monitor is deleted'),
        ownResolution: z
          .number()
          .optional()
          .describe('Interval between two points, if the monitors have different intervals'),
        result: z.union([
          z.strictObject({ reason: text.describe('Reason why the monitor was not compared') }),
          z.strictObject({
            before: side.optional(),
            after: side.optional(),
            added: listOf(alert),
            removed: listOf(alert),
            resolutionMinutes: z.number().describe('Interval between two points of the metrics of this monitor'),
          }),
        ]),
      }),
    ),
  }),
]);

const resource = z.strictObject({
  address: text,
  action,
  note: text.describe(
    'Reason for a replacement, or whether the resource is imported, moved or left over; may be empty',
  ),
  lines: texts.describe('Changed attributes'),
  afterApply: texts.describe('Attributes known only after apply'),
  waitsFor: texts.describe('Addresses to which the attributes in afterApply refer'),
});

const source = z
  .strictObject({
    path: text.describe('Path of the file, relative to the root of the repository'),
    line: z.int().positive(),
    url: text.optional().describe('URL of the line at the reviewed commit'),
  })
  .describe('Line of code that declares the resource');

const drift = z.strictObject({
  types: texts,
  isDeleted: z.boolean(),
  attributes: texts,
  addresses: texts,
  values: listOf(z.strictObject({ addresses: texts, lines: texts.describe('Changed attributes') })),
  isReverted: z.boolean().describe('Whether the plan restores exactly the previous values'),
});

const review = z.strictObject({
  stack: text,
  environment: text.optional(),
  basis: z.union([
    z.strictObject({ hash: text.describe('Hash of the plan') }),
    z.strictObject({ base: text.describe('Commit with which the stacks are compared') }),
  ]),
  headline: text.describe('The worst dangers, or the changes of a plan without dangers'),
  summary: text.describe('Changes that the headline does not describe. Empty without dangers'),
  verdict: z.enum(verdicts).describe('Verdict on the plan, which determines the color of the note'),
  broken: text.optional().describe('Reason why the plan cannot be applied'),
  complete: z.boolean().describe('Whether a single apply is sufficient'),
  costs: z
    .union([
      z.strictObject({
        monthly: z.number().describe('Additional cost in USD per month'),
        fleet: text,
        prices: text.describe('Region and date of the prices'),
        unknown: count.describe('Added resources without a price'),
      }),
      z.strictObject({ notEstimated: text }),
    ])
    .optional(),
  counts: z.strictObject({
    create: count,
    update: count,
    replace: count,
    delete: count,
    forget: count,
    read: count,
  }),
  dangers: listOf(danger),
  prevented: listOf(
    danger.extend({ by: text.describe('The resource and the setting that prevent the danger') }),
  ).describe('Dangers that are prevented by settings of other resources; they do not affect the verdict'),
  accepted: listOf(danger.extend({ acceptance })).describe('Accepted dangers, which do not affect the verdict'),
  expired: listOf(acceptance).describe('Expired acceptances of dangers in this plan'),
  disallowed: listOf(acceptance).describe(
    'Acceptances that match dangers in this plan, but that the policy does not allow',
  ),
  unused: listOf(
    acceptance.extend({
      intended: texts.describe(
        'Rules of the dangers that the acceptance probably means: its rule is the name of their kind',
      ),
      elsewhere: texts.describe('Addresses of the dangers of its rule, of which the acceptance covers none'),
    }),
  )
    .optional()
    .describe(
      'Acceptances that match no danger; of several stacks, only one review lists an acceptance that no stack uses',
    ),
  unjudged: listOf(unjudged).describe('Changes that no rule has judged'),
  creation: texts.describe('Facts about the new resources'),
  monitors: listOf(monitor).describe('Changed monitors, the most urgent first'),
  backtest: backtest.optional(),
  slices: listOf(z.strictObject({ name: text.optional(), resources: listOf(resource) })).describe(
    'Changed resources by module or feature',
  ),
  omitted: listOf(z.strictObject({ attribute: text, addresses: texts }))
    .optional()
    .describe(
      'Changed values that the review does not describe: the provider computes or copies them, or only their notation changes',
    ),
  kept: listOf(
    drift.extend({
      isImportant: z
        .boolean()
        .describe('Whether an attribute that affects security, reachability or data had another value before'),
    }),
  )
    .optional()
    .describe('Values that were changed outside Terraform, and that the plan keeps'),
  dependents: listOf(
    z.strictObject({ address: text, attributes: texts, refersTo: texts, isReplaced: z.boolean().optional() }),
  ).describe('Resources that change only because they refer to a replaced resource'),
  moves: listOf(
    z.strictObject({
      from: text.describe('Path of the module. Empty for the root module'),
      to: text,
      count,
      stateful: z.boolean(),
      sameNames: count.describe('Number of resources whose names do not change'),
    }),
  ).describe('Modules that were moved without a moved block'),
  renames: listOf(
    z.strictObject({
      type: text,
      from: text,
      to: text,
      confidence: z.number().describe('Share of equal attributes, from 0 to 1'),
      stateful: z.boolean(),
      differs: texts,
      sameName: text.optional(),
      keep: listOf(z.strictObject({ name: text, value: text.optional() })),
    }),
  ),
  drift: listOf(drift).describe('Resources changed or deleted outside Terraform, grouped by equal changes'),
  keptDangers: listOf(danger)
    .optional()
    .describe('Dangers that changes outside Terraform caused, and that the plan keeps'),
  findings: z.strictObject({ added: listOf(finding), older: count, resolved: count }),
  invoked: texts.describe('Provider actions that the apply triggers'),
  failedChecks: texts,
  unknownChecks: texts.describe('Checks whose results are known only after apply'),
  checkProblems: listOf(z.strictObject({ check: text, message: text })).describe('Messages of failed checks'),
  deferred: listOf(z.strictObject({ address: text, actions: texts, reason: text })),
  outputs: texts.describe('Names of changed outputs'),
  outputValues: texts.describe('Values of the outputs that the plan changes or removes'),
  addedOutputs: texts.describe('Names of the changed outputs that are new'),
  removedOutputs: texts.optional().describe('Names of the changed outputs that the plan removes'),
  addresses: listOf(z.strictObject({ address: text, action: text, source: source.optional() })).describe(
    'All affected addresses, without duplicates',
  ),
});

/**
 * Schema of the output of `--format json`. `version` increases with every change that could break a reader; a new optional
 * field is not such a change.
 */
export const reviewsJson = z.strictObject({ version: z.literal(1), reviews: listOf(review) });

export type ReviewJson = z.input<typeof review>;

/** Returns the JSON Schema for the output of `--format json`. */
export const reviewsJsonSchema = (): object => ({
  title: 'Plan review',
  ...z.toJSONSchema(reviewsJson, {
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  }),
});
