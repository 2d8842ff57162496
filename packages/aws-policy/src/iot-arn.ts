/** Partition, region and account of AWS IoT resources. */
export interface IotPlace {
  /** Partition; default `aws`. */
  readonly partition?: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * Returns the ARNs against which AWS IoT checks policies: Connect a client, Publish and Receive a topic, Subscribe a topic filter.
 * Source: AWS IoT developer guide, "iot-action-resources".
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
