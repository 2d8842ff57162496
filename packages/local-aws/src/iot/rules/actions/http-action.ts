import { z } from 'zod';
import { outputBytes } from '../action-output';
import { endpointFault } from '../endpoint-fault';
import { actionKind, type RuleMatch } from '../rule-action';

const Header = z.object({ key: z.string().max(256), value: z.string() });
const hasTemplate = (text: string) => text.includes('${');

/** Returns whether the output is JSON, which determines the default content type. */
const isJson = ({ output }: RuleMatch) => !(output instanceof Uint8Array);

/**
 * Action that posts the output to an endpoint that its owner has confirmed. Sources: AWS IoT developer guide, "https-rule-action";
 * for the header limits, AWS IoT limits (2019), "HTTP action limits".
 */
export const httpAction = actionKind({
  awsName: 'HttpAction',
  schema: z
    .object({
      url: z.string().max(2048),
      confirmationUrl: z.string().max(2048).optional(),
      headers: z.array(Header).max(100).optional(),
    })
    .superRefine(({ url, confirmationUrl }, context) => {
      const reject = (message: string) => context.addIssue({ code: 'custom', message });
      if (confirmationUrl === undefined && hasTemplate(url))
        reject('confirmationUrl is required if url contains a substitution template');
      if (confirmationUrl !== undefined && !url.startsWith(confirmationUrl))
        reject('confirmationUrl must be a prefix of url');
      const fixed = [url, confirmationUrl].filter((text) => text !== undefined).filter((text) => !hasTemplate(text));
      for (const fault of fixed.map(endpointFault)) if (fault !== undefined) reject(fault);
    }),
  unsupported: ['auth', 'enableBatching', 'batchConfig'],
  compile({ url, confirmationUrl = url, headers = [] }, { field, targets }) {
    const endpoint = field(url);
    const confirmed = field(confirmationUrl);
    const given = headers.map(({ key, value }) => ({ key: key.toLowerCase(), value: field(value) }));
    return {
      permissions: [],
      target: url,
      resource: url,
      confirmationUrl: hasTemplate(confirmationUrl) ? undefined : confirmationUrl,
      async run(match) {
        const destination = targets.destinations.at(confirmed(match));
        if (destination?.status !== 'ENABLED')
          throw new Error(
            `the destination ${confirmed(match)} is ${destination?.status ?? 'unknown'}: confirm and enable it`,
          );
        const fault = endpointFault(endpoint(match));
        if (fault !== undefined) throw new Error(fault);
        const contentType = isJson(match) ? 'application/json' : 'application/octet-stream';
        await targets.sendHttp({
          url: endpoint(match),
          headers: [
            ...(given.some(({ key }) => key === 'content-type') ? [] : [['content-type', contentType] as const]),
            ...given.map(({ key, value }) => [key, value(match)] as const),
          ],
          body: outputBytes(match),
        });
      },
    };
  },
});
