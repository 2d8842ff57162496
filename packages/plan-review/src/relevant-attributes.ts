import { wordsOf } from './knowledge/name-words';

/** Attributes that describe or label a resource. */
const describing =
  /^(?:client|client_version|tags|tags_all|labels|effective_labels|terraform_labels|annotations|description|display_name|title|comment|comments|notes|note|summary|label|color|icon|topics|homepage_url)$/;

/** Returns whether an attribute only describes or labels a resource. */
export const isDescribing = (name: string): boolean => describing.test(name);

/** Words in the names of attributes that affect security, reachability or data. */
const relevant =
  /\b(?:(?:access|api|encryption|kms|public|ssh|signing) keys?|access\w*|account|acls?|address(?:es)?|admins?|alarm\w*|alert\w*|allow\w*|app settings|args?|assume|audit\w*|auth\w*|backends?|backup\w*|billing|branch(?:es)?|buildspec|buckets?|cert\w*|charts?|cidrs?|code|commands?|contents?|cors|credentials?|data|delet\w*|denied|deny|destinations?|destroy|dns|domains?|egress|encrypt\w*|endpoints?|env|environment|exclu\w*|expressions?|failover|filters?|firewall\w*|forward\w*|gateway\w*|grants?|groups?|handler|hostnames?|hosts?|iam|identit\w*|images?|ingress|instance (?:type|class)|ips?|kms|layers?|lock\w*|logging|machine type|members?|networks?|node type|notif\w*|origins?|owners?|password\w*|peer\w*|permissions?|polic\w*|ports?|prefix(?:es)?|principals?|priority|privat\w*|privileg\w*|profiles?|protect\w*|protocols?|proxy|public\w*|ranges?|recipients?|records?|redirect\w*|repository|retention|roles?|routes?|routing|sans?|scopes?|scripts?|secrets?|security|selectors?|sha|size|sku|snapshot\w*|source archive object|ssh|startup|ssl|status|subnets?|targets?|thresholds?|tier|tls|tokens?|trust\w*|upstreams?|urls?|users?|verbs|visibility|versions?|vpcs?|waf|weights?|zones?)\b/;

/** Returns whether the name of an attribute says that it affects security, reachability or data. */
export const isRelevant = (path: readonly string[]): boolean =>
  !path.some(isDescribing) && relevant.test(path.flatMap(wordsOf).join(' '));

/** Returns whether the own name of a value inside a block says that it affects security, reachability or data. */
export const isRelevantValue = (path: readonly string[]): boolean => isRelevant(path) && isRelevant(path.slice(-1));
