/** Where the resources of AWS IoT lie. */
export interface IotPlace {
  /** `aws` unless given. */
  readonly partition?: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * The ARNs that AWS IoT checks policies against: Connect a client, Publish and Receive a topic, Subscribe a topic filter.
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
