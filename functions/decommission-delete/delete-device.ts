interface DeletedFrom {
  /** What the thing measures; undefined where it measures nothing, or is gone. */
  kindOf(thing: string): Promise<string | undefined>;
  deleteShadows(thing: string): Promise<void>;
  /** Deletes what lies under the thing and what it has measured, and its name in its rooms. @returns whether some is left */
  deleteData(thing: string, kind: string | undefined): Promise<boolean>;
  deleteThing(thing: string): Promise<void>;
}

/**
 * Deletes all that is known of a device: what it has left in the tables, as much as there is time for, and when nothing
 * is left the thing itself, whose attributes say where its measurements lie.
 * @returns whether this has to be called again
 */
export async function deleteDevice(thing: string, from: DeletedFrom): Promise<boolean> {
  const kind = await from.kindOf(thing);
  await from.deleteShadows(thing);
  if (await from.deleteData(thing, kind)) return true;
  await from.deleteThing(thing);
  return false;
}
