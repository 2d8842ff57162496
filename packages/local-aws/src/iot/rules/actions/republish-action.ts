import { z } from 'zod';
import { publishFault } from '../../broker/publish-faults';
import { outputBytes } from '../action-output';
import { type ActionContext, actionKind, type Field, type RuleMatch } from '../rule-action';

const Headers = z.object({
  payloadFormatIndicator: z.string().optional(),
  contentType: z.string().optional(),
  responseTopic: z.string().optional(),
  correlationData: z.string().optional(),
  messageExpiry: z.string().optional(),
  userProperties: z
    .array(z.object({ key: z.string(), value: z.string() }))
    .max(100)
    .optional(),
});

const FormatIndicator = z.enum(['UNSPECIFIED_BYTES', 'UTF8_DATA']);
const ExpirySeconds = z
  .string()
  .regex(/^[1-9]\d*$/, 'expected a number of seconds')
  .transform(Number);

/** Parses the result of a header's template. Throws an Error with the header's name if the result is invalid. */
function parseHeader<Value>(name: string, schema: z.ZodType<Value>, text: string | undefined): Value | undefined {
  if (text === undefined) return undefined;
  const { success, data, error } = schema.safeParse(text);
  if (!success) throw new Error(`invalid ${name} "${text}": ${error.issues[0]?.message}`);
  return data;
}

/**
 * Compiles the MQTT 5 headers of the republished message. Source: AWS IoT API reference, "MqttHeaders".
 * @returns a function that throws an Error if a template's result is not a valid header
 */
function compileHeaders(headers: z.output<typeof Headers>, { field }: ActionContext) {
  const optional = (text: string | undefined): ((match: RuleMatch) => string | undefined) =>
    text === undefined ? () => undefined : field(text);
  const indicator = optional(headers.payloadFormatIndicator);
  const contentType = optional(headers.contentType);
  const responseTopic = optional(headers.responseTopic);
  const correlationData = optional(headers.correlationData);
  const expiry = optional(headers.messageExpiry);
  const properties = headers.userProperties?.map(({ key, value }): readonly [Field, Field] => [
    field(key),
    field(value),
  ]);
  return (match: RuleMatch) => ({
    headers: {
      payloadFormatIndicator: parseHeader('payloadFormatIndicator', FormatIndicator, indicator(match)),
      contentType: contentType(match),
      responseTopic: responseTopic(match),
      correlationData: correlationData(match),
      userProperties: properties?.map(([key, value]) => [key(match), value(match)] as const),
    },
    messageExpiry: parseHeader('messageExpiry', ExpirySeconds, expiry(match)),
  });
}

/** Action that publishes the output to another topic. */
export const republishAction = actionKind({
  awsName: 'RepublishAction',
  schema: z.object({
    roleArn: z.string(),
    topic: z.string(),
    qos: z.union([z.literal(0), z.literal(1)]).optional(),
    headers: Headers.optional(),
  }),
  role: ({ roleArn }) => roleArn,
  compile({ topic, qos = 0, headers }, context) {
    const { field, targets, arnOf } = context;
    const name = field(topic, { escapedTopic: true });
    const mqtt5 = headers === undefined ? () => ({}) : compileHeaders(headers, context);
    return {
      permissions: [{ action: 'iot:Publish', resource: (match) => arnOf('iot', `topic/${name(match)}`) }],
      target: topic,
      resource: topic,
      run(match) {
        const message = { topic: name(match), payload: outputBytes(match), qos };
        const fault = publishFault({ ...message, retain: false });
        if (fault !== undefined) throw new Error(`${message.topic}: ${fault.reason}`);
        targets.republish({ ...message, ...mqtt5(match) });
      },
    };
  },
});
