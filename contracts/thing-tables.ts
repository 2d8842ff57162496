/**
 * Sort keys of the tables whose key is a thing. Other tables with this key have at most one item per thing. The function
 * `decommission-delete` deletes the items of a thing by these keys.
 */
export const sortKeys: Readonly<Record<string, string>> = { commands: 'command', 'shadow-history': 'version' };
