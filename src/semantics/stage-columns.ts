/** Position of a row's period among the periods asked, from 1. */
export const PERIOD = "period_1";
/** Rank that the answer shows. */
export const RANK = "rank_1";
/** Rank by which a top-N is cut; ties share it. */
export const PLACE = "place_1";
/** Rows up to and with the ties of a row: the last place that they take. */
export const LAST_PLACE = "last_place_1";
/** 1 for the row of all groups that a top-N leaves out, 0 for the others. */
export const REST = "rest_1";
/** Place counted from the other end. */
export const PLACE_BACK = "place_back_1";
