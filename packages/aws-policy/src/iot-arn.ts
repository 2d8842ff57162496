/** Partition, region and account of AWS IoT resources. */
export interface IotPlace {
  /** Partition of the ARNs (default: `aws`). */
  readonly partition?: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * Returns functions that build the ARNs against which AWS IoT checks policies: a client for Connect, a topic for
 * Publish and Receive, and a topic filter for Subscribe. Source: AWS IoT developer guide, "iot-action-resources".
 */
export function iotArns({ partition = 'aws', region, accountId }: IotPlace) {
  const arn = (type: string) => (name: string) => `arn:${partition}:iot:${region}:${accountId}:${type}/${name}`;
  return {
    client: arn('client'),
    topic: arn('topic'),
    topicFilter: arn('topicfilter'),
    thing: arn('thing'),
    rule: arn('rule'),
  };
}
