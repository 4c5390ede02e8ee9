import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Absolute path of a file that the log names by a URL-encoded path, relative to the table or not. Throws RangeError
 * where it is not encoded so, or is no local file.
 */
export function dataPath(tableFolder: string, path: string): string {
  try {
    // `file:/a`, as Java writes it, and `file:///a` are the same.
    if (path.startsWith("file:")) return resolve(fileURLToPath(path));
    if (isElsewhere(path)) throw new RangeError("a file that is not local");
    const decoded = decodeURIComponent(path);
    return isAbsolute(decoded) ? resolve(decoded) : resolve(tableFolder, decoded);
  } catch (cause) {
    throw cause instanceof RangeError ? cause : new RangeError("a path that is not URL-encoded", { cause });
  }
}

/** By what adding and removing a file belong together: a relative path and an absolute one do not, for any reader. */
export function pathKey(tableFolder: string, path: string): string {
  try {
    const decoded = decodeURIComponent(path);
    return isElsewhere(path) || isAbsolute(decoded) ? dataPath(tableFolder, path) : `./${decoded}`;
  } catch {
    return path;
  }
}

function isElsewhere(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\//i.test(path);
}
