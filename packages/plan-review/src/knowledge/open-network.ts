import { isList, isObject, type Value } from '@himeshima/terraform-json';

/** Network with a prefix length of 0 or 1: the whole internet, or half of it. */
const openNetwork = /^(?:(?:\d{1,3}\.){3}\d{1,3}|[\da-f:]*:[\da-f:.]*)\/0*[01]?$/i;

/** Returns whether a text is a network that contains at least half of the internet. */
export const isOpenNetwork = (text: string): boolean => openNetwork.test(text.trim());

/** Returns whether a value contains a network that covers at least half of the internet. */
export function containsOpenNetwork(value: Value | undefined): boolean {
  // annotations and settings list networks in one text
  if (typeof value === 'string') return value.split(',').some(isOpenNetwork);
  if (value === undefined || value === null) return false;
  if (isList(value)) return value.some(containsOpenNetwork);
  return isObject(value) && Object.values(value).some(containsOpenNetwork);
}
