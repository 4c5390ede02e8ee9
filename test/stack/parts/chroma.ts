import { join } from "node:path";
import { installedPart, pythonEnvironment } from "./installed-part.js";

const PYTHON = ["chromadb==1.5.9"];

/** Chroma's own server; installed at the first call. Run it as `<program> run --host 127.0.0.1 --port N --path FOLDER`. */
export function chromaPart(): { program: string } {
  const folder = installedPart("chroma", PYTHON, (part) => pythonEnvironment(part, PYTHON));
  return { program: join(folder, "venv", "bin", "chroma") };
}
