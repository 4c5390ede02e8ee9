/** A statement without an end. Spark looks between the batches of a range whether its task was cancelled, and in a join it does not. */
export const ENDLESS = "SELECT COUNT(*) AS c FROM range(1000000000000) WHERE hash(id) % 7 = 3";
