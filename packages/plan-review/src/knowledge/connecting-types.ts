const connecting =
  /_(?:attachments?|associations?|memberships?|members?|assignments?|bindings?|grants?|subscriptions?|peerings?|permissions?|collaborators?|records?|routes?|targets?|listeners?|triggers?|mappings?|access_entry|propagations?|network_links?|diagnostic_settings?)(?:_v\d+)?$/;

/** Returns whether resources of a type only connect other resources: attachments, memberships, grants, routes and DNS records. */
export const isConnecting = (type: string): boolean => connecting.test(type);
