interface Location {
  region: string;
  account: string;
}

/** Returns a parameter's ARN. A leading slash in the parameter's name is not repeated. */
export const parameterArn = (name: string, { region, account }: Location) =>
  `arn:aws:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`;

/** Reference to a parameter in a call. */
export interface ParameterReference {
  /** Name or ARN of the parameter. */
  id: string;
  /** Version or label that follows a colon: `2` in `/app/url:2`. */
  selector: string | undefined;
}

/**
 * Parses `name`, `name:version`, `name:label`, or any of these with an ARN instead of the name. Source: Systems Manager
 * API reference, "GetParameter".
 */
export function parameterReference(text: string): ParameterReference {
  const [, id = text, selector] = /^(arn:[^:]*:ssm:[^:]*:[^:]*:[^:]+|[^:]*)(?::(.*))?$/.exec(text) ?? [];
  return { id, selector };
}

/** Returns the parameter's ARN as used in policies. */
export function referencedArn(text: string, place: Location): string {
  const { id } = parameterReference(text);
  return id.startsWith('arn:') ? id : parameterArn(id, place);
}
