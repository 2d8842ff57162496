/** Address of the last file, which the browser may still be reading when the next event is handled. */
let last: string | undefined;

/** Offers a text as a file for download. */
export function downloadFile(name: string, text: string, type = 'text/plain'): void {
  if (last !== undefined) URL.revokeObjectURL(last);
  last = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = last;
  link.download = name;
  link.click();
}
