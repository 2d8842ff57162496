/**
 * What Datadog's integration calls a metric of CloudWatch, which is the name under which it is kept here:
 * `AWS/SNS`, `NumberOfMessagesPublished` → `aws.sns.number_of_messages_published`.
 */
export const datadogName = (namespace: string, metric: string): string =>
  `${namespace.toLowerCase().replace('/', '.')}.${snake(metric)}`;

const snake = (name: string) =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toLowerCase();
