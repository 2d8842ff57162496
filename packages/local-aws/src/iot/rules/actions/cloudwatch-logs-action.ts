import { z } from 'zod';
import { lastPart, outputText, parseOutput } from '../action-output';
import { actionKind, type RuleMatch } from '../rule-action';

const Batch = z.array(z.object({ timestamp: z.number().int(), message: z.string() }));

/**
 * Returns the lines for an output: in batch mode, one for each element of an array.
 * @throws Error if an element has no timestamp or message
 */
function linesOf(match: RuleMatch, isBatch: boolean): z.output<typeof Batch> {
  if (!isBatch) return [{ timestamp: match.message.timestamp, message: outputText(match) }];
  const { success, data } = Batch.safeParse(parseOutput(match));
  if (!success) throw new Error('the output is not an array of objects with a timestamp in milliseconds and a message');
  return data;
}

/**
 * Action that writes the output to a log group. The log stream has the name of the rule, because AWS does not document
 * the stream's name.
 */
export const cloudwatchLogsAction = actionKind({
  awsName: 'CloudwatchLogsAction',
  schema: z.object({ roleArn: z.string(), logGroupName: z.string(), batchMode: z.boolean().optional() }),
  role: ({ roleArn }) => roleArn,
  compile({ logGroupName, batchMode = false }, { field, targets, arnOf }) {
    const group = field(logGroupName);
    const streamOf = ({ ruleArn }: RuleMatch) => lastPart(ruleArn);
    const groupArn = (match: RuleMatch) => arnOf('logs', `log-group:${group(match)}`);
    const streamArn = (match: RuleMatch) => `${groupArn(match)}:log-stream:${streamOf(match)}`;
    return {
      permissions: [
        { action: 'logs:CreateLogStream', resource: streamArn },
        { action: 'logs:DescribeLogStreams', resource: (match) => `${groupArn(match)}:log-stream:` },
        { action: 'logs:PutLogEvents', resource: streamArn },
      ],
      target: logGroupName,
      resource: logGroupName,
      run(match) {
        const lines = linesOf(match, batchMode);
        targets.logs.createStream(group(match), streamOf(match));
        targets.logs.writeEvents(group(match), streamOf(match), lines, match.cause);
      },
    };
  },
});
