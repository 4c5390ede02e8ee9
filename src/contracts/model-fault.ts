import { AppError } from "./errors.js";

/** No reply of a language model to be had. `spentUsd`: what failed attempts may have cost nevertheless. */
export class ModelFault extends AppError {
  readonly spentUsd: number;

  constructor(cause: AppError, spentUsd: number) {
    super(cause.code, "model", cause.message, cause.remedy, { cause: cause.cause });
    this.name = "ModelFault";
    this.spentUsd = spentUsd;
  }
}
