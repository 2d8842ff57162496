/** Attributes of a thing by name. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** Deletes data of a device. @returns whether data remains; if so, call the function again */
export type DeleteData = (thing: string, attributes: Attributes) => Promise<boolean>;

interface DeviceStores {
  /** Returns the attributes of a thing; empty if the thing no longer exists. */
  attributesOf(thing: string): Promise<Attributes>;
  deleteShadows(thing: string): Promise<void>;
  readonly data: readonly DeleteData[];
  deleteThing(thing: string): Promise<void>;
}

/**
 * Deletes as much of a device's data as one invocation can.
 * Deletes the thing last, because its attributes locate the measurements.
 * @returns whether data remains; if so, call the function again
 */
export async function deleteDevice(thing: string, from: DeviceStores): Promise<boolean> {
  const attributes = await from.attributesOf(thing);
  await from.deleteShadows(thing);
  for (const deleteData of from.data) if (await deleteData(thing, attributes)) return true;
  await from.deleteThing(thing);
  return false;
}
