import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { AppError } from "../contracts/errors.js";

/** Non-empty lines of a file, or of standard input for "-", with their numbers from 1. Throws AppError when the file cannot be read. */
export async function* readLines(file: string): AsyncGenerator<{ number: number; text: string }> {
  if (file !== "-") await assertReadable(file);
  const input = file === "-" ? process.stdin : createReadStream(file);
  let number = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (text.trim() !== "") yield { number, text };
  }
}

async function assertReadable(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) {
    throw new AppError(
      "no_file",
      "user",
      `There is no file ${file}.`,
      "Name an existing file, or - for standard input.",
    );
  }
}
