interface Location {
  region: string;
  account: string;
}

/** Returns the ARN of a resource with the given name. A name that is already an ARN is returned unchanged. */
export const resourceArn = (service: string, prefix: string, name: string, { region, account }: Location): string =>
  name.startsWith('arn:') ? name : `arn:aws:${service}:${region}:${account}:${prefix}${name}`;
