import { randomUUID } from 'node:crypto';
import { type Authorizer, requireAllowed } from '../authorize';
import type { Clock } from '../clock';
import type { EventBus, EventContext } from '../events';
import { functionRole } from '../iam/principal';
import type { Messaging } from '../messaging/messaging';
import type { MetricStore } from '../metrics';
import type { FunctionDeclaration, InvocationRequest } from './function-declaration';

/** Failed event or batch that is delivered to its on-failure destination. */
export interface Delivery {
  destinationArn: string;
  /** Function whose role must have permission to deliver the record. */
  from: Pick<FunctionDeclaration, 'name' | 'role'>;
  record: object;
  /** Part of the S3 object's key that follows `aws/lambda/`, if the destination is a bucket. */
  place: string;
  /** Short reason for the failure, for the screen. */
  why: string;
  cause: number | undefined;
}

/**
 * Function that delivers a failed record. It never throws: a record that cannot be delivered is lost, counted and
 * reported on the screen.
 */
export type Deliver = (delivery: Delivery) => Promise<void>;

/**
 * Pattern for the ARNs of supported destinations. Source: Lambda developer guide, "invocation-async-retain-records",
 * "kinesis-on-failure-destination".
 */
export const destinationPattern = /^arn:aws:(sqs|sns|s3|lambda):/;

/** Returns the service and the name in the ARN of a queue, topic, bucket or function. */
function read(arn: string): { service: string | undefined; name: string } {
  return { service: destinationPattern.exec(arn)?.[1], name: arn.split(':').at(-1) ?? arn };
}

/** Returns the key of the S3 object that contains a record, in Lambda's format. */
function objectKey(place: string, at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const moment = `${date}T${time.slice(0, 8).replaceAll(':', '.')}`;
  return `aws/lambda/${place}/${date.replaceAll('-', '/')}/${moment}-${randomUUID()}`;
}

/** Returns the record as the event's payload. */
const recordContext = ({ record }: Delivery): EventContext => ({
  payloads: [{ label: 'record', read: () => record }],
});

export function createDestinations(options: {
  clock: Clock;
  bus: EventBus;
  metrics: MetricStore;
  authorizer: Authorizer;
  messaging: Pick<Messaging, 'send' | 'urlOf' | 'publish' | 'putObject'>;
  /** Calls Lambda's `invokeAsync`. */
  invokeAsync(request: InvocationRequest): void;
}): Deliver {
  const { clock, bus, metrics, messaging } = options;

  const principalOf = ({ from }: Delivery) => functionRole(from.role, from.name);

  const toBucket = async (delivery: Delivery, bucket: string) => {
    const key = objectKey(delivery.place, clock.now());
    const principal = principalOf(delivery);
    const { destinationArn } = delivery;
    // delivery to a bucket requires both permissions (Lambda developer guide, "kinesis-on-failure-destination")
    requireAllowed(options.authorizer, { principal, action: 's3:ListBucket', resource: destinationArn });
    requireAllowed(options.authorizer, { principal, action: 's3:PutObject', resource: `${destinationArn}/${key}` });
    await messaging.putObject({ bucket, key, body: Buffer.from(JSON.stringify(delivery.record)) });
    bus.emit({ kind: 'parked', bucket, key, why: delivery.why }, delivery.cause, undefined, recordContext(delivery));
  };

  const send = async (delivery: Delivery, service: string | undefined): Promise<void> => {
    const { destinationArn, record, cause } = delivery;
    const principal = principalOf(delivery);
    if (service === 'lambda') {
      options.invokeAsync({ functionArn: destinationArn, event: record, principal, cause });
      return;
    }
    const action = service === 'sns' ? 'sns:Publish' : 'sqs:SendMessage';
    requireAllowed(options.authorizer, { principal, action, resource: destinationArn });
    const body = JSON.stringify(record);
    if (service === 'sns') await messaging.publish(destinationArn, body, { cause });
    else await messaging.send(messaging.urlOf(destinationArn), body, cause);
  };

  return async (delivery) => {
    const { destinationArn, from, why, cause } = delivery;
    const { service, name } = read(destinationArn);
    try {
      if (service === 's3') return await toBucket(delivery, name);
      await send(delivery, service);
      bus.emit({ kind: 'queued', queue: name, why }, cause, undefined, recordContext(delivery));
    } catch (error) {
      const tags = { functionname: from.name, resource: from.name };
      metrics.record({
        metric: 'aws.lambda.destination_delivery_failures',
        tags,
        value: 1,
        at: clock.now(),
        causes: [cause],
      });
      const reason = error instanceof Error ? error.message : String(error);
      const about = { type: 'aws_lambda_function', name: from.name };
      bus.emit(
        { kind: 'note', failed: true, about, text: `${from.name} failed to deliver a record to ${name}: ${reason}` },
        cause,
      );
    }
  };
}
