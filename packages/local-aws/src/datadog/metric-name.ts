/**
 * Returns Datadog's name for a CloudWatch metric: `aws.sns.number_of_messages_published` for
 * `NumberOfMessagesPublished` in `AWS/SNS`. The metric store uses these names, too. Source: Datadog documentation,
 * integrations/amazon_cloudwatch.
 */
export function datadogName(namespace: string, metric: string): string {
  const [, service] = /^AWS\/(.+)$/.exec(namespace) ?? [];
  return service === undefined
    ? `${snake(namespace)}.${snake(metric)}`
    : `aws.${service.toLowerCase()}.${snake(metric.replaceAll('.', '_'))}`;
}

const snake = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_.]+/g, '_');
