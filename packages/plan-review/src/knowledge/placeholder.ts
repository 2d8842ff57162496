/**
 * Matches values that an author probably meant to replace: texts such as `CHANGE_ME` or `<your-domain>`, and names that RFC 2606 and
 * RFC 6761 reserve for documentation.
 */
const placeholder =
  /(?<![a-z])placeholder(?![a-z])|\b(?:change[-_]?me|replace[-_]?me|fix[-_]?me|your[-_](?:[a-z]+[-_]){0,3}(?:domain|account|project|bucket|key|email|org|organization|name|id|url|host|host_?name|token|secret|arn|region|password|value))\b|^<[a-z][a-z_ -]*>$|(?:^|[@./])example\.(?:com|net|org)(?![\w.-]*\w)/i;

/** Returns whether a value looks like a placeholder. */
export const isPlaceholder = (value: string): boolean => placeholder.test(value);

/** Matches texts with the form of an id in Amazon EC2, and then ids that AWS may have assigned. */
const ec2Id = /^(?:ami|eni|i|igw|nat|rtb|sg|snap|subnet|tgw|vol|vpc)-\w+$/;
const assigned = /^[a-z]+-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;

/** Matches names of attributes with ids. */
const idAttribute =
  /(?:^|_)(?:ami|allocation|gateway|group|image|instance|interface|network|snapshot|subnet|table|volume|vpc)_ids?$|^(?:ami|security_groups|subnets)$/;

/** Returns whether an attribute contains an id that AWS never assigns: `sg-01234567890abcdefg`. */
export const isImpossibleId = (value: string, attribute: string, type: string): boolean =>
  /^aws(?:cc)?_/.test(type) && idAttribute.test(attribute) && ec2Id.test(value) && !assigned.test(value);

/** Matches a text that has the form of a reference in Terraform, and would be one without quotation marks. */
const reference =
  /(?<![\w.-])(?:(?:data\.)?(?:aws|azurerm|azuread|google|kubernetes|helm|github|cloudflare|datadog)_[a-z0-9_]+\.[\w-]+(?:\[\w+\])?\.[a-z_]+|var\.[a-z]\w*)/;

/** Returns whether a value is the text of a reference, because it is in quotation marks. */
export const isQuotedReference = (value: string): boolean => reference.exec(value)?.[0] === value;

/** Returns whether a part of a value has the form of a reference: `Server=azurerm_mssql_server.shop.name`. */
export const containsReference = (value: string): boolean => reference.test(value);
